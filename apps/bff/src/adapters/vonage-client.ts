import { Messages } from '@vonage/messages';
import type { VetchOptions, VetchResponse } from '@vonage/vetch';
import type { Timers } from '../deps.ts';
import type { SdkCredentials } from './vonage-credentials.ts';
import { RedirectedError } from './vonage-failure.ts';

interface ClientOptions {
  readonly apiHost: string;
  readonly timers: Timers;
  /** How long a call may take, its answer's body included, in milliseconds. */
  readonly limitMs: number;
}

/** The SDK, with a time limit that reads our timers, and that takes answers only from where it asked. */
export class VonageClient extends Messages {
  readonly #timers: Timers;
  readonly #limitMs: number;

  constructor(credentials: SdkCredentials, { apiHost, timers, limitMs }: ClientOptions) {
    // Without one the SDK looks for a file called undefined, which Node deprecates (DEP0187).
    super({ privateKey: '', ...credentials }, { apiHost });
    this.#timers = timers;
    this.#limitMs = limitMs;
  }

  /** What the SDK does, whose own limit is a timer of the process. */
  override async sendRequest<T>(asked: VetchOptions): Promise<VetchResponse<T>> {
    const limit = new AbortController();
    const callOff = this.#timers.after(this.#limitMs, () => limit.abort());
    try {
      const request = await this.prepareRequest(asked);
      const { url, method } = request;
      const body = this.prepareBody(request) ?? null;
      const headers = new Headers(Object.entries(request.headers ?? {}));
      return await this.parseResponse<T>(request, await fetch(url, { method, headers, body, signal: limit.signal }));
    } finally {
      callOff();
    }
  }

  /** The SDK follows redirects and takes the last answer for Vonage's. */
  protected override parseResponse<T>(request: VetchOptions, response: Response): Promise<VetchResponse<T>> {
    if (response.redirected && response.ok) {
      void response.body?.cancel().catch(() => undefined);
      throw new RedirectedError();
    }
    return super.parseResponse(request, response);
  }
}
