/** What a station is made of before it runs: everything that was stored, with the settings under it. @module */
import { OperatorError } from '@openpnc/core/errors';
import { AuthCache } from './authorization/authCache.ts';
import { LocalList } from './authorization/localList.ts';
import { Availability } from './availability.ts';
import { SeccIdentities } from './certificates/seccIdentities.ts';
import { Staples } from './certificates/staples.ts';
import { StationTrust } from './certificates/stationTrust.ts';
import { NetworkProfiles } from './csms/networkProfiles.ts';
import { DeviceModel } from './deviceModel/deviceModel.ts';
import { flatVariables, type StationSettings } from './settings.ts';
import type { StationPorts } from './stationPorts.ts';
import { StationTime } from './stationTime.ts';
import { StationTrace } from './stationTrace.ts';
import { EventQueue, type StoredEvents } from './transactions/eventQueue.ts';

/** The parts, loaded. */
export interface StationParts {
  readonly time: StationTime;
  readonly trace: StationTrace;
  readonly model: DeviceModel;
  readonly trust: StationTrust;
  readonly identities: SeccIdentities;
  readonly staples: Staples;
  readonly list: LocalList;
  readonly cache: AuthCache;
  /** Events that the CSMS has not acknowledged. */
  /** TransactionEvents and open transactions that an earlier run has left. */
  readonly stored: StoredEvents;
  readonly inoperative: readonly number[];
  readonly networkProfiles: NetworkProfiles;
}

/** Loads the parts. @throws OperatorError `station_settings`, `variable_unknown`, `variable_invalid` */
export async function loadParts(settings: StationSettings, ports: StationPorts): Promise<StationParts> {
  check(settings);
  const { database, factory = { roots: [], seccChains: [] } } = ports;
  const time = new StationTime(ports.clock);
  const trace = new StationTrace(ports.trace, ports.clock);
  const model = await loadModel(settings, ports);
  const trust = await StationTrust.load(database, factory.roots);
  const identities = await SeccIdentities.load(ports.keys, database, factory);
  const staples = await Staples.load(database, {
    chains: () => identities.usable(time.now()).map(({ certificates }) => certificates),
    roots: () => trust.store.certificates('v2g'),
    wallNow: () => time.now(),
    found: (finding) => trace.finding(finding),
  });
  return {
    time,
    trace,
    model,
    trust,
    identities,
    staples,
    list: await LocalList.load(database, model),
    cache: await AuthCache.load(database, model),
    stored: await EventQueue.stored(database),
    inoperative: await Availability.stored(database),
    networkProfiles: await NetworkProfiles.load(database, model, {
      csmsUrl: settings.csmsUrl,
      securityProfile: settings.securityProfile,
      messageTimeout: 0,
    }),
  };
}

/** EVSE ids by SECC. */
export function seccsOf({ seccs, evses }: StationSettings): readonly (readonly number[])[] {
  return seccs ?? evses.map((_, i) => [i + 1]);
}

/** The device model with what the settings and the station itself know. */
async function loadModel(settings: StationSettings, { database }: StationPorts): Promise<DeviceModel> {
  const { identity, securityProfile, password, model, vendorName, serialNumber, evses } = settings;
  const own = {
    'SecurityCtrlr.Identity': identity,
    'SecurityCtrlr.SecurityProfile': String(securityProfile),
    'ChargingStation.Model': model,
    'ChargingStation.VendorName': vendorName,
    'ChargingStation.SerialNumber': serialNumber,
    ...(password !== undefined && { 'SecurityCtrlr.BasicAuthPassword': password }),
  };
  const made = await DeviceModel.load({ seccs: seccsOf(settings) }, database, {
    ...own,
    ...flatVariables(settings.variables),
  });
  for (const [i, { EVSEID }] of evses.entries()) {
    if (made.text('EVSE.ISO15118EvseId', i + 1) === undefined) await made.put('EVSE.ISO15118EvseId', EVSEID, i + 1);
  }
  return made;
}

function check({ evses, seccs, password, securityProfile }: StationSettings): void {
  if (securityProfile < 3 && password === undefined)
    throw new OperatorError(
      'station_settings',
      `station.password: security profile ${securityProfile} needs the password that the CSMS gave when the station was enrolled`,
    );
  const named = seccs?.flat() ?? [];
  const isWhole = named.length === evses.length && evses.every((_, i) => named.includes(i + 1));
  if (seccs && !isWhole)
    throw new OperatorError(
      'station_settings',
      `station.seccs: expected each EVSE from 1 to ${evses.length} once, came ${named.join(', ')}`,
    );
}
