/** Authorization lists of eMSPs, pulled page by page: whole at first, then what has changed; an interrupted pull goes on where it was. OCPI 2.3.0 Tokens. @module */
import type { Millis } from '@openpnc/core/machine';
import { endpointOf } from '@openpnc/roaming/ocpi/call';
import { pull } from '@openpnc/roaming/ocpi/paging';
import { Token } from '@openpnc/roaming/ocpi/token';
import { traceFinding } from '../finding.ts';
import type { Services } from '../services.ts';
import type { CsmsPartner } from '../settings.ts';
import type { ListSyncRow } from '../store/tables.ts';
import { rowOfToken } from './ocpiTokens.ts';

/** Pulls the lists of all partners that have one, as often as each wants. */
export class ListSync {
  readonly #services: () => Services;
  readonly #running = new Map<string, Promise<ListSyncRow>>();
  readonly #alarms = new Map<string, () => void>();
  #isStarted = false;

  constructor(services: () => Services) {
    this.#services = services;
  }

  start(): void {
    this.#isStarted = true;
    for (const partner of this.#services().partners.list()) if (partner.listSync_s > 0) this.#soon(partner, 0);
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    for (const cancel of this.#alarms.values()) cancel();
    await Promise.all(this.#running.values());
  }

  /** Where the pull of each partner stands. */
  async state(partner: string): Promise<ListSyncRow | undefined> {
    const { db } = this.#services().ports;
    return db.selectFrom('list_sync').selectAll().where('partner', '=', partner).executeTakeFirst();
  }

  /**
   * Pulls a partner's list now, or joins the pull that runs.
   * @param isWhole everything again, not only what has changed since the last whole pull.
   */
  async sync(partner: CsmsPartner, { isWhole = false }: { readonly isWhole?: boolean } = {}): Promise<ListSyncRow> {
    let running = this.#running.get(partner.name);
    if (!running) {
      running = this.#sync(partner, isWhole).finally(() => this.#running.delete(partner.name));
      this.#running.set(partner.name, running);
    }
    return running;
  }

  async #sync(partner: CsmsPartner, isWhole: boolean): Promise<ListSyncRow> {
    const { ports, partners, list, settings } = this.#services();
    const now = Math.floor(ports.clock.now());
    const before = await this.state(partner.name);
    // A pull that was interrupted goes on; what it has is kept.
    const isResumed = before?.resume_url != null && !isWhole;
    const state: Mutable<ListSyncRow> = isResumed
      ? { ...before }
      : {
          partner: partner.name,
          started_at: now,
          resume_url: null,
          since: isWhole ? null : (before?.done_at ?? null),
          items: 0,
          total: null,
          done_at: before?.done_at ?? null,
          problem: null,
        };
    const failed = async (problem: string): Promise<ListSyncRow> => {
      traceFinding(ports.trace, ports.clock.now(), undefined, {
        code: 'token_list_not_pulled',
        severity: 'warning',
        text: `${partner.name}: ${problem}`,
      });
      return this.#keep({ ...state, problem });
    };
    const told = (code: string, text: string) =>
      traceFinding(ports.trace, ports.clock.now(), undefined, {
        code,
        severity: 'info',
        text: `${partner.name}: ${text}`,
      });
    let lastTold = ports.clock.now();
    const reached = await partners.reach(partner, now + settings.ocpi.call_ms);
    if (!reached.ok) return failed(reached.text);
    const url = endpointOf(reached.ocpi, 'tokens', 'SENDER');
    if (url === undefined) return failed('it has no tokens module of role SENDER');
    const outcome = await pull(
      partners.ocpiPorts(partner),
      reached.ocpi,
      {
        url,
        message: 'GET tokens',
        schema: Token,
        limit: settings.ocpi.pageLimit,
        // Clocks differ: a little of what was seen already is seen again.
        ...(state.since !== null && { from: state.since - settings.ocpi.clockSkew_s * 1000 }),
        ...(isResumed && before.resume_url !== null && { resumeAt: before.resume_url }),
      },
      { page_ms: settings.ocpi.call_ms },
      async ({ items, total, next, faulty }) => {
        await list.put(items.map((token) => rowOfToken(token, partner.name)));
        state.items += items.length;
        state.total = total ?? state.total;
        state.resume_url = next ?? null;
        await this.#keep(state);
        ports.publish('tokens', { event: 'page', partner: partner.name, items: state.items, total: state.total });
        if (ports.clock.now() - lastTold >= PROGRESS_MS) {
          lastTold = ports.clock.now();
          told('token_list_progress', `${state.items} tokens${state.total === null ? '' : ` of ${state.total}`}`);
        }
        for (const { text } of faulty.slice(0, FAULTY_TOLD))
          traceFinding(ports.trace, ports.clock.now(), undefined, {
            code: 'token_not_taken',
            severity: 'warning',
            text: `${partner.name}: ${text}`,
          });
      },
    );
    if (!outcome.ok) {
      state.resume_url = outcome.resumeAt;
      return failed(outcome.text);
    }
    const whole = await this.#keep({ ...state, resume_url: null, done_at: state.started_at, problem: null });
    ports.publish('tokens', { event: 'whole', partner: partner.name, items: state.items });
    const what = `${state.since === null ? 'the whole list' : 'what has changed'}, ${state.items} tokens`;
    told('token_list_pulled', `${what}${isResumed ? ', taken up where it was interrupted' : ''}`);
    return whole;
  }

  async #keep(row: ListSyncRow): Promise<ListSyncRow> {
    const { partner: _, ...values } = row;
    await this.#services()
      .ports.db.insertInto('list_sync')
      .values(row)
      .onConflict((conflict) => conflict.column('partner').doUpdateSet(values))
      .execute();
    return { ...row };
  }

  #soon(partner: CsmsPartner, wait: Millis): void {
    const { clock, trace } = this.#services().ports;
    const cancel = clock.alarm(clock.now() + wait, () => {
      if (!this.#isStarted) return;
      this.sync(partner)
        .catch((error: unknown) =>
          traceFinding(trace, clock.now(), undefined, {
            code: 'internal_error',
            severity: 'warning',
            text: `list of ${partner.name}: ${String(error)}`,
          }),
        )
        .finally(() => {
          if (this.#isStarted) this.#soon(partner, partner.listSync_s * 1000);
        });
    });
    this.#alarms.set(partner.name, cancel);
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const FAULTY_TOLD = 10;
/** How often a long pull tells how far it is. */
const PROGRESS_MS = 5_000;
