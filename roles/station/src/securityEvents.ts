/** Security events: all of them in the log, the critical ones to the CSMS, even when they happened offline. OCPP 2.0.1 A04. @module */
import { CallFailure } from '@openpnc/ocpp/errors';
import type { Kysely } from 'kysely';
import type { Caller } from './stationScript.ts';
import type { StationTime } from './stationTime.ts';
import type { StationTables } from './store/tables.ts';

/** Events that the CSMS must hear of. OCPP 2.0.1 Part 2 appendix 1 */
const critical = [
  'FirmwareUpdated',
  'SettingSystemTime',
  'StartupOfTheDevice',
  'ResetOrReboot',
  'SecurityLogWasCleared',
  'MemoryExhaustion',
  'TamperDetectionActivated',
  'InvalidFirmwareSignature',
  'InvalidFirmwareSigningCertificate',
  'InvalidCsmsCertificate',
  'InvalidChargingStationCertificate',
  'InvalidTLSVersion',
  'InvalidTLSCipherSuite',
  'MaintenanceLoginAccepted',
  'MaintenanceLoginFailed',
] as const;
/** Events for the log alone. */
const logged = [
  'FailedToAuthenticateAtCsms',
  'CsmsFailedToAuthenticate',
  'ReconfigurationOfSecurityParameters',
  'InvalidMessages',
  'AttemptedReplayAttacks',
] as const;

type SecurityEventType = (typeof critical)[number] | (typeof logged)[number];

/** Longest techInfo on the wire. */
const TECH_INFO = 255;
/** Entries of the log; the oldest go first, but not before they are told. */
const MOST_ENTRIES = 2_000;

interface SecurityOptions {
  readonly db: Kysely<StationTables>;
  readonly time: StationTime;
  readonly caller: Caller;
  readonly isOnline: () => boolean;
}

/** The log, kept over restarts. */
export class SecurityEvents {
  readonly #options: SecurityOptions;
  #isTelling = false;

  constructor(options: SecurityOptions) {
    this.#options = options;
  }

  /** Something happened. Resolves when it is in the log. */
  async add(type: SecurityEventType, techInfo: string): Promise<void> {
    const { db, time } = this.#options;
    const is_due = (critical as readonly string[]).includes(type) ? 1 : 0;
    await db
      .insertInto('security_event')
      .values({ type, timestamp: time.text(), tech_info: techInfo.slice(0, TECH_INFO), is_due } as never)
      .execute();
    const { last } = await db
      .selectFrom('security_event')
      .select((row) => row.fn.max('id').as('last'))
      .executeTakeFirstOrThrow();
    await db
      .deleteFrom('security_event')
      .where('id', '<=', Number(last) - MOST_ENTRIES)
      .where('is_due', '=', 0)
      .execute();
    this.tell();
  }

  /** Tells the CSMS what it has not heard, oldest first. Called when the station comes online. */
  tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    void this.#tellAll().finally(() => {
      this.#isTelling = false;
    });
  }

  /** The log as text, one line an event. */
  async text(from?: string, to?: string): Promise<string> {
    const rows = await this.#options.db.selectFrom('security_event').selectAll().orderBy('id').execute();
    return rows
      .filter(({ timestamp }) => (from === undefined || timestamp >= from) && (to === undefined || timestamp <= to))
      .map(({ timestamp, type, tech_info }) => `${timestamp} ${type} ${tech_info.replaceAll(/\s+/g, ' ')}\n`)
      .join('');
  }

  async #tellAll(): Promise<void> {
    const { db, caller, isOnline } = this.#options;
    while (isOnline()) {
      const next = await db
        .selectFrom('security_event')
        .selectAll()
        .where('is_due', '=', 1)
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      if (!next) return;
      const { id, type, timestamp, tech_info } = next;
      try {
        await caller('SecurityEventNotification', {
          type,
          timestamp,
          ...(tech_info !== '' && { techInfo: tech_info }),
        });
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        // A CSMS that cannot read it will not read it later either.
        if (error.code !== 'call_error') return;
      }
      await db.updateTable('security_event').set({ is_due: 0 }).where('id', '=', id).execute();
    }
  }
}
