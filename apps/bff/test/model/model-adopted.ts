import { PASSWORD_CHANGE, type Process } from './model-account.ts';
import type { Everything, Scene } from './model-scene.ts';

/** Which row each process is, and the codes of the messages that were sent since for them. */
export function learn(scene: Scene, stored: Everything, sentBefore: number): void {
  for (const { text, reference } of scene.world.phones.sent.slice(sentBefore)) {
    const subject = stored.messages.find(({ id }) => id === reference)?.subjectId;
    const code = /^(\d{6}) /.exec(text)?.[1];
    const process = processes(scene, stored).find(([id]) => id === subject)?.[1];
    if (process === undefined || code === undefined) continue;
    if (process.smsCode !== null && process.smsCode !== code) throw new Error('a resend carries another code');
    process.smsCode = code;
  }
}

function processes(scene: Scene, stored: Everything): [string, Process][] {
  return scene.jars.flatMap((jar, who) => {
    const hash = scene.hashOf(scene.browser(who).cookies.get('challenge'));
    const challenge = stored.challenges.find(({ tokenHash }) => tokenHash === hash)?.id;
    const stepUp = stored.challenges.findLast(
      ({ sessionId, state }) => sessionId === jar.session?.id && state === 'open',
    )?.id;
    const found: [string, Process][] = [];
    if (challenge !== undefined && jar.challenge !== null) found.push([challenge, jar.challenge]);
    if (stepUp !== undefined && jar.session?.stepUp) found.push([stepUp, jar.session.stepUp]);
    for (const enrolment of jar.session?.enrolments.values() ?? []) found.push([enrolment.id, enrolment]);
    return found;
  });
}

/** After two at once the counts depend on which came first: they are taken over, within what two can have paid. */
export function adoptCounts(scene: Scene, stored: Everything): void {
  const { counts, passwordCounts } = scene.model;
  const before = new Map(counts);
  counts.clear();
  for (const { bucket, failed, blockedUntil, updatedAt } of stored.attempts) {
    const until = blockedUntil.getTime() / 1000;
    if (bucket === PASSWORD_CHANGE) {
      // The model has paid the first of the two already.
      const most = (passwordCounts.get(bucket)?.failed ?? 0) + 1;
      if (failed > most) throw new Error(`${bucket} counts ${failed}, and at most ${most} were paid`);
      passwordCounts.set(bucket, { failed, until, at: updatedAt.getTime() / 1000 });
      continue;
    }
    const who = scene.jars.findIndex(({ browserId }) => browserId !== null && bucket.endsWith(browserId));
    const name = who === -1 ? bucket : bucket.replace(/browser:.*/, `browser:${who}`);
    const most = (before.get(name)?.failed ?? 0) + 2;
    if (failed > most) throw new Error(`${name} counts ${failed}, and at most ${most} were paid`);
    counts.set(name, { failed, until });
  }
  const rows = new Map([...stored.challenges, ...stored.enrolments].map(({ id, failed }) => [id, failed] as const));
  for (const [id, process] of processes(scene, stored)) process.failed = rows.get(id) ?? process.failed;
}
