/** The value types of OCPI that its objects are made of, as schemas. OCPI 2.3.0 types, 2.2.1 types. @module */
import { type Static, type TSchema, Type } from 'typebox';

/** The versions that we speak. */
export const ocpiVersions = ['2.2.1', '2.3.0'] as const;
export type OcpiVersion = (typeof ocpiVersions)[number];

/** Printable ASCII, compared without case. */
export const ciString = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[\\x20-\\x7e]*$' });

/** Any text. */
export const text = (maxLength: number) => Type.String({ maxLength });

/** RFC 3339 in UTC, with `Z` or no zone at all; never an offset. */
export const DateTime = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,9})?Z?$',
});

/** An absolute http or https URL. */
export const Url = Type.String({ maxLength: 255, pattern: '^https?://\\S+$' });

/** A closed list of names. */
export const oneOf = <const Names extends readonly string[]>(...names: Names) =>
  Type.Unsafe<Names[number]>(Type.String({ enum: [...names] }));

/** An open list: the names we know, and any other without an error (OCPI 2.3.0 OpenEnum). */
export const openEnum = <const Names extends readonly string[]>(..._known: Names) =>
  Type.Unsafe<Names[number] | (string & {})>(Type.String({ minLength: 1, maxLength: 255 }));

/** An array of `item`, at least `minItems` long. */
export const list = <T extends TSchema>(item: T, minItems = 0) => Type.Array(item, { minItems });

/** A party of OCPI: its country and its id, upper case by custom, compared without case. */
export const Party = Type.Object({ country_code: ciString(2), party_id: ciString(3) });
export type Party = Static<typeof Party>;

/** Whether both name the same party. */
export function isSameParty(a: Party, b: Party): boolean {
  return partyKey(a) === partyKey(b);
}

/** `DEABC`: country and party in upper case, for maps and for people. */
export function partyKey({ country_code, party_id }: Party): string {
  return (country_code + party_id).toUpperCase();
}

/** A text for the driver. */
export const DisplayText = Type.Object({ language: text(2), text: text(512) });
export type DisplayText = Static<typeof DisplayText>;

/** The OCPI form of a time: UTC with milliseconds and `Z`. @throws RangeError for what is no time. */
export function dateTime(at: number): string {
  const whole = Math.trunc(at);
  const day = Math.floor(whole / DAY_ms);
  // Nearly all times are of today, and Date writes a text five times as slowly as this.
  if (day !== today.day) {
    const iso = new Date(day * DAY_ms).toISOString();
    today = { day, date: iso.slice(0, iso.indexOf('T')) };
  }
  const ms = whole - day * DAY_ms;
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${today.date}T${TWO[hours]}:${TWO[minutes]}:${TWO[seconds]}.${THREE[ms % 1000]}Z`;
}

const DAY_ms = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const THREE = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));
/** The day that was written last. */
let today = { day: Number.NaN, date: '' };

/** Milliseconds since the epoch of a {@link DateTime}; without zone it is UTC. */
export function millisOf(dateTime: string): number {
  return Date.parse(dateTime.endsWith('Z') ? dateTime : `${dateTime}Z`);
}
