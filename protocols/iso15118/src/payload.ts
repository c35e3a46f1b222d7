/** Messages on the wire in their JSON form, for a trace. @module */
import { type Codec, createCodec, type Json } from '@openpnc/exi';
import { iso15118v2 } from '@openpnc/exi/iso15118-2';
import { appProtocol } from '@openpnc/exi/sap';

/** Request and response of an exchange. They hold no private key: an installed contract key is encrypted. @throws ExiError never for messages that were exchanged */
export function payloadOf(exchange: {
  readonly message: string;
  readonly request: Uint8Array;
  readonly response: Uint8Array;
}): { readonly request: Json; readonly response: Json } {
  const codec = exchange.message === 'supportedAppProtocolReq' ? sap : messages;
  return { request: codec.decodeToJson(exchange.request), response: codec.decodeToJson(exchange.response) };
}

const sap: Codec = createCodec(appProtocol);
const messages: Codec = createCodec(iso15118v2);
