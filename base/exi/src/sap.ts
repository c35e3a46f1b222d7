/**
 * The handshake on the application protocol, which comes before all else: supportedAppProtocolReq and -Res.
 * ISO 15118-2:2014 8.2, schema V2G_CI_AppProtocol; the same in ISO 15118-20 and DIN SPEC 70121.
 *
 * @module
 */

import { createCodec } from './codec.ts';
import { ExiError } from './errors.ts';
import type { DecodeOptions } from './interpreter.ts';
import {
  anyURI,
  enumeration,
  type Infer,
  namespace,
  type OneOf,
  optional,
  repeated,
  restrict,
  unsignedByte,
  unsignedInt,
} from './schema.ts';
import { schemaSet } from './schemaSet.ts';

const sap = namespace({ uri: 'urn:iso:15118:2:2010:AppProtocol', prefix: 'v2gci_a', areElementsQualified: false });

/** One protocol that the EV speaks; `SchemaID` stands for it in the answer, `Priority` 1 is the highest. */
export const AppProtocolType = sap.complexType('AppProtocolType', {
  ProtocolNamespace: anyURI({ maxLength: 100 }),
  VersionNumberMajor: unsignedInt,
  VersionNumberMinor: unsignedInt,
  SchemaID: unsignedByte,
  Priority: restrict(unsignedByte, { min: 1, max: 20 }),
});
export type AppProtocolType = Infer<typeof AppProtocolType>;

/** The protocols of the EV. [V2G2-165] */
export const supportedAppProtocolReq = sap.element('supportedAppProtocolReq', {
  AppProtocol: repeated(AppProtocolType, { max: 20 }),
});
export type supportedAppProtocolReq = Infer<typeof supportedAppProtocolReq>;

/** The station's choice: `SchemaID` of the request, absent when nothing fits. */
export const supportedAppProtocolRes = sap.element('supportedAppProtocolRes', {
  ResponseCode: enumeration(
    'OK_SuccessfulNegotiation',
    'OK_SuccessfulNegotiationWithMinorDeviation',
    'Failed_NoNegotiation',
  ),
  SchemaID: optional(unsignedByte),
});
export type supportedAppProtocolRes = Infer<typeof supportedAppProtocolRes>;

/** Either message by its name. */
export type AppProtocolMessage = OneOf<{
  supportedAppProtocolReq: supportedAppProtocolReq;
  supportedAppProtocolRes: supportedAppProtocolRes;
}>;

/** The schema of the handshake. */
export const appProtocol = schemaSet({
  name: 'sap',
  namespaces: [sap],
  elements: [supportedAppProtocolReq, supportedAppProtocolRes],
});

const codec = createCodec(appProtocol);

/** Writes a handshake message. @throws ExiError without offset if the value is not valid */
export function encodeSap(message: AppProtocolMessage): Uint8Array {
  const { supportedAppProtocolReq: req, supportedAppProtocolRes: res } = message;
  if (req !== undefined && res === undefined) return codec.encode('supportedAppProtocolReq', req);
  if (res !== undefined && req === undefined) return codec.encode('supportedAppProtocolRes', res);
  throw new ExiError('root', 'expected supportedAppProtocolReq or supportedAppProtocolRes');
}

/** Reads a handshake message. @throws ExiError */
export function decodeSap(exi: Uint8Array, options?: DecodeOptions): AppProtocolMessage {
  const { name, value } = codec.decode(exi, options);
  return name === 'supportedAppProtocolReq'
    ? { supportedAppProtocolReq: value as supportedAppProtocolReq }
    : { supportedAppProtocolRes: value as supportedAppProtocolRes };
}
