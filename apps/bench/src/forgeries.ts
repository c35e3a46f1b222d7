/** Contract chains and XML signatures that a car must not send: each changes one thing of a good request. ISO 15118-2:2014 7.9.2, Annex F. @module */
import type { RequestStep } from '@openpnc/iso15118/v2/evccStep';
import type { CertificateChain, Signature } from '@openpnc/iso15118/v2/message';

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
