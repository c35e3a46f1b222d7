/** Certificate revocation lists: built and signed, and verified with their rules. RFC 5280 5. @module */

import { fromHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { Signer } from '@openpnc/core/ports';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as asn1 from '@peculiar/asn1-x509';
import { type Certificate, isSignatureOf, type SignatureName, serialText, signatureNameOf } from './certificate.ts';
import { DerReader, tags } from './der.ts';
import { integerOctets } from './derWriter.ts';
import { algorithmOf, buffer, signatureOf } from './issue.ts';
import { Name } from './name.ts';
import { type RevocationReason, revocationReasons } from './ocsp.ts';

/** One revoked certificate of a list. */
export interface CrlEntry {
  /** Lower-case hex without leading zeros. */
  readonly serialNumber: string;
  readonly at: Millis;
  readonly reason?: RevocationReason;
}

/** A list, nothing of it verified. */
export interface Crl {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  readonly issuer: Name;
  readonly thisUpdate: Millis;
  readonly nextUpdate: Millis | undefined;
  /** CRLNumber, lower-case hex. */
  readonly number: string | undefined;
  readonly entries: ReadonlyMap<string, CrlEntry>;
  /** Object identifiers of critical extensions, of the list and of its entries. */
  readonly criticalExtensions: readonly string[];
  readonly signatureAlgorithm: SignatureName;
  readonly signature: Uint8Array;
}

/** Builds and signs a list. @param number CRLNumber: grows with each list of this issuer. @returns DER */
export async function buildCrl({
  issuer,
  signer,
  thisUpdate,
  nextUpdate,
  number,
  entries,
}: {
  readonly issuer: Certificate;
  readonly signer: Signer;
  readonly thisUpdate: Millis;
  readonly nextUpdate: Millis;
  readonly number: number;
  readonly entries: readonly CrlEntry[];
}): Promise<Uint8Array> {
  const tbs = new asn1.TBSCertList({
    version: asn1.Version.v2,
    signature: algorithmOf(signer.algorithm),
    issuer: AsnConvert.parse(issuer.subject.der, asn1.Name),
    thisUpdate: new asn1.Time(new Date(thisUpdate)),
    nextUpdate: new asn1.Time(new Date(nextUpdate)),
    // An empty list of entries is left out: RFC 5280 5.1.2.6.
    ...(entries.length > 0 && { revokedCertificates: entries.map(encodeEntry) }),
    crlExtensions: [
      ...(issuer.ski === undefined
        ? []
        : [
            extension(
              '2.5.29.35',
              new asn1.AuthorityKeyIdentifier({ keyIdentifier: new asn1.KeyIdentifier(fromHex(issuer.ski)) }),
            ),
          ]),
      extension(CRL_NUMBER, new asn1.CRLNumber(number)),
    ],
  });
  const list = new asn1.CertificateList({
    tbsCertList: tbs,
    signatureAlgorithm: algorithmOf(signer.algorithm),
    signature: buffer(await signatureOf(signer, new Uint8Array(AsnConvert.serialize(tbs)))),
  });
  return new Uint8Array(AsnConvert.serialize(list));
}

/** Reads a list. @throws ProtocolError `crl_malformed` */
export function parseCrl(input: Uint8Array): Crl {
  const der = Uint8Array.from(input);
  const outer = new DerReader(der, MALFORMED);
  const list = outer.enter(tags.sequence, 'CertificateList');
  outer.done('CertificateList');
  const tbsElement = list.read(tags.sequence, 'tbsCertList');
  const algorithm = list.enter(tags.sequence, 'signatureAlgorithm').oid('signatureAlgorithm');
  const signature = list.wholeBits('signatureValue');
  list.done('CertificateList');
  const tbs = list.into(tbsElement);
  if (tbs.isNext(tags.integer)) tbs.smallInteger('version');
  tbs.read(tags.sequence, 'signature');
  const issuer = new Name(tbs.whole(tbs.read(tags.sequence, 'issuer')), MALFORMED);
  const thisUpdate = tbs.time('thisUpdate');
  const hasNext = tbs.isNext(tags.utcTime) || tbs.isNext(tags.generalizedTime);
  const nextUpdate = hasNext ? tbs.time('nextUpdate') : undefined;
  const criticalExtensions: string[] = [];
  const entries = new Map<string, CrlEntry>();
  const revoked = tbs.optional(tags.sequence, 'revokedCertificates');
  for (const reader = revoked && tbs.into(revoked); reader && !reader.isAtEnd; ) {
    const entry = readEntry(reader, criticalExtensions);
    entries.set(entry.serialNumber, entry);
  }
  let number: string | undefined;
  const explicit = tbs.optional(0xa0, 'crlExtensions');
  tbs.done('tbsCertList');
  if (explicit) {
    for (const { oid, isCritical, value } of readExtensions(tbs.into(explicit).enter(tags.sequence, 'crlExtensions'))) {
      if (isCritical) criticalExtensions.push(oid);
      if (oid === CRL_NUMBER) number = serialText(value.integer('CRLNumber'));
    }
  }
  return {
    der,
    tbs: list.whole(tbsElement),
    issuer,
    thisUpdate,
    nextUpdate,
    number,
    entries,
    criticalExtensions,
    signatureAlgorithm: signatureNameOf(algorithm),
    signature,
  };
}

/** Every fault that {@link verifyCrl} can find. */
export type CrlCode =
  | 'crl_malformed'
  | 'crl_wrong_issuer'
  | 'crl_signer_not_authorized'
  | 'crl_signature_invalid'
  | 'crl_critical_extension'
  | 'crl_not_yet_valid'
  | 'crl_stale'
  | 'crl_no_next_update';

/** A finding about a list. */
export interface CrlFinding {
  readonly code: CrlCode;
  readonly severity: 'refusal' | 'warning';
  readonly text: string;
  readonly spec: string;
}

/** What a list proves of one certificate. Only `good` is good. */
export interface CrlVerdict {
  readonly status: 'good' | 'revoked' | 'invalid';
  readonly entry: CrlEntry | undefined;
  readonly nextUpdate: Millis | undefined;
  readonly findings: readonly CrlFinding[];
}

/** Verifies a list of the issuing CA and looks one certificate up. RFC 5280 6.3.3 */
export function verifyCrl({
  crl: input,
  certificate,
  issuer,
  at,
  skew_ms = 60_000,
  grace_ms = 0,
}: {
  /** DER. */
  readonly crl: Uint8Array;
  readonly certificate: Pick<Certificate, 'serialNumber' | 'issuer'>;
  /** The CA that issued the certificate and must have signed the list; trusted by its path. */
  readonly issuer: Certificate;
  readonly at: Millis;
  readonly skew_ms?: Millis;
  readonly grace_ms?: Millis;
}): CrlVerdict {
  const findings: CrlFinding[] = [];
  const refuse = (code: CrlCode, text: string, spec: string) =>
    findings.push({ code, severity: 'refusal', text, spec });
  let crl: Crl;
  try {
    crl = parseCrl(input);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    refuse('crl_malformed', `CRL: ${error.message}`, 'RFC 5280 5.1');
    return { status: 'invalid', entry: undefined, nextUpdate: undefined, findings };
  }
  if (!crl.issuer.equals(issuer.subject) || !certificate.issuer.equals(issuer.subject))
    refuse('crl_wrong_issuer', `CRL of ${crl.issuer}, expected ${certificate.issuer}`, 'RFC 5280 6.3.3 (b)');
  if (!issuer.isCa || issuer.keyUsage?.has('cRLSign') === false)
    refuse('crl_signer_not_authorized', `CRL signer ${issuer.subject}: keyUsage without cRLSign`, 'RFC 5280 6.3.3 (f)');
  if (!isSignatureOf(crl.signatureAlgorithm, crl.tbs, crl.signature, issuer))
    refuse('crl_signature_invalid', `CRL: not signed by ${issuer.subject}`, 'RFC 5280 6.3.3 (g)');
  // Critical ones change what the list covers (issuing distribution point, delta): not processed here, so no proof.
  if (crl.criticalExtensions.length > 0)
    refuse('crl_critical_extension', `CRL: critical extension ${crl.criticalExtensions.join(', ')}`, 'RFC 5280 5.2');
  if (crl.thisUpdate > at + skew_ms)
    refuse('crl_not_yet_valid', `CRL: thisUpdate ${iso(crl.thisUpdate)}, checked at ${iso(at)}`, 'RFC 5280 5.1.2.4');
  if (crl.nextUpdate === undefined)
    refuse('crl_no_next_update', 'CRL: no nextUpdate, which RFC 5280 demands', 'RFC 5280 5.1.2.5');
  else if (at > crl.nextUpdate + grace_ms + skew_ms)
    refuse('crl_stale', `CRL: nextUpdate ${iso(crl.nextUpdate)}, checked at ${iso(at)}`, 'RFC 5280 5.1.2.5');
  const entry = crl.entries.get(certificate.serialNumber);
  const status = findings.length > 0 ? 'invalid' : entry && entry.reason !== 'removeFromCRL' ? 'revoked' : 'good';
  return { status, entry, nextUpdate: crl.nextUpdate, findings };
}

const MALFORMED = 'crl_malformed';
const CRL_NUMBER = '2.5.29.20';
const REASON_CODE = '2.5.29.21';

function encodeEntry({ serialNumber, at, reason }: CrlEntry): asn1.RevokedCertificate {
  const serial = fromHex(serialNumber.length % 2 ? `0${serialNumber}` : serialNumber);
  return new asn1.RevokedCertificate({
    userCertificate: buffer(integerOctets(serial)),
    revocationDate: new asn1.Time(new Date(at)),
    // `unspecified` should be left out: RFC 5280 5.3.1.
    ...(reason &&
      reason !== 'unspecified' && {
        crlEntryExtensions: [
          extension(REASON_CODE, new asn1.CRLReason(revocationReasons[reason] as number as asn1.CRLReasons)),
        ],
      }),
  });
}

function extension(extnID: string, value: unknown): asn1.Extension {
  return new asn1.Extension({ extnID, critical: false, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function readEntry(list: DerReader, criticalExtensions: string[]): CrlEntry {
  const reader = list.enter(tags.sequence, 'revokedCertificate');
  const serialNumber = serialText(reader.integer('userCertificate'));
  const at = reader.time('revocationDate');
  let reason: RevocationReason | undefined;
  const extensions = reader.optional(tags.sequence, 'crlEntryExtensions');
  reader.done('revokedCertificate');
  if (extensions) {
    for (const { oid, isCritical, value } of readExtensions(reader.into(extensions))) {
      if (isCritical) criticalExtensions.push(oid);
      if (oid !== REASON_CODE) continue;
      const code = value.content(value.read(tags.enumerated, 'reasonCode'))[0];
      reason = (Object.keys(revocationReasons) as RevocationReason[]).find(
        (known) => revocationReasons[known] === code,
      );
    }
  }
  return { serialNumber, at, ...(reason && { reason }) };
}

function* readExtensions(list: DerReader): Generator<{ oid: string; isCritical: boolean; value: DerReader }> {
  while (!list.isAtEnd) {
    const reader = list.enter(tags.sequence, 'extension');
    const oid = reader.oid('extnID');
    const isCritical = reader.isNext(tags.boolean) && reader.boolean('critical');
    const value = reader.into(reader.read(tags.octetString, 'extnValue'));
    reader.done('extension');
    yield { oid, isCritical, value };
  }
}

function iso(at: Millis): string {
  return new Date(at).toISOString();
}
