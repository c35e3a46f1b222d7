/** Work that must reach somebody outside: kept in a table, tried until it is done, also after a restart. @module */
import type { Millis } from '@openpnc/core/machine';
import { compiledInsert, compiledQuery, compiledUpdate } from '@openpnc/core/statements';
import { type Kysely, sql } from 'kysely';
import { traceFinding } from '../finding.ts';
import type { InnerPorts } from '../ports.ts';
import type { CsmsTables, OutboxRow } from '../store/tables.ts';

/** What came of one attempt. `later`: try again; `refused`: the receiver will never take it. */
export type Attempt =
  | { readonly outcome: 'done'; readonly result?: string }
  | { readonly outcome: 'later' | 'refused'; readonly text: string };

/** A piece of work; `content` is what its body holds, null while there is none. */
export type Work = Omit<OutboxRow, 'body'> & { readonly content: unknown };

/** Does one piece of work of its kind. It may freeze the content first with `keep`, so that every attempt sends the same. */
export type Worker = (work: Work, keep: (content: object) => Promise<void>) => Promise<Attempt>;

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
  readonly #statements: ReturnType<typeof outboxStatements>;
  readonly #running = new Map<string, { readonly partner: string | null; readonly done: Promise<void> }>();
  #alarm: { readonly at: Millis; cancel(): void } | undefined;
  #isStarted = false;
  #isLooking = false;
  /** Somebody asked for another look during the one under way: what it has read may be old. */
  #isAskedMeanwhile = false;
  /** The last look left work behind that can begin when some of what runs has ended. */
  #isMoreWaiting = false;

  constructor(settings: OutboxSettings, ports: InnerPorts, workers: Readonly<Record<string, Worker>>) {
    this.#settings = settings;
    this.#ports = ports;
    this.#workers = workers;
    this.#statements = outboxStatements(ports.db);
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

  /**
   * Adds work once: a subject that is there already stays as it is. Resolves when it is durable; what is due has begun then,
   * where there is room.
   * @param content an object, frozen from now on, or null where the worker makes it.
   */
  async add({
    kind,
    subject,
    partner,
    due_at,
    content,
  }: Pick<OutboxRow, 'kind' | 'subject' | 'partner' | 'due_at'> & { readonly content: object | null }): Promise<void> {
    const { clock, ids } = this.#ports;
    const now = clock.now();
    const work = {
      kind,
      subject,
      partner,
      id: ids.next(now),
      due_at: Math.floor(due_at),
      state: 'waiting',
      attempts: 0,
      last_error: null,
      created_at: Math.floor(now),
      done_at: null,
      result: null,
    };
    const added = await this.#statements.add({ ...work, body: content && JSON.stringify(content) });
    if (added === 1n && this.#mayBegin(work)) this.#run({ ...work, content });
    else this.#schedule(due_at);
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

  /** Whether new work may begin without a look at what else waits: nothing does, and nobody is looking. */
  #mayBegin({ id, partner, due_at }: Pick<OutboxRow, 'id' | 'partner' | 'due_at'>): boolean {
    return (
      this.#isStarted &&
      !this.#isLooking &&
      !this.#isMoreWaiting &&
      due_at <= this.#ports.clock.now() &&
      !this.#running.has(id) &&
      this.#hasRoomFor(partner)
    );
  }

  #hasRoomFor(partner: string | null): boolean {
    return this.#running.size < AT_ONCE && !this.#busy().includes(partner ?? '');
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
    if (!this.#isStarted) return;
    if (this.#isLooking) {
      this.#isAskedMeanwhile = true;
      return;
    }
    this.#isLooking = true;
    let next: Millis | undefined;
    try {
      next = await this.#beginDue();
    } catch (error) {
      this.#broken(error);
      next = this.#ports.clock.now() + this.#settings.maxRetry_ms;
    }
    this.#isLooking = false;
    if (this.#isAskedMeanwhile) next = this.#ports.clock.now();
    this.#isAskedMeanwhile = false;
    if (next !== undefined) this.#schedule(next);
  }

  /** Begins what is due, as much as may run at a time. @returns when the next work is due */
  async #beginDue(): Promise<Millis | undefined> {
    // A partner that hangs holds its own work up and nobody else's.
    const busy = this.#busy();
    const rows =
      busy.length === 0
        ? await this.#statements.waiting()
        : await waiting(this.#ports.db)
            .where(({ eb, or }) => or([eb('partner', 'is', null), eb('partner', 'not in', busy)]))
            .execute();
    this.#isMoreWaiting = busy.length > 0 || rows.length === AT_A_LOOK;
    const now = this.#ports.clock.now();
    let next: Millis | undefined;
    for (const row of rows) {
      if (this.#running.has(row.id)) continue;
      if (row.due_at > now)
        next ??= row.due_at; // in their order
      else if (this.#hasRoomFor(row.partner)) this.#run(workOf(row));
      else this.#isMoreWaiting = true;
    }
    return next;
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

  #run(work: Work): void {
    const done = this.#attempt(work)
      .catch((error: unknown) => {
        this.#broken(error);
        return this.#ports.clock.now() + this.#settings.retry_ms;
      })
      .then((due) => {
        this.#running.delete(work.id);
        // A look under way has read what was waiting while this ran.
        if (this.#isMoreWaiting || this.#isLooking) this.#schedule(this.#ports.clock.now());
        else if (due !== undefined) this.#schedule(due);
      });
    this.#running.set(work.id, { partner: work.partner, done });
  }

  /** @returns when it is due again; undefined when it is over */
  async #attempt(work: Work): Promise<Millis | undefined> {
    let attempt: Attempt;
    try {
      const worker = this.#workers[work.kind];
      attempt = worker
        ? await worker(work, async (content) => void (await this.#statements.keep(JSON.stringify(content), work.id)))
        : { outcome: 'refused', text: `nobody does work of kind ${work.kind}` };
    } catch (error) {
      this.#broken(error);
      attempt = { outcome: 'later', text: `internal error: ${String(error)}` };
    }
    const now = this.#ports.clock.now();
    const attempts = work.attempts + 1;
    switch (attempt.outcome) {
      case 'done':
        await this.#statements.done(attempts, Math.floor(now), attempt.result ?? null, work.id);
        return undefined;
      case 'refused':
        await this.#update(work.id, { state: 'refused', attempts, last_error: attempt.text });
        return undefined;
      case 'later': {
        const { retry_ms, maxRetry_ms } = this.#settings;
        const due_at = Math.floor(now + Math.min(maxRetry_ms, retry_ms * 2 ** Math.min(work.attempts, 30)));
        await this.#update(work.id, { attempts, last_error: attempt.text, due_at });
        return due_at;
      }
    }
  }

  async #update(id: string, values: Partial<OutboxRow>): Promise<void> {
    await this.#ports.db.updateTable('outbox').set(values).where('id', '=', id).execute();
  }
}

function workOf({ body, ...rest }: OutboxRow): Work {
  return { ...rest, content: body === null ? null : JSON.parse(body) };
}

/** What work that goes well asks of the database, compiled once. */
function outboxStatements(db: Kysely<CsmsTables>) {
  const work = db.updateTable('outbox').where('id', '=', '');
  const done = { attempts: 0, done_at: 0, result: '', state: sql.lit('done') };
  return {
    add: compiledInsert(
      db,
      'outbox',
      [
        'id',
        'kind',
        'subject',
        'partner',
        'body',
        'state',
        'due_at',
        'attempts',
        'last_error',
        'created_at',
        'done_at',
        'result',
      ],
      (insert) => insert.onConflict((conflict) => conflict.columns(['kind', 'subject']).doNothing()),
    ),
    waiting: compiledQuery(db, waiting(db)),
    /** body, id */
    keep: compiledUpdate(db, work.set({ body: '' })),
    /** attempts, done_at, result, id */
    done: compiledUpdate(db, work.set(done)),
  };
}

/** Literals: SQLite plans a statement anew at each run when its limit is a parameter. */
function waiting(db: Kysely<CsmsTables>) {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('state', '=', sql.lit('waiting'))
    .orderBy('due_at')
    .limit(sql.lit(AT_A_LOOK));
}

/** Pieces of work that run at the same time, in all and for one partner. */
const AT_ONCE = 32;
const PER_PARTNER = 4;
/** Pieces of work that are read together. */
const AT_A_LOOK = 2 * AT_ONCE;
