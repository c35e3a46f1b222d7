/** Where a station is and what its EVSEs are called outside: location, uid and EVSEID. OCPI 2.3.0 Locations. @module */
import { parseEvseId } from '@openpnc/core/identifiers';
import type { CdrLocation } from '@openpnc/roaming/ocpi/cdr';
import type { LocationReferences } from '@openpnc/roaming/ocpi/token';
import type { CsmsLocation, CsmsSettings } from './settings.ts';

/** Names of the EVSEs of all stations. What a station told of itself is put in when it is known. */
export class Sites {
  readonly #settings: CsmsSettings;
  readonly #byStation = new Map<string, CsmsLocation>();
  readonly #evses = new Map<string, Map<number, string | undefined>>();

  constructor(settings: CsmsSettings) {
    this.#settings = settings;
    for (const location of settings.locations)
      for (const station of location.stations) this.#byStation.set(station, location);
  }

  /** A station has this EVSE; `evseId` is its ISO EVSEID where the device model told it. */
  learn(station: string, id: number, evseId?: string): void {
    if (id < 1) return;
    let evses = this.#evses.get(station);
    if (!evses) {
      evses = new Map();
      this.#evses.set(station, evses);
    }
    if (evseId !== undefined || !evses.has(id)) evses.set(id, evseId);
  }

  /** EVSE ids that are known of a station, in order. */
  evses(station: string): readonly number[] {
    return [...(this.#evses.get(station)?.keys() ?? [])].toSorted((a, b) => a - b);
  }

  locationOf(station: string): CsmsLocation {
    return this.#byStation.get(station) ?? this.#settings.locations[0]!;
  }

  /** Where somebody wants to charge: the EVSE, or all of the station while it is not known which. */
  locationReferences(station: string, evseId?: number): LocationReferences {
    const ids = evseId !== undefined && evseId > 0 ? [evseId] : this.evses(station);
    const location_id = this.locationOf(station).id;
    return ids.length > 0 ? { location_id, evse_uids: ids.map((id) => evseUid(station, id)) } : { location_id };
  }

  /** The EVSE of this station that a uid names. */
  evseIdOf(station: string, uid: string): number | undefined {
    return this.evses(station).find((id) => evseUid(station, id).toUpperCase() === uid.toUpperCase());
  }

  /** Where a session was, for its CDR. */
  cdrLocation(station: string, evseId: number, connectorId: number): CdrLocation {
    const location = this.locationOf(station);
    const { id, name, address, city, postal_code, country, latitude, longitude } = location;
    const { connector_standard, connector_format, connector_power_type } = location;
    return {
      id,
      ...(name !== undefined && { name }),
      address,
      city,
      ...(postal_code !== undefined && { postal_code }),
      country,
      coordinates: { latitude, longitude },
      evse_uid: evseUid(station, evseId),
      evse_id: this.evseIdText(station, evseId),
      connector_id: String(connectorId),
      connector_standard,
      connector_format,
      connector_power_type,
    };
  }

  /** The EVSEID that the station told, else one made of operator, station and number. */
  evseIdText(station: string, id: number): string {
    const told = this.#evses.get(station)?.get(id);
    if (told !== undefined && parseEvseId(told)) return told;
    const { country_code, party_id } = this.#settings;
    const outlet = station.toUpperCase().replaceAll(/[^0-9A-Z*]/g, '');
    return `${country_code}*${party_id}*E${outlet.slice(0, 25)}*${id}`.toUpperCase();
  }
}

/** Our uid of an EVSE: at most 36 characters, the end of the identity tells stations apart. */
export function evseUid(station: string, id: number): string {
  const suffix = `*${id}`;
  return station.slice(-(36 - suffix.length)) + suffix;
}
