/** What a station needs of the world. @module */
import type { HttpHandler } from '@openpnc/core/http';
import type { V2gHost, V2gListener } from '@openpnc/core/network';
import type { Clock, DialChannel, Keys, Plug, Random } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';
import type { Anchor } from '@openpnc/x509/trustStore';
import type { Kysely } from 'kysely';
import type { ChainOfKey } from './certificates/seccIdentities.ts';
import type { Display } from './display.ts';
import type { DcOutput } from './evse/dcOutput.ts';
import type { StationTables } from './store/tables.ts';

/** The doors of a station. */
export interface StationPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Keys of SECC and client certificates. */
  readonly keys: Keys;
  readonly trace: Trace;
  /** Migrated with `stationMigrations`. */
  readonly database: Kysely<StationTables>;
  /** To the CSMS. */
  readonly dial: DialChannel;
  /** Opens the sockets towards cars for the SECC of these EVSEs. */
  readonly listen: (host: V2gHost, evseIds: readonly number[]) => Promise<V2gListener>;
  /** Control pilot, contactor and meter, one an EVSE in their order; without it each EVSE has a simulated one. */
  readonly plugs?: readonly Plug[];
  /** DC outputs, one an EVSE in their order; without it the plug has one, or DC is simulated where the plug is too. */
  readonly dcOutputs?: readonly DcOutput[];
  readonly display?: Display;
  /** Uploads of logs (GetLog) by HTTP PUT. */
  readonly upload?: HttpHandler;
  /** What the station has when it leaves the factory. */
  readonly factory?: Factory;
}

/** Certificates that come with the station; what the CSMS changes later wins over them. */
export interface Factory {
  readonly roots: readonly Anchor[];
  /** SECC chains whose keys are in `keys`. */
  readonly seccChains: readonly ChainOfKey[];
  /** The client certificate of security profile 3. */
  readonly stationChain?: ChainOfKey;
}
