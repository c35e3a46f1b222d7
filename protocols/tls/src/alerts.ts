/** TLS alerts: numbers, names and the record that carries one in the clear. RFC 5246 7.2, RFC 6066, RFC 8446 6. @module */

/** Alert descriptions by their standard name. */
export const alertNumbers = {
  close_notify: 0,
  unexpected_message: 10,
  bad_record_mac: 20,
  decryption_failed: 21,
  record_overflow: 22,
  decompression_failure: 30,
  handshake_failure: 40,
  no_certificate: 41,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  access_denied: 49,
  decode_error: 50,
  decrypt_error: 51,
  export_restriction: 60,
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  inappropriate_fallback: 86,
  user_canceled: 90,
  no_renegotiation: 100,
  missing_extension: 109,
  unsupported_extension: 110,
  certificate_unobtainable: 111,
  unrecognized_name: 112,
  bad_certificate_status_response: 113,
  bad_certificate_hash_value: 114,
  unknown_psk_identity: 115,
  certificate_required: 116,
  no_application_protocol: 120,
} as const;

/** A standard alert name. */
export type AlertName = keyof typeof alertNumbers;

const names = new Map<number, string>(Object.entries(alertNumbers).map(([name, number]) => [number, name]));

/** The standard's name of an alert description, `alert_NN` for a number without one. */
export function alertName(number: number): string {
  return names.get(number) ?? `alert_${number}`;
}

/** One TLS 1.2 record with an unencrypted alert: what is sent before any key exists. */
export function alertRecord(alert: AlertName | number, level: 'warning' | 'fatal' = 'fatal'): Uint8Array {
  const number = typeof alert === 'number' ? alert : alertNumbers[alert];
  return Uint8Array.of(21, 3, 3, 0, 2, level === 'fatal' ? 2 : 1, number);
}
