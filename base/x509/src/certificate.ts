/** X.509 v3 certificates as V2G uses them: parsed once from DER by a strict walker, keys and rare parts made when asked. RFC 5280 4.1. @module */

import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { fromBase64, toBase64, toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import { ascii, DerReader, tags } from './der.ts';
import { Name } from './name.ts';

/** A bit of the keyUsage extension, RFC 5280 4.2.1.3. */
export type KeyUsage = (typeof keyUsages)[number];

/** Curve or kind of a public key; an object identifier where we know no name. */
export type KeyType = 'P-256' | 'P-384' | 'P-521' | 'Ed448' | 'Ed25519' | 'X448' | 'RSA' | (string & {});

/** Name of a signature algorithm; an object identifier where we know no name. */
export type SignatureName =
  | 'ecdsa-with-SHA256'
  | 'ecdsa-with-SHA384'
  | 'ecdsa-with-SHA512'
  | 'sha256WithRSAEncryption'
  | 'sha384WithRSAEncryption'
  | 'sha512WithRSAEncryption'
  | 'Ed448'
  | 'Ed25519'
  | (string & {});

/** One extension as it stands in the certificate. */
export interface Extension {
  readonly oid: string;
  readonly isCritical: boolean;
  /** Content of the OCTET STRING, DER of the extension's own type. */
  readonly value: Uint8Array;
}

/** Object identifiers of the extensions that this package reads. */
export const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Object identifiers of extended key usages. */
export const ekuOids = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
  any: '2.5.29.37.0',
} as const;

/** One entry of a subject alternative name; an `ip` is `127.0.0.1` or 32 hex digits. */
export interface AltName {
  readonly type: 'dns' | 'ip' | 'uri' | 'email';
  readonly value: string;
}

/** A certificate. Made by {@link parseCertificate} alone; nothing in it changes. */
export class Certificate {
  /** The whole certificate; memory of its own, do not write to it. */
  readonly der: Uint8Array;
  /** The signed part. */
  readonly tbs: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Lower-case hex of the serial number without leading zeros; `0` for zero. OCPP 2.0.1 CertificateHashData */
  readonly serialNumber: string;
  /** Whether the serial number is above zero and at most 20 octets long. RFC 5280 4.1.2.2 */
  readonly hasProperSerialNumber: boolean;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Millis;
  readonly notAfter: Millis;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Content of the subjectPublicKey BIT STRING: for P-256 the 65 bytes 04 || x || y. */
  readonly publicKeyBits: Uint8Array;
  readonly keyType: KeyType;
  readonly signatureAlgorithm: SignatureName;
  /** Signature as encoded: DER for ECDSA. */
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
  /** basicConstraints, or undefined where the extension is absent. */
  readonly basicConstraints: { readonly cA: boolean; readonly pathLen: number | undefined } | undefined;
  /** The set bits, or undefined where the extension is absent. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  /** Subject key identifier, lower-case hex. */
  readonly ski: string | undefined;
  /** Key identifier of the authority key identifier, lower-case hex. */
  readonly aki: string | undefined;
  /** Extended key usages as object identifiers, or undefined where the extension is absent. */
  readonly eku: readonly string[] | undefined;
  /** OCSP addresses of the authority information access, in order. RFC 5280 4.2.2.1 */
  readonly ocspUrls: readonly string[];
  /** URIs of the CRL distribution points, in order. RFC 5280 4.2.1.13 */
  readonly crlUrls: readonly string[];
  /** Subject alternative names, in order; other kinds than these are left out. */
  readonly altNames: readonly AltName[];
  #lazy: Partial<LazyFields> = {};

  constructor(fields: CertificateFields) {
    this.der = fields.der;
    this.tbs = fields.tbs;
    this.version = fields.version;
    this.serialNumber = fields.serialNumber;
    this.hasProperSerialNumber = fields.hasProperSerialNumber;
    this.issuer = fields.issuer;
    this.subject = fields.subject;
    this.notBefore = fields.notBefore;
    this.notAfter = fields.notAfter;
    this.spki = fields.spki;
    this.publicKeyBits = fields.publicKeyBits;
    this.keyType = fields.keyType;
    this.signatureAlgorithm = fields.signatureAlgorithm;
    this.signature = fields.signature;
    this.extensions = fields.extensions;
    this.basicConstraints = fields.basicConstraints;
    this.keyUsage = fields.keyUsage;
    this.ski = fields.ski;
    this.aki = fields.aki;
    this.eku = fields.eku;
    this.ocspUrls = fields.ocspUrls;
    this.crlUrls = fields.crlUrls;
    this.altNames = fields.altNames;
  }

  /** Whether basicConstraints says that it is a CA. */
  get isCa(): boolean {
    return this.basicConstraints?.cA === true;
  }

  get pathLen(): number | undefined {
    return this.basicConstraints?.pathLen;
  }

  /** Whether subject and issuer are the same name. */
  get isSelfIssued(): boolean {
    return this.subject.equals(this.issuer);
  }

  /** The public key. @throws ProtocolError `public_key_malformed` when it is no key, e.g. a point off the curve. */
  get publicKey(): KeyObject {
    this.#lazy.publicKey ??= keyOf(this.spki);
    return this.#lazy.publicKey;
  }

  /** Bits of an RSA modulus; undefined for other and for malformed keys. */
  get rsaBits(): number | undefined {
    if (this.keyType !== 'RSA') return undefined;
    try {
      return this.publicKey.asymmetricKeyDetails?.modulusLength;
    } catch {
      return undefined;
    }
  }

  /** SHA-256 of the DER, lower-case hex. */
  get fingerprint(): string {
    this.#lazy.fingerprint ??= hash('sha256', this.der, 'hex');
    return this.#lazy.fingerprint;
  }

  /** SHA-1 of the DER, lower-case hex: the form of trusted_ca_keys (RFC 6066). */
  get sha1Fingerprint(): string {
    return hash('sha1', this.der, 'hex');
  }

  /** The extension with this object identifier. */
  extension(oid: string): Extension | undefined {
    return this.extensions.find((extension) => extension.oid === oid);
  }

  /** Whether `issuer`'s key made this certificate's signature. One ECDSA verification; names and validity are not looked at. */
  isSignedBy(issuer: Certificate): boolean {
    return isSignatureOf(this.signatureAlgorithm, this.tbs, this.signature, issuer);
  }
}

interface LazyFields {
  publicKey: KeyObject;
  fingerprint: string;
}

type CertificateFields = Pick<
  Certificate,
  | 'der'
  | 'tbs'
  | 'version'
  | 'serialNumber'
  | 'hasProperSerialNumber'
  | 'issuer'
  | 'subject'
  | 'notBefore'
  | 'notAfter'
  | 'spki'
  | 'publicKeyBits'
  | 'keyType'
  | 'signatureAlgorithm'
  | 'signature'
  | 'extensions'
  | 'basicConstraints'
  | 'keyUsage'
  | 'ski'
  | 'aki'
  | 'eku'
  | 'ocspUrls'
  | 'crlUrls'
  | 'altNames'
>;

/**
 * Reads one certificate.
 * @param input DER; a copy is taken, so the caller may reuse its buffer.
 * @throws ProtocolError `certificate_malformed` with the offset of the fault in bytes.
 */
export function parseCertificate(input: Uint8Array): Certificate {
  const der = Uint8Array.from(input);
  const outer = new DerReader(der, MALFORMED);
  const certificate = outer.enter(tags.sequence, 'Certificate');
  outer.done('Certificate');
  const tbsElement = certificate.read(tags.sequence, 'tbsCertificate');
  const tbs = certificate.into(tbsElement);
  const version = readVersion(tbs);
  const serial = tbs.integer('serialNumber');
  const innerAlgorithm = tbs.read(tags.sequence, 'tbsCertificate.signature');
  const issuer = new Name(tbs.whole(tbs.read(tags.sequence, 'issuer')), MALFORMED);
  const validity = tbs.enter(tags.sequence, 'validity');
  const notBefore = validity.time('notBefore');
  const notAfter = validity.time('notAfter');
  validity.done('validity');
  const subject = new Name(tbs.whole(tbs.read(tags.sequence, 'subject')), MALFORMED);
  const spkiElement = tbs.read(tags.sequence, 'subjectPublicKeyInfo');
  const { keyType, publicKeyBits } = readKey(tbs.into(spkiElement));
  tbs.optional(0x81, 'issuerUniqueID');
  tbs.optional(0x82, 'subjectUniqueID');
  const extensionsElement = tbs.optional(0xa3, 'extensions');
  if (extensionsElement && version !== 3)
    throw tbs.fault('extensions', `in a version ${version} certificate`, extensionsElement.start);
  const extensions = extensionsElement ? readExtensions(tbs.into(extensionsElement)) : [];
  tbs.done('tbsCertificate');
  const outerAlgorithm = certificate.read(tags.sequence, 'signatureAlgorithm');
  if (!isSameBytes(certificate.whole(innerAlgorithm), certificate.whole(outerAlgorithm)))
    throw certificate.fault('signatureAlgorithm', 'another algorithm than in tbsCertificate', outerAlgorithm.start);
  const signature = certificate.wholeBits('signatureValue');
  certificate.done('Certificate');
  return new Certificate({
    der,
    tbs: certificate.whole(tbsElement),
    version,
    serialNumber: serialText(serial),
    hasProperSerialNumber: serial[0]! < 0x80 && serial.length <= 20 && !(serial.length === 1 && serial[0] === 0),
    issuer,
    subject,
    notBefore,
    notAfter,
    spki: tbs.whole(spkiElement),
    publicKeyBits,
    keyType,
    signatureAlgorithm: signatureNameOf(certificate.into(outerAlgorithm).oid('signatureAlgorithm')),
    signature,
    extensions,
    ...readKnown(extensions),
  });
}

/**
 * All certificates of a PEM text in its order; text between the blocks is ignored.
 * @returns DER each. @throws ProtocolError `pem_malformed` when there is none, one is cut off or its base64 is wrong.
 */
export function pemToDer(pem: string): readonly Uint8Array[] {
  return pemBlocks(pem, 'CERTIFICATE');
}

/** The DER of all PEM blocks with this label. @throws ProtocolError `pem_malformed` */
export function pemBlocks(pem: string, label: string): readonly Uint8Array[] {
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const blocks: Uint8Array[] = [];
  for (let at = pem.indexOf(begin); at >= 0; at = pem.indexOf(begin, at + 1)) {
    const to = pem.indexOf(end, at);
    if (to < 0) throw new ProtocolError('pem_malformed', `PEM: '${begin}' without its end at ${at}`, { offset: at });
    try {
      blocks.push(fromBase64(pem.slice(at + begin.length, to)));
    } catch (cause) {
      throw new ProtocolError('pem_malformed', `PEM: not base64 in the block at ${at}`, { offset: at, cause });
    }
  }
  if (blocks.length === 0) throw new ProtocolError('pem_malformed', `PEM: no '${begin}' in ${pem.length} characters`);
  return blocks;
}

/** PEM of certificates in the given order, lines of 64 characters, each block with its final newline. */
export function derToPem(...ders: readonly Uint8Array[]): string {
  return ders.map((der) => pemBlock('CERTIFICATE', der)).join('');
}

/** One PEM block with a final newline. */
export function pemBlock(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** Whether `signer`'s key made `signature` over `data`. False for an algorithm that we do not know or that does not fit the key. */
export function isSignatureOf(
  algorithm: SignatureName,
  data: Uint8Array,
  signature: Uint8Array,
  signer: Pick<Certificate, 'keyType' | 'publicKey'>,
): boolean {
  const known = signatureAlgorithms.find(({ name }) => name === algorithm);
  if (!known?.keys.includes(signer.keyType)) return false;
  try {
    return verify(known.hash, data, signer.publicKey, signature);
  } catch {
    return false;
  }
}

/** The signature algorithms that we verify: object identifier, name, hash of node:crypto and the fitting kinds of key. */
export const signatureAlgorithms: readonly {
  readonly oid: string;
  readonly name: SignatureName;
  readonly hash: string | null;
  readonly keys: readonly KeyType[];
}[] = [
  { oid: '1.2.840.10045.4.3.2', name: 'ecdsa-with-SHA256', hash: 'sha256', keys: ['P-256', 'P-384', 'P-521'] },
  { oid: '1.2.840.10045.4.3.3', name: 'ecdsa-with-SHA384', hash: 'sha384', keys: ['P-256', 'P-384', 'P-521'] },
  { oid: '1.2.840.10045.4.3.4', name: 'ecdsa-with-SHA512', hash: 'sha512', keys: ['P-256', 'P-384', 'P-521'] },
  { oid: '1.2.840.113549.1.1.11', name: 'sha256WithRSAEncryption', hash: 'sha256', keys: ['RSA'] },
  { oid: '1.2.840.113549.1.1.12', name: 'sha384WithRSAEncryption', hash: 'sha384', keys: ['RSA'] },
  { oid: '1.2.840.113549.1.1.13', name: 'sha512WithRSAEncryption', hash: 'sha512', keys: ['RSA'] },
  { oid: '1.3.101.112', name: 'Ed25519', hash: null, keys: ['Ed25519'] },
  { oid: '1.3.101.113', name: 'Ed448', hash: null, keys: ['Ed448'] },
];

/** The name of a signature algorithm's object identifier, or the identifier itself. */
export function signatureNameOf(oid: string): SignatureName {
  return signatureAlgorithms.find((algorithm) => algorithm.oid === oid)?.name ?? oid;
}

/** Hex of the value of an INTEGER's content octets without leading zeros. */
export function serialText(octets: Uint8Array): string {
  return toHex(octets).replace(/^0+(?=.)/, '');
}

/** Kind and bits of a SubjectPublicKeyInfo. @throws ProtocolError `code` */
export function readPublicKey(
  spki: Uint8Array,
  code = 'public_key_malformed',
): { readonly keyType: KeyType; readonly publicKeyBits: Uint8Array } {
  const outer = new DerReader(spki, code);
  const info = outer.enter(tags.sequence, 'subjectPublicKeyInfo');
  outer.done('subjectPublicKeyInfo');
  return readKey(info);
}

/** The key object of a SubjectPublicKeyInfo. @throws ProtocolError `code` */
export function keyOf(spki: Uint8Array, code = 'public_key_malformed'): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new ProtocolError(code, 'subjectPublicKeyInfo: not a usable public key', { cause });
  }
}

/** The bits of keyUsage in their order. */
export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

const MALFORMED = 'certificate_malformed';

const keyAlgorithms: Readonly<Record<string, KeyType>> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
};

function readVersion(tbs: DerReader): number {
  const explicit = tbs.optional(0xa0, 'version');
  if (!explicit) return 1;
  const inner = tbs.into(explicit);
  const version = inner.smallInteger('version') + 1;
  inner.done('version');
  if (version > 3) throw tbs.fault('version', `${version}, expected at most 3`, explicit.from);
  return version;
}

function readKey(info: DerReader): { keyType: KeyType; publicKeyBits: Uint8Array } {
  const algorithm = info.enter(tags.sequence, 'subjectPublicKeyInfo.algorithm');
  const oid = algorithm.oid('subjectPublicKeyInfo.algorithm');
  const isEc = oid === '1.2.840.10045.2.1';
  // Explicit curve parameters instead of a named curve are refused by being an unknown key type.
  const curve = isEc ? (algorithm.isNext(tags.oid) ? algorithm.oid('namedCurve') : 'explicit curve parameters') : oid;
  const publicKeyBits = info.wholeBits('subjectPublicKey');
  info.done('subjectPublicKeyInfo');
  return { keyType: keyAlgorithms[curve] ?? curve, publicKeyBits };
}

function readExtensions(explicit: DerReader): readonly Extension[] {
  const list = explicit.enter(tags.sequence, 'extensions');
  explicit.done('extensions');
  const extensions: Extension[] = [];
  while (!list.isAtEnd) {
    const at = list.at;
    const reader = list.enter(tags.sequence, 'extension');
    const oid = reader.oid('extnID');
    const isCritical = reader.isNext(tags.boolean) && reader.boolean('critical');
    const value = reader.content(reader.read(tags.octetString, 'extnValue'));
    reader.done('extension');
    if (extensions.some((other) => other.oid === oid)) throw list.fault('extensions', `${oid} twice`, at);
    extensions.push({ oid, isCritical, value });
  }
  return extensions;
}

type Known = Pick<
  Certificate,
  'basicConstraints' | 'keyUsage' | 'ski' | 'aki' | 'eku' | 'ocspUrls' | 'crlUrls' | 'altNames'
>;

/** The extensions that this package understands, all read at once: a certificate that was parsed never throws later. */
function readKnown(extensions: readonly Extension[]): Known {
  const known: { -readonly [Field in keyof Known]: Known[Field] } = {
    basicConstraints: undefined,
    keyUsage: undefined,
    ski: undefined,
    aki: undefined,
    eku: undefined,
    ocspUrls: [],
    crlUrls: [],
    altNames: [],
  };
  for (const { oid, value } of extensions) {
    const reader = new DerReader(value, MALFORMED);
    switch (oid) {
      case extensionOids.basicConstraints:
        known.basicConstraints = readBasicConstraints(reader);
        break;
      case extensionOids.keyUsage:
        known.keyUsage = new Set(reader.namedBits('keyUsage').flatMap((bit) => keyUsages[bit] ?? []));
        break;
      case extensionOids.subjectKeyIdentifier:
        known.ski = toHex(reader.content(reader.read(tags.octetString, 'subjectKeyIdentifier')));
        break;
      case extensionOids.authorityKeyIdentifier: {
        const sequence = reader.enter(tags.sequence, 'authorityKeyIdentifier');
        const keyIdentifier = sequence.optional(0x80, 'keyIdentifier');
        known.aki = keyIdentifier && toHex(sequence.content(keyIdentifier));
        break;
      }
      case extensionOids.extKeyUsage:
        known.eku = [...each(reader, 'extKeyUsage', (purpose) => purpose.oid('KeyPurposeId'))];
        break;
      case extensionOids.authorityInfoAccess:
        known.ocspUrls = [...each(reader, 'authorityInfoAccess', readOcspUrl)].flat();
        break;
      case extensionOids.crlDistributionPoints:
        known.crlUrls = [...each(reader, 'cRLDistributionPoints', readDistributionPoint)].flat();
        break;
      case extensionOids.subjectAltName:
        known.altNames = [...each(reader, 'subjectAltName', readAltName)].flat();
        break;
      default:
        continue;
    }
    reader.done('extension');
  }
  return known;
}

function* each<T>(outer: DerReader, what: string, read: (list: DerReader) => T): Generator<T> {
  const list = outer.enter(tags.sequence, what);
  while (!list.isAtEnd) yield read(list);
}

function readBasicConstraints(outer: DerReader): Certificate['basicConstraints'] {
  const reader = outer.enter(tags.sequence, 'basicConstraints');
  const cA = reader.isNext(tags.boolean) && reader.boolean('cA');
  const pathLen = reader.isNext(tags.integer) ? reader.smallInteger('pathLenConstraint') : undefined;
  reader.done('basicConstraints');
  return { cA, pathLen };
}

function readOcspUrl(list: DerReader): readonly string[] {
  const description = list.enter(tags.sequence, 'AccessDescription');
  const method = description.oid('accessMethod');
  const { tag, from, to } = description.any('accessLocation');
  return method === '1.3.6.1.5.5.7.48.1' && tag === 0x86 ? [ascii(list.bytes, from, to)] : [];
}

function readDistributionPoint(list: DerReader): readonly string[] {
  const point = list.enter(tags.sequence, 'DistributionPoint');
  const name = point.optional(0xa0, 'distributionPoint');
  const fullName = name && point.into(name).optional(0xa0, 'fullName');
  const urls: string[] = [];
  const names = fullName && point.into(fullName);
  while (names && !names.isAtEnd) {
    const { tag, from, to } = names.any('GeneralName');
    if (tag === 0x86) urls.push(ascii(list.bytes, from, to));
  }
  return urls;
}

function readAltName(list: DerReader): readonly AltName[] {
  const element = list.any('GeneralName');
  const type = altNameTypes[element.tag];
  if (!type) return [];
  const content = list.content(element);
  const address = content.length === 4 ? content.join('.') : toHex(content);
  return [{ type, value: type === 'ip' ? address : ascii(content, 0, content.length) }];
}

const altNameTypes: Readonly<Record<number, AltName['type']>> = { 129: 'email', 130: 'dns', 134: 'uri', 135: 'ip' };

function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
