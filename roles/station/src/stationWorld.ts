/** The parts of a station that the calls of the CSMS reach. @module */
import type { Clock, Keys, Random } from '@openpnc/core/ports';
import type { Kysely } from 'kysely';
import type { SeccIdentities } from './certificates/seccIdentities.ts';
import type { Staples } from './certificates/staples.ts';
import type { StationTrust } from './certificates/stationTrust.ts';
import type { CsmsLink } from './csms/csmsLink.ts';
import type { DeviceModel } from './deviceModel/deviceModel.ts';
import type { Evse } from './evse/evse.ts';
import type { StationSettings } from './settings.ts';
import type { StationTime } from './stationTime.ts';
import type { StationTrace } from './stationTrace.ts';
import type { StationTables } from './store/tables.ts';
import type { EventQueue } from './transactions/eventQueue.ts';

/** One station, as its handlers see it. */
export interface StationWorld {
  readonly settings: StationSettings;
  readonly clock: Clock;
  readonly time: StationTime;
  readonly random: Random;
  readonly keys: Keys;
  readonly trace: StationTrace;
  readonly database: Kysely<StationTables>;
  readonly model: DeviceModel;
  readonly trust: StationTrust;
  readonly identities: SeccIdentities;
  readonly staples: Staples;
  readonly evses: readonly Evse[];
  readonly queue: EventQueue;
  readonly link: CsmsLink;
  /** Runs `work` after the answer to the present call has left. Failed calls to the CSMS end it; anything else is a bug. */
  readonly afterAnswer: (work: () => void | Promise<void>) => void;
}
