/**
 * The messages of ISO 15118-2 as EXI streams, and the fragments that its signatures cover.
 * ISO 15118-2:2014 7.9.1, 7.9.2.4, 8.3; [V2G2-098] to [V2G2-100], [V2G2-600].
 *
 * @module
 */

import { createCodec, type NamedElement } from './codec.ts';
import type { DecodeOptions } from './interpreter.ts';
import type {
  CertificateChainType,
  ContractSignatureEncryptedPrivateKeyType,
  DiffieHellmanPublickeyType,
  EMAIDType,
  SalesTariffType,
} from './iso15118-2/dataTypes.ts';
import { type Bodies, iso15118v2, type V2G_Message } from './iso15118-2/message.ts';
import type { SignedInfo } from './xmldsig.ts';

export * from './iso15118-2/body.ts';
export * from './iso15118-2/dataTypes.ts';
export * from './iso15118-2/message.ts';

/** The elements that are signed, and all messages. */
export type Fragments = Bodies & {
  readonly ContractSignatureCertChain: CertificateChainType;
  readonly SAProvisioningCertificateChain: CertificateChainType;
  readonly ContractSignatureEncryptedPrivateKey: ContractSignatureEncryptedPrivateKeyType;
  readonly DHpublickey: DiffieHellmanPublickeyType;
  readonly eMAID: EMAIDType;
  readonly SalesTariff: SalesTariffType;
  readonly SignedInfo: SignedInfo;
};

const codec = createCodec(iso15118v2);

/** Writes a message. @throws ExiError without offset if the value is not valid */
export function encodeMessage(message: V2G_Message): Uint8Array {
  return codec.encode('V2G_Message', message);
}

/** Reads a message; every facet of the schema is checked. @throws ExiError with code, path and offset in bits */
export function decodeMessage(exi: Uint8Array, options?: DecodeOptions): V2G_Message {
  return codec.decode(exi, options).value as V2G_Message;
}

/**
 * The bytes that are hashed for a ds:Reference to this element: a fragment under V2G_CI_MsgDef. `eMAID` takes the relaxed
 * form that EXI 1.0 prescribes for a name with two types; see {@link encodeTypedEmaidFragment}. `SignedInfo` is here only to
 * find out what a foreign signer did: what a signature covers is the SignedInfo under xmldsig alone.
 *
 * @throws ExiError without offset if the value is not valid
 */
export function encodeFragment<N extends keyof Fragments>(name: N, value: Fragments[N]): Uint8Array {
  return codec.encodeFragment(name, value);
}

/** An eMAID as libcbv2g hashes it: by the grammar of EMAIDType. Some stacks sign this form. @throws ExiError without offset */
export function encodeTypedEmaidFragment(value: EMAIDType): Uint8Array {
  return codec.encodeTypedFragment('eMAID', value);
}

/** Reads a fragment. @throws ExiError with code, path and offset in bits */
export function decodeFragment(exi: Uint8Array, options?: DecodeOptions): NamedElement {
  return codec.decodeFragment(exi, options);
}
