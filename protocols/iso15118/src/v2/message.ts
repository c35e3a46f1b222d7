/** Names and parts of the messages of ISO 15118-2, taken from the schema's types. ISO 15118-2:2014 8.4. @module */
import type { Bodies, BodyName, V2G_Message } from '@openpnc/exi/iso15118-2';

/** `SessionSetupReq` and so on: what a car sends. */
export type RequestName = Extract<BodyName, `${string}Req`>;
/** `SessionSetupRes` and so on: what a station sends. */
export type ResponseName = Extract<BodyName, `${string}Res`>;
/** The response that belongs to a request, by name. */
export type ResponseNameOf<R extends RequestName> = R extends `${infer Name}Req`
  ? Extract<`${Name}Res`, ResponseName>
  : never;
/** The response that belongs to a request. */
export type ResponseOf<R extends RequestName> = Bodies[ResponseNameOf<R>];
export type ResponseCode = Bodies[ResponseName]['ResponseCode'];

/** The codes that end a session. */
export type FailureCode = Extract<ResponseCode, `FAILED${string}`>;

export type PaymentOption = Bodies['PaymentServiceSelectionReq']['SelectedPaymentOption'];
export type EnergyTransferMode = Bodies['ChargeParameterDiscoveryReq']['RequestedEnergyTransferMode'];
export type EVSEProcessing = Bodies['AuthorizationRes']['EVSEProcessing'];
export type PhysicalValue = Bodies['PreChargeReq']['EVTargetVoltage'];
export type Unit = PhysicalValue['Unit'];
export type MeterInfo = Bodies['MeteringReceiptReq']['MeterInfo'];
export type AcEvseStatus = Bodies['ChargingStatusRes']['AC_EVSEStatus'];
export type DcEvseStatus = Bodies['CurrentDemandRes']['DC_EVSEStatus'];
export type EVSENotification = AcEvseStatus['EVSENotification'];
export type DcEvStatus = Bodies['CableCheckReq']['DC_EVStatus'];
export type SAScheduleList = NonNullable<Bodies['ChargeParameterDiscoveryRes']['SAScheduleList']>;
export type SAScheduleTuple = SAScheduleList['SAScheduleTuple'][number];
export type CertificateChain = Bodies['PaymentDetailsReq']['ContractSignatureCertChain'];
export type Signature = NonNullable<V2G_Message['Header']['Signature']>;

/** The one message in a body, by its name; undefined when the body is empty. */
export function bodyOf(
  message: V2G_Message,
): { readonly [N in BodyName]: { readonly name: N; readonly body: Bodies[N] } }[BodyName] | undefined {
  const bodies: Readonly<Record<string, unknown>> = message.Body;
  // A body has one message: the first key is it, and to ask for no list of keys is cheaper.
  for (const name in bodies) return { name, body: bodies[name] } as ReturnType<typeof bodyOf>;
  return undefined;
}

/** Whether a message comes from a car. */
export function isRequest(name: BodyName): name is RequestName {
  return name.endsWith('Req');
}

/** The name of the response to a request. */
export function responseNameOf<R extends RequestName>(name: R): ResponseNameOf<R> {
  return responseNames[name];
}

/** Leaf first, then the sub-CAs in the order sent. DER each. */
export function certificatesOf({ Certificate, SubCertificates }: CertificateChain): readonly Uint8Array[] {
  return [Certificate, ...(SubCertificates?.Certificate ?? [])];
}

/** As literals: a name that is put together makes a slow key of a message. */
const responseNames: { readonly [R in RequestName]: ResponseNameOf<R> } = {
  SessionSetupReq: 'SessionSetupRes',
  ServiceDiscoveryReq: 'ServiceDiscoveryRes',
  ServiceDetailReq: 'ServiceDetailRes',
  PaymentServiceSelectionReq: 'PaymentServiceSelectionRes',
  PaymentDetailsReq: 'PaymentDetailsRes',
  AuthorizationReq: 'AuthorizationRes',
  CertificateInstallationReq: 'CertificateInstallationRes',
  CertificateUpdateReq: 'CertificateUpdateRes',
  ChargeParameterDiscoveryReq: 'ChargeParameterDiscoveryRes',
  PowerDeliveryReq: 'PowerDeliveryRes',
  MeteringReceiptReq: 'MeteringReceiptRes',
  ChargingStatusReq: 'ChargingStatusRes',
  CableCheckReq: 'CableCheckRes',
  PreChargeReq: 'PreChargeRes',
  CurrentDemandReq: 'CurrentDemandRes',
  WeldingDetectionReq: 'WeldingDetectionRes',
  SessionStopReq: 'SessionStopRes',
};
