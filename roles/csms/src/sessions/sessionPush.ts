/**
 * Running sessions told to the eMSP of their contract: PUT when one begins and when it ends, PATCH of energy and costs
 * meanwhile. Nothing is queued for an eMSP that is away: the next event sends the whole session, and it may pull.
 * OCPI 2.3.0 Sessions, Sender.
 *
 * @module
 */

import { BoundedMap } from '@openpnc/core/boundedMap';
import type { Millis } from '@openpnc/core/machine';
import { endpointOf } from '@openpnc/roaming/ocpi/call';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import { type PushOutcome, patchSession, putSession } from '@openpnc/roaming/ocpi/push';
import type { Session } from '@openpnc/roaming/ocpi/session';
import { traceFinding } from '../finding.ts';
import type { Services } from '../services.ts';
import type { SessionRow } from '../store/tables.ts';
import { billedOf } from './billing.ts';
import { ocpiSession } from './ocpiSession.ts';

/** What is known of a session that is told. */
interface Told {
  /** What the partner has; undefined: nothing, or we do not know what. */
  pushed: Session | undefined;
  /** The state and the time of the last push, or of the last look that showed nobody or nothing to tell. */
  at: Millis;
  row: SessionRow | undefined;
  isRunning: boolean;
  latest: SessionRow;
  /** Of {@link latest}, where it has ended: it says what is told then. */
  cdr: Cdr | undefined;
  failures: number;
}

/** Tells sessions, one push at a time for each. */
export class SessionPush {
  readonly #services: () => Services;
  readonly #told = new BoundedMap<string, Told>(TOLD);
  readonly #alarms = new Map<string, () => void>();
  readonly #pushes = new Set<Promise<void>>();
  #isStopped = false;

  constructor(services: () => Services) {
    this.#services = services;
  }

  /**
   * Takes note of a change: what is news goes out at once, meter values when it is time.
   * @param cdr of a session that has ended, where it is made already.
   */
  changed(session: SessionRow, cdr: Cdr | undefined): void {
    if (session.token_type !== 'eMAID' || this.#isStopped || this.#interval === 0) return;
    const key = `${session.station}\n${session.transaction_id}`;
    let told = this.#told.get(key);
    if (!told) {
      told = { pushed: undefined, at: 0, row: undefined, isRunning: false, latest: session, cdr, failures: 0 };
      this.#told.set(key, told);
    }
    if (session.ended_at !== null && told.latest.ended_at === null) told.failures = 0;
    told.latest = session;
    told.cdr = cdr;
    this.#plan(key, told);
  }

  /** Begins nothing more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const cancel of this.#alarms.values()) cancel();
    await Promise.all(this.#pushes);
  }

  get #interval(): Millis {
    return this.#services().settings.sessions.push_s * 1000;
  }

  /** When the next push is due, from now. */
  #wait({ latest, row, at, failures }: Told): Millis {
    const { clock, settings } = this.#services();
    if (latest.ended_at !== null) return failures === 0 ? 0 : settings.cdr.retry_ms * 2 ** failures;
    const isNews = row === undefined || row.charging_state !== latest.charging_state;
    return isNews && failures === 0 ? 0 : at + this.#interval - clock.now();
  }

  #plan(key: string, told: Told): void {
    if (told.isRunning || this.#isStopped) return;
    this.#alarms.get(key)?.();
    this.#alarms.delete(key);
    const wait = this.#wait(told);
    if (wait > 0) {
      const { clock } = this.#services();
      const ring = () => {
        this.#alarms.delete(key);
        this.#start(key, told);
      };
      this.#alarms.set(key, clock.alarm(clock.now() + wait, ring));
    } else this.#start(key, told);
  }

  #start(key: string, told: Told): void {
    told.isRunning = true;
    const push = this.#run(key, told).finally(() => this.#pushes.delete(push));
    this.#pushes.add(push);
  }

  async #run(key: string, told: Told): Promise<void> {
    const { latest: session, cdr } = told;
    let isDone = false;
    try {
      isDone = await this.#push(session, cdr, told);
    } catch (error) {
      const { ports } = this.#services();
      const text = `push of a session: ${String(error)}`;
      traceFinding(ports.trace, ports.clock.now(), undefined, { code: 'internal_error', severity: 'warning', text });
      isDone = true;
    }
    told.isRunning = false;
    if (told.latest !== session || !isDone) this.#plan(key, told);
    else if (session.ended_at !== null) this.#told.delete(key);
  }

  /** @returns whether nothing is left to do until the session changes again. */
  async #push(session: SessionRow, cdr: Cdr | undefined, told: Told): Promise<boolean> {
    const services = this.#services();
    const { partners, ports, settings } = services;
    told.row = session;
    told.at = ports.clock.now();
    const billed = await billedOf(services, session);
    const partner = billed && partners.named(billed.partner);
    if (!billed || partner?.protocol !== 'ocpi') return true;
    const traceId = billed.decision?.trace_id ?? undefined;
    const options = {
      deadline: ports.clock.now() + settings.cdr.timeout_ms,
      ...(traceId !== undefined && { correlationId: traceId }),
    };
    const reached = await partners.reach(partner, options.deadline);
    // One without the module pulls, or waits for the CDR.
    if (reached.ok && endpointOf(reached.ocpi, 'sessions', 'RECEIVER') === undefined) return true;
    let outcome: PushOutcome;
    if (!reached.ok) outcome = { ok: false, problem: 'unreachable', text: reached.text };
    else {
      const object = await ocpiSession(services, partner, session, billed.decision, cdr);
      const ocpi = partners.ocpiPorts(partner, traceId);
      const isWhole = told.pushed === undefined || session.ended_at !== null;
      // A change of state that costs nothing and moves nothing is no news to an eMSP.
      if (!isWhole && toldBy(told.pushed!) === toldBy(object)) return true;
      // Periods of a PATCH are added to those before, and the last one still grows: they come with the end.
      outcome = isWhole
        ? await putSession(ocpi, reached.ocpi, object, options)
        : await patchSession(ocpi, reached.ocpi, object, patchOf(object), options);
      // After a failure it is not known what the partner has: the next one is whole.
      told.pushed = outcome.ok ? object : undefined;
    }
    if (outcome.ok) {
      told.failures = 0;
      return true;
    }
    told.failures += 1;
    traceFinding(ports.trace, ports.clock.now(), traceId, {
      code: 'session_not_pushed',
      severity: 'warning',
      text: `session ${session.transaction_id} to ${partner.name}: ${outcome.text}`,
      spec: 'OCPI 2.3.0 Sessions',
    });
    return outcome.problem === 'rejected' || told.failures >= TRIES;
  }
}

/** What a PATCH tells beside its time. */
function toldBy({ kwh, status, total_cost }: Session): string {
  return JSON.stringify([kwh, status, total_cost]);
}

function patchOf({ kwh, status, total_cost, last_updated }: Session) {
  return { kwh, status, ...(total_cost && { total_cost }), last_updated };
}

/** Sessions that are remembered. */
const TOLD = 50_000;
/** Attempts without a word from the eMSP; then the next event, or the CDR, has to tell it. */
const TRIES = 5;
