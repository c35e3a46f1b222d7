/** Status codes of OICP 2.3 and what each means for the one who asked. @module */

/** What a code says to somebody who waits for an authorization or a taken record. */
export type CodeMeaning =
  /** It worked. */
  | 'good'
  /** The provider knows the contract and says no. */
  | 'refused'
  /** The hub or the provider does not know it. */
  | 'unknown'
  /** Nobody answered in time. */
  | 'timeout'
  /** The hub or the provider cannot be reached or is broken. */
  | 'unreachable'
  /** Our request or our configuration is wrong. */
  | 'rejected';

/** The codes, with the hub's short text. OICP 2.3 Data Types, CodeType. */
export const oicpCodes: Readonly<Record<string, readonly [CodeMeaning, string]>> = {
  '000': ['good', 'success'],
  '001': ['unreachable', 'hub system error'],
  '002': ['unreachable', 'hub database error'],
  '009': ['rejected', 'data transaction error'],
  '017': ['rejected', 'unauthorized access: the id does not belong to the client certificate'],
  '018': ['rejected', 'inconsistent EvseID'],
  '019': ['rejected', 'inconsistent EvcoID'],
  '021': ['unreachable', 'system error'],
  '022': ['rejected', 'data error'],
  '101': ['unknown', 'QR code authentication failed'],
  '102': ['unknown', 'RFID authentication failed: invalid UID'],
  '103': ['unknown', 'RFID authentication failed: card not readable'],
  '105': ['unknown', 'PLC authentication failed: invalid EvcoID'],
  '106': ['unknown', 'no positive authentication response'],
  '110': ['timeout', 'QR code app authentication failed: time out'],
  '120': ['unknown', 'ISO 15118 authentication failed: invalid underlying EvcoID'],
  '121': ['refused', 'ISO 15118 authentication failed: invalid certificate'],
  '122': ['timeout', 'ISO 15118 authentication failed: time out'],
  '200': ['refused', 'EvcoID locked'],
  '210': ['refused', 'no valid contract'],
  '300': ['unreachable', 'partner not found'],
  '310': ['unreachable', 'partner did not respond'],
  '320': ['unreachable', 'service not available'],
  '400': ['rejected', 'session is invalid'],
  '501': ['rejected', 'communication to EVSE failed'],
  '510': ['rejected', 'no EV connected to EVSE'],
  '601': ['rejected', 'EVSE already reserved'],
  '602': ['rejected', 'EVSE already in use or wrong token'],
  '603': ['rejected', 'unknown EvseID'],
  '604': ['rejected', 'EvseID is not of the operator'],
  '700': ['rejected', 'EVSE out of service'],
};

/** What a code means; one that we do not know is `rejected`: no proof of anything. */
export function meaningOf(code: string): CodeMeaning {
  return oicpCodes[code]?.[0] ?? 'rejected';
}
