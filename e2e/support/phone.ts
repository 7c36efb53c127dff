import * as z from 'zod';
import { askJson } from './http.ts';

const message = z.object({
  id: z.string(),
  to: z.string(),
  from: z.string(),
  text: z.string(),
  code: z.nullable(z.string()),
  segments: z.number(),
});
const messages = z.array(message);
export type Sms = z.infer<typeof message>;

const PATIENCE_MS = 10_000;

/** The phone network: what reached a number, and how it is to misbehave. */
export class PhoneNetwork {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Every message to a number, the oldest first. */
  async messages(number: string): Promise<readonly Sms[]> {
    return messages.parse(await askJson('GET', `${this.#url}/messages?to=${encodeURIComponent(number)}`));
  }

  /** The latest message, waited for until there are so many. */
  async latest(number: string, least = 1): Promise<Sms> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const all = await this.messages(number);
      const last = all.at(-1);
      if (last && all.length >= least) return last;
      if (Date.now() > end) throw new Error(`${all.length} of ${least} messages reached ${number}`);
      // biome-ignore lint/plugin/no-real-time: the phone tells nobody that a message came; it is asked until one did.
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** The code of the latest message. */
  async code(number: string, least = 1): Promise<string> {
    const { code, text } = await this.latest(number, least);
    if (code === null) throw new Error(`no code in ${JSON.stringify(text)}`);
    return code;
  }

  async forget(number: string): Promise<void> {
    await askJson('DELETE', `${this.#url}/messages?to=${encodeURIComponent(number)}`);
  }

  /** From now on requests for a number meet a fault of the sandbox's catalogue, such as `low-balance`. */
  async fails(number: string, kind: string): Promise<void> {
    await askJson('PUT', `${this.#url}/control/fault`, { to: number, kind });
  }

  async works(number: string): Promise<void> {
    await askJson('DELETE', `${this.#url}/control/fault?to=${encodeURIComponent(number)}`);
  }

  /** How long the provider takes to answer for a number. */
  async takes(number: string, milliseconds: number): Promise<void> {
    await askJson('PUT', `${this.#url}/control/latency`, { to: number, milliseconds });
  }

  /** The network rejects the latest message to a number, by Vonage's code. Returns once the receipt was taken. */
  async rejects(number: string, code: number): Promise<void> {
    const { id } = await this.latest(number);
    await askJson('POST', `${this.#url}/control/messages/${id}/receipts`, { status: 'rejected', code });
  }

  /** No receipt comes about a number's messages, not even that they were handed on. */
  async keepsQuiet(number: string): Promise<void> {
    await askJson('PUT', `${this.#url}/control/receipts`, { to: number, final: 'none', submitted: false });
  }

  /** How receipts end for a number, such as `undeliverable` or `none`. */
  async receipts(number: string, final: 'delivered' | 'undeliverable' | 'none'): Promise<void> {
    await askJson('PUT', `${this.#url}/control/receipts`, { to: number, final });
  }
}
