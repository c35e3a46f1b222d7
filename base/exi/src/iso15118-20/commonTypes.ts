/** Types that all message sets of ISO 15118-20 share: schema V2G_CI_CommonTypes. ISO 15118-20:2022 Annex A. @module */

import {
  base64Binary,
  boolean,
  byte,
  enumeration,
  hexBinary,
  type Infer,
  namespace,
  optional,
  optionalRepeated,
  ref,
  repeated,
  restrict,
  short,
  string,
  unsignedInt,
  unsignedLong,
  unsignedShort,
} from '../schema.ts';
import { Signature, X509IssuerSerialType } from '../xmldsig.ts';

/** Names in `urn:iso:std:iso:15118:-20:CommonTypes`. */
export const types = namespace({ uri: 'urn:iso:std:iso:15118:-20:CommonTypes', prefix: 'v2gci_ct' });

/** A DER certificate. */
export const certificateType = base64Binary({ maxLength: 1600 });
/** A text for people. */
export const descriptionType = string({ maxLength: 160 });
/** What the station wants of the EV. */
export const evseNotificationType = enumeration(
  'Pause',
  'ExitStandby',
  'Terminate',
  'ScheduleRenegotiation',
  'ServiceRenegotiation',
  'MeteringConfirmation',
);
export type EvseNotification = Infer<typeof evseNotificationType>;
/** A name of a vehicle, a station, a contract or an algorithm. */
export const identifierType = string({ maxLength: 255 });
/** Name of a meter. */
export const meterIDType = string({ maxLength: 32 });
/** The meter's own signature. */
export const meterSignatureType = base64Binary({ maxLength: 64 });
/** A name. */
export const nameType = string({ maxLength: 80 });
/** Number of a schedule or rule. */
export const numericIDType = restrict(unsignedInt, { min: 1 });
/** State of charge in percent. */
export const percentValueType = restrict(byte, { min: 0, max: 100 });
/** Whether the sender is done with what was asked. */
export const processingType = enumeration('Finished', 'Ongoing', 'Ongoing_WaitingForCustomerInteraction');
export type Processing = Infer<typeof processingType>;
/** How a request fared. */
export const responseCodeType = enumeration(
  'OK',
  'OK_CertificateExpiresSoon',
  'OK_NewSessionEstablished',
  'OK_OldSessionJoined',
  'OK_PowerToleranceConfirmed',
  'WARNING_AuthorizationSelectionInvalid',
  'WARNING_CertificateExpired',
  'WARNING_CertificateNotYetValid',
  'WARNING_CertificateRevoked',
  'WARNING_CertificateValidationError',
  'WARNING_ChallengeInvalid',
  'WARNING_EIMAuthorizationFailure',
  'WARNING_eMSPUnknown',
  'WARNING_EVPowerProfileViolation',
  'WARNING_GeneralPnCAuthorizationError',
  'WARNING_NoCertificateAvailable',
  'WARNING_NoContractMatchingPCIDFound',
  'WARNING_PowerToleranceNotConfirmed',
  'WARNING_ScheduleRenegotiationFailed',
  'WARNING_StandbyNotAllowed',
  'WARNING_WPT',
  'FAILED',
  'FAILED_AssociationError',
  'FAILED_ContactorError',
  'FAILED_EVPowerProfileInvalid',
  'FAILED_EVPowerProfileViolation',
  'FAILED_MeteringSignatureNotValid',
  'FAILED_NoEnergyTransferServiceSelected',
  'FAILED_NoServiceRenegotiationSupported',
  'FAILED_PauseNotAllowed',
  'FAILED_PowerDeliveryNotApplied',
  'FAILED_PowerToleranceNotConfirmed',
  'FAILED_ScheduleRenegotiation',
  'FAILED_ScheduleSelectionInvalid',
  'FAILED_SequenceError',
  'FAILED_ServiceIDInvalid',
  'FAILED_ServiceSelectionInvalid',
  'FAILED_SignatureError',
  'FAILED_UnknownSession',
  'FAILED_WrongChargeParameter',
);
export type ResponseCode = Infer<typeof responseCodeType>;
/** Number of a service or of a set of its parameters. */
export const serviceIDType = unsignedShort;
/** 0 in the first request, then 8 bytes that the station chose. */
export const sessionIDType = hexBinary({ length: 8 });

/** The session, the time in seconds since the epoch, and the signature of parts of the body. */
export const MessageHeaderType = types.complexType(
  'MessageHeaderType',
  { SessionID: sessionIDType, TimeStamp: unsignedLong },
  optional(ref(Signature)),
);
export type MessageHeaderType = Infer<typeof MessageHeaderType>;

/** What every request begins with. */
export const V2GRequestFields = types.fields({ Header: MessageHeaderType });
/** What every response begins with. */
export const V2GResponseFields = types.fields({ Header: MessageHeaderType, ResponseCode: responseCodeType });

/** What every charge loop request holds for its control mode. Its type is abstract: other schema sets put their own in its place. */
export const CLReqControlMode = types.abstractElement('CLReqControlMode', types.complexType('CLReqControlModeType'));

/** What every charge loop response holds for its control mode. Its type is abstract: other schema sets put their own in its place. */
export const CLResControlMode = types.abstractElement('CLResControlMode', types.complexType('CLResControlModeType'));

/** Root certificates that the EV has. */
export const ListOfRootCertificateIDsType = types.complexType('ListOfRootCertificateIDsType', {
  RootCertificateID: repeated(X509IssuerSerialType, { max: 20 }),
});
export type ListOfRootCertificateIDsType = Infer<typeof ListOfRootCertificateIDsType>;

/** A meter's reading. */
export const MeterInfoType = types.complexType('MeterInfoType', {
  MeterID: meterIDType,
  ChargedEnergyReadingWh: unsignedLong,
  BPT_DischargedEnergyReadingWh: optional(unsignedLong),
  CapacitiveEnergyReadingVARh: optional(unsignedLong),
  BPT_InductiveEnergyReadingVARh: optional(unsignedLong),
  MeterSignature: optional(meterSignatureType),
  MeterStatus: optional(short),
  MeterTimestamp: optional(unsignedLong),
});
export type MeterInfoType = Infer<typeof MeterInfoType>;

/** `Value` times ten to the power of `Exponent`. */
export const RationalNumberType = types.complexType('RationalNumberType', { Exponent: byte, Value: short });
export type RationalNumberType = Infer<typeof RationalNumberType>;

/** A cost and its unit price. */
export const DetailedCostType = types.complexType('DetailedCostType', {
  Amount: RationalNumberType,
  CostPerUnit: RationalNumberType,
});
export type DetailedCostType = Infer<typeof DetailedCostType>;

/** A tax. */
export const DetailedTaxType = types.complexType('DetailedTaxType', {
  TaxRuleID: numericIDType,
  Amount: RationalNumberType,
});
export type DetailedTaxType = Infer<typeof DetailedTaxType>;

/** Costs so far. */
export const ReceiptType = types.complexType('ReceiptType', {
  TimeAnchor: unsignedLong,
  EnergyCosts: optional(DetailedCostType),
  OccupancyCosts: optional(DetailedCostType),
  AdditionalServicesCosts: optional(DetailedCostType),
  OverstayCosts: optional(DetailedCostType),
  TaxCosts: optionalRepeated(DetailedTaxType, { max: 10 }),
});
export type ReceiptType = Infer<typeof ReceiptType>;

/** What the station wants of the EV. */
export const EVSEStatusType = types.complexType('EVSEStatusType', {
  NotificationMaxDelay: unsignedShort,
  EVSENotification: evseNotificationType,
});
export type EVSEStatusType = Infer<typeof EVSEStatusType>;

/** What the EV shows. */
export const DisplayParametersType = types.complexType('DisplayParametersType', {
  PresentSOC: optional(percentValueType),
  MinimumSOC: optional(percentValueType),
  TargetSOC: optional(percentValueType),
  MaximumSOC: optional(percentValueType),
  RemainingTimeToMinimumSOC: optional(unsignedInt),
  RemainingTimeToTargetSOC: optional(unsignedInt),
  RemainingTimeToMaximumSOC: optional(unsignedInt),
  ChargingComplete: optional(boolean),
  BatteryEnergyCapacity: optional(RationalNumberType),
  InletHot: optional(boolean),
});
export type DisplayParametersType = Infer<typeof DisplayParametersType>;

/**
 * What the charge loops of the other sets (AC, DC, WPT, ACDP) extend. No message of this set holds such an element, but a
 * fragment's event code counts their names.
 */
export const chargeLoopTypes = [
  types.complexType('ChargeLoopReqType', V2GRequestFields, {
    DisplayParameters: optional(DisplayParametersType),
    MeterInfoRequested: boolean,
  }),
  types.complexType('ChargeLoopResType', V2GResponseFields, {
    EVSEStatus: optional(EVSEStatusType),
    MeterInfo: optional(MeterInfoType),
    Receipt: optional(ReceiptType),
  }),
  types.complexType('Dynamic_CLReqControlModeType', {
    DepartureTime: optional(unsignedInt),
    EVTargetEnergyRequest: RationalNumberType,
    EVMaximumEnergyRequest: RationalNumberType,
    EVMinimumEnergyRequest: RationalNumberType,
  }),
  types.complexType('Dynamic_CLResControlModeType', {
    DepartureTime: optional(unsignedInt),
    MinimumSOC: optional(percentValueType),
    TargetSOC: optional(percentValueType),
    AckMaxDelay: optional(unsignedShort),
  }),
] as const;
