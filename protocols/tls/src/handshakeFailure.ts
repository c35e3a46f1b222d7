/** Why a handshake failed, told by what the car offered and the alert that was seen. ISO 15118-2:2014 7.7.3. @module */
import { alertText } from './alerts.ts';
import type { ClientHello } from './clientHello.ts';

/** TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, the suite of ISO 15118-2 that OpenSSL still has. */
export const ECDHE_ECDSA_AES128_CBC_SHA256 = 0xc023;
/** TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256: static ECDH, gone from OpenSSL since 1.1.0. */
export const ECDH_ECDSA_AES128_CBC_SHA256 = 0xc025;
const TLS_1_2 = 0x0303;
const SECP256R1 = 23;

/** A failed handshake in words. `code` is evidence for `diagnosis`. */
export interface HandshakeFailure {
  readonly code:
    | 'tls_protocol_version'
    | 'tls_static_ecdh_only'
    | 'tls_no_shared_cipher'
    | 'ev_root_unknown'
    | 'secc_leaf_expired'
    | 'tls_handshake_failed';
  readonly text: string;
}

/** What the car's alerts about our chain mean. */
const certificateAlerts: Readonly<Record<number, HandshakeFailure['code']>> = {
  42: 'tls_handshake_failed',
  45: 'secc_leaf_expired',
  48: 'ev_root_unknown',
};

/** Explains a failed handshake on the station's side. `alert` is the number that the car sent or that we sent. */
export function explainHandshakeFailure(
  hello: ClientHello | undefined,
  { alert, reason }: { readonly alert?: number | undefined; readonly reason: string },
): HandshakeFailure {
  if (hello) {
    const offered = hello.versions.length > 0 ? hello.versions : [hello.legacyVersion];
    if (!offered.includes(TLS_1_2)) {
      return {
        code: 'tls_protocol_version',
        text: `the car offers TLS versions ${offered.map(hex).join(', ')}, ISO 15118-2 needs 1.2 (0x0303)`,
      };
    }
    if (!hello.cipherSuites.includes(ECDHE_ECDSA_AES128_CBC_SHA256)) {
      return hello.cipherSuites.includes(ECDH_ECDSA_AES128_CBC_SHA256)
        ? {
            code: 'tls_static_ecdh_only',
            text: 'the car offers only static ECDH (0xC025), which this TLS engine does not have; 0xC023 is missing',
          }
        : {
            code: 'tls_no_shared_cipher',
            text: `the car offers the suites ${hello.cipherSuites.map(hex).join(', ')}; 0xC023 is missing`,
          };
    }
    if (hello.groups.length > 0 && !hello.groups.includes(SECP256R1)) {
      return {
        code: 'tls_no_shared_cipher',
        text: `the car offers the curves ${hello.groups.join(', ')}; 23 (secp256r1) is missing`,
      };
    }
  }
  const roots = hello?.trustedAuthorities
    ? `; the car names ${hello.trustedAuthorities.length} root(s) in trusted_ca_keys`
    : '';
  const code = (alert !== undefined && certificateAlerts[alert]) || 'tls_handshake_failed';
  return { code, text: `${alert === undefined ? reason : `alert ${alertText(alert)}`}${roots}` };
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(4, '0')}`;
}
