/**
 * XML signatures as ISO 15118 uses them, under the schema xmldsig-core alone: what a signature covers is the SignedInfo as a
 * fragment of this schema. XML-Signature Syntax and Processing (W3C, 2002); ISO 15118-2:2014 7.9.2.4.
 *
 * @module
 */

import { createCodec, type NamedElement } from './codec.ts';
import type { DecodeOptions } from './interpreter.ts';
import {
  anyURI,
  attribute,
  base64Binary,
  choice,
  ID,
  type Infer,
  integer,
  mixed,
  namespace,
  optional,
  optionalAttribute,
  ref,
  refOptionalRepeated,
  refRepeated,
  repeated,
  sequence,
  string,
  text,
  wildcard,
} from './schema.ts';
import { schemaSet } from './schemaSet.ts';

/** Names in `http://www.w3.org/2000/09/xmldsig#`; attributes are in no namespace. */
export const xmldsigNamespace = namespace({
  uri: 'http://www.w3.org/2000/09/xmldsig#',
  prefix: 'xmlsig',
  areAttributesQualified: false,
});
const ds = xmldsigNamespace;

/** In ISO 15118: `http://www.w3.org/TR/canonical-exi/`. */
export const CanonicalizationMethod = ds.element(
  'CanonicalizationMethod',
  { Algorithm: attribute(anyURI()) },
  wildcard('##any'),
  mixed,
);
export type CanonicalizationMethod = Infer<typeof CanonicalizationMethod>;

/** In ISO 15118-2: `http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256`. */
export const SignatureMethod = ds.element(
  'SignatureMethod',
  { Algorithm: attribute(anyURI()), HMACOutputLength: optional({ ...integer, isJsonNumber: true }) },
  wildcard('##other'),
  mixed,
);
export type SignatureMethod = Infer<typeof SignatureMethod>;

/** In ISO 15118-2: `http://www.w3.org/2001/04/xmlenc#sha256`. */
export const DigestMethod = ds.element('DigestMethod', { Algorithm: attribute(anyURI()) }, wildcard('##other'), mixed);
export type DigestMethod = Infer<typeof DigestMethod>;

/** Hash of the referenced fragment. */
export const DigestValue = ds.elementOf('DigestValue', base64Binary());

/** In ISO 15118: `http://www.w3.org/TR/canonical-exi/`. */
export const Transform = ds.element(
  'Transform',
  { Algorithm: attribute(anyURI()) },
  optional(repeated(choice(wildcard('##other', { min: 1, max: 1 }), { XPath: string() }))),
  mixed,
);
export type Transform = Infer<typeof Transform>;

/** The transforms of a reference, in order. */
export const Transforms = ds.element('Transforms', refRepeated(Transform));
export type Transforms = Infer<typeof Transforms>;

/** One signed element: `URI` is `#` and its Id, `DigestValue` the hash of its fragment. */
export const Reference = ds.element(
  'Reference',
  { Id: optionalAttribute(ID), Type: optionalAttribute(anyURI()), URI: optionalAttribute(anyURI()) },
  optional(ref(Transforms)),
  ref(DigestMethod),
  ref(DigestValue),
);
export type Reference = Infer<typeof Reference>;

/** What the signature covers. */
export const SignedInfo = ds.element(
  'SignedInfo',
  { Id: optionalAttribute(ID) },
  ref(CanonicalizationMethod),
  ref(SignatureMethod),
  refRepeated(Reference),
);
export type SignedInfo = Infer<typeof SignedInfo>;

/** In ISO 15118-2 the 64 bytes r || s. */
export const SignatureValue = ds.element('SignatureValue', { Id: optionalAttribute(ID) }, text(base64Binary()));
export type SignatureValue = Infer<typeof SignatureValue>;

/** Name of a key. */
export const KeyName = ds.elementOf('KeyName', string());

/** In-band key agreement data. */
export const MgmtData = ds.elementOf('MgmtData', string());

/** A DSA public key. */
export const DSAKeyValue = ds.element(
  'DSAKeyValue',
  optional(sequence({ P: base64Binary(), Q: base64Binary() })),
  { G: optional(base64Binary()), Y: base64Binary(), J: optional(base64Binary()) },
  optional(sequence({ Seed: base64Binary(), PgenCounter: base64Binary() })),
);

/** An RSA public key. */
export const RSAKeyValue = ds.element('RSAKeyValue', { Modulus: base64Binary(), Exponent: base64Binary() });

/** A public key. */
export const KeyValue = ds.element(
  'KeyValue',
  choice(ref(DSAKeyValue), ref(RSAKeyValue), wildcard('##other', { min: 1, max: 1 })),
  mixed,
);

/** Where more on the key is found. */
export const RetrievalMethod = ds.element(
  'RetrievalMethod',
  { Type: optionalAttribute(anyURI()), URI: optionalAttribute(anyURI()) },
  optional(ref(Transforms)),
);

/** A certificate by its issuer's name and its serial number. */
export const X509IssuerSerialType = ds.complexType('X509IssuerSerialType', {
  X509IssuerName: string(),
  X509SerialNumber: integer,
});
export type X509IssuerSerialType = Infer<typeof X509IssuerSerialType>;

/** Certificates, or what names them. */
export const X509Data = ds.element(
  'X509Data',
  repeated(
    choice(
      {
        X509IssuerSerial: X509IssuerSerialType,
        X509SKI: base64Binary(),
        X509SubjectName: string(),
        X509Certificate: base64Binary(),
        X509CRL: base64Binary(),
      },
      wildcard('##other', { min: 1, max: 1 }),
    ),
  ),
);

/** A PGP key. */
export const PGPData = ds.element(
  'PGPData',
  choice(
    sequence({ PGPKeyID: base64Binary(), PGPKeyPacket: optional(base64Binary()) }, wildcard('##other')),
    sequence({ PGPKeyPacket: base64Binary() }, wildcard('##other')),
  ),
);

/** An SPKI key. */
export const SPKIData = ds.element(
  'SPKIData',
  repeated(sequence({ SPKISexp: base64Binary() }, wildcard('##other', { max: 1 }))),
);

/** The signer's key; ISO 15118 sends none. */
export const KeyInfo = ds.element(
  'KeyInfo',
  { Id: optionalAttribute(ID) },
  repeated(
    choice(
      ref(KeyName),
      ref(KeyValue),
      ref(RetrievalMethod),
      ref(X509Data),
      ref(PGPData),
      ref(SPKIData),
      ref(MgmtData),
      wildcard('##other', { min: 1, max: 1 }),
    ),
  ),
  mixed,
);
export type KeyInfo = Infer<typeof KeyInfo>;

/** Signed content inside the signature; ISO 15118 sends none. */
export const SignatureObject = ds.element(
  'Object',
  { Encoding: optionalAttribute(anyURI()), Id: optionalAttribute(ID), MimeType: optionalAttribute(string()) },
  wildcard('##any'),
  mixed,
);

/** A signature over the SignedInfo. */
export const Signature = ds.element(
  'Signature',
  { Id: optionalAttribute(ID) },
  ref(SignedInfo),
  ref(SignatureValue),
  optional(ref(KeyInfo)),
  refOptionalRepeated(SignatureObject),
);
export type Signature = Infer<typeof Signature>;

/** References that are not checked with the signature. */
export const Manifest = ds.element('Manifest', { Id: optionalAttribute(ID) }, refRepeated(Reference));

/** A statement on the signature; its content is a wildcard, so that none can be sent. */
export const SignatureProperty = ds.element(
  'SignatureProperty',
  { Id: optionalAttribute(ID), Target: attribute(anyURI()) },
  wildcard('##other', { min: 1 }),
  mixed,
);

/** Statements on the signature. */
export const SignatureProperties = ds.element(
  'SignatureProperties',
  { Id: optionalAttribute(ID) },
  refRepeated(SignatureProperty),
);

/** The global elements of xmldsig-core, which the V2G schemas import. */
export const xmldsigElements = [
  CanonicalizationMethod,
  DSAKeyValue,
  DigestMethod,
  DigestValue,
  KeyInfo,
  KeyName,
  KeyValue,
  Manifest,
  MgmtData,
  SignatureObject,
  PGPData,
  RSAKeyValue,
  Reference,
  RetrievalMethod,
  SPKIData,
  Signature,
  SignatureMethod,
  SignatureProperties,
  SignatureProperty,
  SignatureValue,
  SignedInfo,
  Transform,
  Transforms,
  X509Data,
] as const;

/** xmldsig-core alone. */
export const xmldsig = schemaSet({ name: 'xmldsig', namespaces: [ds], elements: xmldsigElements });

const codec = createCodec(xmldsig);

/**
 * The bytes that a signature covers: SignedInfo as a fragment under xmldsig-core alone, which is not a piece of the message's
 * bytes. ISO 15118-2:2014 7.9.2.4.2.
 *
 * @throws ExiError without offset if the value is not valid
 */
export function encodeSignedInfo(signedInfo: SignedInfo): Uint8Array {
  return codec.encodeFragment('SignedInfo', signedInfo);
}

/** Reads a fragment of this schema. @throws ExiError */
export function decodeFragment(exi: Uint8Array, options?: DecodeOptions): NamedElement {
  return codec.decodeFragment(exi, options);
}
