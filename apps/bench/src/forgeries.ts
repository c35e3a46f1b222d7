/** Contract chains and XML signatures that a car must not send: each changes one thing of a good request. ISO 15118-2:2014 7.9.2, Annex F. @module */
import assert from 'node:assert/strict';
import {
  type Bodies,
  decodeMessage,
  encodeMessage,
  type ListOfRootCertificateIDsType,
  type V2G_Message,
} from '@openpnc/exi/iso15118-2';
import type { RequestStep } from '@openpnc/iso15118/v2/evccStep';
import type { CertificateChain, Signature } from '@openpnc/iso15118/v2/message';
import { frame as makeFrame, payloadTypes } from '@openpnc/iso15118/v2gtp';

/** How a chain is spoiled. */
export type ChainForgery =
  | 'leaf garbage'
  | 'leaf empty'
  | 'leaf truncated'
  | 'leaf with trailing bytes'
  | 'leaf bit flipped'
  | 'sub-CA garbage'
  | 'sub-CA bit flipped'
  | 'sub-CAs reversed'
  | 'sub-CAs missing'
  | 'first sub-CA missing'
  | 'second sub-CA missing'
  | 'sub-CA twice'
  | 'leaf is a sub-CA'
  | 'leaf among the sub-CAs';

/** Every way. */
export const chainForgeries: readonly ChainForgery[] = [
  'leaf garbage',
  'leaf empty',
  'leaf truncated',
  'leaf with trailing bytes',
  'leaf bit flipped',
  'sub-CA garbage',
  'sub-CA bit flipped',
  'sub-CAs reversed',
  'sub-CAs missing',
  'first sub-CA missing',
  'second sub-CA missing',
  'sub-CA twice',
  'leaf is a sub-CA',
  'leaf among the sub-CAs',
];

/** The request with its chain spoiled; other requests are left as they are. */
export function forgedChain(step: RequestStep, how: ChainForgery): RequestStep {
  const body = step.body as { readonly ContractSignatureCertChain?: CertificateChain };
  if (!body.ContractSignatureCertChain) return step;
  const { Certificate, SubCertificates } = body.ContractSignatureCertChain;
  const subs = SubCertificates?.Certificate ?? [];
  const [first, ...rest] = subs;
  const chain = (leaf: Uint8Array, above: readonly Uint8Array[]): RequestStep => {
    const { SubCertificates: _, ...plain } = body.ContractSignatureCertChain!;
    const ContractSignatureCertChain = {
      ...plain,
      Certificate: leaf,
      ...(above.length > 0 && { SubCertificates: { Certificate: above } }),
    };
    return { ...step, body: { ...body, ContractSignatureCertChain } as never };
  };
  switch (how) {
    case 'leaf garbage':
      return chain(new Uint8Array(400).fill(0xa5), subs);
    case 'leaf empty':
      return chain(new Uint8Array(0), subs);
    case 'leaf truncated':
      return chain(Certificate.subarray(0, Certificate.length - 10), subs);
    case 'leaf with trailing bytes':
      return chain(Uint8Array.of(...Certificate, 0, 0), subs);
    case 'leaf bit flipped':
      return chain(flipped(Certificate), subs);
    case 'sub-CA garbage':
      return chain(Certificate, [new Uint8Array(400).fill(0xa5), ...rest]);
    case 'sub-CA bit flipped':
      return chain(Certificate, [...(first ? [flipped(first)] : []), ...rest]);
    case 'sub-CAs reversed':
      return chain(Certificate, subs.toReversed());
    case 'sub-CAs missing':
      return chain(Certificate, []);
    case 'first sub-CA missing':
      return chain(Certificate, rest);
    case 'second sub-CA missing':
      return chain(Certificate, subs.slice(0, 1));
    case 'sub-CA twice':
      return chain(Certificate, [...(first ? [first] : []), ...subs].slice(0, 4));
    case 'leaf is a sub-CA':
      return chain(first ?? Certificate, rest);
    case 'leaf among the sub-CAs':
      return chain(Certificate, [Certificate, ...subs].slice(0, 4));
  }
}

/** The request with a list of roots that makes its EXI so many bytes long; one without such a list is left as it is. */
export function filledRequest(step: RequestStep, exiBytes: number): RequestStep {
  const body = step.body as { readonly ListOfRootCertificateIDs?: ListOfRootCertificateIDsType };
  const [first] = body.ListOfRootCertificateIDs?.RootCertificateID ?? [];
  if (!first) return step;
  const withName = (characters: number): RequestStep => {
    const filler = { ...first, X509IssuerName: 'F'.repeat(characters) };
    return { ...step, body: { ...body, ListOfRootCertificateIDs: { RootCertificateID: [first, filler] } } as never };
  };
  const lengthOf = ({ name, body: filled, signature }: RequestStep): number =>
    encodeMessage({
      Header: { SessionID: new Uint8Array(8), ...(signature && { Signature: signature }) },
      Body: { [name]: filled },
    } as V2G_Message).length;
  // The length of the name is itself written in one byte or two.
  let characters = exiBytes - lengthOf(withName(0));
  while (lengthOf(withName(characters)) > exiBytes) characters -= 1;
  return withName(characters);
}

/** The V2GTP frame of a PaymentDetailsReq whose leaf is filled up with zeros to so many bytes, past the limit of the schema. */
export function grownCertificate(frame: Uint8Array, bytes: number): Uint8Array {
  const { Body } = decodeMessage(frame.subarray(8)) as { readonly Body: Partial<Bodies> };
  const leaf = Body.PaymentDetailsReq?.ContractSignatureCertChain.Certificate;
  assert.ok(leaf && leaf.length > 127 && bytes > 127, 'expected a PaymentDetailsReq, both lengths in two bytes');
  const exi = bitsOf(frame.subarray(8));
  const at = exi.indexOf(bitsOf(leaf));
  const grown = new Uint8Array(bytes);
  grown.set(leaf);
  const length = Uint8Array.of((bytes & 0x7f) | 0x80, bytes >> 7);
  const bits = exi.slice(0, at - 16) + bitsOf(length) + bitsOf(grown) + exi.slice(at + 8 * leaf.length);
  const payload = Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2),
  );
  return makeFrame(payloadTypes.exi, payload);
}

function bitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** How a signature is spoiled. */
export type SignatureForgery =
  | 'value garbage'
  | 'value bit flipped'
  | 'value as DER'
  | 'value zero'
  | 'digest wrong'
  | 'reference to another Id'
  | 'reference twice'
  | 'second reference'
  | 'digest SHA-1'
  | 'signature method SHA-1'
  | 'canonicalization of XML'
  | 'transform enveloped'
  | 'transform missing';

/** Every way. */
export const signatureForgeries: readonly SignatureForgery[] = [
  'value garbage',
  'value bit flipped',
  'value as DER',
  'value zero',
  'digest wrong',
  'reference to another Id',
  'reference twice',
  'second reference',
  'digest SHA-1',
  'signature method SHA-1',
  'canonicalization of XML',
  'transform enveloped',
  'transform missing',
];

/** The request with its signature spoiled; one without a signature is left as it is. */
export function forgedSignature(step: RequestStep, how: SignatureForgery): RequestStep {
  const { signature } = step;
  if (!signature) return step;
  const { SignedInfo, SignatureValue } = signature;
  const [reference] = SignedInfo.Reference;
  const value = (bytes: Uint8Array): RequestStep => ({
    ...step,
    signature: { ...signature, SignatureValue: { ...SignatureValue, value: bytes } },
  });
  const info = (changed: Partial<Signature['SignedInfo']>): RequestStep => ({
    ...step,
    signature: { ...signature, SignedInfo: { ...SignedInfo, ...changed } },
  });
  const referring = (changed: Partial<NonNullable<typeof reference>>): RequestStep =>
    info({ Reference: [{ ...reference!, ...changed }] });
  switch (how) {
    case 'value garbage':
      return value(new Uint8Array(64).fill(0xa5));
    case 'value bit flipped':
      return value(flipped(SignatureValue.value));
    case 'value as DER':
      return value(derOf(SignatureValue.value));
    case 'value zero':
      return value(new Uint8Array(64));
    case 'digest wrong':
      return referring({ DigestValue: flipped(reference!.DigestValue) });
    case 'reference to another Id':
      return referring({ URI: '#ID99' });
    case 'reference twice':
      return info({ Reference: [reference!, reference!] });
    case 'second reference':
      return info({ Reference: [reference!, { ...reference!, URI: '#ID99' }] });
    case 'digest SHA-1':
      return referring({ DigestMethod: { Algorithm: 'http://www.w3.org/2000/09/xmldsig#sha1' } });
    case 'signature method SHA-1':
      return info({ SignatureMethod: { Algorithm: 'http://www.w3.org/2000/09/xmldsig#ecdsa-sha1' } });
    case 'canonicalization of XML':
      return info({ CanonicalizationMethod: { Algorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#' } });
    case 'transform enveloped':
      return referring({
        Transforms: { Transform: [{ Algorithm: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature' }] },
      });
    case 'transform missing': {
      const { Transforms: _, ...plain } = reference!;
      return info({ Reference: [plain] });
    }
  }
}

/** One bit in the middle is flipped. */
export function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const middle = copy.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 0x01;
  return copy;
}

/** r||s as an ASN.1 SEQUENCE of two INTEGERs, which ISO 15118-2 does not take. */
function derOf(raw: Uint8Array): Uint8Array {
  const integer = (part: Uint8Array) => {
    const padded = part[0]! & 0x80 ? Uint8Array.of(0, ...part) : part;
    return Uint8Array.of(2, padded.length, ...padded);
  };
  const both = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
  return Uint8Array.of(0x30, both.length, ...both);
}
