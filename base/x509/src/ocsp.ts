/**
 * OCSP: requests from hash data alone, responses built by a Signer, and responses verified with every rule that makes
 * them a proof. RFC 6960, RFC 9654 (nonce), decisions 9 and 13 of docs/choices.md.
 *
 * Read by the package's own walker, which keeps the bytes of the signed part and of the certificates; written by its own
 * writer, since a responder answers many times in a second.
 *
 * @module
 */

import { fromHex, toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { Signer } from '@openpnc/core/ports';
import {
  type Certificate,
  ekuOids,
  extensionOids,
  isSignatureOf,
  parseCertificate,
  type SignatureName,
  serialText,
  signatureNameOf,
} from './certificate.ts';
import { DerReader, type Element, tags } from './der.ts';
import { bitString, element, generalizedTime, objectIdentifier, unsignedInteger } from './derWriter.ts';
import { type CertificateHashes, type HashAlgorithm, isSameHashes, keyHash, nameHash } from './hashData.ts';
import { encodeAlgorithm, signatureOf } from './issue.ts';
import { type PathMemory, validatePath } from './path.ts';

/** Why a certificate was revoked, RFC 5280 5.3.1. */
export type RevocationReason = keyof typeof revocationReasons;

/** CRLReason codes. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;

/** What a responder is asked. */
export interface OcspRequest {
  readonly certIds: readonly CertificateHashes[];
  readonly nonce: Uint8Array | undefined;
}

/** What is known of one certificate. */
export type OcspStatus =
  | { readonly status: 'good' | 'unknown' }
  | { readonly status: 'revoked'; readonly at: Millis; readonly reason?: RevocationReason };

/** One answer of a response. */
export type OcspAnswer = OcspStatus & {
  readonly hashes: CertificateHashes;
  readonly thisUpdate: Millis;
  /** When newer information comes; absent: always available. */
  readonly nextUpdate?: Millis;
};

/** The reasons for a response without answers, RFC 6960 4.2.1. */
export type OcspRefusal = Exclude<keyof typeof responseStatuses, 'successful'>;

const responseStatuses = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const;

/** DER of a request for one or more certificates, known by their hash data alone. RFC 6960 4.1 */
export function encodeOcspRequest(
  hashes: CertificateHashes | readonly CertificateHashes[],
  { nonce }: { readonly nonce?: Uint8Array } = {},
): Uint8Array {
  const list = Array.isArray(hashes) ? (hashes as readonly CertificateHashes[]) : [hashes as CertificateHashes];
  const requests = list.map((one) => element(tags.sequence, encodeCertId(one)));
  const tbsRequest = element(
    tags.sequence,
    element(tags.sequence, ...requests),
    ...(nonce ? [element(0xa2, nonceExtensions(nonce))] : []),
  );
  return element(tags.sequence, tbsRequest);
}

/** Reads a request. @throws ProtocolError `ocsp_request_malformed` */
export function parseOcspRequest(der: Uint8Array): OcspRequest {
  const outer = new DerReader(der, 'ocsp_request_malformed');
  const request = outer.enter(tags.sequence, 'OCSPRequest');
  outer.done('OCSPRequest');
  const tbs = request.enter(tags.sequence, 'tbsRequest');
  request.optional(0xa0, 'optionalSignature');
  request.done('OCSPRequest');
  tbs.optional(0xa0, 'version');
  tbs.optional(0xa1, 'requestorName');
  const list = tbs.enter(tags.sequence, 'requestList');
  const certIds: CertificateHashes[] = [];
  while (!list.isAtEnd) {
    const one = list.enter(tags.sequence, 'Request');
    certIds.push(readCertId(one));
    one.optional(0xa0, 'singleRequestExtensions');
    one.done('Request');
  }
  const extensions = tbs.optional(0xa2, 'requestExtensions');
  tbs.done('tbsRequest');
  if (certIds.length === 0) throw list.fault('requestList', 'no request', list.at);
  return { certIds, nonce: extensions && readNonce(tbs.into(extensions)) };
}

/**
 * Builds and signs a response.
 * @param responder certificate of the signer: the issuing CA itself, or its delegate with extended key usage OCSPSigning
 * @param certificates put into the response; decisions.md 9: delegate and CA chain, so that a client with hash data alone finds the issuer
 * @returns DER of the OCSPResponse
 */
export async function buildOcspResponse({
  answers,
  responder,
  signer,
  producedAt,
  nonce,
  certificates = [],
}: {
  readonly answers: readonly OcspAnswer[];
  readonly responder: Certificate;
  readonly signer: Signer;
  readonly producedAt: Millis;
  readonly nonce?: Uint8Array | undefined;
  readonly certificates?: readonly Certificate[];
}): Promise<Uint8Array> {
  const tbs = element(
    tags.sequence,
    element(0xa2, element(tags.octetString, fromHex(keyHash(responder, 'SHA1')))),
    generalizedTime(producedAt),
    element(tags.sequence, ...answers.map(singleResponse)),
    ...(nonce ? [element(0xa1, nonceExtensions(nonce))] : []),
  );
  const basic = element(
    tags.sequence,
    tbs,
    encodeAlgorithm(signer.algorithm),
    bitString(await signatureOf(signer, tbs)),
    ...(certificates.length > 0 ? [element(0xa0, element(tags.sequence, ...certificates.map(({ der }) => der)))] : []),
  );
  const responseBytes = element(tags.sequence, objectIdentifier(BASIC), element(tags.octetString, basic));
  return element(
    tags.sequence,
    element(tags.enumerated, Uint8Array.of(responseStatuses.successful)),
    element(0xa0, responseBytes),
  );
}

/** A response without answers, e.g. `tryLater`. It is not signed. RFC 6960 4.2.1 */
export function ocspRefusal(refusal: OcspRefusal): Uint8Array {
  return element(tags.sequence, element(tags.enumerated, Uint8Array.of(responseStatuses[refusal])));
}

/** A response taken apart, nothing of it verified. */
export interface OcspResponse {
  readonly responseStatus: keyof typeof responseStatuses;
  /** Present when successful. */
  readonly basic?: {
    readonly tbs: Uint8Array;
    readonly responderName: Uint8Array | undefined;
    /** SHA-1 of the responder's key, lower-case hex. */
    readonly responderKeyHash: string | undefined;
    readonly producedAt: Millis;
    readonly answers: readonly OcspAnswer[];
    readonly nonce: Uint8Array | undefined;
    readonly signatureAlgorithm: SignatureName;
    readonly signature: Uint8Array;
    /** Those that could be parsed. */
    readonly certificates: readonly Certificate[];
  };
}

/** Reads a response. @throws ProtocolError `ocsp_response_malformed` */
export function parseOcspResponse(input: Uint8Array): OcspResponse {
  const der = Uint8Array.from(input);
  const outer = new DerReader(der, MALFORMED);
  const response = outer.enter(tags.sequence, 'OCSPResponse');
  outer.done('OCSPResponse');
  const status = response.content(response.read(tags.enumerated, 'responseStatus'))[0];
  const responseStatus = (Object.keys(responseStatuses) as (keyof typeof responseStatuses)[]).find(
    (name) => responseStatuses[name] === status,
  );
  if (!responseStatus) throw response.fault('responseStatus', `${status}`, response.at);
  if (responseStatus !== 'successful') return { responseStatus };
  const bytes = response.enter(0xa0, 'responseBytes').enter(tags.sequence, 'responseBytes');
  response.done('OCSPResponse');
  const type = bytes.oid('responseType');
  if (type !== BASIC) throw bytes.fault('responseType', type, bytes.at);
  const basic = bytes.into(bytes.read(tags.octetString, 'response')).enter(tags.sequence, 'BasicOCSPResponse');
  const tbsElement = basic.read(tags.sequence, 'tbsResponseData');
  const algorithm = basic.enter(tags.sequence, 'signatureAlgorithm').oid('signatureAlgorithm');
  const signature = basic.wholeBits('signature');
  const certs = basic.optional(0xa0, 'certs');
  basic.done('BasicOCSPResponse');
  const data = basic.into(tbsElement);
  data.optional(0xa0, 'version');
  const byName = data.optional(0xa1, 'responderID');
  const byKey = byName ? undefined : data.enter(0xa2, 'responderID');
  const producedAt = data.time('producedAt', { fraction: true });
  const list = data.enter(tags.sequence, 'responses');
  const answers: OcspAnswer[] = [];
  while (!list.isAtEnd) answers.push(readAnswer(list));
  const extensions = data.optional(0xa1, 'responseExtensions');
  data.done('tbsResponseData');
  return {
    responseStatus,
    basic: {
      tbs: basic.whole(tbsElement),
      responderName: byName && data.content(byName),
      responderKeyHash: byKey && toHex(byKey.content(byKey.read(tags.octetString, 'KeyHash'))),
      producedAt,
      answers,
      nonce: extensions && readNonce(data.into(extensions)),
      signatureAlgorithm: signatureNameOf(algorithm),
      signature,
      certificates: certs ? readCertificates(basic, certs) : [],
    },
  };
}

/** Every fault that {@link verifyOcspResponse} can find. */
export type OcspCode =
  | 'ocsp_response_malformed'
  | 'ocsp_not_successful'
  | 'ocsp_certificate_not_answered'
  | 'ocsp_issuer_unknown'
  | 'ocsp_issuer_untrusted'
  | 'ocsp_signer_unknown'
  | 'ocsp_signer_not_authorized'
  | 'ocsp_signer_expired'
  | 'ocsp_signer_revocation_open'
  | 'ocsp_signature_invalid'
  | 'ocsp_signature_algorithm_not_allowed'
  | 'ocsp_not_yet_valid'
  | 'ocsp_stale'
  | 'ocsp_no_next_update'
  | 'ocsp_nonce_mismatch'
  | 'ocsp_nonce_missing';

/** A finding about a response. */
export interface OcspFinding {
  readonly code: OcspCode;
  readonly severity: 'refusal' | 'warning';
  readonly text: string;
  readonly spec: string;
}

/** A verified answer, or why it proves nothing. */
export interface OcspVerdict {
  /**
   * `good`, `revoked`, `unknown`: said by the right signer, in time. `unverifiable`: no issuer certificate with a path
   * to a root was found. `invalid`: refused by another rule. Only `good` is good.
   */
  readonly status: 'good' | 'revoked' | 'unknown' | 'unverifiable' | 'invalid';
  /** What the response says, verified or not. */
  readonly claimed: OcspAnswer | undefined;
  /** The CA of the certificate, when it was found. */
  readonly issuer: Certificate | undefined;
  readonly findings: readonly OcspFinding[];
}

/** What is to be verified. */
export interface OcspQuestion {
  /** DER of the OCSPResponse. */
  readonly response: Uint8Array;
  /** What was asked; a function where the responder chose the algorithm, as that of a staple did. */
  readonly hashes: CertificateHashes | ((algorithm: HashAlgorithm) => CertificateHashes);
  /** The issuing CA, when it is known and trusted already. */
  readonly issuer?: Certificate;
  /** Where to look for the issuing CA: the chain at hand, the sub-CA store. Those in the response and the roots are looked at too. */
  readonly candidates?: readonly Certificate[];
  /** Roots that a found issuer must lead to. */
  readonly anchors: readonly Certificate[];
  readonly at: Millis;
  /** How far the clocks may differ. Default 60 s. */
  readonly skew_ms?: Millis;
  /** How old an answer without nextUpdate may be. Default 1 day. */
  readonly maxAge_ms?: Millis;
  /** How long after nextUpdate an answer is still taken. Default 0. */
  readonly grace_ms?: Millis;
  /** The nonce that was sent: one in the answer must equal it, a missing one is a warning. */
  readonly nonce?: Uint8Array;
  /** Remembers sub-CAs, signers and responses that were proved: of the same response it is asked again what it says and whether that still holds. */
  readonly memory?: PathMemory;
}

/**
 * Verifies a response for one certificate: signed by the issuing CA or by its delegate, for the certificate that was
 * asked, in time, with the right nonce. RFC 6960 3.2, 4.2.2
 */
export function verifyOcspResponse(question: OcspQuestion): OcspVerdict {
  const { hashes: wanted, at, skew_ms = 60_000, maxAge_ms = 86_400_000, grace_ms = 0, nonce, memory } = question;
  const asked = typeof wanted === 'function' ? wanted : () => wanted;
  const findings: OcspFinding[] = [];
  const refuse = (code: OcspCode, text: string, spec: string) =>
    findings.push({ code, severity: 'refusal', text, spec });
  const warn = (code: OcspCode, text: string, spec: string) => findings.push({ code, severity: 'warning', text, spec });

  const proved = memory?.provedResponse(question.response);
  let parsed: OcspResponse;
  try {
    parsed = proved?.response ?? parseOcspResponse(question.response);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    refuse('ocsp_response_malformed', `OCSP response: ${error.message}`, 'RFC 6960 4.2.1');
    return { status: 'invalid', claimed: undefined, issuer: undefined, findings };
  }
  const { basic } = parsed;
  if (!basic) {
    refuse('ocsp_not_successful', `OCSP response: ${parsed.responseStatus}, expected successful`, 'RFC 6960 4.2.1');
    return { status: 'invalid', claimed: undefined, issuer: undefined, findings };
  }
  const matching = basic.answers.filter(({ hashes }) => isSameHashes(hashes, asked(hashes.hashAlgorithm)));
  // Of several answers for one certificate the worst counts.
  const claimed = (['revoked', 'unknown', 'good'] as const)
    .map((status) => matching.find((answer) => answer.status === status))
    .find((answer) => answer !== undefined);
  if (!claimed) {
    refuse(
      'ocsp_certificate_not_answered',
      `OCSP response: ${basic.answers.length} answers, none for serial number ${asked('SHA256').serialNumber}`,
      'RFC 6960 3.2 (1)',
    );
    return { status: 'invalid', claimed, issuer: undefined, findings };
  }
  const issuer = question.issuer ?? issuerOf(claimed.hashes, question, basic.certificates, findings);
  if (!issuer) return { status: 'unverifiable', claimed, issuer, findings };

  const signer = [issuer, ...basic.certificates].find(
    (certificate) =>
      (basic.responderName && Buffer.compare(basic.responderName, certificate.subject.der) === 0) ||
      (basic.responderKeyHash !== undefined && basic.responderKeyHash === keyHash(certificate, 'SHA1')),
  );
  if (!signer)
    refuse('ocsp_signer_unknown', 'OCSP response: the certificate of its signer is not in it', 'RFC 6960 4.2.2.2');
  else {
    if (!allowedSignatures.includes(basic.signatureAlgorithm))
      refuse(
        'ocsp_signature_algorithm_not_allowed',
        `OCSP response: signed by ${basic.signatureAlgorithm}, expected ${allowedSignatures.join(' or ')}`,
        'RFC 6960 4.3',
      );
    else if (
      proved?.signer.fingerprint !== signer.fingerprint &&
      !isSignatureOf(basic.signatureAlgorithm, basic.tbs, basic.signature, signer)
    )
      refuse('ocsp_signature_invalid', `OCSP response: not signed by ${signer.subject}`, 'RFC 6960 3.2 (2)');
    const isIssuer = Buffer.compare(signer.spki, issuer.spki) === 0 && signer.subject.equals(issuer.subject);
    if (!isIssuer) checkDelegate(signer, issuer);
  }
  checkTimes(claimed);
  if (nonce && basic.nonce && Buffer.compare(nonce, basic.nonce) !== 0)
    refuse('ocsp_nonce_mismatch', 'OCSP response: another nonce than the one sent', 'RFC 9654 2.1');
  else if (nonce && !basic.nonce)
    // Most V2G responders answer from pre-produced responses, which can't hold one.
    warn('ocsp_nonce_missing', 'OCSP response: no nonce though one was sent', 'RFC 9654 2.1');
  const isRefused = findings.some(({ severity }) => severity === 'refusal');
  if (signer && !proved && !isRefused) memory?.rememberResponse(question.response, { response: parsed, signer });
  return { status: isRefused ? 'invalid' : claimed.status, claimed, issuer, findings };

  /** A delegate signs many answers: its own signature is proved once. */
  function isProved(delegate: Certificate, ca: Certificate): boolean {
    if (memory?.isProved(delegate, ca)) return true;
    if (!delegate.isSignedBy(ca)) return false;
    memory?.remember(delegate, ca);
    return true;
  }

  function checkDelegate(delegate: Certificate, ca: Certificate): void {
    const spec = 'RFC 6960 4.2.2.2';
    if (!delegate.issuer.equals(ca.subject) || !isProved(delegate, ca))
      refuse('ocsp_signer_not_authorized', `OCSP signer ${delegate.subject}: not issued by ${ca.subject}`, spec);
    else if (!delegate.eku?.includes(ekuOids.OCSPSigning))
      refuse('ocsp_signer_not_authorized', `OCSP signer ${delegate.subject}: no extended key usage OCSPSigning`, spec);
    else if (
      delegate.keyUsage &&
      !delegate.keyUsage.has('digitalSignature') &&
      !delegate.keyUsage.has('nonRepudiation')
    )
      refuse('ocsp_signer_not_authorized', `OCSP signer ${delegate.subject}: keyUsage without digitalSignature`, spec);
    if (at > delegate.notAfter + skew_ms || at < delegate.notBefore - skew_ms)
      refuse(
        'ocsp_signer_expired',
        `OCSP signer ${delegate.subject}: valid ${iso(delegate.notBefore)} to ${iso(delegate.notAfter)}, checked at ${iso(at)}`,
        spec,
      );
    if (!delegate.extension(extensionOids.ocspNoCheck))
      warn(
        'ocsp_signer_revocation_open',
        `OCSP signer ${delegate.subject}: no id-pkix-ocsp-nocheck, so its own revocation is open`,
        'RFC 6960 4.2.2.2.1',
      );
  }

  function checkTimes({ thisUpdate, nextUpdate }: OcspAnswer): void {
    if (thisUpdate > at + skew_ms)
      refuse(
        'ocsp_not_yet_valid',
        `OCSP answer: thisUpdate ${iso(thisUpdate)}, checked at ${iso(at)}`,
        'RFC 6960 3.2 (5)',
      );
    if (nextUpdate === undefined) {
      if (at > thisUpdate + maxAge_ms + skew_ms)
        refuse(
          'ocsp_stale',
          `OCSP answer: of ${iso(thisUpdate)} without nextUpdate, checked at ${iso(at)}`,
          'RFC 6960 4.2.2.1',
        );
      else warn('ocsp_no_next_update', 'OCSP answer: no nextUpdate', 'RFC 6960 4.2.2.1');
    } else if (at > nextUpdate + grace_ms + skew_ms)
      refuse('ocsp_stale', `OCSP answer: nextUpdate ${iso(nextUpdate)}, checked at ${iso(at)}`, 'RFC 6960 3.2 (6)');
  }
}

/** The CA with these hashes among the candidates, in the order response, store, roots, that has a path to a root. */
function issuerOf(
  hashes: CertificateHashes,
  { candidates = [], anchors, at, memory }: OcspQuestion,
  embedded: readonly Certificate[],
  findings: OcspFinding[],
): Certificate | undefined {
  const { hashAlgorithm } = hashes;
  const wanted = { ...hashes, serialNumber: '0' };
  const pool = [...candidates, ...embedded];
  const fitting = [...pool, ...anchors].filter((ca) =>
    isSameHashes(
      {
        hashAlgorithm,
        issuerNameHash: nameHash(ca, hashAlgorithm),
        issuerKeyHash: keyHash(ca, hashAlgorithm),
        serialNumber: '0',
      },
      wanted,
    ),
  );
  let why = '';
  for (const ca of fitting) {
    if (anchors.some(({ fingerprint }) => fingerprint === ca.fingerprint)) return ca;
    const verdict = validatePath({ leaf: ca, chain: pool, anchors, at, purpose: 'issuer', ...(memory && { memory }) });
    if (verdict.ok) return ca;
    why ||= verdict.findings.find(({ severity }) => severity === 'refusal')?.text ?? '';
  }
  findings.push(
    fitting.length === 0
      ? {
          code: 'ocsp_issuer_unknown',
          severity: 'refusal',
          text: `OCSP answer: no certificate at hand has issuerKeyHash ${hashes.issuerKeyHash}`,
          spec: 'RFC 6960 4.1.1',
        }
      : {
          code: 'ocsp_issuer_untrusted',
          severity: 'refusal',
          text: `OCSP answer: ${fitting[0]!.subject} has no path to a trusted root: ${why}`,
          spec: 'RFC 6960 3.2',
        },
  );
  return undefined;
}

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const MALFORMED = 'ocsp_response_malformed';

const NULL = element(tags.null);

const allowedSignatures: readonly SignatureName[] = [
  'ecdsa-with-SHA256',
  'ecdsa-with-SHA384',
  'ecdsa-with-SHA512',
  'sha256WithRSAEncryption',
  'sha384WithRSAEncryption',
  'sha512WithRSAEncryption',
  'Ed448',
];

const hashOids: Readonly<Record<HashAlgorithm, string>> = {
  SHA1: '1.3.14.3.2.26',
  SHA256: '2.16.840.1.101.3.4.2.1',
  SHA384: '2.16.840.1.101.3.4.2.2',
  SHA512: '2.16.840.1.101.3.4.2.3',
};

function encodeCertId({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: CertificateHashes): Uint8Array {
  return element(
    tags.sequence,
    element(tags.sequence, objectIdentifier(hashOids[hashAlgorithm]), NULL),
    element(tags.octetString, fromHex(issuerNameHash)),
    element(tags.octetString, fromHex(issuerKeyHash)),
    unsignedInteger(fromHex(serialNumber.length % 2 ? `0${serialNumber}` : serialNumber)),
  );
}

function singleResponse(answer: OcspAnswer): Uint8Array {
  return element(
    tags.sequence,
    encodeCertId(answer.hashes),
    encodeStatus(answer),
    generalizedTime(answer.thisUpdate),
    ...(answer.nextUpdate === undefined ? [] : [element(0xa0, generalizedTime(answer.nextUpdate))]),
  );
}

function encodeStatus(answer: OcspStatus): Uint8Array {
  switch (answer.status) {
    case 'good':
      return element(0x80);
    case 'unknown':
      return element(0x82);
    case 'revoked': {
      const reason = answer.reason && element(tags.enumerated, Uint8Array.of(revocationReasons[answer.reason]));
      return element(0xa1, generalizedTime(answer.at), ...(reason ? [element(0xa0, reason)] : []));
    }
  }
}

function nonceExtensions(nonce: Uint8Array): Uint8Array {
  // The value of the extension is itself an OCTET STRING: RFC 9654 2.1.
  const value = element(tags.octetString, element(tags.octetString, nonce));
  return element(tags.sequence, element(tags.sequence, objectIdentifier(NONCE), value));
}

function readCertId(reader: DerReader): CertificateHashes {
  const certId = reader.enter(tags.sequence, 'CertID');
  const at = certId.at;
  const oid = certId.enter(tags.sequence, 'hashAlgorithm').oid('hashAlgorithm');
  const found = (Object.entries(hashOids) as [HashAlgorithm, string][]).find(([, known]) => known === oid);
  if (!found) throw certId.fault('hashAlgorithm', oid, at);
  const issuerNameHash = toHex(certId.content(certId.read(tags.octetString, 'issuerNameHash')));
  const issuerKeyHash = toHex(certId.content(certId.read(tags.octetString, 'issuerKeyHash')));
  const serialNumber = serialText(certId.integer('serialNumber'));
  certId.done('CertID');
  return { hashAlgorithm: found[0], issuerNameHash, issuerKeyHash, serialNumber };
}

function readAnswer(list: DerReader): OcspAnswer {
  const single = list.enter(tags.sequence, 'SingleResponse');
  const hashes = readCertId(single);
  const status = readStatus(single);
  const thisUpdate = single.time('thisUpdate', { fraction: true });
  const next = single.optional(0xa0, 'nextUpdate');
  const nextUpdate = next && single.into(next).time('nextUpdate', { fraction: true });
  single.optional(0xa1, 'singleExtensions');
  single.done('SingleResponse');
  return { ...status, hashes, thisUpdate, ...(nextUpdate !== undefined && { nextUpdate }) };
}

function readStatus(single: DerReader): OcspStatus {
  const element = single.any('certStatus');
  switch (element.tag) {
    case 0x80:
      return { status: 'good' };
    case 0x82:
      return { status: 'unknown' };
    case 0xa1: {
      const info = single.into(element);
      const at = info.time('revocationTime', { fraction: true });
      const explicit = info.optional(0xa0, 'revocationReason');
      const inner = explicit && info.into(explicit);
      const code = inner?.content(inner.read(tags.enumerated, 'CRLReason'))[0];
      const reason = (Object.keys(revocationReasons) as RevocationReason[]).find(
        (name) => revocationReasons[name] === code,
      );
      return { status: 'revoked', at, ...(reason && { reason }) };
    }
    default:
      throw single.fault('certStatus', `tag ${element.tag}`, element.start);
  }
}

function readNonce(explicit: DerReader): Uint8Array | undefined {
  const list = explicit.enter(tags.sequence, 'extensions');
  while (!list.isAtEnd) {
    const extension = list.enter(tags.sequence, 'extension');
    const oid = extension.oid('extnID');
    if (extension.isNext(tags.boolean)) extension.boolean('critical');
    const value = extension.into(extension.read(tags.octetString, 'extnValue'));
    if (oid !== NONCE) continue;
    // Old clients put the bare bytes there.
    return value.isNext(tags.octetString)
      ? value.content(value.read(tags.octetString, 'nonce'))
      : value.bytes.subarray(value.at, value.end);
  }
  return undefined;
}

function readCertificates(basic: DerReader, certs: Element): readonly Certificate[] {
  const list = basic.into(certs).enter(tags.sequence, 'certs');
  const certificates: Certificate[] = [];
  while (!list.isAtEnd) {
    const der = list.whole(list.read(tags.sequence, 'Certificate'));
    try {
      certificates.push(parseCertificate(der));
    } catch (error) {
      // One that can't be read can't be the signer or an issuer: the others decide.
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  return certificates;
}

function iso(at: Millis): string {
  return new Date(at).toISOString();
}
