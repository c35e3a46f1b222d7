/**
 * XML signatures over EXI fragments: prepared, finished and verified. Algorithm, curve, namespace and fragment coder are
 * data, so that every edition of ISO 15118 uses this one file. ISO 15118-2:2014 7.9.2, XML Signature Syntax and Processing.
 *
 * @module
 */
import { hash, type KeyObject } from 'node:crypto';
import { equalBytes, toHex } from '@openpnc/core/bytes';
import type { Signer } from '@openpnc/core/ports';
import type { Signature, SignedInfo } from '@openpnc/exi/xmldsig';
import { type Curve, isRawSignature } from '@openpnc/x509/ecdsa';

/** How an edition signs. */
export interface SignatureProfile<Name extends string> {
  readonly canonicalization: string;
  readonly transform: string;
  readonly signatureMethod: string;
  readonly digestMethod: string;
  /** Of digests, by node:crypto's name. */
  readonly hash: 'sha256' | 'sha512';
  readonly curve: Curve;
  readonly algorithm: Signer['algorithm'];
  /** [V2G2-909] */
  readonly maxReferences: number;
  /** The EXI fragment whose digest a Reference holds. */
  readonly encodeElement: (element: SignedElement<Name>) => Uint8Array;
  /** Another coding of the same element that some peers sign; only looked at when the right one does not fit. */
  readonly encodeElementOtherwise?: (element: SignedElement<Name>) => Uint8Array | undefined;
  /** The EXI fragment that the signature value covers. */
  readonly encodeSignedInfo: (signedInfo: SignedInfo) => Uint8Array;
  /** Wrong codings of SignedInfo seen in the field, by name: they explain a wrong signature and never excuse it. */
  readonly wrongSignedInfos: Readonly<Record<string, (signedInfo: SignedInfo) => Uint8Array>>;
}

/** An element that is signed by its own Reference. */
export interface SignedElement<Name extends string> {
  readonly name: Name;
  /** As in the message, with its `Id`. */
  readonly value: { readonly Id?: string };
}

/** Why a signature does not hold. */
export type SignatureProblem =
  | 'signature_missing'
  | 'id_missing'
  | 'id_repeated'
  | 'algorithm'
  | 'forbidden_content'
  | 'reference_count'
  | 'reference_unknown'
  | 'reference_repeated'
  | 'reference_missing'
  | 'transform'
  | 'digest'
  | 'signature_length'
  | 'signature_value';

/** What came of a verification. */
export type Verification =
  | {
      readonly ok: true;
      /** Names of elements whose digest fits the other coding only (`emaid_fragment_typed`). */
      readonly codedOtherwise: readonly string[];
    }
  | {
      readonly ok: false;
      readonly problem: SignatureProblem;
      readonly text: string;
      /** What a human needs to find the fault: re-encoded SignedInfo, digests, the wrong coding that would fit. */
      readonly data: Readonly<Record<string, unknown>>;
    };

/** A SignedInfo that waits for its value. */
export interface PreparedSignature {
  readonly signedInfo: SignedInfo;
  /** What the signer signs. */
  readonly data: Uint8Array;
}

/** Makes the SignedInfo over `elements`, in their order. @throws RangeError for an element without Id */
export function prepareSignature<Name extends string>(
  profile: SignatureProfile<Name>,
  elements: readonly SignedElement<Name>[],
): PreparedSignature {
  const signedInfo: SignedInfo = {
    CanonicalizationMethod: { Algorithm: profile.canonicalization },
    SignatureMethod: { Algorithm: profile.signatureMethod },
    Reference: elements.map((element) => {
      if (!element.value.Id) throw new RangeError(`${element.name}: no Id, so it can't be signed`);
      return {
        URI: `#${element.value.Id}`,
        Transforms: { Transform: [{ Algorithm: profile.transform }] },
        DigestMethod: { Algorithm: profile.digestMethod },
        DigestValue: digest(profile, profile.encodeElement(element)),
      };
    }),
  };
  return { signedInfo, data: profile.encodeSignedInfo(signedInfo) };
}

/** The element for the header. @param value raw r||s */
export function finishSignature({ signedInfo }: PreparedSignature, value: Uint8Array): Signature {
  return { SignedInfo: signedInfo, SignatureValue: { value } };
}

/** Prepares, signs and finishes, for a caller that may wait. */
export async function signElements<Name extends string>(
  profile: SignatureProfile<Name>,
  elements: readonly SignedElement<Name>[],
  signer: Signer,
): Promise<Signature> {
  const prepared = prepareSignature(profile, elements);
  return finishSignature(prepared, await signer.sign(prepared.data));
}

/**
 * Whether `signature` was made by `key` over exactly `elements`: each is referenced once, by URI in any order, and nothing
 * else is. What must be there is looked for: an absent signature, Id, Reference or Transform fails.
 */
export function verifySignature<Name extends string>(
  profile: SignatureProfile<Name>,
  signature: Signature | undefined,
  elements: readonly SignedElement<Name>[],
  key: KeyObject,
): Verification {
  if (!signature) return bad('signature_missing', 'Header.Signature: absent, expected one');
  const { SignedInfo: signedInfo, SignatureValue: signatureValue } = signature;
  const form = formProblem(profile, signature);
  if (form) return form;
  const ids = elements.map(({ value }) => value.Id);
  const without = elements.find(({ value }) => !value.Id);
  if (without) return bad('id_missing', `${without.name}: no Id, so nothing can refer to it`);
  if (new Set(ids).size !== ids.length)
    return bad('id_repeated', `two signed elements have the same Id (${ids.join(', ')})`);

  const references = signedInfo.Reference;
  if (references.length > profile.maxReferences)
    return bad('reference_count', `SignedInfo: ${references.length} References, at most ${profile.maxReferences}`);
  const codedOtherwise: string[] = [];
  const seen = new Set<string>();
  for (const reference of references) {
    const element = elements.find(({ value }) => reference.URI === `#${value.Id}`);
    if (!element)
      return bad('reference_unknown', `Reference '${reference.URI ?? ''}' is to none of #${ids.join(', #')}`);
    if (seen.has(element.value.Id!)) return bad('reference_repeated', `Reference '${reference.URI}' comes twice`);
    seen.add(element.value.Id!);
    const transforms = reference.Transforms?.Transform ?? [];
    if (
      transforms.length !== 1 ||
      transforms[0]!.Algorithm !== profile.transform ||
      more(transforms[0]!, ['Algorithm']).length > 0
    )
      return bad(
        'transform',
        `Reference '${reference.URI}': expected the one Transform ${profile.transform} [V2G2-767]`,
      );
    if (reference.DigestMethod.Algorithm !== profile.digestMethod)
      return bad('algorithm', `Reference '${reference.URI}': DigestMethod ${reference.DigestMethod.Algorithm}`);
    const fragment = profile.encodeElement(element);
    if (equalBytes(digest(profile, fragment), reference.DigestValue)) continue;
    const other = profile.encodeElementOtherwise?.(element);
    if (other && equalBytes(digest(profile, other), reference.DigestValue)) {
      codedOtherwise.push(element.name);
      continue;
    }
    return bad('digest', `${element.name} '${reference.URI}': its digest is not the signed one`, {
      fragment: toHex(fragment),
      digest: toHex(digest(profile, fragment)),
      signed: toHex(reference.DigestValue),
    });
  }
  const missing = elements.find(({ value }) => !seen.has(value.Id!));
  if (missing) return bad('reference_missing', `no Reference to ${missing.name} '#${missing.value.Id}'`);

  const data = profile.encodeSignedInfo(signedInfo);
  const { value } = signatureValue;
  const expectedBytes = 2 * COORDINATE_BYTES[profile.curve];
  if (value.length !== expectedBytes)
    return bad(
      'signature_length',
      `SignatureValue: ${value.length} bytes, expected ${expectedBytes} (raw r||s, no DER)`,
    );
  if (isRawSignature(data, value, key, profile.curve)) return { ok: true, codedOtherwise };
  return bad('signature_value', 'SignatureValue: not made by this key over this SignedInfo', {
    signedInfo: toHex(data),
    signatureValue: toHex(value),
    ...explanation(profile, signedInfo, value, key),
  });
}

/** Algorithms, and content that ISO 15118 does not use [V2G2-771]. Ids are let through: they are part of what is hashed. */
function formProblem<Name extends string>(
  profile: SignatureProfile<Name>,
  { SignedInfo: signedInfo, ...signature }: Signature,
): Verification | undefined {
  const { CanonicalizationMethod, SignatureMethod } = signedInfo;
  if (CanonicalizationMethod.Algorithm !== profile.canonicalization)
    return bad(
      'algorithm',
      `CanonicalizationMethod ${CanonicalizationMethod.Algorithm}, expected ${profile.canonicalization}`,
    );
  if (SignatureMethod.Algorithm !== profile.signatureMethod)
    return bad('algorithm', `SignatureMethod ${SignatureMethod.Algorithm}, expected ${profile.signatureMethod}`);
  const extra = [
    ...more(signature, ['SignatureValue', 'Id']),
    ...more(CanonicalizationMethod, ['Algorithm']),
    ...more(SignatureMethod, ['Algorithm']),
  ];
  if (extra.length > 0) return bad('forbidden_content', `Signature: ${extra.join(', ')} is not used by ISO 15118-2`);
  return undefined;
}

function more(element: object, known: readonly string[]): readonly string[] {
  return Object.keys(element).filter((name) => !known.includes(name));
}

/** Which known mistake of other stacks explains a wrong value. */
function explanation<Name extends string>(
  profile: SignatureProfile<Name>,
  signedInfo: SignedInfo,
  value: Uint8Array,
  key: KeyObject,
): Readonly<Record<string, unknown>> {
  const right = profile.encodeSignedInfo(signedInfo);
  const candidates: readonly (readonly [string, Uint8Array])[] = [
    ...Object.entries(profile.wrongSignedInfos).map(([name, encode]) => [name, encode(signedInfo)] as const),
    ['SignedInfo was hashed twice', digest(profile, right)],
  ];
  const found = candidates.find(([, data]) => isRawSignature(data, value, key, profile.curve));
  return found ? { explanation: found[0] } : {};
}

function digest({ hash: name }: { readonly hash: string }, data: Uint8Array): Uint8Array {
  return new Uint8Array(hash(name, data, 'buffer'));
}

function bad(
  problem: SignatureProblem,
  text: string,
  data: Readonly<Record<string, unknown>> = {},
): Extract<Verification, { ok: false }> {
  return { ok: false, problem, text, data };
}

const COORDINATE_BYTES: Readonly<Record<Curve, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };
