/** One real-time question to an eMSP: guarded by a breaker and a limit in flight, sent twice when the first is slow, shared by equal askers. OCPI 2.3.0 Tokens. @module */
import { DeadlineExceeded, within } from '@openpnc/core/deadline';
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import { type AuthorizeOutcome, authorizeToken } from '@openpnc/roaming/ocpi/client';
import type { LocationReferences } from '@openpnc/roaming/ocpi/token';
import type { Party } from '@openpnc/roaming/ocpi/values';
import type { CsmsPorts } from '../ports.ts';
import { askOicp, oicpRoute } from '../roaming/oicpRoute.ts';
import type { Partners } from '../roaming/partners.ts';
import type { CsmsPartner, CsmsSettings } from '../settings.ts';
import { Breaker } from './breaker.ts';

/** Which token is asked about, where, and how long the answer may take. */
interface EmspQuestion {
  readonly eMAID: string;
  readonly to: Party | undefined;
  readonly location: LocationReferences;
  /** EVSEID where it is known at which EVSE. */
  readonly evseId?: string | undefined;
  readonly deadline: Millis;
  readonly traceId?: string | undefined;
}

/** What came back; `not_asked`: the breaker is open or too many questions are out. */
export type EmspOutcome = AuthorizeOutcome | { readonly outcome: 'not_asked'; readonly text: string };

/** Asks eMSPs. One for all stations. */
export class EmspAsker {
  readonly #partners: Partners;
  readonly #settings: CsmsSettings;
  readonly #ports: CsmsPorts;
  readonly #clock: Clock;
  readonly #breakers = new Map<string, Breaker>();
  readonly #inFlight = new Map<string, number>();
  readonly #flights = new Map<string, Promise<EmspOutcome>>();

  constructor(settings: CsmsSettings, ports: CsmsPorts, partners: Partners) {
    this.#settings = settings;
    this.#ports = ports;
    this.#partners = partners;
    this.#clock = ports.clock;
  }

  /** The state of the breaker of a partner, for people. */
  breakerOf(partner: CsmsPartner): Breaker {
    let breaker = this.#breakers.get(partner.name);
    if (!breaker) {
      breaker = new Breaker(partner.breaker);
      this.#breakers.set(partner.name, breaker);
    }
    return breaker;
  }

  /** Asks, or joins an equal question that is out. By the deadline at the latest. */
  async ask(partner: CsmsPartner, question: EmspQuestion): Promise<EmspOutcome> {
    const now = this.#clock.now();
    const deadline = Math.min(question.deadline, now + partner.timeout_ms);
    const { location_id, evse_uids } = question.location;
    const key = [partner.name, question.eMAID, location_id, ...(evse_uids ?? [])].join('|');
    let flight = this.#flights.get(key);
    if (!flight) {
      flight = this.#send(partner, { ...question, deadline }).finally(() => this.#flights.delete(key));
      this.#flights.set(key, flight);
    }
    const shared = flight;
    try {
      return await within(this.#clock, deadline, 'POST tokens/authorize', () => shared);
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      return { outcome: 'timeout', text: `no answer in ${Math.round(deadline - now)} ms` };
    }
  }

  async #send(partner: CsmsPartner, question: EmspQuestion): Promise<EmspOutcome> {
    const { name } = partner;
    const inFlight = this.#inFlight.get(name) ?? 0;
    if (inFlight >= partner.maxInFlight)
      return { outcome: 'not_asked', text: `${inFlight} questions are out already, so this one was not sent` };
    const breaker = this.breakerOf(partner);
    if (!breaker.mayAsk(this.#clock.now()))
      return { outcome: 'not_asked', text: 'it did not answer lately, so it is not asked for a while' };
    this.#inFlight.set(name, inFlight + 1);
    try {
      const outcome = await this.#hedged(partner, question);
      // An answer, even a wrong one, is a sign of life; only silence opens the breaker.
      if (isSilent(outcome)) breaker.failed(this.#clock.now());
      else breaker.succeeded();
      // Its endpoints may have moved.
      if (outcome.outcome === 'unreachable' || (outcome.outcome === 'rejected' && outcome.httpStatus === 404))
        this.#partners.forget(partner);
      return outcome;
    } catch (error) {
      breaker.abandoned();
      throw error;
    } finally {
      this.#inFlight.set(name, this.#inFlight.get(name)! - 1);
    }
  }

  /** The first answer of at most two equal calls: the second goes out when the first is slow, or has failed fast. */
  async #hedged(partner: CsmsPartner, question: EmspQuestion): Promise<AuthorizeOutcome> {
    const ended = new AbortController();
    const { hedge_ms } = partner;
    const once = () => this.#once(partner, question, ended.signal);
    const first = once();
    const hedgeAt = this.#clock.now() + hedge_ms;
    if (hedge_ms === 0 || hedgeAt >= question.deadline) return first;
    const early = await this.#early(first, hedgeAt);
    if (early && early.outcome !== 'unreachable') return early;
    const second = once();
    if (early) return second;
    try {
      const answer = await Promise.race([first, second]);
      // One that failed leaves the word to the other.
      return isSilent(answer) ? await bestOf(first, second) : answer;
    } finally {
      // Nobody waits for the slower one.
      ended.abort();
    }
  }

  /** The answer, or undefined when it is not there by `at`. */
  async #early(answer: Promise<AuthorizeOutcome>, at: Millis): Promise<AuthorizeOutcome | undefined> {
    let cancel = () => {};
    const late = new Promise<undefined>((ring) => {
      cancel = this.#clock.alarm(at, () => ring(undefined));
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      cancel();
    }
  }

  async #once(partner: CsmsPartner, question: EmspQuestion, signal: AbortSignal): Promise<AuthorizeOutcome> {
    const { eMAID, location, to, deadline, traceId, evseId } = question;
    const oicp = oicpRoute(partner, this.#settings, this.#ports, traceId);
    if (oicp) return askOicp(oicp, { eMAID, evseId }, { deadline, signal });
    const reached = await this.#partners.reach(partner, deadline);
    if (!reached.ok) {
      const problem = reached.problem === 'no_common_version' ? 'rejected' : reached.problem;
      return { outcome: problem, text: reached.text };
    }
    const { to: _, ...base } = reached.ocpi;
    return authorizeToken(
      this.#partners.ocpiPorts(partner, traceId),
      { ...base, ...(to && { to }) },
      { uid: eMAID, location },
      { deadline, signal, ...(traceId !== undefined && { correlationId: traceId }) },
    );
  }
}

async function bestOf(first: Promise<AuthorizeOutcome>, second: Promise<AuthorizeOutcome>): Promise<AuthorizeOutcome> {
  const [a, b] = await Promise.all([first, second]);
  return isSilent(a) ? b : a;
}

function isSilent({ outcome }: AuthorizeOutcome): boolean {
  return outcome === 'timeout' || outcome === 'unreachable';
}
