/** Why a handshake failed: one code and one sentence from what each side saw. Profile of ISO 15118-2:2014 7.7.3. @module */
import { alertName, alertNumbers } from './alerts.ts';
import { type ClientHello, offeredVersions } from './clientHello.ts';
import { cipherSuites, namedGroups, nameOf, signatureSchemes, versionName } from './names.ts';

/** What is known of a handshake that failed. */
export interface HandshakeEvidence {
  /** Which side we are: a station is the server. */
  readonly side: 'server' | 'client';
  /** What the client offered, when a ClientHello came (server) or was sent (client). */
  readonly hello?: ClientHello;
  readonly alert?: { readonly number: number; readonly from: 'us' | 'peer' };
  /** Code of the TLS library or the system, e.g. `ERR_SSL_NO_SHARED_CIPHER`, `ECONNRESET`. */
  readonly error?: string;
  /** Server: the client named roots (trusted_ca_keys) and none of them is above any of our chains. */
  readonly namesNoneOfOurRoots?: boolean;
}

/** The most telling fact of a failed handshake. `code` is one that `diagnosis` knows. */
export interface HandshakeDiagnosis {
  readonly code:
    | 'connection_failed'
    | 'connection_refused'
    | 'ev_root_unknown'
    | 'ocsp_staple_invalid'
    | 'secc_certificate_revoked'
    | 'secc_chain_expired'
    | 'tls_client_certificate'
    | 'tls_handshake_failed'
    | 'tls_handshake_timeout'
    | 'tls_no_shared_cipher'
    | 'tls_protocol_version'
    | 'tls_static_ecdh_only';
  /** What was expected and what came, one sentence. */
  readonly text: string;
  readonly alert?: number;
}

/** The suites, group and scheme that ISO 15118-2 names. */
const ECDHE = 0xc023;
const STATIC_ECDH = 0xc025;
const SECP256R1 = 23;
const ECDSA_SHA256 = 0x0403;

/** Judges a failed handshake: the offer first, then the alert, then the error. */
export function diagnoseHandshake(evidence: HandshakeEvidence): HandshakeDiagnosis {
  const { code, text } = byOffer(evidence) ?? byAlert(evidence) ?? byError(evidence);
  return { code, text, ...(evidence.alert && { alert: evidence.alert.number }) };
}

type Finding = Pick<HandshakeDiagnosis, 'code' | 'text'>;

/** Nothing in common: then no later fact matters. Only when negotiation can have failed at all. */
function byOffer({ side, hello, alert, error = '' }: HandshakeEvidence): Finding | undefined {
  if (side !== 'server' || !hello || alert?.from === 'peer') return undefined;
  const problem = offerProblem(hello);
  if (problem) return problem;
  if (error === 'ERR_SSL_NO_SHARED_CIPHER')
    return { code: 'tls_no_shared_cipher', text: `no common parameters: the car offers ${offer(hello)}` };
  return undefined;
}

/**
 * What of a car's offer makes the profile of ISO 15118-2 impossible for a station without static ECDH; undefined when
 * the offer is good.
 */
export function offerProblem(hello: ClientHello): Finding | undefined {
  const versions = offeredVersions(hello);
  if (!versions.includes(0x0303))
    return {
      code: 'tls_protocol_version',
      text: `the car offers ${versions.map(versionName).join(', ')}, expected TLSv1.2`,
    };
  if (!hello.cipherSuites.includes(ECDHE)) {
    if (hello.cipherSuites.includes(STATIC_ECDH))
      return {
        code: 'tls_static_ecdh_only',
        text: `of the two suites of ISO 15118-2 the car offers only ${nameOf(cipherSuites, STATIC_ECDH)} (static ECDH)`,
      };
    return {
      code: 'tls_no_shared_cipher',
      text: `the car offers ${list(hello.cipherSuites, cipherSuites)}, expected ${nameOf(cipherSuites, ECDHE)}`,
    };
  }
  if (hello.groups.length > 0 && !hello.groups.includes(SECP256R1))
    return {
      code: 'tls_no_shared_cipher',
      text: `the car offers the curves ${list(hello.groups, namedGroups)}, expected secp256r1`,
    };
  return undefined;
}

function offer({ cipherSuites: suites, groups, signatureAlgorithms: schemes }: ClientHello): string {
  const curves = groups.length > 0 ? ` on ${list(groups, namedGroups)}` : '';
  // Without the extension TLS 1.2 means SHA-1, which nobody signs with any more. RFC 5246 7.4.1.4.1.
  const missing = schemes.includes(ECDSA_SHA256)
    ? ''
    : `, without ecdsa_secp256r1_sha256 (signature_algorithms: ${list(schemes, signatureSchemes)})`;
  return `${list(suites, cipherSuites)}${curves}${missing}`;
}

function byAlert({ side, alert, namesNoneOfOurRoots }: HandshakeEvidence): Finding | undefined {
  if (alert?.from !== 'peer') return undefined;
  const alertText = `alert ${alert.number} (${alertName(alert.number)})`;
  return side === 'server' ? carsAlert() : stationsAlert();

  function carsAlert(): Finding {
    const said = `the car ended the handshake with ${alertText}`;
    switch (alert?.number) {
      case alertNumbers.unknown_ca:
        return { code: 'ev_root_unknown', text: `${said}: it does not know the root of our chain` };
      case alertNumbers.certificate_expired:
        return { code: 'secc_chain_expired', text: `${said}: by its clock a certificate of our chain is not valid` };
      case alertNumbers.certificate_revoked:
        return { code: 'secc_certificate_revoked', text: said };
      case alertNumbers.bad_certificate_status_response:
        return { code: 'ocsp_staple_invalid', text: `${said}: it does not accept the stapled OCSP response` };
      case alertNumbers.protocol_version:
        return { code: 'tls_protocol_version', text: said };
      case alertNumbers.bad_certificate:
      case alertNumbers.certificate_unknown:
      case alertNumbers.unsupported_certificate:
        if (namesNoneOfOurRoots)
          return { code: 'ev_root_unknown', text: `${said}; it named roots and none of them is above our chains` };
        return { code: 'tls_handshake_failed', text: `${said}: it refuses our certificate chain` };
      default:
        return { code: 'tls_handshake_failed', text: said };
    }
  }

  function stationsAlert(): Finding {
    const said = `the station ended the handshake with ${alertText}`;
    switch (alert?.number) {
      case alertNumbers.handshake_failure:
        return { code: 'tls_no_shared_cipher', text: `${said}: suite, curve or certificate request do not fit` };
      case alertNumbers.protocol_version:
        return { code: 'tls_protocol_version', text: said };
      case alertNumbers.certificate_required:
      case alertNumbers.bad_certificate:
      case alertNumbers.unsupported_certificate:
      case alertNumbers.certificate_revoked:
      case alertNumbers.certificate_expired:
      case alertNumbers.certificate_unknown:
      case alertNumbers.unknown_ca:
        return { code: 'tls_client_certificate', text: `${said}: it refuses our client certificate` };
      default:
        return { code: 'tls_handshake_failed', text: said };
    }
  }
}

function byError({ side, error = '', alert, namesNoneOfOurRoots }: HandshakeEvidence): Finding {
  const peer = side === 'server' ? 'the car' : 'the station';
  switch (error) {
    case 'ERR_TLS_HANDSHAKE_TIMEOUT':
      return { code: 'tls_handshake_timeout', text: `${peer} did not finish the TLS handshake in time` };
    case 'ERR_SSL_NO_SHARED_CIPHER':
      return { code: 'tls_no_shared_cipher', text: 'no cipher suite or curve in common' };
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
    case 'ERR_SSL_VERSION_TOO_LOW':
      return { code: 'tls_protocol_version', text: 'no TLS version in common' };
    case 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE':
      return { code: 'tls_client_certificate', text: 'a client certificate is required and the car sent none' };
    case 'ECONNREFUSED':
      return { code: 'connection_refused', text: `nothing listens at the address of ${peer}` };
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return { code: 'tls_handshake_failed', text: `${peer} does not speak TLS on this port (${error})` };
    case 'ECONNRESET':
    case 'EPIPE':
      if (namesNoneOfOurRoots)
        return {
          code: 'ev_root_unknown',
          text: 'the car closed the connection in the handshake; it named roots and none of them is above our chains',
        };
      return { code: 'tls_handshake_failed', text: `${peer} closed the connection in the handshake, without an alert` };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { code: 'connection_failed', text: `no connection to ${peer}: ${error}` };
    default: {
      const ours =
        alert?.from === 'us'
          ? `we ended the handshake with alert ${alert.number} (${alertName(alert.number)})`
          : 'the handshake failed';
      return { code: 'tls_handshake_failed', text: error ? `${ours}: ${error}` : ours };
    }
  }
}

/** The alert number in the message of an OpenSSL error ("SSL alert number 48"); undefined when it names none. */
export function alertOfError(message: string): number | undefined {
  const found = /SSL alert number (\d+)/.exec(message);
  return found ? Number(found[1]) : undefined;
}

function list(numbers: readonly number[], table: Readonly<Record<number, string>>): string {
  const shown = numbers.slice(0, 6).map((number) => nameOf(table, number));
  return numbers.length > 6 ? `${shown.join(', ')} and ${numbers.length - 6} more` : shown.join(', ') || 'none';
}
