/** Identifiers beside the eMAID: EVSEID, PCID, SECCID, EVCCID. ISO 15118-2:2014 Annex H.2, OCPP 2.0.1 ISO15118Ctrlr.SeccId. @module */
import { toHex } from './bytes.ts';

/** An EVSEID in the ISO form, taken apart: upper case. */
export interface EvseId {
  readonly country: string;
  readonly operator: string;
  /** Without the leading `E`; keeps its `*` separators. */
  readonly outlet: string;
}

/** Reads `DE*ICE*E45B*78C` or `DEICEE45B78C`. @returns undefined when it is not an ISO EVSEID. */
export function parseEvseId(text: string): EvseId | undefined {
  const parts = /^([A-Z]{2})\*?([0-9A-Z]{3})\*?E([0-9A-Z*]{1,31})$/.exec(text.toUpperCase());
  if (!parts) return undefined;
  const [, country, operator, outlet] = parts as unknown as [string, string, string, string];
  return { country, operator, outlet };
}

/** Whether two texts name the same EVSE: separators and case do not count. */
export function isSameEvseId(a: string, b: string): boolean {
  const [left, right] = [parseEvseId(a), parseEvseId(b)];
  if (!left || !right) return false;
  return key(left) === key(right);
  function key({ country, operator, outlet }: EvseId): string {
    return country + operator + outlet.replaceAll('*', '');
  }
}

/** Provisioning certificate identifier: 17 alphanumerics (WMI + 14) and an optional check character, upper case; undefined when malformed. */
export function normalPcid(text: string): string | undefined {
  return /^[0-9A-Za-z]{17,18}$/.test(text) ? text.toUpperCase() : undefined;
}

/** World manufacturer identifier: the first three characters of a PCID. */
export function wmiOf(pcid: string): string {
  return pcid.slice(0, 3).toUpperCase();
}

/** `02:AB:5C:90:D1:EE` of a 6-byte EVCCID (the car's MAC address), for people. */
export function displayEvccId(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase().match(/../g)?.join(':') ?? '';
}
