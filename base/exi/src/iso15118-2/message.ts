/** The message around a body: schemas V2G_CI_MsgDef and V2G_CI_MsgHeader, and the schema set of ISO 15118-2. ISO 15118-2:2014 8.3. @module */

import { type AllOrNone, type Infer, namespace, type OneOf, optional, ref, substitutionGroup } from '../schema.ts';
import { schemaSet } from '../schemaSet.ts';
import { Signature, xmldsigElements, xmldsigNamespace } from '../xmldsig.ts';
import { BodyElement, body, bodyElements } from './body.ts';
import { dataTypes, dataTypesElements, NotificationType, sessionIDType } from './dataTypes.ts';

const header = namespace({ uri: 'urn:iso:15118:2:2013:MsgHeader', prefix: 'v2gci_h' });
const definition = namespace({ uri: 'urn:iso:15118:2:2013:MsgDef', prefix: 'v2gci_d' });

/** The session, a fault to tell of, and the signature of the body or parts of it. */
export const MessageHeaderType = header.complexType(
  'MessageHeaderType',
  { SessionID: sessionIDType, Notification: optional(NotificationType) },
  optional(ref(Signature)),
);
export type MessageHeaderType = Infer<typeof MessageHeaderType>;

/** Holds one message, or none. */
const BodyType = body.complexType('BodyType', optional(substitutionGroup(...bodyElements, BodyElement)));

/** The root of every message but the handshake on the protocol. */
const V2G_MessageElement = definition.element('V2G_Message', { Header: MessageHeaderType, Body: BodyType });

/** The type of each message by its name. */
export type Bodies = { [E in (typeof bodyElements)[number] as E['name']]: Infer<E> };

/** Name of a message. */
export type BodyName = keyof Bodies;

/** A message; `Body` holds exactly one by its name, or is empty. */
export interface V2G_Message {
  readonly Header: MessageHeaderType;
  readonly Body: AllOrNone<OneOf<Bodies>>;
}

/** MsgDef, MsgHeader, MsgBody, MsgDataTypes and xmldsig-core together. */
export const iso15118v2 = schemaSet({
  name: 'iso15118-2',
  namespaces: [definition, header, body, dataTypes, xmldsigNamespace],
  elements: [V2G_MessageElement, BodyElement, ...bodyElements, ...dataTypesElements, ...xmldsigElements],
  roots: ['V2G_Message'],
});
