/** The 34 messages of ISO 15118-2: schema V2G_CI_MsgBody. ISO 15118-2:2014 8.4 and Annex C.4. @module */

import {
  attribute,
  boolean,
  ID,
  type Infer,
  long,
  namespace,
  optional,
  optionalAttribute,
  short,
  unsignedShort,
} from '../schema.ts';
import {
  AC_EVSEStatusType,
  anyEVChargeParameter,
  anyEVPowerDeliveryParameter,
  anyEVSEChargeParameter,
  anyEVSEStatus,
  anySASchedules,
  CertificateChainType,
  ChargeServiceType,
  ChargingProfileType,
  ContractSignatureEncryptedPrivateKeyType,
  certificateType,
  chargeProgressType,
  chargingSessionType,
  DC_EVSEStatusType,
  DC_EVStatusType,
  DiffieHellmanPublickeyType,
  EMAIDType,
  EnergyTransferModeType,
  EVSEProcessingType,
  eMAIDType,
  evccIDType,
  evseIDType,
  genChallengeType,
  ListOfRootCertificateIDsType,
  MeterInfoType,
  PaymentOptionListType,
  PhysicalValueType,
  paymentOptionType,
  responseCodeType,
  SAIDType,
  SelectedServiceListType,
  ServiceListType,
  ServiceParameterListType,
  serviceCategoryType,
  serviceIDType,
  serviceScopeType,
  sessionIDType,
} from './dataTypes.ts';

/** Names in `urn:iso:15118:2:2013:MsgBody`. */
export const body = namespace({ uri: 'urn:iso:15118:2:2013:MsgBody', prefix: 'v2gci_b' });

/** Abstract: what a body holds. */
export const BodyElement = body.abstractElement('BodyElement', body.complexType('BodyBaseType'));

/** Opens or joins a session. */
export const SessionSetupReq = body.element('SessionSetupReq', { EVCCID: evccIDType });
export type SessionSetupReq = Infer<typeof SessionSetupReq>;

/** The session is open; `EVSETimeStamp` in seconds since the epoch. */
export const SessionSetupRes = body.element('SessionSetupRes', {
  ResponseCode: responseCodeType,
  EVSEID: evseIDType,
  EVSETimeStamp: optional(long),
});
export type SessionSetupRes = Infer<typeof SessionSetupRes>;

/** Asks for services. */
export const ServiceDiscoveryReq = body.element('ServiceDiscoveryReq', {
  ServiceScope: optional(serviceScopeType),
  ServiceCategory: optional(serviceCategoryType),
});
export type ServiceDiscoveryReq = Infer<typeof ServiceDiscoveryReq>;

/** Services and ways to pay. */
export const ServiceDiscoveryRes = body.element('ServiceDiscoveryRes', {
  ResponseCode: responseCodeType,
  PaymentOptionList: PaymentOptionListType,
  ChargeService: ChargeServiceType,
  ServiceList: optional(ServiceListType),
});
export type ServiceDiscoveryRes = Infer<typeof ServiceDiscoveryRes>;

/** Asks for the parameters of a service. */
export const ServiceDetailReq = body.element('ServiceDetailReq', { ServiceID: serviceIDType });
export type ServiceDetailReq = Infer<typeof ServiceDetailReq>;

/** The parameters of a service. */
export const ServiceDetailRes = body.element('ServiceDetailRes', {
  ResponseCode: responseCodeType,
  ServiceID: serviceIDType,
  ServiceParameterList: optional(ServiceParameterListType),
});
export type ServiceDetailRes = Infer<typeof ServiceDetailRes>;

/** Takes a way to pay and services. */
export const PaymentServiceSelectionReq = body.element('PaymentServiceSelectionReq', {
  SelectedPaymentOption: paymentOptionType,
  SelectedServiceList: SelectedServiceListType,
});
export type PaymentServiceSelectionReq = Infer<typeof PaymentServiceSelectionReq>;

/** The selection is taken. */
export const PaymentServiceSelectionRes = body.element('PaymentServiceSelectionRes', {
  ResponseCode: responseCodeType,
});
export type PaymentServiceSelectionRes = Infer<typeof PaymentServiceSelectionRes>;

/** Presents the contract. */
export const PaymentDetailsReq = body.element('PaymentDetailsReq', {
  eMAID: eMAIDType,
  ContractSignatureCertChain: CertificateChainType,
});
export type PaymentDetailsReq = Infer<typeof PaymentDetailsReq>;

/** The challenge that the contract's key must sign. */
export const PaymentDetailsRes = body.element('PaymentDetailsRes', {
  ResponseCode: responseCodeType,
  GenChallenge: genChallengeType,
  EVSETimeStamp: long,
});
export type PaymentDetailsRes = Infer<typeof PaymentDetailsRes>;

/** Asks for authorization; signed by the contract's key when it brings the challenge back. */
export const AuthorizationReq = body.element('AuthorizationReq', {
  Id: optionalAttribute(ID),
  GenChallenge: optional(genChallengeType),
});
export type AuthorizationReq = Infer<typeof AuthorizationReq>;

/** Authorized, refused, or not known yet. */
export const AuthorizationRes = body.element('AuthorizationRes', {
  ResponseCode: responseCodeType,
  EVSEProcessing: EVSEProcessingType,
});
export type AuthorizationRes = Infer<typeof AuthorizationRes>;

/** What the EV can take and wants. */
export const ChargeParameterDiscoveryReq = body.element(
  'ChargeParameterDiscoveryReq',
  { MaxEntriesSAScheduleTuple: optional(unsignedShort), RequestedEnergyTransferMode: EnergyTransferModeType },
  anyEVChargeParameter,
);
export type ChargeParameterDiscoveryReq = Infer<typeof ChargeParameterDiscoveryReq>;

/** What the station can give, and schedules. */
export const ChargeParameterDiscoveryRes = body.element(
  'ChargeParameterDiscoveryRes',
  { ResponseCode: responseCodeType, EVSEProcessing: EVSEProcessingType },
  optional(anySASchedules),
  anyEVSEChargeParameter,
);
export type ChargeParameterDiscoveryRes = Infer<typeof ChargeParameterDiscoveryRes>;

/** Starts, stops or renegotiates the flow of energy. */
export const PowerDeliveryReq = body.element(
  'PowerDeliveryReq',
  { ChargeProgress: chargeProgressType, SAScheduleTupleID: SAIDType, ChargingProfile: optional(ChargingProfileType) },
  optional(anyEVPowerDeliveryParameter),
);
export type PowerDeliveryReq = Infer<typeof PowerDeliveryReq>;

/** The flow of energy is as asked. */
export const PowerDeliveryRes = body.element('PowerDeliveryRes', { ResponseCode: responseCodeType }, anyEVSEStatus);
export type PowerDeliveryRes = Infer<typeof PowerDeliveryRes>;

/** AC: asks how charging goes. */
export const ChargingStatusReq = body.element('ChargingStatusReq');
export type ChargingStatusReq = Infer<typeof ChargingStatusReq>;

/** AC: how charging goes, with the meter's reading. */
export const ChargingStatusRes = body.element('ChargingStatusRes', {
  ResponseCode: responseCodeType,
  EVSEID: evseIDType,
  SAScheduleTupleID: SAIDType,
  EVSEMaxCurrent: optional(PhysicalValueType),
  MeterInfo: optional(MeterInfoType),
  ReceiptRequired: optional(boolean),
  AC_EVSEStatus: AC_EVSEStatusType,
});
export type ChargingStatusRes = Infer<typeof ChargingStatusRes>;

/** Confirms a meter reading, signed by the contract's key. */
export const MeteringReceiptReq = body.element('MeteringReceiptReq', {
  Id: optionalAttribute(ID),
  SessionID: sessionIDType,
  SAScheduleTupleID: optional(SAIDType),
  MeterInfo: MeterInfoType,
});
export type MeteringReceiptReq = Infer<typeof MeteringReceiptReq>;

/** The receipt is taken. */
export const MeteringReceiptRes = body.element('MeteringReceiptRes', { ResponseCode: responseCodeType }, anyEVSEStatus);
export type MeteringReceiptRes = Infer<typeof MeteringReceiptRes>;

/** Ends or pauses the session. */
export const SessionStopReq = body.element('SessionStopReq', { ChargingSession: chargingSessionType });
export type SessionStopReq = Infer<typeof SessionStopReq>;

/** The session is over or paused. */
export const SessionStopRes = body.element('SessionStopRes', { ResponseCode: responseCodeType });
export type SessionStopRes = Infer<typeof SessionStopRes>;

/** Asks for a new contract certificate, signed by the key of the provisioning certificate. */
export const CertificateInstallationReq = body.element('CertificateInstallationReq', {
  Id: attribute(ID),
  OEMProvisioningCert: certificateType,
  ListOfRootCertificateIDs: ListOfRootCertificateIDsType,
});
export type CertificateInstallationReq = Infer<typeof CertificateInstallationReq>;

const CertificateResFields = {
  ResponseCode: responseCodeType,
  SAProvisioningCertificateChain: CertificateChainType,
  ContractSignatureCertChain: CertificateChainType,
  ContractSignatureEncryptedPrivateKey: ContractSignatureEncryptedPrivateKeyType,
  DHpublickey: DiffieHellmanPublickeyType,
  eMAID: EMAIDType,
} as const;

/** A new contract certificate, signed by the provisioning service. */
export const CertificateInstallationRes = body.element('CertificateInstallationRes', CertificateResFields);
export type CertificateInstallationRes = Infer<typeof CertificateInstallationRes>;

/** Asks for a newer contract certificate, signed by the contract's key. */
export const CertificateUpdateReq = body.element('CertificateUpdateReq', {
  Id: attribute(ID),
  ContractSignatureCertChain: CertificateChainType,
  eMAID: eMAIDType,
  ListOfRootCertificateIDs: ListOfRootCertificateIDsType,
});
export type CertificateUpdateReq = Infer<typeof CertificateUpdateReq>;

/** A newer contract certificate; `RetryCounter` in days, -1 for never. */
export const CertificateUpdateRes = body.element('CertificateUpdateRes', CertificateResFields, {
  RetryCounter: optional(short),
});
export type CertificateUpdateRes = Infer<typeof CertificateUpdateRes>;

/** DC: asks for the check of the cable's isolation. */
export const CableCheckReq = body.element('CableCheckReq', { DC_EVStatus: DC_EVStatusType });
export type CableCheckReq = Infer<typeof CableCheckReq>;

/** DC: how the check goes. */
export const CableCheckRes = body.element('CableCheckRes', {
  ResponseCode: responseCodeType,
  DC_EVSEStatus: DC_EVSEStatusType,
  EVSEProcessing: EVSEProcessingType,
});
export type CableCheckRes = Infer<typeof CableCheckRes>;

/** DC: asks for a voltage before the contactors close. */
export const PreChargeReq = body.element('PreChargeReq', {
  DC_EVStatus: DC_EVStatusType,
  EVTargetVoltage: PhysicalValueType,
  EVTargetCurrent: PhysicalValueType,
});
export type PreChargeReq = Infer<typeof PreChargeReq>;

/** DC: the voltage that there is. */
export const PreChargeRes = body.element('PreChargeRes', {
  ResponseCode: responseCodeType,
  DC_EVSEStatus: DC_EVSEStatusType,
  EVSEPresentVoltage: PhysicalValueType,
});
export type PreChargeRes = Infer<typeof PreChargeRes>;

/** DC: asks for current. */
export const CurrentDemandReq = body.element('CurrentDemandReq', {
  DC_EVStatus: DC_EVStatusType,
  EVTargetCurrent: PhysicalValueType,
  EVMaximumVoltageLimit: optional(PhysicalValueType),
  EVMaximumCurrentLimit: optional(PhysicalValueType),
  EVMaximumPowerLimit: optional(PhysicalValueType),
  BulkChargingComplete: optional(boolean),
  ChargingComplete: boolean,
  RemainingTimeToFullSoC: optional(PhysicalValueType),
  RemainingTimeToBulkSoC: optional(PhysicalValueType),
  EVTargetVoltage: PhysicalValueType,
});
export type CurrentDemandReq = Infer<typeof CurrentDemandReq>;

/** DC: the current that flows. */
export const CurrentDemandRes = body.element('CurrentDemandRes', {
  ResponseCode: responseCodeType,
  DC_EVSEStatus: DC_EVSEStatusType,
  EVSEPresentVoltage: PhysicalValueType,
  EVSEPresentCurrent: PhysicalValueType,
  EVSECurrentLimitAchieved: boolean,
  EVSEVoltageLimitAchieved: boolean,
  EVSEPowerLimitAchieved: boolean,
  EVSEMaximumVoltageLimit: optional(PhysicalValueType),
  EVSEMaximumCurrentLimit: optional(PhysicalValueType),
  EVSEMaximumPowerLimit: optional(PhysicalValueType),
  EVSEID: evseIDType,
  SAScheduleTupleID: SAIDType,
  MeterInfo: optional(MeterInfoType),
  ReceiptRequired: optional(boolean),
});
export type CurrentDemandRes = Infer<typeof CurrentDemandRes>;

/** DC: asks whether the contactors are welded. */
export const WeldingDetectionReq = body.element('WeldingDetectionReq', { DC_EVStatus: DC_EVStatusType });
export type WeldingDetectionReq = Infer<typeof WeldingDetectionReq>;

/** DC: the voltage at the outlet. */
export const WeldingDetectionRes = body.element('WeldingDetectionRes', {
  ResponseCode: responseCodeType,
  DC_EVSEStatus: DC_EVSEStatusType,
  EVSEPresentVoltage: PhysicalValueType,
});
export type WeldingDetectionRes = Infer<typeof WeldingDetectionRes>;

/** The messages, which stand in the place of BodyElement. */
export const bodyElements = [
  AuthorizationReq,
  AuthorizationRes,
  CableCheckReq,
  CableCheckRes,
  CertificateInstallationReq,
  CertificateInstallationRes,
  CertificateUpdateReq,
  CertificateUpdateRes,
  ChargeParameterDiscoveryReq,
  ChargeParameterDiscoveryRes,
  ChargingStatusReq,
  ChargingStatusRes,
  CurrentDemandReq,
  CurrentDemandRes,
  MeteringReceiptReq,
  MeteringReceiptRes,
  PaymentDetailsReq,
  PaymentDetailsRes,
  PaymentServiceSelectionReq,
  PaymentServiceSelectionRes,
  PowerDeliveryReq,
  PowerDeliveryRes,
  PreChargeReq,
  PreChargeRes,
  ServiceDetailReq,
  ServiceDetailRes,
  ServiceDiscoveryReq,
  ServiceDiscoveryRes,
  SessionSetupReq,
  SessionSetupRes,
  SessionStopReq,
  SessionStopRes,
  WeldingDetectionReq,
  WeldingDetectionRes,
] as const;
