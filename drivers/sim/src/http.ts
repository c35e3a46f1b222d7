/** HTTP between simulated parties: a served handler behind a link, and an address book of such handlers. @module */
import { HttpFailure, type HttpHandler, type HttpRequest, type HttpResponse } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { VirtualClock } from './clock.ts';
import { type LinkOptions, type Passage, travel_ms } from './link.ts';
import type { SeededRandom } from './random.ts';

/** One server in the address book. It can be taken down and made slow while the world runs. */
export interface Served {
  handler: HttpHandler;
  /** The server is not there: calls fail as `unreachable`. */
  isDown?: boolean;
  /** So much longer until the answer. */
  slow_ms?: Millis;
}

/** Looks at requests and at answers. `url` is whole. */
export interface HttpTap {
  readonly request?: (request: HttpRequest) => Passage | undefined;
  readonly answer?: (request: HttpRequest, answer: HttpResponse) => Passage | undefined;
}

/** All HTTP servers of a world by origin (`http://ocsp.pki.sim`). `call` is the handler that the parties call with. */
export class VirtualHttp {
  readonly servers = new Map<string, Served>();
  tap: HttpTap = {};
  /** How the wires to an origin behave where they differ from the rest. */
  readonly wires = new Map<string, LinkOptions>();
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #options: LinkOptions;

  constructor(clock: VirtualClock, random: SeededRandom, options: LinkOptions = {}) {
    this.#clock = clock;
    this.#random = random.fork('http');
    this.#options = options;
  }

  /** Serves `handler` at an origin and gives the entry to change it by. */
  serve(origin: string, handler: HttpHandler): Served {
    const served: Served = { handler };
    this.servers.set(origin, served);
    return served;
  }

  /** Calls the server of the URL's origin. The served request has path and query as its URL, as a server sees it. */
  readonly call: HttpHandler = async (request, context) => {
    const url = new URL(request.url);
    const served = this.servers.get(url.origin);
    const wire = this.wires.get(url.origin) ?? this.#options;
    const exchange = async () => {
      await this.#travel(wire);
      const nobody = () => new HttpFailure('unreachable', `${url.origin}: nothing answers there`);
      if (!served || served.isDown || (wire.loss && this.#random.chance(wire.loss))) throw nobody();
      const asked = this.tap.request?.(request);
      await this.#pass(asked, url.origin);
      if (served.isDown) throw nobody();
      const { handler } = served;
      const serve = () =>
        handler(
          {
            ...request,
            ...(asked?.bytes && { body: asked.bytes }),
            url: url.pathname + url.search,
          },
          { peer: '[fe80::1%sim]:40000', ...(context.deadline !== undefined && { deadline: context.deadline }) },
        );
      if (asked?.isTwice) await serve();
      const response = await serve();
      if (served.slow_ms) await this.#clock.sleep(served.slow_ms);
      const answered = this.tap.answer?.(request, response);
      await this.#pass(answered, url.origin);
      await this.#travel(wire);
      // A server that died with its answer half done has closed the connection.
      if (served.handler !== handler || served.isDown) throw nobody();
      return answered?.bytes ? { ...response, body: answered.bytes } : response;
    };
    const { signal, deadline } = context;
    const gaveUp = () => new HttpFailure('aborted', `${url.origin}: the caller gave up`);
    if (signal?.aborted) throw gaveUp();
    return new Promise((resolve, reject) => {
      const late = () => reject(new HttpFailure('timeout', `${url.origin}: no answer in time`));
      const cancel = deadline === undefined ? undefined : this.#clock.alarm(deadline, late);
      const abort = () => {
        cancel?.();
        reject(gaveUp());
      };
      signal?.addEventListener('abort', abort, { once: true });
      const over = () => {
        cancel?.();
        signal?.removeEventListener('abort', abort);
      };
      exchange().finally(over).then(resolve, reject);
    });
  };

  #travel(wire: LinkOptions): Promise<void> {
    return this.#clock.sleep(travel_ms(this.#random, wire));
  }

  async #pass(passage: Passage | undefined, origin: string): Promise<void> {
    if (!passage) return;
    const { delay_ms = 0, isLost, isBroken, hold } = passage;
    if (isBroken === 'cut') throw new HttpFailure('unreachable', `${origin}: the connection was reset`);
    if (isLost || isBroken === 'silence') await new Promise<never>(() => {});
    if (delay_ms > 0) await this.#clock.sleep(delay_ms);
    if (hold) await new Promise<void>((release) => hold(release));
  }
}
