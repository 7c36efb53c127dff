import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../api/client-problem.ts';
import { createStepUpGate, StepUpCancelled, type StepUpDemand } from './step-up-gate.ts';

const demand: StepUpDemand = {
  type: 'step-up-required',
  title: 'Step-up required',
  status: 403,
  requiredLevel: 'aal2',
  maxAgeSeconds: 600,
  methods: [{ method: 'otp' }],
  unusable: [],
};

/** A server that wants a proof until it is given, and counts what it did. */
function server() {
  const state = { proven: false, done: 0, asked: 0 };
  const action = async () => {
    state.asked += 1;
    if (!state.proven) throw new ProblemError(demand);
    state.done += 1;
    return state.done;
  };
  return { state, action };
}

/** Lets every promise that can go on go on. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the step-up gate', () => {
  it('runs an action that needs no proof and asks for nothing', async () => {
    const gate = createStepUpGate();
    await expect(gate.run(async () => 'done')).resolves.toBe('done');
    expect(gate.demand()).toBeNull();
  });

  it('goes on by itself once the proof is given, and does the thing once', async () => {
    const gate = createStepUpGate();
    const { state, action } = server();
    const result = gate.run(action);
    await turn();
    expect(gate.demand()).toEqual(demand);
    expect(state.done).toBe(0);
    state.proven = true;
    gate.pass();
    await expect(result).resolves.toBe(1);
    expect(gate.demand()).toBeNull();
  });

  it('asks once for several actions that wait together', async () => {
    const gate = createStepUpGate();
    const { state, action } = server();
    let changes = 0;
    gate.subscribe(() => {
      changes += 1;
    });
    const both = Promise.all([gate.run(action), gate.run(action)]);
    await turn();
    expect(changes).toBe(1);
    state.proven = true;
    gate.pass();
    await expect(both).resolves.toEqual([1, 2]);
    expect(changes).toBe(2);
  });

  it('gives up everything that waits when the person declines', async () => {
    const gate = createStepUpGate();
    const { state, action } = server();
    const results = Promise.allSettled([gate.run(action), gate.run(action)]);
    await turn();
    gate.decline();
    for (const result of await results) {
      expect(result.status === 'rejected' && result.reason).toBeInstanceOf(StepUpCancelled);
    }
    expect(state.done).toBe(0);
    expect(gate.demand()).toBeNull();
  });

  it('fails everything that waits where the proof cannot be asked for', async () => {
    const gate = createStepUpGate();
    const { state, action } = server();
    const failure = new ProblemError({ type: 'offline' });
    const result = expect(gate.run(action)).rejects.toBe(failure);
    await turn();
    gate.fail(failure);
    await result;
    expect(state.done).toBe(0);
    expect(gate.demand()).toBeNull();
  });

  it('tries again without asking when the proof was given while the action was on its way', async () => {
    const gate = createStepUpGate();
    const { state, action } = server();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    let slow = true;
    const late = gate.run(async () => {
      if (!slow) return action();
      slow = false;
      await answered;
      throw new ProblemError(demand);
    });
    const first = gate.run(action);
    await turn();
    state.proven = true;
    gate.pass();
    await first;
    answer();
    await expect(late).resolves.toBe(2);
    expect(gate.demand()).toBeNull();
  });

  it('asks again when the server is still not satisfied', async () => {
    const gate = createStepUpGate();
    const { state, action } = server();
    const result = gate.run(action);
    await turn();
    gate.pass();
    await turn();
    expect(gate.demand()).toEqual(demand);
    state.proven = true;
    gate.pass();
    await expect(result).resolves.toBe(1);
    expect(state.asked).toBe(3);
  });

  it('passes every other failure on as it is', async () => {
    const gate = createStepUpGate();
    const failure = new ProblemError({ type: 'offline' });
    await expect(gate.run(() => Promise.reject(failure))).rejects.toBe(failure);
    expect(gate.demand()).toBeNull();
  });
});
