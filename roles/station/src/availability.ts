/** Which outlets serve cars, and resets: at once, or when the cars have gone. Kept over restarts. OCPP 2.0.1 B11, B12, G03, G04. @module */
import type { Kysely } from 'kysely';
import type { Evse } from './evse/evse.ts';
import type { StationTables } from './store/tables.ts';

/** What waits until an outlet is free. */
interface Waiting {
  /** Outlets that must be free. */
  readonly evseIds: readonly number[];
  readonly then: () => void;
}

interface AvailabilityOptions {
  readonly db: Kysely<StationTables>;
  readonly evses: () => readonly Evse[];
  /** Begins anew as after a cold start, with the reason of the BootNotification. */
  readonly reboot: (reason: 'RemoteReset' | 'ScheduledReset') => void;
}

const FACT = 'inoperativeEvses';

/** One station's availability. */
export class Availability {
  readonly #options: AvailabilityOptions;
  readonly #inoperative: Set<number>;
  #waiting: readonly Waiting[] = [];

  /** @param inoperative from {@link Availability.stored} */
  constructor(options: AvailabilityOptions, inoperative: readonly number[]) {
    this.#options = options;
    this.#inoperative = new Set(inoperative);
  }

  /** The outlets that an earlier run was told to switch off. */
  static async stored(db: Kysely<StationTables>): Promise<readonly number[]> {
    const kept = await db.selectFrom('fact').selectAll().where('name', '=', FACT).executeTakeFirst();
    return kept ? JSON.parse(kept.value) : [];
  }

  /** Applies what was stored; called once when the outlets are there. */
  apply(): void {
    for (const evse of this.#options.evses()) evse.setOperative(!this.#inoperative.has(evse.id));
  }

  /** Switches outlets: now, or when their transactions have ended. */
  async change(evseIds: readonly number[], isOperative: boolean): Promise<'Accepted' | 'Scheduled'> {
    for (const id of evseIds) {
      if (isOperative) this.#inoperative.delete(id);
      else this.#inoperative.add(id);
    }
    // A wish takes the place of an earlier one for the same outlets.
    this.#waiting = this.#waiting.filter((waiting) => !waiting.evseIds.some((id) => evseIds.includes(id)));
    const value = JSON.stringify([...this.#inoperative]);
    await this.#options.db
      .insertInto('fact')
      .values({ name: FACT, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
    let isScheduled = false;
    for (const evse of this.#options.evses().filter(({ id }) => evseIds.includes(id))) {
      if (isOperative || !evse.isBusy) evse.setOperative(isOperative);
      else {
        isScheduled = true;
        this.#wait([evse.id], () => evse.setOperative(false));
      }
    }
    return isScheduled ? 'Scheduled' : 'Accepted';
  }

  /** Whether a reset of these outlets has to wait for their cars. */
  hasToWait(evseIds: readonly number[]): boolean {
    return this.#options.evses().some(({ id, isBusy }) => isBusy && evseIds.includes(id));
  }

  /** Resets when the outlets are free; of all outlets it is a reboot of the station. */
  resetWhenFree(evseIds: readonly number[], isStation: boolean): void {
    this.#wait(evseIds, () => {
      if (isStation) this.#options.reboot('ScheduledReset');
      else for (const evse of this.#evses(evseIds)) evse.reset();
    });
    this.look();
  }

  /** Ends what runs and resets. */
  resetNow(evseIds: readonly number[], isStation: boolean): void {
    for (const evse of this.#evses(evseIds)) evse.reset();
    if (isStation) this.#options.reboot('RemoteReset');
  }

  /** Whether anything waits for an outlet to be free. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Something changed at an outlet: does what has waited for it. */
  look(): void {
    const ready = this.#waiting.filter(({ evseIds }) => !this.hasToWait(evseIds));
    this.#waiting = this.#waiting.filter((waiting) => !ready.includes(waiting));
    for (const { then } of ready) then();
  }

  #wait(evseIds: readonly number[], then: () => void): void {
    this.#waiting = [...this.#waiting, { evseIds, then }];
  }

  #evses(evseIds: readonly number[]): readonly Evse[] {
    return this.#options.evses().filter(({ id }) => evseIds.includes(id));
  }
}
