/** Our places with their EVSEs, as far as an eMSP needs them to name one: OCPI 2.3.0 Locations, Sender. @module */
import type { Connector, Evse, Location } from '@openpnc/roaming/ocpi/location';
import { dateTime, type OcpiVersion } from '@openpnc/roaming/ocpi/values';
import type { Services } from '../services.ts';
import type { CsmsLocation } from '../settings.ts';
import { evseUid } from '../sites.ts';
import type { ConnectorRow, StationRow } from '../store/tables.ts';

/** A location with the time of its last change as a number, for windows. */
interface Placed {
  readonly location: Location;
  readonly changed: number;
}

/** All locations, by the time of their last change. */
export async function allLocations(services: Services): Promise<readonly Placed[]> {
  const { ports, settings, sites, connections } = services;
  const { db } = ports;
  const [stations, connectors, capable] = await Promise.all([
    db.selectFrom('station').selectAll().orderBy('identity').execute(),
    db.selectFrom('connector').selectAll().orderBy('connector_id').execute(),
    db
      .selectFrom('variable')
      .select('station')
      .where('component', '=', 'ISO15118Ctrlr')
      .where('variable', '=', 'PnCEnabled')
      .where('value', '=', 'true')
      .execute(),
  ]);
  const byStation = Map.groupBy(connectors, ({ station }) => station);
  const online = new Set(connections.identities());
  const hasPnc = new Set(capable.map(({ station }) => station));
  const byLocation = Map.groupBy(stations, ({ identity }) => sites.locationOf(identity));
  return settings.locations
    .map((site) => placed(services, site, byLocation.get(site) ?? [], byStation, { hasPnc, online }))
    .toSorted((a, b) => a.changed - b.changed || (a.location.id < b.location.id ? -1 : 1));
}

/** A location as a party of `version` knows it: what its connectors can do is new in 2.3.0. */
export function locationFor(version: OcpiVersion, location: Location): Location {
  if (version === '2.3.0' || !location.evses) return location;
  const evses = location.evses.map(({ connectors, ...evse }) => ({
    ...evse,
    connectors: connectors.map(({ capabilities: _, ...connector }) => connector),
  }));
  return { ...location, evses };
}

function placed(
  services: Services,
  site: CsmsLocation,
  stations: readonly StationRow[],
  connectors: ReadonlyMap<string, readonly ConnectorRow[]>,
  { hasPnc, online }: { readonly hasPnc: ReadonlySet<string>; readonly online: ReadonlySet<string> },
): Placed {
  const { settings, sites } = services;
  const { country_code, party_id } = settings;
  const evses = stations.flatMap((station) => {
    const { identity } = station;
    const known = connectors.get(identity) ?? [];
    const ids = new Set([...sites.evses(identity), ...known.map(({ evse_id }) => evse_id)]);
    ids.delete(0);
    const isOnline = online.has(identity);
    return [...ids]
      .toSorted((a, b) => a - b)
      .map((id) => {
        const own = known.filter(({ evse_id }) => evse_id === id);
        const changed = Math.max(
          station.enrolled_at,
          station.connected_at ?? 0,
          station.disconnected_at ?? 0,
          ...own.map(({ at }) => at),
        );
        const last_updated = dateTime(changed);
        const evse: Evse = {
          uid: evseUid(identity, id),
          evse_id: sites.evseIdText(identity, id),
          status: isOnline ? statusOf(own) : 'UNKNOWN',
          connectors: connectorsOf(site, own, hasPnc.has(identity), last_updated),
          last_updated,
        };
        return { evse, changed };
      });
  });
  const changed = Math.max(0, ...stations.map(({ enrolled_at }) => enrolled_at), ...evses.map((one) => one.changed));
  const location: Location = {
    country_code,
    party_id,
    id: site.id,
    publish: site.publish,
    ...(site.name !== undefined && { name: site.name }),
    address: site.address,
    city: site.city,
    ...(site.postal_code !== undefined && { postal_code: site.postal_code }),
    country: site.country,
    coordinates: { latitude: site.latitude, longitude: site.longitude },
    ...(evses.length > 0 && { evses: evses.map(({ evse }) => evse) }),
    operator: { name: settings.name },
    time_zone: site.timeZone,
    last_updated: dateTime(changed),
  };
  return { location, changed };
}

function connectorsOf(
  site: CsmsLocation,
  rows: readonly ConnectorRow[],
  hasPnc: boolean,
  last_updated: string,
): Connector[] {
  const ids = rows.length > 0 ? rows.map(({ connector_id }) => connector_id) : [1];
  return ids.map((id) => ({
    id: String(id),
    standard: site.connector_standard,
    format: site.connector_format,
    power_type: site.connector_power_type,
    max_voltage: site.connector_max_voltage,
    max_amperage: site.connector_max_amperage,
    // Only where a driver can use it: the station itself says that it is switched on.
    ...(hasPnc && { capabilities: ['ISO_15118_2_PLUG_AND_CHARGE'] }),
    last_updated,
  }));
}

/** The best that one of its connectors can do now. */
function statusOf(rows: readonly ConnectorRow[]): Evse['status'] {
  const said = new Set(rows.map(({ status }) => status));
  if (said.has('Occupied')) return 'CHARGING';
  return (
    (['Available', 'Reserved', 'Unavailable', 'Faulted'] as const).flatMap((one) =>
      said.has(one) ? [STATUS[one]] : [],
    )[0] ?? 'UNKNOWN'
  );
}

/** OCPP 2.0.1 ConnectorStatusEnumType in the words of OCPI. */
const STATUS = {
  Available: 'AVAILABLE',
  Reserved: 'RESERVED',
  Unavailable: 'INOPERATIVE',
  Faulted: 'OUTOFORDER',
} as const satisfies Readonly<Record<string, Evse['status']>>;
