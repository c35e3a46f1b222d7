/**
 * The messages of ISO 15118-20 that all kinds of charging share (V2G_CI_CommonMessages) as EXI streams, and the fragments
 * that their signatures cover. V2GTP payload type 0x8002. ISO 15118-20:2022 7.9, 8.3.
 *
 * @module
 */

import { createCodec, type NamedElement, onlyEntry } from './codec.ts';
import type { DecodeOptions } from './interpreter.ts';
import {
  commonMessages,
  messages,
  type PnC_AReqAuthorizationModeType,
  type SignedCertificateChainType,
  SignedInstallationData,
  SignedMeteringData,
  TargetPositionType,
} from './iso15118-20/commonMessages.ts';
import { CLReqControlMode, CLResControlMode, chargeLoopTypes, types } from './iso15118-20/commonTypes.ts';
import type { Infer, OneOf } from './schema.ts';
import { schemaSet } from './schemaSet.ts';
import { xmldsigElements, xmldsigNamespace } from './xmldsig.ts';

export * from './iso15118-20/commonMessages.ts';
export * from './iso15118-20/commonTypes.ts';

/** The type of each message by its name. */
export type Messages = { [E in (typeof commonMessages)[number] as E['name']]: Infer<E> };

/** A message by its name. */
export type CommonMessage = OneOf<Messages>;

/** The elements that are signed. */
export interface Fragments {
  readonly PnC_AReqAuthorizationMode: PnC_AReqAuthorizationModeType;
  readonly OEMProvisioningCertificateChain: SignedCertificateChainType;
  readonly SignedInstallationData: SignedInstallationData;
  readonly SignedMeteringData: SignedMeteringData;
}

/** CommonMessages, CommonTypes and xmldsig-core together. */
export const iso15118v20CommonMessages = schemaSet({
  name: 'iso15118-20',
  namespaces: [messages, types, xmldsigNamespace],
  elements: [
    ...commonMessages,
    SignedInstallationData,
    SignedMeteringData,
    CLReqControlMode,
    CLResControlMode,
    ...xmldsigElements,
  ],
  types: [...chargeLoopTypes, TargetPositionType],
  roots: commonMessages.map(({ name }) => name),
});

const codec = createCodec(iso15118v20CommonMessages);

/** Writes a message. @throws ExiError without offset if the value is not valid */
export function encodeMessage(message: CommonMessage): Uint8Array {
  return codec.encode(...onlyEntry(message));
}

/** Reads a message; every facet of the schema is checked. @throws ExiError with code, path and offset in bits */
export function decodeMessage(exi: Uint8Array, options?: DecodeOptions): CommonMessage {
  const { name, value } = codec.decode(exi, options);
  return { [name]: value } as unknown as CommonMessage;
}

/** The bytes that are hashed for a ds:Reference to this element. @throws ExiError without offset if the value is not valid */
export function encodeFragment<N extends keyof Fragments>(name: N, value: Fragments[N]): Uint8Array {
  return codec.encodeFragment(name, value);
}

/** Reads a fragment. @throws ExiError with code, path and offset in bits */
export function decodeFragment(exi: Uint8Array, options?: DecodeOptions): NamedElement {
  return codec.decodeFragment(exi, options);
}
