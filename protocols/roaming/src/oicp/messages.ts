/** Messages of OICP 2.3 that Plug & Charge needs, as schemas. OICP 2.3 Services and Operations, Data Types. @module */
import { dinCheckDigit, displayEmaid, emaidOfDin, parseEmaid } from '@openpnc/core/emaid';
import { type Static, Type } from 'typebox';
import { list, oneOf, openEnum, text } from '../ocpi/values.ts';

/** Contract identifier in the ISO or the DIN form. The ISO form needs the letter C before the instance and a check character. */
export const EvcoID = Type.String({
  pattern:
    '^(([A-Za-z]{2}-?[A-Za-z0-9]{3}-?C[A-Za-z0-9]{8}-?[A-Za-z0-9])|([A-Za-z]{2}[*-]?[A-Za-z0-9]{3}[*-]?[A-Za-z0-9]{6}[*-]?[0-9X]))$',
});

export const EvseID = Type.String({
  pattern: '^(([A-Z]{2}\\*?[A-Z0-9]{3}\\*?E[A-Z0-9*]{1,30})|(\\+?[0-9]{1,3}\\*[0-9]{3}\\*[0-9*]{1,32}))$',
});

export const OperatorID = Type.String({ pattern: '^(([A-Za-z]{2}\\*?[A-Za-z0-9]{3})|(\\+?[0-9]{1,3}\\*[0-9]{3}))$' });

export const ProviderID = Type.String({ pattern: '^[A-Za-z]{2}[*-]?[A-Za-z0-9]{3}$' });

/** The hub's key of a session, a GUID. */
export const SessionID = Type.String({ pattern: '^[A-Za-z0-9]{8}(-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}$' });

/** Exactly one of its members; for Plug & Charge the EvcoID of the contract certificate. */
export const Identification = Type.Object(
  {
    PlugAndChargeIdentification: Type.Optional(Type.Object({ EvcoID })),
    RemoteIdentification: Type.Optional(Type.Object({ EvcoID })),
    QRCodeIdentification: Type.Optional(Type.Object({ EvcoID })),
    RFIDMifareFamilyIdentification: Type.Optional(Type.Object({ UID: text(20) })),
    RFIDIdentification: Type.Optional(Type.Object({ UID: text(20) })),
  },
  { minProperties: 1, maxProperties: 1 },
);
export type Identification = Static<typeof Identification>;

export const StatusCode = Type.Object({
  Code: openEnum('000'),
  Description: Type.Optional(text(200)),
  AdditionalInfo: Type.Optional(text(1000)),
});
export type StatusCode = Static<typeof StatusCode>;

const partnerSessions = {
  CPOPartnerSessionID: Type.Optional(text(250)),
  EMPPartnerSessionID: Type.Optional(text(250)),
};

/** `POST /api/oicp/charging/v21/operators/{operatorID}/authorize/start` */
export const AuthorizeStart = Type.Object({
  SessionID: Type.Optional(SessionID),
  ...partnerSessions,
  OperatorID,
  EvseID: Type.Optional(EvseID),
  Identification,
  PartnerProductID: Type.Optional(text(50)),
});
export type AuthorizeStart = Static<typeof AuthorizeStart>;

/** Its answer. `SessionID` is needed for stop and CDR. */
export const AuthorizationStart = Type.Object({
  SessionID: Type.Optional(SessionID),
  ...partnerSessions,
  ProviderID: Type.Optional(ProviderID),
  AuthorizationStatus: oneOf('Authorized', 'NotAuthorized'),
  StatusCode,
  AuthorizationStopIdentifications: Type.Optional(list(Identification)),
});
export type AuthorizationStart = Static<typeof AuthorizationStart>;

/** `POST /api/oicp/charging/v21/operators/{operatorID}/authorize/stop` */
export const AuthorizeStop = Type.Object({
  SessionID,
  ...partnerSessions,
  OperatorID,
  EvseID: Type.Optional(EvseID),
  Identification,
});
export type AuthorizeStop = Static<typeof AuthorizeStop>;

/** Its answer. */
export const AuthorizationStop = Type.Object({
  SessionID: Type.Optional(SessionID),
  ...partnerSessions,
  ProviderID: Type.Optional(ProviderID),
  AuthorizationStatus: oneOf('Authorized', 'NotAuthorized'),
  StatusCode,
});
export type AuthorizationStop = Static<typeof AuthorizationStop>;

/** `POST /api/oicp/cdrmgmt/v22/operators/{operatorID}/charge-detail-record`. Energies in kWh with at most 3 decimals. */
export const ChargeDetailRecord = Type.Object({
  SessionID,
  ...partnerSessions,
  PartnerProductID: Type.Optional(text(50)),
  EvseID,
  Identification,
  ChargingStart: Type.String(),
  ChargingEnd: Type.String(),
  SessionStart: Type.String(),
  SessionEnd: Type.String(),
  MeterValueStart: Type.Optional(Type.Number()),
  MeterValueEnd: Type.Optional(Type.Number()),
  ConsumedEnergy: Type.Number(),
  SignedMeteringValues: Type.Optional(
    list(Type.Object({ SignedMeteringValue: text(3000), MeteringStatus: oneOf('Start', 'Progress', 'End') })),
  ),
  HubOperatorID: Type.Optional(OperatorID),
  HubProviderID: Type.Optional(ProviderID),
});
export type ChargeDetailRecord = Static<typeof ChargeDetailRecord>;

/** The answer to whatever only needs one. */
export const Acknowledgement = Type.Object({
  Result: Type.Boolean(),
  StatusCode,
  SessionID: Type.Optional(SessionID),
  ...partnerSessions,
});
export type Acknowledgement = Static<typeof Acknowledgement>;

/** The contracts of one provider that the hub may authorize by itself. */
export const ProviderAuthenticationData = Type.Object({
  ProviderID,
  AuthenticationDataRecord: Type.Optional(list(Type.Object({ Identification }))),
});
export type ProviderAuthenticationData = Static<typeof ProviderAuthenticationData>;

/** `POST /api/oicp/authdata/v21/providers/{providerID}/push-request`; never two at a time. */
export const PushAuthenticationData = Type.Object({
  ActionType: oneOf('fullLoad', 'update', 'insert', 'delete'),
  ProviderAuthenticationData,
});
export type PushAuthenticationData = Static<typeof PushAuthenticationData>;

/** `POST /api/oicp/authdata/v21/operators/{operatorID}/pull-request` */
export const PullAuthenticationData = Type.Object({ OperatorID });
export type PullAuthenticationData = Static<typeof PullAuthenticationData>;

/** Its answer. */
export const AuthenticationData = Type.Object({
  AuthenticationData: Type.Optional(
    Type.Object({ ProviderAuthenticationData: Type.Optional(list(ProviderAuthenticationData)) }),
  ),
  StatusCode,
});
export type AuthenticationData = Static<typeof AuthenticationData>;

/** Paths of the operations, by the id of the partner that is in them. */
export const oicpPath = {
  authorizeStart: (operator: string) =>
    `/api/oicp/charging/v21/operators/${encodeURIComponent(operator)}/authorize/start`,
  authorizeStop: (operator: string) =>
    `/api/oicp/charging/v21/operators/${encodeURIComponent(operator)}/authorize/stop`,
  chargeDetailRecord: (operator: string) =>
    `/api/oicp/cdrmgmt/v22/operators/${encodeURIComponent(operator)}/charge-detail-record`,
  pullAuthenticationData: (operator: string) =>
    `/api/oicp/authdata/v21/operators/${encodeURIComponent(operator)}/pull-request`,
  pushAuthenticationData: (provider: string) =>
    `/api/oicp/authdata/v21/providers/${encodeURIComponent(provider)}/push-request`,
} as const;

/**
 * The EvcoID of an eMAID: `DE-8AA-C12345678-D` with the check character computed where it is absent; an eMAID that stands
 * for a DIN identifier goes back to that form, `DE*8AA*012204*5`. undefined when OICP has no form for it: the ISO form
 * needs an instance that begins with C.
 */
export function evcoIdOf(eMAID: string): string | undefined {
  const emaid = parseEmaid(eMAID);
  if (!emaid) return undefined;
  if (emaid.instance.startsWith('C')) return displayEmaid(emaid.id14);
  const din = /^00([0-9A-Z]{6})([0-9X])$/.exec(emaid.instance);
  if (!din) return undefined;
  const [, instance, digit] = din as unknown as [string, string, string];
  if (dinCheckDigit(emaid.country + emaid.provider + instance) !== digit) return undefined;
  return `${emaid.country}*${emaid.provider}*${instance}*${digit}`;
}

/** The first 14 characters of the eMAID that an EvcoID stands for: what two EvcoIDs are compared by. */
export function id14OfEvcoId(evcoId: string): string | undefined {
  return parseEmaid(evcoId)?.id14 ?? emaidOfDin(evcoId)?.id14;
}

/** The EvcoID in an identification, whichever member has it. */
export function evcoIdIn(identification: Identification): string | undefined {
  return (
    identification.PlugAndChargeIdentification?.EvcoID ??
    identification.RemoteIdentification?.EvcoID ??
    identification.QRCodeIdentification?.EvcoID
  );
}

/** `DE8AA`: a provider or operator id without separators in upper case, for comparing. */
export function plainId(id: string): string {
  return id.replaceAll(/[*-]/g, '').toUpperCase();
}
