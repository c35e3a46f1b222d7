/** Work that must reach somebody outside: kept in a table, tried until it is done, also after a restart. @module */
import type { Millis } from '@openpnc/core/machine';
import { traceFinding } from '../finding.ts';
import type { InnerPorts } from '../ports.ts';
import type { OutboxRow } from '../store/tables.ts';

/** What came of one attempt. `later`: try again; `refused`: the receiver will never take it. */
export type Attempt =
  | { readonly outcome: 'done'; readonly result?: string }
  | { readonly outcome: 'later' | 'refused'; readonly text: string };

/** Does one piece of work of its kind. It may freeze the body first with `keep`, so that every attempt sends the same. */
export type Worker = (row: OutboxRow, keep: (body: string) => Promise<void>) => Promise<Attempt>;

/** How failures are spaced. */
interface OutboxSettings {
  readonly retry_ms: Millis;
  readonly maxRetry_ms: Millis;
}

/** Runs due work, a few pieces at a time, until it is stopped. */
export class Outbox {
  readonly #ports: InnerPorts;
  readonly #settings: OutboxSettings;
  readonly #workers: Readonly<Record<string, Worker>>;
  readonly #running = new Map<string, { readonly partner: string | null; readonly done: Promise<void> }>();
  #alarm: { readonly at: Millis; cancel(): void } | undefined;
  #isStarted = false;
  #isLooking = false;

  constructor(settings: OutboxSettings, ports: InnerPorts, workers: Readonly<Record<string, Worker>>) {
    this.#settings = settings;
    this.#ports = ports;
    this.#workers = workers;
  }

  /** Takes up what is due, also from before a restart. */
  async start(): Promise<void> {
    this.#isStarted = true;
    await this.#look();
  }

  /** Begins nothing more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  /** Adds work once: a subject that is there already stays as it is. Resolves when it is durable. */
  async add(
    work: Pick<OutboxRow, 'kind' | 'subject' | 'partner' | 'due_at'> & Partial<Pick<OutboxRow, 'body'>>,
  ): Promise<void> {
    const { clock, ids, db } = this.#ports;
    const now = clock.now();
    await db
      .insertInto('outbox')
      .values({
        body: null,
        ...work,
        id: ids.next(now),
        due_at: Math.floor(work.due_at),
        state: 'waiting',
        attempts: 0,
        last_error: null,
        created_at: Math.floor(now),
        done_at: null,
        result: null,
      })
      .onConflict((conflict) => conflict.columns(['kind', 'subject']).doNothing())
      .execute();
    this.#schedule(work.due_at);
  }

  /** Makes refused or waiting work due now. @returns whether there was some. */
  async again(kind: string, subject: string): Promise<boolean> {
    const now = this.#ports.clock.now();
    const { numUpdatedRows } = await this.#ports.db
      .updateTable('outbox')
      .set({ state: 'waiting', due_at: Math.floor(now) })
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('state', '!=', 'done')
      .executeTakeFirst();
    this.#schedule(now);
    return numUpdatedRows > 0n;
  }

  #schedule(at: Millis): void {
    if (!this.#isStarted || (this.#alarm && this.#alarm.at <= at)) return;
    this.#alarm?.cancel();
    const cancel = this.#ports.clock.alarm(at, () => {
      this.#alarm = undefined;
      void this.#look();
    });
    this.#alarm = { at, cancel };
  }

  async #look(): Promise<void> {
    if (!this.#isStarted || this.#isLooking) return;
    this.#isLooking = true;
    let next: Millis | undefined;
    try {
      // A partner that hangs holds its own work up and nobody else's.
      const busy = this.#busy();
      const rows = await this.#ports.db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', 'waiting')
        .$if(busy.length > 0, (waiting) =>
          waiting.where(({ eb, or }) => or([eb('partner', 'is', null), eb('partner', 'not in', busy)])),
        )
        .orderBy('due_at')
        .limit(AT_ONCE * 2)
        .execute();
      const now = this.#ports.clock.now();
      for (const row of rows) {
        if (this.#running.has(row.id)) continue;
        if (row.due_at > now)
          next ??= row.due_at; // in their order
        else if (this.#running.size < AT_ONCE && !this.#busy().includes(row.partner ?? '')) this.#run(row);
      }
    } catch (error) {
      this.#broken(error);
      next = this.#ports.clock.now() + this.#settings.maxRetry_ms;
    }
    this.#isLooking = false;
    if (next !== undefined) this.#schedule(next);
  }

  /** Partners that have as much under way as one may. */
  #busy(): readonly string[] {
    const counts = new Map<string, number>();
    for (const { partner } of this.#running.values())
      if (partner !== null) counts.set(partner, (counts.get(partner) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= PER_PARTNER).map(([partner]) => partner);
  }

  #broken(error: unknown): void {
    const { trace, clock } = this.#ports;
    const text = `outbox: ${String(error)}`;
    traceFinding(trace, clock.now(), undefined, { code: 'internal_error', severity: 'warning', text });
  }

  #run(row: OutboxRow): void {
    const done = this.#attempt(row)
      .catch((error: unknown) => this.#broken(error))
      .finally(() => {
        this.#running.delete(row.id);
        this.#schedule(this.#ports.clock.now());
      });
    this.#running.set(row.id, { partner: row.partner, done });
  }

  async #attempt(row: OutboxRow): Promise<void> {
    let attempt: Attempt;
    try {
      const worker = this.#workers[row.kind];
      attempt = worker
        ? await worker(row, (body) => this.#update(row.id, { body }))
        : { outcome: 'refused', text: `nobody does work of kind ${row.kind}` };
    } catch (error) {
      this.#broken(error);
      attempt = { outcome: 'later', text: `internal error: ${String(error)}` };
    }
    const now = this.#ports.clock.now();
    const attempts = row.attempts + 1;
    switch (attempt.outcome) {
      case 'done':
        await this.#update(row.id, {
          state: 'done',
          attempts,
          done_at: Math.floor(now),
          result: attempt.result ?? null,
        });
        return;
      case 'refused':
        await this.#update(row.id, { state: 'refused', attempts, last_error: attempt.text });
        return;
      case 'later': {
        const { retry_ms, maxRetry_ms } = this.#settings;
        const wait = Math.min(maxRetry_ms, retry_ms * 2 ** Math.min(row.attempts, 30));
        await this.#update(row.id, { attempts, last_error: attempt.text, due_at: Math.floor(now + wait) });
      }
    }
  }

  async #update(id: string, values: Partial<OutboxRow>): Promise<void> {
    await this.#ports.db.updateTable('outbox').set(values).where('id', '=', id).execute();
  }
}

/** Pieces of work that run at the same time, in all and for one partner. */
const AT_ONCE = 32;
const PER_PARTNER = 4;
