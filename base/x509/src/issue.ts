/** Issuing: certificates and certification requests are serialised from a plan and signed by a Signer. RFC 5280 4, RFC 2986. @module */

import { hash } from 'node:crypto';
import { fromHex, toHex } from '@openpnc/core/bytes';
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { SignatureAlgorithm, Signer } from '@openpnc/core/ports';
import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as asn1 from '@peculiar/asn1-x509';
import {
  type Certificate,
  type Extension,
  extensionOids,
  isSignatureOf,
  type KeyType,
  type KeyUsage,
  keyOf,
  keyUsages,
  parseCertificate,
  pemBlock,
  readPublicKey,
  signatureAlgorithms,
  signatureNameOf,
} from './certificate.ts';
import { DerReader, tags } from './der.ts';
import { bitString, element, integerOctets, objectIdentifier } from './derWriter.ts';
import { rawToDer } from './ecdsa.ts';
import { attributeNames, Name } from './name.ts';

/** A name to encode: attribute type and value, in the order of the encoding. Nothing is sorted. */
export type NameParts = readonly (readonly [type: string, value: string])[];

/** Everything that a certificate is to hold beside its issuer's name and signature. */
export interface CertificatePlan {
  readonly subject: NameParts | Name;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Hex of a positive number of at most 20 octets. */
  readonly serialNumber: string;
  /** Whole seconds; fractions are cut off. */
  readonly notBefore: Millis;
  readonly notAfter: Millis;
  readonly basicConstraints?: { readonly cA: boolean; readonly pathLen?: number };
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifiers. */
  readonly eku?: readonly string[];
  /** Subject key identifier: SHA-1 of the key (RFC 5280 method 1, the default), the 8-byte form (method 2) that V2G PKIs use, or none. */
  readonly keyIdentifier?: 'sha1' | 'short' | 'none';
  readonly ocspUrl?: string;
  readonly crlUrl?: string;
  readonly altNames?: { readonly dns?: readonly string[]; readonly ip?: readonly string[] };
  /** Policy object identifiers. */
  readonly policies?: readonly string[];
  /** An OCSP signer whose own revocation need not be asked. RFC 6960 4.2.2.2.1 */
  readonly ocspNoCheck?: boolean;
  /** Further extensions, already encoded. */
  readonly extra?: readonly Extension[];
  /** Object identifiers whose criticality is turned round: for certificates that are meant to be wrong. */
  readonly dangerFlipCritical?: readonly string[];
}

/**
 * Issues a certificate.
 * @param issuer the CA's certificate, or `self` for a root (then `signer` holds the plan's key)
 * @param beforeSigning sees the certificate with an empty signature of full size; what it throws keeps it from being signed
 * @returns the certificate, read back from what was encoded
 * @throws UsageError when the plan can't be encoded or the signer is not the issuer's key
 */
export async function issueCertificate(
  plan: CertificatePlan,
  issuer: Certificate | 'self',
  signer: Signer,
  { beforeSigning }: { readonly beforeSigning?: (draft: Certificate) => void } = {},
): Promise<Certificate> {
  if (issuer !== 'self' && !isSame(issuer.spki, signer.publicKey))
    throw new UsageError('wrong_signer', `the signer is not the key of ${issuer.subject}`);
  const subject = plan.subject instanceof Name ? plan.subject : new Name(encodeName(plan.subject));
  const issuerName = issuer === 'self' ? subject : issuer.subject;
  const serial = fromHex(plan.serialNumber.length % 2 ? `0${plan.serialNumber}` : plan.serialNumber);
  const plain = new asn1.TBSCertificate({
    version: asn1.Version.v3,
    serialNumber: buffer(integerOctets(serial)),
    signature: algorithmOf(signer.algorithm),
    issuer: AsnConvert.parse(issuerName.der, asn1.Name),
    validity: new asn1.Validity({ notBefore: new Date(plan.notBefore), notAfter: new Date(plan.notAfter) }),
    subject: AsnConvert.parse(subject.der, asn1.Name),
    subjectPublicKeyInfo: AsnConvert.parse(plan.publicKey, asn1.SubjectPublicKeyInfo),
    extensions: new asn1.Extensions(extensionsOf(plan, issuer)),
  });
  const tbs = new Uint8Array(AsnConvert.serialize(plain));
  const signed = (signature: Uint8Array) =>
    parseCertificate(element(tags.sequence, tbs, encodeAlgorithm(signer.algorithm), bitString(signature)));
  const draft = signed(new Uint8Array(SIGNATURE_BYTES[signer.algorithm]));
  if (!draft.issuer.equals(issuerName) || !draft.subject.equals(subject))
    throw new UsageError('name_not_preserved', `the name of ${issuerName} changes when it is encoded again`);
  beforeSigning?.(draft);
  return signed(await signatureOf(signer, tbs));
}

/** DER of a Name in the given order: DC and emailAddress as IA5String, else PrintableString where it fits, else UTF8String. @throws UsageError on an unknown attribute type */
export function encodeName(parts: NameParts): Uint8Array {
  const name = new asn1.Name(
    parts.map(([type, value]) => {
      const oid = attributeOids[type];
      if (oid === undefined) throw new UsageError('unknown_name_attribute', `name: unknown attribute type ${type}`);
      return new asn1.RelativeDistinguishedName([
        new asn1.AttributeTypeAndValue({ type: oid, value: attributeValue(type, value) }),
      ]);
    }),
  );
  return new Uint8Array(AsnConvert.serialize(name));
}

/** A parsed certification request. */
export interface Csr {
  readonly der: Uint8Array;
  readonly subject: Name;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly keyType: KeyType;
  /** Whether the request is signed by the key that it holds: proof that the requester has it. RFC 2986 3 */
  readonly isProved: boolean;
}

/** Makes a certification request without attributes. @returns DER */
export async function createCsr(subject: NameParts, signer: Signer): Promise<Uint8Array> {
  const info = new CertificationRequestInfo({
    version: 0,
    subject: AsnConvert.parse(encodeName(subject), asn1.Name),
    subjectPKInfo: AsnConvert.parse(signer.publicKey, asn1.SubjectPublicKeyInfo),
    attributes: new Attributes(),
  });
  const request = new CertificationRequest({
    certificationRequestInfo: info,
    signatureAlgorithm: algorithmOf(signer.algorithm),
    signature: buffer(await signatureOf(signer, new Uint8Array(AsnConvert.serialize(info)))),
  });
  return new Uint8Array(AsnConvert.serialize(request));
}

/** Reads a certification request and checks its own signature. Attributes and wished extensions are not looked at. @throws ProtocolError `csr_malformed` */
export function parseCsr(input: Uint8Array): Csr {
  const der = Uint8Array.from(input);
  const outer = new DerReader(der, 'csr_malformed');
  const request = outer.enter(tags.sequence, 'CertificationRequest');
  outer.done('CertificationRequest');
  const infoElement = request.read(tags.sequence, 'certificationRequestInfo');
  const info = request.into(infoElement);
  info.smallInteger('version');
  const subject = new Name(info.whole(info.read(tags.sequence, 'subject')), 'csr_malformed');
  const publicKey = info.whole(info.read(tags.sequence, 'subjectPKInfo'));
  info.optional(0xa0, 'attributes');
  info.done('certificationRequestInfo');
  const algorithm = request.enter(tags.sequence, 'signatureAlgorithm').oid('signatureAlgorithm');
  const signature = request.wholeBits('signature');
  request.done('CertificationRequest');
  const { keyType } = readPublicKey(publicKey, 'csr_malformed');
  const key = { keyType, publicKey: keyOf(publicKey, 'csr_malformed') };
  const isProved = isSignatureOf(signatureNameOf(algorithm), request.whole(infoElement), signature, key);
  return { der, subject, publicKey, keyType, isProved };
}

/** PEM of a certification request, with final newline. */
export function csrToPem(der: Uint8Array): string {
  return pemBlock('CERTIFICATE REQUEST', der);
}

/** Signature over `data` as X.509 encodes it: DER for ECDSA, plain for others. */
export async function signatureOf(signer: Signer, data: Uint8Array): Promise<Uint8Array> {
  const signature = await signer.sign(data);
  switch (signer.algorithm) {
    case 'ES256':
      return rawToDer(signature, 'P-256');
    case 'ES512':
      return rawToDer(signature, 'P-521');
    default:
      return signature;
  }
}

/** The AlgorithmIdentifier of a signer. */
export function algorithmOf(algorithm: SignatureAlgorithm): asn1.AlgorithmIdentifier {
  return AsnConvert.parse(encodeAlgorithm(algorithm), asn1.AlgorithmIdentifier);
}

/** DER of the AlgorithmIdentifier of a signer. */
export function encodeAlgorithm(algorithm: SignatureAlgorithm): Uint8Array {
  const name = algorithmNames[algorithm];
  const { oid } = signatureAlgorithms.find((known) => known.name === name)!;
  // RSA has a NULL parameter (RFC 4055), ECDSA and EdDSA have none (RFC 5758, RFC 8410).
  const parameters = algorithm === 'RS256' ? [element(tags.null)] : [];
  return element(tags.sequence, objectIdentifier(oid), ...parameters);
}

/** Subject key identifier of a key. RFC 5280 4.2.1.2 (1) and (2) */
export function keyIdentifierOf(publicKeyBits: Uint8Array, form: 'sha1' | 'short'): Uint8Array {
  const sha1 = new Uint8Array(hash('sha1', publicKeyBits, 'buffer'));
  if (form === 'sha1') return sha1;
  const short = sha1.slice(-8);
  short[0] = 0x40 | (short[0]! & 0x0f);
  return short;
}

/** A serial number of `random` bytes: positive, first octet 01..7f, as hex. */
export function serialNumberOf(random: Uint8Array): string {
  const octets = Uint8Array.from(random);
  octets[0] = octets[0]! & 0x7f || 1;
  return toHex(octets).replace(/^0+(?=.)/, '');
}

/** The bytes as an ArrayBuffer of their own, as the asn1 classes want it. */
export function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

const attributeOids: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(attributeNames).map(([oid, name]) => [name, oid]),
);

/** The longest signature of each algorithm, DER for ECDSA. */
const SIGNATURE_BYTES: Readonly<Record<SignatureAlgorithm, number>> = { ES256: 72, ES512: 139, RS256: 256, Ed448: 114 };

const algorithmNames: Readonly<Record<SignatureAlgorithm, string>> = {
  ES256: 'ecdsa-with-SHA256',
  ES512: 'ecdsa-with-SHA512',
  RS256: 'sha256WithRSAEncryption',
  Ed448: 'Ed448',
};

function extensionsOf(plan: CertificatePlan, issuer: Certificate | 'self'): asn1.Extension[] {
  const { keyIdentifier = 'sha1' } = plan;
  const list: asn1.Extension[] = [];
  const add = (oid: string, isCritical: boolean, value: unknown) => {
    const critical = plan.dangerFlipCritical?.includes(oid) ? !isCritical : isCritical;
    list.push(new asn1.Extension({ extnID: oid, critical, extnValue: new OctetString(AsnConvert.serialize(value)) }));
  };
  if (plan.basicConstraints) {
    const { cA, pathLen } = plan.basicConstraints;
    add(
      extensionOids.basicConstraints,
      true,
      new asn1.BasicConstraints({ cA, ...(pathLen !== undefined && { pathLenConstraint: pathLen }) }),
    );
  }
  if (plan.keyUsage && plan.keyUsage.length > 0)
    add(
      extensionOids.keyUsage,
      true,
      new asn1.KeyUsage(plan.keyUsage.reduce((bits, usage) => bits | (1 << keyUsages.indexOf(usage)), 0)),
    );
  const { publicKeyBits } = readPublicKey(plan.publicKey);
  if (keyIdentifier !== 'none') {
    const own = keyIdentifierOf(publicKeyBits, keyIdentifier);
    add(extensionOids.subjectKeyIdentifier, false, new asn1.SubjectKeyIdentifier(own));
    const authority = issuer === 'self' ? own : issuer.ski === undefined ? undefined : fromHex(issuer.ski);
    if (authority)
      add(
        extensionOids.authorityKeyIdentifier,
        false,
        new asn1.AuthorityKeyIdentifier({ keyIdentifier: new asn1.KeyIdentifier(authority) }),
      );
  }
  if (plan.eku && plan.eku.length > 0) add(extensionOids.extKeyUsage, false, new asn1.ExtendedKeyUsage([...plan.eku]));
  if (plan.ocspUrl !== undefined)
    add(
      extensionOids.authorityInfoAccess,
      false,
      new asn1.AuthorityInfoAccessSyntax([
        new asn1.AccessDescription({
          accessMethod: '1.3.6.1.5.5.7.48.1',
          accessLocation: new asn1.GeneralName({ uniformResourceIdentifier: plan.ocspUrl }),
        }),
      ]),
    );
  if (plan.crlUrl !== undefined)
    add(
      extensionOids.crlDistributionPoints,
      false,
      new asn1.CRLDistributionPoints([
        new asn1.DistributionPoint({
          distributionPoint: new asn1.DistributionPointName({
            fullName: [new asn1.GeneralName({ uniformResourceIdentifier: plan.crlUrl })],
          }),
        }),
      ]),
    );
  if (plan.altNames) {
    const { dns = [], ip = [] } = plan.altNames;
    add(
      extensionOids.subjectAltName,
      false,
      new asn1.SubjectAlternativeName([
        ...dns.map((dNSName) => new asn1.GeneralName({ dNSName })),
        ...ip.map((iPAddress) => new asn1.GeneralName({ iPAddress })),
      ]),
    );
  }
  if (plan.policies && plan.policies.length > 0)
    add(
      extensionOids.certificatePolicies,
      false,
      new asn1.CertificatePolicies(
        plan.policies.map((policyIdentifier) => new asn1.PolicyInformation({ policyIdentifier })),
      ),
    );
  if (plan.ocspNoCheck)
    list.push(
      new asn1.Extension({
        extnID: extensionOids.ocspNoCheck,
        extnValue: new OctetString(Uint8Array.of(tags.null, 0)),
      }),
    );
  for (const { oid, isCritical, value } of plan.extra ?? [])
    list.push(
      new asn1.Extension({ extnID: oid, critical: isCritical, extnValue: new OctetString(Uint8Array.from(value)) }),
    );
  return list;
}

function attributeValue(type: string, value: string): asn1.AttributeValue {
  if (type === 'DC' || type === 'emailAddress') return new asn1.AttributeValue({ ia5String: value });
  if (/^[A-Za-z0-9 '()+,\-./:=?]+$/.test(value)) return new asn1.AttributeValue({ printableString: value });
  return new asn1.AttributeValue({ utf8String: value });
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
