/** Starting the parties of a lab: all in this process, or each in one of its own. @module */
import type { Trace } from '@openpnc/core/trace';
import type { Csms } from '@openpnc/csms/csms';
import type { LabResult } from './lab.ts';
import { startCsms } from './wire/csms.ts';
import { startEmsp } from './wire/emsp.ts';
import { startEv } from './wire/ev.ts';
import { startPki } from './wire/pki.ts';
import type { Running } from './wire/running.ts';
import type { Configuration } from './wire/sections.ts';
import { startStation } from './wire/station.ts';

/** The five parties. */
export type Party = keyof Configuration;

/** A party that runs; the car also has an outcome, a CSMS of this process its own doors. */
export interface StartedParty extends Running {
  readonly outcome?: Promise<{ readonly outcome: LabResult['outcome'] }>;
  readonly csms?: Csms;
}

/** Starts one party of a configuration; resolves when it is ready for the others. */
export type Starter = (
  party: Party,
  configuration: Configuration,
  folder: string,
  trace: Trace,
) => Promise<StartedParty>;

/** All parties in this process, each on sockets of its own. */
export const inProcess: Starter = (party, configuration, _folder, trace) => {
  switch (party) {
    case 'pki':
      return startPki(configuration.pki, trace);
    case 'emsp':
      return startEmsp(configuration.emsp, trace);
    case 'csms':
      return startCsms(configuration.csms, trace);
    case 'station':
      return startStation(configuration.station, trace);
    case 'ev':
      return startEv(configuration.ev, trace);
  }
};
