/** The parts of a station that the calls of the CSMS reach. @module */
import type { HttpHandler } from '@openpnc/core/http';
import type { Clock, Keys, Random } from '@openpnc/core/ports';
import type { Action, Requests, Responses } from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { Tokens } from './authorization/tokens.ts';
import type { Availability } from './availability.ts';
import type { CertificateSigning } from './certificates/certificateSigning.ts';
import type { SeccIdentities } from './certificates/seccIdentities.ts';
import type { Staples } from './certificates/staples.ts';
import type { StationTrust } from './certificates/stationTrust.ts';
import type { NetworkProfiles } from './csms/networkProfiles.ts';
import type { Customers } from './customers.ts';
import type { DeviceModel } from './deviceModel/deviceModel.ts';
import type { Monitors } from './deviceModel/monitors.ts';
import type { Evse } from './evse/evse.ts';
import type { SecurityEvents } from './securityEvents.ts';
import type { StationSettings } from './settings.ts';
import type { SmartCharging } from './smartCharging/smartCharging.ts';
import type { CallHow } from './stationScript.ts';
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
  readonly tokens: Tokens;
  readonly availability: Availability;
  readonly evses: readonly Evse[];
  readonly queue: EventQueue;
  readonly signing: CertificateSigning;
  readonly security: SecurityEvents;
  readonly networkProfiles: NetworkProfiles;
  readonly monitors: Monitors;
  readonly smartCharging: SmartCharging;
  readonly customers: Customers;
  /** Uploads of logs; undefined where the station has no way for them. */
  readonly upload: HttpHandler | undefined;
  /** Calls the CSMS. @throws CallFailure */
  readonly call: <A extends Action>(
    action: A,
    payload: Requests[A],
    how?: CallHow & { readonly whilePending?: boolean },
  ) => Promise<Responses[A]>;
  readonly isOnline: () => boolean;
  /** Drops the connection and opens it again. */
  readonly reconnect: (reason: string) => void;
  /** Sends BootNotification again. */
  readonly bootAgain: () => void;
  readonly heartbeat: () => Promise<void>;
  readonly tellStatus: (evse: Evse) => Promise<void>;
  /** Roots or chains have changed: OCSP responses and counts are looked at again. */
  readonly certificatesChanged: () => void;
  /** Runs `work` after the answer to the present call has left. Failed calls to the CSMS end it; anything else is a bug. */
  readonly afterAnswer: (work: () => void | Promise<void>) => void;
}
