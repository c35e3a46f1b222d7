/** Messages that all kinds of charging share: schema V2G_CI_CommonMessages. ISO 15118-20:2022 8.3 and Annex A. @module */

import {
  attribute,
  base64Binary,
  boolean,
  byte,
  choice,
  enumeration,
  ID,
  type Infer,
  int,
  namespace,
  optional,
  optionalAttribute,
  ref,
  repeated,
  restrict,
  short,
  string,
  unsignedByte,
  unsignedInt,
  unsignedLong,
  unsignedShort,
} from '../schema.ts';
import {
  certificateType,
  descriptionType,
  EVSEStatusType,
  identifierType,
  ListOfRootCertificateIDsType,
  MeterInfoType,
  nameType,
  numericIDType,
  percentValueType,
  processingType,
  RationalNumberType,
  ReceiptType,
  serviceIDType,
  sessionIDType,
  V2GRequestFields,
  V2GResponseFields,
} from './commonTypes.ts';

/** Names in `urn:iso:std:iso:15118:-20:CommonMessages`. */
export const messages = namespace({ uri: 'urn:iso:std:iso:15118:-20:CommonMessages', prefix: 'v2gci_cm' });

/** How the EV is authorized. */
export const authorizationType = enumeration('EIM', 'PnC');
export type Authorization = Infer<typeof authorizationType>;
/** Direction of a bidirectional transfer. */
export const channelSelectionType = enumeration('Charge', 'Discharge');
export type ChannelSelection = Infer<typeof channelSelectionType>;
/** What the EV wants of the flow of energy. */
export const chargeProgressType = enumeration('Start', 'Stop', 'Standby', 'ScheduleRenegotiation');
export type ChargeProgress = Infer<typeof chargeProgressType>;
/** Whether the session pauses, ends or renegotiates its service. */
export const chargingSessionType = enumeration('Pause', 'Terminate', 'ServiceRenegotiation');
export type ChargingSession = Infer<typeof chargingSessionType>;
/** ISO 4217 code. */
export const currencyType = string({ maxLength: 3 });
/** The provider's ephemeral public key. */
export const dhPublicKeyType = base64Binary({ length: 133 });
/** Curve of the key agreement. */
export const ecdhCurveType = enumeration('SECP521', 'X448');
export type EcdhCurve = Infer<typeof ecdhCurveType>;
/** How checking in goes. */
export const evCheckInStatusType = enumeration('CheckIn', 'Processing', 'Completed');
export type EvCheckInStatus = Infer<typeof evCheckInStatusType>;
/** How checking out goes. */
export const evCheckOutStatusType = enumeration('CheckOut', 'Processing', 'Completed');
export type EvCheckOutStatus = Infer<typeof evCheckOutStatusType>;
/** How checking out goes on the side of the station. */
export const evseCheckOutStatusType = enumeration('Scheduled', 'Completed');
export type EvseCheckOutStatus = Infer<typeof evseCheckOutStatusType>;
/** 16 random bytes. */
export const genChallengeType = base64Binary({ length: 16 });
/** ISO 639 code. */
export const languageType = string({ maxLength: 3 });
/** How the vehicle is parked. */
export const parkingMethodType = enumeration('AutoParking', 'MVGuideManual', 'Manual');
export type ParkingMethod = Infer<typeof parkingMethodType>;
/** Whether the EV keeps to the power tolerance. */
export const powerToleranceAcceptanceType = enumeration('PowerToleranceNotConfirmed', 'PowerToleranceConfirmed');
export type PowerToleranceAcceptance = Infer<typeof powerToleranceAcceptanceType>;

/** Authorization by other means than a contract. */
export const EIM_AReqAuthorizationModeType = messages.complexType('EIM_AReqAuthorizationModeType');
export type EIM_AReqAuthorizationModeType = Infer<typeof EIM_AReqAuthorizationModeType>;

/** CA certificates below the root. */
export const SubCertificatesType = messages.complexType('SubCertificatesType', {
  Certificate: repeated(certificateType, { max: 3 }),
});
export type SubCertificatesType = Infer<typeof SubCertificatesType>;

/** A contract certificate and its CAs, without the root. */
export const ContractCertificateChainType = messages.complexType('ContractCertificateChainType', {
  Certificate: certificateType,
  SubCertificates: SubCertificatesType,
});
export type ContractCertificateChainType = Infer<typeof ContractCertificateChainType>;

/** Authorization by contract: the challenge and the chain, signed by the contract's key. */
export const PnC_AReqAuthorizationModeType = messages.complexType('PnC_AReqAuthorizationModeType', {
  Id: attribute(ID),
  GenChallenge: genChallengeType,
  ContractCertificateChain: ContractCertificateChainType,
});
export type PnC_AReqAuthorizationModeType = Infer<typeof PnC_AReqAuthorizationModeType>;

/** Asks for authorization by contract or by other means. */
export const AuthorizationReq = messages.element(
  'AuthorizationReq',
  V2GRequestFields,
  { SelectedAuthorizationService: authorizationType },
  choice({
    EIM_AReqAuthorizationMode: EIM_AReqAuthorizationModeType,
    PnC_AReqAuthorizationMode: PnC_AReqAuthorizationModeType,
  }),
);
export type AuthorizationReq = Infer<typeof AuthorizationReq>;

/** Authorized, refused, or not known yet. */
export const AuthorizationRes = messages.element('AuthorizationRes', V2GResponseFields, {
  EVSEProcessing: processingType,
});
export type AuthorizationRes = Infer<typeof AuthorizationRes>;

/** Asks how the EV can be authorized. */
export const AuthorizationSetupReq = messages.element('AuthorizationSetupReq', V2GRequestFields);
export type AuthorizationSetupReq = Infer<typeof AuthorizationSetupReq>;

/** Nothing is needed for authorization by other means. */
export const EIM_ASResAuthorizationModeType = messages.complexType('EIM_ASResAuthorizationModeType');
export type EIM_ASResAuthorizationModeType = Infer<typeof EIM_ASResAuthorizationModeType>;

/** Mobility operators that the station knows. */
export const SupportedProvidersListType = messages.complexType('SupportedProvidersListType', {
  ProviderID: repeated(nameType, { max: 128 }),
});
export type SupportedProvidersListType = Infer<typeof SupportedProvidersListType>;

/** The challenge for authorization by contract. */
export const PnC_ASResAuthorizationModeType = messages.complexType('PnC_ASResAuthorizationModeType', {
  GenChallenge: genChallengeType,
  SupportedProviders: optional(SupportedProvidersListType),
});
export type PnC_ASResAuthorizationModeType = Infer<typeof PnC_ASResAuthorizationModeType>;

/** Ways to be authorized. */
export const AuthorizationSetupRes = messages.element(
  'AuthorizationSetupRes',
  V2GResponseFields,
  { AuthorizationServices: repeated(authorizationType, { max: 2 }), CertificateInstallationService: boolean },
  choice({
    EIM_ASResAuthorizationMode: EIM_ASResAuthorizationModeType,
    PnC_ASResAuthorizationMode: PnC_ASResAuthorizationModeType,
  }),
);
export type AuthorizationSetupRes = Infer<typeof AuthorizationSetupRes>;

/** The provisioning certificate and its CAs, signed by its key. */
export const SignedCertificateChainType = messages.complexType('SignedCertificateChainType', {
  Id: attribute(ID),
  Certificate: certificateType,
  SubCertificates: optional(SubCertificatesType),
});
export type SignedCertificateChainType = Infer<typeof SignedCertificateChainType>;

/** Contracts that the EV prefers. */
export const EMAIDListType = messages.complexType('EMAIDListType', { EMAID: repeated(identifierType, { max: 8 }) });
export type EMAIDListType = Infer<typeof EMAIDListType>;

/** Asks for contract certificates. */
export const CertificateInstallationReq = messages.element('CertificateInstallationReq', V2GRequestFields, {
  OEMProvisioningCertificateChain: SignedCertificateChainType,
  ListOfRootCertificateIDs: ListOfRootCertificateIDsType,
  MaximumContractCertificateChains: unsignedByte,
  PrioritizedEMAIDs: optional(EMAIDListType),
});
export type CertificateInstallationReq = Infer<typeof CertificateInstallationReq>;

/** A leaf certificate and its CAs, without the root. */
export const CertificateChainType = messages.complexType('CertificateChainType', {
  Certificate: certificateType,
  SubCertificates: optional(SubCertificatesType),
});
export type CertificateChainType = Infer<typeof CertificateChainType>;

/** A contract certificate with its encrypted private key. */
export const SignedInstallationData = messages.element(
  'SignedInstallationData',
  {
    Id: attribute(ID),
    ContractCertificateChain: ContractCertificateChainType,
    ECDHCurve: ecdhCurveType,
    DHPublicKey: dhPublicKeyType,
  },
  choice({
    SECP521_EncryptedPrivateKey: base64Binary({ length: 94 }),
    X448_EncryptedPrivateKey: base64Binary({ length: 84 }),
    TPM_EncryptedPrivateKey: base64Binary({ length: 206 }),
  }),
);
export type SignedInstallationData = Infer<typeof SignedInstallationData>;

/** A contract certificate, signed by the provisioning service. */
export const CertificateInstallationRes = messages.element(
  'CertificateInstallationRes',
  V2GResponseFields,
  { EVSEProcessing: processingType, CPSCertificateChain: CertificateChainType },
  ref(SignedInstallationData),
  { RemainingContractCertificateChains: unsignedByte },
);
export type CertificateInstallationRes = Infer<typeof CertificateInstallationRes>;

/** The dynamic mode has no schedule. */
export const Dynamic_SMDTControlModeType = messages.complexType('Dynamic_SMDTControlModeType');
export type Dynamic_SMDTControlModeType = Infer<typeof Dynamic_SMDTControlModeType>;

/** The schedule that is followed. */
export const Scheduled_SMDTControlModeType = messages.complexType('Scheduled_SMDTControlModeType', {
  SelectedScheduleTupleID: numericIDType,
});
export type Scheduled_SMDTControlModeType = Infer<typeof Scheduled_SMDTControlModeType>;

/** A meter reading, signed by the contract's key. */
export const SignedMeteringData = messages.element(
  'SignedMeteringData',
  { Id: attribute(ID), SessionID: sessionIDType, MeterInfo: MeterInfoType, Receipt: optional(ReceiptType) },
  choice({
    Dynamic_SMDTControlMode: Dynamic_SMDTControlModeType,
    Scheduled_SMDTControlMode: Scheduled_SMDTControlModeType,
  }),
);
export type SignedMeteringData = Infer<typeof SignedMeteringData>;

/** Confirms a meter reading. */
export const MeteringConfirmationReq = messages.element(
  'MeteringConfirmationReq',
  V2GRequestFields,
  ref(SignedMeteringData),
);
export type MeteringConfirmationReq = Infer<typeof MeteringConfirmationReq>;

/** The confirmation is taken. */
export const MeteringConfirmationRes = messages.element('MeteringConfirmationRes', V2GResponseFields);
export type MeteringConfirmationRes = Infer<typeof MeteringConfirmationRes>;

/** The dynamic mode has no schedule. */
export const Dynamic_EVPPTControlModeType = messages.complexType('Dynamic_EVPPTControlModeType');
export type Dynamic_EVPPTControlModeType = Infer<typeof Dynamic_EVPPTControlModeType>;

/** The schedule that is followed. */
export const Scheduled_EVPPTControlModeType = messages.complexType('Scheduled_EVPPTControlModeType', {
  SelectedScheduleTupleID: numericIDType,
  PowerToleranceAcceptance: optional(powerToleranceAcceptanceType),
});
export type Scheduled_EVPPTControlModeType = Infer<typeof Scheduled_EVPPTControlModeType>;

/** Power for a time in seconds. */
export const PowerScheduleEntryType = messages.complexType('PowerScheduleEntryType', {
  Duration: unsignedInt,
  Power: RationalNumberType,
  Power_L2: optional(RationalNumberType),
  Power_L3: optional(RationalNumberType),
});
export type PowerScheduleEntryType = Infer<typeof PowerScheduleEntryType>;

/** Entries of the EV's plan. */
export const EVPowerProfileEntryListType = messages.complexType('EVPowerProfileEntryListType', {
  EVPowerProfileEntry: repeated(PowerScheduleEntryType, { max: 2048 }),
});
export type EVPowerProfileEntryListType = Infer<typeof EVPowerProfileEntryListType>;

/** The EV's plan. */
export const EVPowerProfileType = messages.complexType(
  'EVPowerProfileType',
  { TimeAnchor: unsignedLong },
  choice({
    Dynamic_EVPPTControlMode: Dynamic_EVPPTControlModeType,
    Scheduled_EVPPTControlMode: Scheduled_EVPPTControlModeType,
  }),
  { EVPowerProfileEntries: EVPowerProfileEntryListType },
);
export type EVPowerProfileType = Infer<typeof EVPowerProfileType>;

/** Starts, stops or pauses the flow of energy. */
export const PowerDeliveryReq = messages.element('PowerDeliveryReq', V2GRequestFields, {
  EVProcessing: processingType,
  ChargeProgress: chargeProgressType,
  EVPowerProfile: optional(EVPowerProfileType),
  BPT_ChannelSelection: optional(channelSelectionType),
});
export type PowerDeliveryReq = Infer<typeof PowerDeliveryReq>;

/** The flow of energy is as asked. */
export const PowerDeliveryRes = messages.element('PowerDeliveryRes', V2GResponseFields, {
  EVSEStatus: optional(EVSEStatusType),
});
export type PowerDeliveryRes = Infer<typeof PowerDeliveryRes>;

/** Needs for the dynamic mode. */
export const Dynamic_SEReqControlModeType = messages.complexType('Dynamic_SEReqControlModeType', {
  DepartureTime: unsignedInt,
  MinimumSOC: optional(percentValueType),
  TargetSOC: optional(percentValueType),
  EVTargetEnergyRequest: RationalNumberType,
  EVMaximumEnergyRequest: RationalNumberType,
  EVMinimumEnergyRequest: RationalNumberType,
  EVMaximumV2XEnergyRequest: optional(RationalNumberType),
  EVMinimumV2XEnergyRequest: optional(RationalNumberType),
});
export type Dynamic_SEReqControlModeType = Infer<typeof Dynamic_SEReqControlModeType>;

/** Power for a time in seconds. */
export const EVPowerScheduleEntryType = messages.complexType('EVPowerScheduleEntryType', {
  Duration: unsignedInt,
  Power: RationalNumberType,
});
export type EVPowerScheduleEntryType = Infer<typeof EVPowerScheduleEntryType>;

/** Entries of an offer. */
export const EVPowerScheduleEntryListType = messages.complexType('EVPowerScheduleEntryListType', {
  EVPowerScheduleEntry: repeated(EVPowerScheduleEntryType, { max: 1024 }),
});
export type EVPowerScheduleEntryListType = Infer<typeof EVPowerScheduleEntryListType>;

/** Power that the EV offers. */
export const EVPowerScheduleType = messages.complexType('EVPowerScheduleType', {
  TimeAnchor: unsignedLong,
  EVPowerScheduleEntries: EVPowerScheduleEntryListType,
});
export type EVPowerScheduleType = Infer<typeof EVPowerScheduleType>;

/** Price from a power on. */
export const EVPriceRuleType = messages.complexType('EVPriceRuleType', {
  EnergyFee: RationalNumberType,
  PowerRangeStart: RationalNumberType,
});
export type EVPriceRuleType = Infer<typeof EVPriceRuleType>;

/** Price rules for a time in seconds. */
export const EVPriceRuleStackType = messages.complexType('EVPriceRuleStackType', {
  Duration: unsignedInt,
  EVPriceRule: repeated(EVPriceRuleType, { max: 8 }),
});
export type EVPriceRuleStackType = Infer<typeof EVPriceRuleStackType>;

/** Price rules of an offer. */
export const EVPriceRuleStackListType = messages.complexType('EVPriceRuleStackListType', {
  EVPriceRuleStack: repeated(EVPriceRuleStackType, { max: 1024 }),
});
export type EVPriceRuleStackListType = Infer<typeof EVPriceRuleStackListType>;

/** Prices of an offer. */
export const EVAbsolutePriceScheduleType = messages.complexType('EVAbsolutePriceScheduleType', {
  TimeAnchor: unsignedLong,
  Currency: currencyType,
  PriceAlgorithm: identifierType,
  EVPriceRuleStacks: EVPriceRuleStackListType,
});
export type EVAbsolutePriceScheduleType = Infer<typeof EVAbsolutePriceScheduleType>;

/** Energy that the EV offers, with its price. */
export const EVEnergyOfferType = messages.complexType('EVEnergyOfferType', {
  EVPowerSchedule: EVPowerScheduleType,
  EVAbsolutePriceSchedule: EVAbsolutePriceScheduleType,
});
export type EVEnergyOfferType = Infer<typeof EVEnergyOfferType>;

/** Needs for the scheduled mode. */
export const Scheduled_SEReqControlModeType = messages.complexType('Scheduled_SEReqControlModeType', {
  DepartureTime: optional(unsignedInt),
  EVTargetEnergyRequest: optional(RationalNumberType),
  EVMaximumEnergyRequest: optional(RationalNumberType),
  EVMinimumEnergyRequest: optional(RationalNumberType),
  EVEnergyOffer: optional(EVEnergyOfferType),
});
export type Scheduled_SEReqControlModeType = Infer<typeof Scheduled_SEReqControlModeType>;

/** What the EV needs and when it leaves. */
export const ScheduleExchangeReq = messages.element(
  'ScheduleExchangeReq',
  V2GRequestFields,
  { MaximumSupportingPoints: restrict(unsignedShort, { min: 12, max: 1024 }) },
  choice({
    Dynamic_SEReqControlMode: Dynamic_SEReqControlModeType,
    Scheduled_SEReqControlMode: Scheduled_SEReqControlModeType,
  }),
);
export type ScheduleExchangeReq = Infer<typeof ScheduleExchangeReq>;

/** A tax and what it is on. */
export const TaxRuleType = messages.complexType('TaxRuleType', {
  TaxRuleID: numericIDType,
  TaxRuleName: optional(nameType),
  TaxRate: RationalNumberType,
  TaxIncludedInPrice: optional(boolean),
  AppliesToEnergyFee: boolean,
  AppliesToParkingFee: boolean,
  AppliesToOverstayFee: boolean,
  AppliesMinimumMaximumCost: boolean,
});
export type TaxRuleType = Infer<typeof TaxRuleType>;

/** Taxes. */
export const TaxRuleListType = messages.complexType('TaxRuleListType', { TaxRule: repeated(TaxRuleType, { max: 10 }) });
export type TaxRuleListType = Infer<typeof TaxRuleListType>;

/** Price from a power on. */
export const PriceRuleType = messages.complexType('PriceRuleType', {
  EnergyFee: RationalNumberType,
  ParkingFee: optional(RationalNumberType),
  ParkingFeePeriod: optional(unsignedInt),
  CarbonDioxideEmission: optional(unsignedShort),
  RenewableGenerationPercentage: optional(unsignedByte),
  PowerRangeStart: RationalNumberType,
});
export type PriceRuleType = Infer<typeof PriceRuleType>;

/** Price rules for a time in seconds. */
export const PriceRuleStackType = messages.complexType('PriceRuleStackType', {
  Duration: unsignedInt,
  PriceRule: repeated(PriceRuleType, { max: 8 }),
});
export type PriceRuleStackType = Infer<typeof PriceRuleStackType>;

/** Price rules. */
export const PriceRuleStackListType = messages.complexType('PriceRuleStackListType', {
  PriceRuleStack: repeated(PriceRuleStackType, { max: 1024 }),
});
export type PriceRuleStackListType = Infer<typeof PriceRuleStackListType>;

/** What it costs to stay from a time on. */
export const OverstayRuleType = messages.complexType('OverstayRuleType', {
  OverstayRuleDescription: optional(descriptionType),
  StartTime: unsignedInt,
  OverstayFee: RationalNumberType,
  OverstayFeePeriod: unsignedInt,
});
export type OverstayRuleType = Infer<typeof OverstayRuleType>;

/** What it costs to stay. */
export const OverstayRuleListType = messages.complexType('OverstayRuleListType', {
  OverstayTimeThreshold: optional(unsignedInt),
  OverstayPowerThreshold: optional(RationalNumberType),
  OverstayRule: repeated(OverstayRuleType, { max: 5 }),
});
export type OverstayRuleListType = Infer<typeof OverstayRuleListType>;

/** A service and its fee. */
export const AdditionalServiceType = messages.complexType('AdditionalServiceType', {
  ServiceName: nameType,
  ServiceFee: RationalNumberType,
});
export type AdditionalServiceType = Infer<typeof AdditionalServiceType>;

/** Services beside energy. */
export const AdditionalServiceListType = messages.complexType('AdditionalServiceListType', {
  AdditionalService: repeated(AdditionalServiceType, { max: 5 }),
});
export type AdditionalServiceListType = Infer<typeof AdditionalServiceListType>;

/** Prices in a currency. */
export const AbsolutePriceScheduleType = messages.complexType('AbsolutePriceScheduleType', {
  Id: optionalAttribute(ID),
  TimeAnchor: unsignedLong,
  PriceScheduleID: numericIDType,
  PriceScheduleDescription: optional(descriptionType),
  Currency: currencyType,
  Language: languageType,
  PriceAlgorithm: identifierType,
  MinimumCost: optional(RationalNumberType),
  MaximumCost: optional(RationalNumberType),
  TaxRules: optional(TaxRuleListType),
  PriceRuleStacks: PriceRuleStackListType,
  OverstayRules: optional(OverstayRuleListType),
  AdditionalSelectedServices: optional(AdditionalServiceListType),
});
export type AbsolutePriceScheduleType = Infer<typeof AbsolutePriceScheduleType>;

/** A price level for a time in seconds. */
export const PriceLevelScheduleEntryType = messages.complexType('PriceLevelScheduleEntryType', {
  Duration: unsignedInt,
  PriceLevel: unsignedByte,
});
export type PriceLevelScheduleEntryType = Infer<typeof PriceLevelScheduleEntryType>;

/** Entries of a schedule of price levels. */
export const PriceLevelScheduleEntryListType = messages.complexType('PriceLevelScheduleEntryListType', {
  PriceLevelScheduleEntry: repeated(PriceLevelScheduleEntryType, { max: 1024 }),
});
export type PriceLevelScheduleEntryListType = Infer<typeof PriceLevelScheduleEntryListType>;

/** Relative price levels. */
export const PriceLevelScheduleType = messages.complexType('PriceLevelScheduleType', {
  Id: optionalAttribute(ID),
  TimeAnchor: unsignedLong,
  PriceScheduleID: numericIDType,
  PriceScheduleDescription: optional(descriptionType),
  NumberOfPriceLevels: unsignedByte,
  PriceLevelScheduleEntries: PriceLevelScheduleEntryListType,
});
export type PriceLevelScheduleType = Infer<typeof PriceLevelScheduleType>;

/** Limits and prices of the dynamic mode. */
export const Dynamic_SEResControlModeType = messages.complexType(
  'Dynamic_SEResControlModeType',
  {
    DepartureTime: optional(unsignedInt),
    MinimumSOC: optional(percentValueType),
    TargetSOC: optional(percentValueType),
  },
  optional(choice({ AbsolutePriceSchedule: AbsolutePriceScheduleType, PriceLevelSchedule: PriceLevelScheduleType })),
);
export type Dynamic_SEResControlModeType = Infer<typeof Dynamic_SEResControlModeType>;

/** Entries of a power schedule. */
export const PowerScheduleEntryListType = messages.complexType('PowerScheduleEntryListType', {
  PowerScheduleEntry: repeated(PowerScheduleEntryType, { max: 1024 }),
});
export type PowerScheduleEntryListType = Infer<typeof PowerScheduleEntryListType>;

/** Power over time. */
export const PowerScheduleType = messages.complexType('PowerScheduleType', {
  TimeAnchor: unsignedLong,
  AvailableEnergy: optional(RationalNumberType),
  PowerTolerance: optional(RationalNumberType),
  PowerScheduleEntries: PowerScheduleEntryListType,
});
export type PowerScheduleType = Infer<typeof PowerScheduleType>;

/** Power and its price. */
export const ChargingScheduleType = messages.complexType(
  'ChargingScheduleType',
  { PowerSchedule: PowerScheduleType },
  optional(choice({ AbsolutePriceSchedule: AbsolutePriceScheduleType, PriceLevelSchedule: PriceLevelScheduleType })),
);
export type ChargingScheduleType = Infer<typeof ChargingScheduleType>;

/** A schedule to charge and one to discharge. */
export const ScheduleTupleType = messages.complexType('ScheduleTupleType', {
  ScheduleTupleID: numericIDType,
  ChargingSchedule: ChargingScheduleType,
  DischargingSchedule: optional(ChargingScheduleType),
});
export type ScheduleTupleType = Infer<typeof ScheduleTupleType>;

/** Up to three schedules. */
export const Scheduled_SEResControlModeType = messages.complexType('Scheduled_SEResControlModeType', {
  ScheduleTuple: repeated(ScheduleTupleType, { max: 3 }),
});
export type Scheduled_SEResControlModeType = Infer<typeof Scheduled_SEResControlModeType>;

/** Schedules of the station. */
export const ScheduleExchangeRes = messages.element(
  'ScheduleExchangeRes',
  V2GResponseFields,
  { EVSEProcessing: processingType, GoToPause: optional(boolean) },
  choice({
    Dynamic_SEResControlMode: Dynamic_SEResControlModeType,
    Scheduled_SEResControlMode: Scheduled_SEResControlModeType,
  }),
);
export type ScheduleExchangeRes = Infer<typeof ScheduleExchangeRes>;

/** Asks for the parameters of a service. */
export const ServiceDetailReq = messages.element('ServiceDetailReq', V2GRequestFields, { ServiceID: serviceIDType });
export type ServiceDetailReq = Infer<typeof ServiceDetailReq>;

/** A named value. */
export const ParameterType = messages.complexType(
  'ParameterType',
  { Name: attribute(nameType) },
  choice({
    boolValue: boolean,
    byteValue: byte,
    shortValue: short,
    intValue: int,
    rationalNumber: RationalNumberType,
    finiteString: nameType,
  }),
);
export type ParameterType = Infer<typeof ParameterType>;

/** A set of named values. */
export const ParameterSetType = messages.complexType('ParameterSetType', {
  ParameterSetID: serviceIDType,
  Parameter: repeated(ParameterType, { max: 32 }),
});
export type ParameterSetType = Infer<typeof ParameterSetType>;

/** Sets of which the EV takes one. */
export const ServiceParameterListType = messages.complexType('ServiceParameterListType', {
  ParameterSet: repeated(ParameterSetType, { max: 32 }),
});
export type ServiceParameterListType = Infer<typeof ServiceParameterListType>;

/** The parameters of a service. */
export const ServiceDetailRes = messages.element('ServiceDetailRes', V2GResponseFields, {
  ServiceID: serviceIDType,
  ServiceParameterList: ServiceParameterListType,
});
export type ServiceDetailRes = Infer<typeof ServiceDetailRes>;

/** Services that the EV knows. */
export const ServiceIDListType = messages.complexType('ServiceIDListType', {
  ServiceID: repeated(serviceIDType, { max: 16 }),
});
export type ServiceIDListType = Infer<typeof ServiceIDListType>;

/** Asks for services. */
export const ServiceDiscoveryReq = messages.element('ServiceDiscoveryReq', V2GRequestFields, {
  SupportedServiceIDs: optional(ServiceIDListType),
});
export type ServiceDiscoveryReq = Infer<typeof ServiceDiscoveryReq>;

/** A service. */
export const ServiceType = messages.complexType('ServiceType', { ServiceID: serviceIDType, FreeService: boolean });
export type ServiceType = Infer<typeof ServiceType>;

/** Services. */
export const ServiceListType = messages.complexType('ServiceListType', { Service: repeated(ServiceType, { max: 8 }) });
export type ServiceListType = Infer<typeof ServiceListType>;

/** Services of the station. */
export const ServiceDiscoveryRes = messages.element('ServiceDiscoveryRes', V2GResponseFields, {
  ServiceRenegotiationSupported: boolean,
  EnergyTransferServiceList: ServiceListType,
  VASList: optional(ServiceListType),
});
export type ServiceDiscoveryRes = Infer<typeof ServiceDiscoveryRes>;

/** A service and one of its parameter sets. */
export const SelectedServiceType = messages.complexType('SelectedServiceType', {
  ServiceID: serviceIDType,
  ParameterSetID: serviceIDType,
});
export type SelectedServiceType = Infer<typeof SelectedServiceType>;

/** Services that the EV takes. */
export const SelectedServiceListType = messages.complexType('SelectedServiceListType', {
  SelectedService: repeated(SelectedServiceType, { max: 16 }),
});
export type SelectedServiceListType = Infer<typeof SelectedServiceListType>;

/** Takes services. */
export const ServiceSelectionReq = messages.element('ServiceSelectionReq', V2GRequestFields, {
  SelectedEnergyTransferService: SelectedServiceType,
  SelectedVASList: optional(SelectedServiceListType),
});
export type ServiceSelectionReq = Infer<typeof ServiceSelectionReq>;

/** The selection is taken. */
export const ServiceSelectionRes = messages.element('ServiceSelectionRes', V2GResponseFields);
export type ServiceSelectionRes = Infer<typeof ServiceSelectionRes>;

/** Opens or joins a session. */
export const SessionSetupReq = messages.element('SessionSetupReq', V2GRequestFields, { EVCCID: identifierType });
export type SessionSetupReq = Infer<typeof SessionSetupReq>;

/** The session is open. */
export const SessionSetupRes = messages.element('SessionSetupRes', V2GResponseFields, { EVSEID: identifierType });
export type SessionSetupRes = Infer<typeof SessionSetupRes>;

/** Ends or pauses the session. */
export const SessionStopReq = messages.element('SessionStopReq', V2GRequestFields, {
  ChargingSession: chargingSessionType,
  EVTerminationCode: optional(nameType),
  EVTerminationExplanation: optional(descriptionType),
});
export type SessionStopReq = Infer<typeof SessionStopReq>;

/** The session is over or paused. */
export const SessionStopRes = messages.element('SessionStopRes', V2GResponseFields);
export type SessionStopRes = Infer<typeof SessionStopRes>;

/** Tells how checking in goes. */
export const VehicleCheckInReq = messages.element('VehicleCheckInReq', V2GRequestFields, {
  EVCheckInStatus: evCheckInStatusType,
  ParkingMethod: parkingMethodType,
  VehicleFrame: optional(short),
  DeviceOffset: optional(short),
  VehicleTravel: optional(short),
});
export type VehicleCheckInReq = Infer<typeof VehicleCheckInReq>;

/** Where to park. */
export const VehicleCheckInRes = messages.element('VehicleCheckInRes', V2GResponseFields, {
  ParkingSpace: optional(short),
  DeviceLocation: optional(short),
  TargetDistance: optional(short),
});
export type VehicleCheckInRes = Infer<typeof VehicleCheckInRes>;

/** Tells how checking out goes. */
export const VehicleCheckOutReq = messages.element('VehicleCheckOutReq', V2GRequestFields, {
  EVCheckOutStatus: evCheckOutStatusType,
  CheckOutTime: unsignedLong,
});
export type VehicleCheckOutReq = Infer<typeof VehicleCheckOutReq>;

/** Whether checking out is done. */
export const VehicleCheckOutRes = messages.element('VehicleCheckOutRes', V2GResponseFields, {
  EVSECheckOutStatus: evseCheckOutStatusType,
});
export type VehicleCheckOutRes = Infer<typeof VehicleCheckOutRes>;

/** Where to park; no message of this set holds it, but a fragment's event code counts its names. */
export const TargetPositionType = messages.complexType('TargetPositionType', {
  TargetOffsetX: unsignedShort,
  TargetOffsetY: unsignedShort,
});

/** The messages. */
export const commonMessages = [
  AuthorizationReq,
  AuthorizationRes,
  AuthorizationSetupReq,
  AuthorizationSetupRes,
  CertificateInstallationReq,
  CertificateInstallationRes,
  MeteringConfirmationReq,
  MeteringConfirmationRes,
  PowerDeliveryReq,
  PowerDeliveryRes,
  ScheduleExchangeReq,
  ScheduleExchangeRes,
  ServiceDetailReq,
  ServiceDetailRes,
  ServiceDiscoveryReq,
  ServiceDiscoveryRes,
  ServiceSelectionReq,
  ServiceSelectionRes,
  SessionSetupReq,
  SessionSetupRes,
  SessionStopReq,
  SessionStopRes,
  VehicleCheckInReq,
  VehicleCheckInRes,
  VehicleCheckOutReq,
  VehicleCheckOutRes,
] as const;
