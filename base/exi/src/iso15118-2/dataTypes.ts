/** Data types of ISO 15118-2: schema V2G_CI_MsgDataTypes. ISO 15118-2:2014 8.5 and Annex C.6. @module */

import {
  attribute,
  base64Binary,
  boolean,
  byte,
  choice,
  enumeration,
  hexBinary,
  ID,
  type Infer,
  int,
  long,
  namespace,
  optional,
  optionalAttribute,
  optionalRepeated,
  refRepeated,
  repeated,
  restrict,
  short,
  string,
  substitutionGroup,
  text,
  unsignedByte,
  unsignedInt,
  unsignedLong,
  unsignedShort,
} from '../schema.ts';
import { X509IssuerSerialType } from '../xmldsig.ts';

/** Names in `urn:iso:15118:2:2013:MsgDataTypes`. */
export const dataTypes = namespace({ uri: 'urn:iso:15118:2:2013:MsgDataTypes', prefix: 'v2gci_t' });

/** How a request fared. */
export const responseCodeType = enumeration(
  'OK',
  'OK_NewSessionEstablished',
  'OK_OldSessionJoined',
  'OK_CertificateExpiresSoon',
  'FAILED',
  'FAILED_SequenceError',
  'FAILED_ServiceIDInvalid',
  'FAILED_UnknownSession',
  'FAILED_ServiceSelectionInvalid',
  'FAILED_PaymentSelectionInvalid',
  'FAILED_CertificateExpired',
  'FAILED_SignatureError',
  'FAILED_NoCertificateAvailable',
  'FAILED_CertChainError',
  'FAILED_ChallengeInvalid',
  'FAILED_ContractCanceled',
  'FAILED_WrongChargeParameter',
  'FAILED_PowerDeliveryNotApplied',
  'FAILED_TariffSelectionInvalid',
  'FAILED_ChargingProfileInvalid',
  'FAILED_MeteringSignatureNotValid',
  'FAILED_NoChargeServiceSelected',
  'FAILED_WrongEnergyTransferMode',
  'FAILED_ContactorError',
  'FAILED_CertificateNotAllowedAtThisEVSE',
  'FAILED_CertificateRevoked',
);
export type ResponseCode = Infer<typeof responseCodeType>;

/** 0 in the first request, then 8 bytes that the station chose. */
export const sessionIDType = hexBinary({ maxLength: 8 });
/** MAC address of the EV's controller. */
export const evccIDType = hexBinary({ maxLength: 6 });
/** The charging point, e.g. `DE*ABC*E1234`. */
export const evseIDType = string({ minLength: 7, maxLength: 37 });
/** The contract, 14 characters and an optional check digit. */
export const eMAIDType = string({ minLength: 14, maxLength: 15 });
/** 16 random bytes. */
export const genChallengeType = base64Binary({ length: 16 });
/** A DER certificate. */
export const certificateType = base64Binary({ maxLength: 800 });
/** Number of a service. */
export const serviceIDType = unsignedShort;
/** Name of a service. */
export const serviceNameType = string({ maxLength: 32 });
/** What a service covers. */
export const serviceScopeType = string({ maxLength: 64 });
/** Number of a schedule. */
export const SAIDType = restrict(unsignedByte, { min: 1 });
/** State of charge in percent. */
export const percentValueType = restrict(byte, { min: 0, max: 100 });
/** Power of ten. */
export const unitMultiplierType = restrict(byte, { min: -3, max: 3 });

/** Whether the station is done with what was asked. */
export const EVSEProcessingType = enumeration('Finished', 'Ongoing', 'Ongoing_WaitingForCustomerInteraction');
export type EVSEProcessing = Infer<typeof EVSEProcessingType>;
/** What the station wants of the EV. */
export const EVSENotificationType = enumeration('None', 'StopCharging', 'ReNegotiation');
export type EVSENotification = Infer<typeof EVSENotificationType>;
/** Unit of a physical value. */
export const unitSymbolType = enumeration('h', 'm', 's', 'A', 'V', 'W', 'Wh');
export type UnitSymbol = Infer<typeof unitSymbolType>;
/** How to pay. */
export const paymentOptionType = enumeration('Contract', 'ExternalPayment');
export type PaymentOption = Infer<typeof paymentOptionType>;
/** How energy is transferred. */
export const EnergyTransferModeType = enumeration(
  'AC_single_phase_core',
  'AC_three_phase_core',
  'DC_core',
  'DC_extended',
  'DC_combo_core',
  'DC_unique',
);
export type EnergyTransferMode = Infer<typeof EnergyTransferModeType>;
/** Kind of a service. */
export const serviceCategoryType = enumeration('EVCharging', 'Internet', 'ContractCertificate', 'OtherCustom');
export type ServiceCategory = Infer<typeof serviceCategoryType>;
/** What the EV wants of the station's contactor. */
export const chargeProgressType = enumeration('Start', 'Stop', 'Renegotiate');
export type ChargeProgress = Infer<typeof chargeProgressType>;
/** Whether the session ends or pauses. */
export const chargingSessionType = enumeration('Terminate', 'Pause');
export type ChargingSession = Infer<typeof chargingSessionType>;
/** A fault of the sender. */
export const faultCodeType = enumeration('ParsingError', 'NoTLSRootCertificatAvailable', 'UnknownError');
export type FaultCode = Infer<typeof faultCodeType>;
/** A fault of a DC vehicle. */
export const DC_EVErrorCodeType = enumeration(
  'NO_ERROR',
  'FAILED_RESSTemperatureInhibit',
  'FAILED_EVShiftPosition',
  'FAILED_ChargerConnectorLockFault',
  'FAILED_EVRESSMalfunction',
  'FAILED_ChargingCurrentdifferential',
  'FAILED_ChargingVoltageOutOfRange',
  'Reserved_A',
  'Reserved_B',
  'Reserved_C',
  'FAILED_ChargingSystemIncompatibility',
  'NoData',
);
export type DC_EVErrorCode = Infer<typeof DC_EVErrorCodeType>;
/** State of a DC station. */
export const DC_EVSEStatusCodeType = enumeration(
  'EVSE_NotReady',
  'EVSE_Ready',
  'EVSE_Shutdown',
  'EVSE_UtilityInterruptEvent',
  'EVSE_IsolationMonitoringActive',
  'EVSE_EmergencyShutdown',
  'EVSE_Malfunction',
  'Reserved_8',
  'Reserved_9',
  'Reserved_A',
  'Reserved_B',
  'Reserved_C',
);
export type DC_EVSEStatusCode = Infer<typeof DC_EVSEStatusCodeType>;
/** Isolation of a DC station. */
export const isolationLevelType = enumeration('Invalid', 'Valid', 'Warning', 'Fault', 'No_IMD');
export type IsolationLevel = Infer<typeof isolationLevelType>;
/** What a cost is. */
export const costKindType = enumeration(
  'relativePricePercentage',
  'RenewableGenerationPercentage',
  'CarbonDioxideEmission',
);
export type CostKind = Infer<typeof costKindType>;

/** `Value` times ten to the power of `Multiplier` in `Unit`. */
export const PhysicalValueType = dataTypes.complexType('PhysicalValueType', {
  Multiplier: unitMultiplierType,
  Unit: unitSymbolType,
  Value: short,
});
export type PhysicalValueType = Infer<typeof PhysicalValueType>;

/** A fault that the sender tells of, in the header. */
export const NotificationType = dataTypes.complexType('NotificationType', {
  FaultCode: faultCodeType,
  FaultMsg: optional(string({ maxLength: 64 })),
});
export type NotificationType = Infer<typeof NotificationType>;

/** What every status of a station begins with: seconds until the notification counts, and the notification. */
const EVSEStatusFields = { NotificationMaxDelay: unsignedShort, EVSENotification: EVSENotificationType } as const;

/** Abstract: status of a station. */
export const EVSEStatus = dataTypes.abstractElement(
  'EVSEStatus',
  dataTypes.complexType('EVSEStatusType', EVSEStatusFields),
);

/** Status of an AC station; `RCD` tells a tripped residual current device. */
export const AC_EVSEStatusType = dataTypes.complexType('AC_EVSEStatusType', EVSEStatusFields, { RCD: boolean });
export type AC_EVSEStatusType = Infer<typeof AC_EVSEStatusType>;
/** In the place of EVSEStatus. */
export const AC_EVSEStatus = dataTypes.elementOf('AC_EVSEStatus', AC_EVSEStatusType);

/** Status of a DC station. */
export const DC_EVSEStatusType = dataTypes.complexType('DC_EVSEStatusType', EVSEStatusFields, {
  EVSEIsolationStatus: optional(isolationLevelType),
  EVSEStatusCode: DC_EVSEStatusCodeType,
});
export type DC_EVSEStatusType = Infer<typeof DC_EVSEStatusType>;
/** In the place of EVSEStatus. */
export const DC_EVSEStatus = dataTypes.elementOf('DC_EVSEStatus', DC_EVSEStatusType);

/** The group of EVSEStatus. */
export const anyEVSEStatus = substitutionGroup(AC_EVSEStatus, DC_EVSEStatus, EVSEStatus);

/** Abstract: status of an EV. */
export const EVStatus = dataTypes.abstractElement('EVStatus', dataTypes.complexType('EVStatusType'));

/** Status of a DC vehicle; `EVRESSSOC` in percent. */
export const DC_EVStatusType = dataTypes.complexType('DC_EVStatusType', {
  EVReady: boolean,
  EVErrorCode: DC_EVErrorCodeType,
  EVRESSSOC: percentValueType,
});
export type DC_EVStatusType = Infer<typeof DC_EVStatusType>;
/** In the place of EVStatus. */
export const DC_EVStatus = dataTypes.elementOf('DC_EVStatus', DC_EVStatusType);

/** What every charge parameter of an EV begins with: seconds until departure. */
const EVChargeParameterFields = { DepartureTime: optional(unsignedInt) } as const;

/** Abstract: what an EV can take. */
export const EVChargeParameter = dataTypes.abstractElement(
  'EVChargeParameter',
  dataTypes.complexType('EVChargeParameterType', EVChargeParameterFields),
);

/** What an AC vehicle can take and wants. */
export const AC_EVChargeParameterType = dataTypes.complexType('AC_EVChargeParameterType', EVChargeParameterFields, {
  EAmount: PhysicalValueType,
  EVMaxVoltage: PhysicalValueType,
  EVMaxCurrent: PhysicalValueType,
  EVMinCurrent: PhysicalValueType,
});
export type AC_EVChargeParameterType = Infer<typeof AC_EVChargeParameterType>;
/** In the place of EVChargeParameter. */
export const AC_EVChargeParameter = dataTypes.elementOf('AC_EVChargeParameter', AC_EVChargeParameterType);

/** What a DC vehicle can take and wants. */
export const DC_EVChargeParameterType = dataTypes.complexType('DC_EVChargeParameterType', EVChargeParameterFields, {
  DC_EVStatus: DC_EVStatusType,
  EVMaximumCurrentLimit: PhysicalValueType,
  EVMaximumPowerLimit: optional(PhysicalValueType),
  EVMaximumVoltageLimit: PhysicalValueType,
  EVEnergyCapacity: optional(PhysicalValueType),
  EVEnergyRequest: optional(PhysicalValueType),
  FullSOC: optional(percentValueType),
  BulkSOC: optional(percentValueType),
});
export type DC_EVChargeParameterType = Infer<typeof DC_EVChargeParameterType>;
/** In the place of EVChargeParameter. */
export const DC_EVChargeParameter = dataTypes.elementOf('DC_EVChargeParameter', DC_EVChargeParameterType);

/** The group of EVChargeParameter. */
export const anyEVChargeParameter = substitutionGroup(AC_EVChargeParameter, DC_EVChargeParameter, EVChargeParameter);

/** Abstract: what a station can give. */
export const EVSEChargeParameter = dataTypes.abstractElement(
  'EVSEChargeParameter',
  dataTypes.complexType('EVSEChargeParameterType'),
);

/** What an AC station can give. */
export const AC_EVSEChargeParameterType = dataTypes.complexType('AC_EVSEChargeParameterType', {
  AC_EVSEStatus: AC_EVSEStatusType,
  EVSENominalVoltage: PhysicalValueType,
  EVSEMaxCurrent: PhysicalValueType,
});
export type AC_EVSEChargeParameterType = Infer<typeof AC_EVSEChargeParameterType>;
/** In the place of EVSEChargeParameter. */
export const AC_EVSEChargeParameter = dataTypes.elementOf('AC_EVSEChargeParameter', AC_EVSEChargeParameterType);

/** What a DC station can give. */
export const DC_EVSEChargeParameterType = dataTypes.complexType('DC_EVSEChargeParameterType', {
  DC_EVSEStatus: DC_EVSEStatusType,
  EVSEMaximumCurrentLimit: PhysicalValueType,
  EVSEMaximumPowerLimit: PhysicalValueType,
  EVSEMaximumVoltageLimit: PhysicalValueType,
  EVSEMinimumCurrentLimit: PhysicalValueType,
  EVSEMinimumVoltageLimit: PhysicalValueType,
  EVSECurrentRegulationTolerance: optional(PhysicalValueType),
  EVSEPeakCurrentRipple: PhysicalValueType,
  EVSEEnergyToBeDelivered: optional(PhysicalValueType),
});
export type DC_EVSEChargeParameterType = Infer<typeof DC_EVSEChargeParameterType>;
/** In the place of EVSEChargeParameter. */
export const DC_EVSEChargeParameter = dataTypes.elementOf('DC_EVSEChargeParameter', DC_EVSEChargeParameterType);

/** The group of EVSEChargeParameter. */
export const anyEVSEChargeParameter = substitutionGroup(
  AC_EVSEChargeParameter,
  DC_EVSEChargeParameter,
  EVSEChargeParameter,
);

/** Abstract: what an EV tells when power delivery starts. */
export const EVPowerDeliveryParameter = dataTypes.abstractElement(
  'EVPowerDeliveryParameter',
  dataTypes.complexType('EVPowerDeliveryParameterType'),
);

/** What a DC vehicle tells when power delivery starts. */
export const DC_EVPowerDeliveryParameterType = dataTypes.complexType('DC_EVPowerDeliveryParameterType', {
  DC_EVStatus: DC_EVStatusType,
  BulkChargingComplete: optional(boolean),
  ChargingComplete: boolean,
});
export type DC_EVPowerDeliveryParameterType = Infer<typeof DC_EVPowerDeliveryParameterType>;
/** In the place of EVPowerDeliveryParameter. */
export const DC_EVPowerDeliveryParameter = dataTypes.elementOf(
  'DC_EVPowerDeliveryParameter',
  DC_EVPowerDeliveryParameterType,
);

/** The group of EVPowerDeliveryParameter. */
export const anyEVPowerDeliveryParameter = substitutionGroup(DC_EVPowerDeliveryParameter, EVPowerDeliveryParameter);

/** Abstract: an interval of time. */
export const TimeInterval = dataTypes.abstractElement('TimeInterval', dataTypes.complexType('IntervalType'));

/** Seconds from now; without `duration` until the next entry. */
export const RelativeTimeIntervalType = dataTypes.complexType('RelativeTimeIntervalType', {
  start: restrict(unsignedInt, { max: 16_777_214 }),
  duration: optional(restrict(unsignedInt, { max: 86_400 })),
});
export type RelativeTimeIntervalType = Infer<typeof RelativeTimeIntervalType>;
/** In the place of TimeInterval. */
export const RelativeTimeInterval = dataTypes.elementOf('RelativeTimeInterval', RelativeTimeIntervalType);

/** The group of TimeInterval. */
export const anyTimeInterval = substitutionGroup(RelativeTimeInterval, TimeInterval);

/** Abstract: an entry of a schedule. */
export const Entry = dataTypes.abstractElement('Entry', dataTypes.complexType('EntryType', anyTimeInterval));

/** Most power in an interval. */
export const PMaxScheduleEntry = dataTypes.element('PMaxScheduleEntry', anyTimeInterval, { PMax: PhysicalValueType });
export type PMaxScheduleEntry = Infer<typeof PMaxScheduleEntry>;

/** The grid's schedule. */
export const PMaxScheduleType = dataTypes.complexType(
  'PMaxScheduleType',
  refRepeated(PMaxScheduleEntry, { max: 1024 }),
);
export type PMaxScheduleType = Infer<typeof PMaxScheduleType>;

/** `amount` times ten to the power of `amountMultiplier`. */
export const CostType = dataTypes.complexType('CostType', {
  costKind: costKindType,
  amount: unsignedInt,
  amountMultiplier: optional(unitMultiplierType),
});
export type CostType = Infer<typeof CostType>;

/** Costs from a power on. */
export const ConsumptionCostType = dataTypes.complexType('ConsumptionCostType', {
  startValue: PhysicalValueType,
  Cost: repeated(CostType, { max: 3 }),
});
export type ConsumptionCostType = Infer<typeof ConsumptionCostType>;

/** Price in an interval. */
export const SalesTariffEntry = dataTypes.element('SalesTariffEntry', anyTimeInterval, {
  EPriceLevel: optional(unsignedByte),
  ConsumptionCost: optionalRepeated(ConsumptionCostType, { max: 3 }),
});
export type SalesTariffEntry = Infer<typeof SalesTariffEntry>;

/** A tariff, signed by the mobility operator when it has an `Id` that the header's signature names. */
export const SalesTariffType = dataTypes.complexType(
  'SalesTariffType',
  {
    Id: optionalAttribute(ID),
    SalesTariffID: SAIDType,
    SalesTariffDescription: optional(string({ maxLength: 32 })),
    NumEPriceLevels: optional(unsignedByte),
  },
  refRepeated(SalesTariffEntry, { max: 1024 }),
);
export type SalesTariffType = Infer<typeof SalesTariffType>;

/** One way to charge: a grid schedule and its tariff. */
export const SAScheduleTupleType = dataTypes.complexType('SAScheduleTupleType', {
  SAScheduleTupleID: SAIDType,
  PMaxSchedule: PMaxScheduleType,
  SalesTariff: optional(SalesTariffType),
});
export type SAScheduleTupleType = Infer<typeof SAScheduleTupleType>;

/** Abstract: schedules of the secondary actor. */
export const SASchedules = dataTypes.abstractElement('SASchedules', dataTypes.complexType('SASchedulesType'));

/** Up to three ways to charge. */
export const SAScheduleListType = dataTypes.complexType('SAScheduleListType', {
  SAScheduleTuple: repeated(SAScheduleTupleType, { max: 3 }),
});
export type SAScheduleListType = Infer<typeof SAScheduleListType>;
/** In the place of SASchedules. */
export const SAScheduleList = dataTypes.elementOf('SAScheduleList', SAScheduleListType);

/** The group of SASchedules. */
export const anySASchedules = substitutionGroup(SAScheduleList, SASchedules);

/** The EV's plan: power from a time on. */
export const ProfileEntryType = dataTypes.complexType('ProfileEntryType', {
  ChargingProfileEntryStart: unsignedInt,
  ChargingProfileEntryMaxPower: PhysicalValueType,
  ChargingProfileEntryMaxNumberOfPhasesInUse: optional(restrict(byte, { min: 1, max: 3 })),
});
export type ProfileEntryType = Infer<typeof ProfileEntryType>;

/** The EV's plan. */
export const ChargingProfileType = dataTypes.complexType('ChargingProfileType', {
  ProfileEntry: repeated(ProfileEntryType, { max: 24 }),
});
export type ChargingProfileType = Infer<typeof ChargingProfileType>;

/** CA certificates below the root, leaf's issuer first. */
export const SubCertificatesType = dataTypes.complexType('SubCertificatesType', {
  Certificate: repeated(certificateType, { max: 4 }),
});
export type SubCertificatesType = Infer<typeof SubCertificatesType>;

/** A leaf certificate and its CAs, without the root. */
export const CertificateChainType = dataTypes.complexType('CertificateChainType', {
  Id: optionalAttribute(ID),
  Certificate: certificateType,
  SubCertificates: optional(SubCertificatesType),
});
export type CertificateChainType = Infer<typeof CertificateChainType>;

/** Root certificates that the EV has. */
export const ListOfRootCertificateIDsType = dataTypes.complexType('ListOfRootCertificateIDsType', {
  RootCertificateID: repeated(X509IssuerSerialType, { max: 20 }),
});
export type ListOfRootCertificateIDsType = Infer<typeof ListOfRootCertificateIDsType>;

/** The contract's private key under the session key: 16 bytes of initialisation vector, 32 of AES-CBC. */
export const ContractSignatureEncryptedPrivateKeyType = dataTypes.complexType(
  'ContractSignatureEncryptedPrivateKeyType',
  { Id: attribute(ID) },
  text(base64Binary({ maxLength: 48 })),
);
export type ContractSignatureEncryptedPrivateKeyType = Infer<typeof ContractSignatureEncryptedPrivateKeyType>;

/** The provider's ephemeral public key: an uncompressed point of 65 bytes. */
export const DiffieHellmanPublickeyType = dataTypes.complexType(
  'DiffieHellmanPublickeyType',
  { Id: attribute(ID) },
  text(base64Binary({ maxLength: 65 })),
);
export type DiffieHellmanPublickeyType = Infer<typeof DiffieHellmanPublickeyType>;

/** An eMAID that can be signed. */
export const EMAIDType = dataTypes.complexType('EMAIDType', { Id: attribute(ID) }, text(eMAIDType));
export type EMAIDType = Infer<typeof EMAIDType>;

/** A meter's reading; `MeterReading` in Wh, `TMeter` in seconds since the epoch. */
export const MeterInfoType = dataTypes.complexType('MeterInfoType', {
  MeterID: string({ maxLength: 32 }),
  MeterReading: optional(unsignedLong),
  SigMeterReading: optional(base64Binary({ maxLength: 64 })),
  MeterStatus: optional(short),
  TMeter: optional(long),
});
export type MeterInfoType = Infer<typeof MeterInfoType>;

/** Ways to pay at this station. */
export const PaymentOptionListType = dataTypes.complexType('PaymentOptionListType', {
  PaymentOption: repeated(paymentOptionType, { max: 2 }),
});
export type PaymentOptionListType = Infer<typeof PaymentOptionListType>;

/** Energy transfer modes of a station. */
export const SupportedEnergyTransferModeType = dataTypes.complexType('SupportedEnergyTransferModeType', {
  EnergyTransferMode: repeated(EnergyTransferModeType, { max: 6 }),
});
export type SupportedEnergyTransferModeType = Infer<typeof SupportedEnergyTransferModeType>;

const ServiceFields = {
  ServiceID: serviceIDType,
  ServiceName: optional(serviceNameType),
  ServiceCategory: serviceCategoryType,
  ServiceScope: optional(serviceScopeType),
  FreeService: boolean,
} as const;

/** A service that a station offers. */
export const ServiceType = dataTypes.complexType('ServiceType', ServiceFields);
export type ServiceType = Infer<typeof ServiceType>;

/** The charging service. */
export const ChargeServiceType = dataTypes.complexType('ChargeServiceType', ServiceFields, {
  SupportedEnergyTransferMode: SupportedEnergyTransferModeType,
});
export type ChargeServiceType = Infer<typeof ChargeServiceType>;

/** Services beside charging. */
export const ServiceListType = dataTypes.complexType('ServiceListType', { Service: repeated(ServiceType, { max: 8 }) });
export type ServiceListType = Infer<typeof ServiceListType>;

/** A service that the EV takes. */
export const SelectedServiceType = dataTypes.complexType('SelectedServiceType', {
  ServiceID: serviceIDType,
  ParameterSetID: optional(short),
});
export type SelectedServiceType = Infer<typeof SelectedServiceType>;

/** Services that the EV takes. */
export const SelectedServiceListType = dataTypes.complexType('SelectedServiceListType', {
  SelectedService: repeated(SelectedServiceType, { max: 16 }),
});
export type SelectedServiceListType = Infer<typeof SelectedServiceListType>;

/** A named value. */
export const ParameterType = dataTypes.complexType(
  'ParameterType',
  { Name: attribute(string()) },
  choice({
    boolValue: boolean,
    byteValue: byte,
    shortValue: short,
    intValue: int,
    physicalValue: PhysicalValueType,
    stringValue: string(),
  }),
);
export type ParameterType = Infer<typeof ParameterType>;

/** A set of named values. */
export const ParameterSetType = dataTypes.complexType('ParameterSetType', {
  ParameterSetID: short,
  Parameter: repeated(ParameterType, { max: 16 }),
});
export type ParameterSetType = Infer<typeof ParameterSetType>;

/** Sets of which the EV takes one. */
export const ServiceParameterListType = dataTypes.complexType('ServiceParameterListType', {
  ParameterSet: repeated(ParameterSetType, { max: 255 }),
});
export type ServiceParameterListType = Infer<typeof ServiceParameterListType>;

/** The global elements of this schema. */
export const dataTypesElements = [
  AC_EVChargeParameter,
  AC_EVSEChargeParameter,
  AC_EVSEStatus,
  DC_EVChargeParameter,
  DC_EVPowerDeliveryParameter,
  DC_EVSEChargeParameter,
  DC_EVSEStatus,
  DC_EVStatus,
  EVChargeParameter,
  EVPowerDeliveryParameter,
  EVSEChargeParameter,
  EVSEStatus,
  EVStatus,
  Entry,
  PMaxScheduleEntry,
  RelativeTimeInterval,
  SAScheduleList,
  SASchedules,
  SalesTariffEntry,
  TimeInterval,
] as const;
