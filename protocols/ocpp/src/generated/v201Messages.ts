/** Types of all OCPP 2.0.1 messages. Made by scripts/generate.ts from the OCA schemas; do not edit. @module */

export interface ACChargingParametersType {
  readonly customData?: CustomDataType;
  readonly energyAmount: number;
  readonly evMinCurrent: number;
  readonly evMaxCurrent: number;
  readonly evMaxVoltage: number;
}

export type APNAuthenticationEnumType = 'CHAP' | 'NONE' | 'PAP' | 'AUTO';

export interface APNType {
  readonly customData?: CustomDataType;
  readonly apn: string;
  readonly apnUserName?: string;
  readonly apnPassword?: string;
  readonly simPin?: number;
  readonly preferredNetwork?: string;
  readonly useOnlyPreferredNetwork?: boolean;
  readonly apnAuthentication: APNAuthenticationEnumType;
}

export interface AdditionalInfoType {
  readonly customData?: CustomDataType;
  readonly additionalIdToken: string;
  readonly type: string;
}

export type AttributeEnumType = 'Actual' | 'Target' | 'MinSet' | 'MaxSet';

export interface AuthorizationData {
  readonly customData?: CustomDataType;
  readonly idToken: IdTokenType;
  readonly idTokenInfo?: IdTokenInfoType;
}

export type AuthorizationStatusEnumType = 'Accepted' | 'Blocked' | 'ConcurrentTx' | 'Expired' | 'Invalid' | 'NoCredit' | 'NotAllowedTypeEVSE' | 'NotAtThisLocation' | 'NotAtThisTime' | 'Unknown';

export type AuthorizeCertificateStatusEnumType = 'Accepted' | 'SignatureError' | 'CertificateExpired' | 'CertificateRevoked' | 'NoCertificateAvailable' | 'CertChainError' | 'ContractCancelled';

export interface AuthorizeRequest {
  readonly customData?: CustomDataType;
  readonly idToken: IdTokenType;
  readonly certificate?: string;
  readonly iso15118CertificateHashData?: readonly OCSPRequestDataType[];
}

export interface AuthorizeResponse {
  readonly customData?: CustomDataType;
  readonly idTokenInfo: IdTokenInfoType;
  readonly certificateStatus?: AuthorizeCertificateStatusEnumType;
}

export interface BootNotificationRequest {
  readonly customData?: CustomDataType;
  readonly chargingStation: ChargingStationType;
  readonly reason: BootReasonEnumType;
}

export interface BootNotificationResponse {
  readonly customData?: CustomDataType;
  readonly currentTime: string;
  readonly interval: number;
  readonly status: RegistrationStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type BootReasonEnumType = 'ApplicationReset' | 'FirmwareUpdate' | 'LocalReset' | 'PowerUp' | 'RemoteReset' | 'ScheduledReset' | 'Triggered' | 'Unknown' | 'Watchdog';

export interface CancelReservationRequest {
  readonly customData?: CustomDataType;
  readonly reservationId: number;
}

export interface CancelReservationResponse {
  readonly customData?: CustomDataType;
  readonly status: CancelReservationStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type CancelReservationStatusEnumType = 'Accepted' | 'Rejected';

export type CertificateActionEnumType = 'Install' | 'Update';

export interface CertificateHashDataChainType {
  readonly customData?: CustomDataType;
  readonly certificateHashData: CertificateHashDataType;
  readonly certificateType: GetCertificateIdUseEnumType;
  readonly childCertificateHashData?: readonly CertificateHashDataType[];
}

export interface CertificateHashDataType {
  readonly customData?: CustomDataType;
  readonly hashAlgorithm: HashAlgorithmEnumType;
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serialNumber: string;
}

export interface CertificateSignedRequest {
  readonly customData?: CustomDataType;
  readonly certificateChain: string;
  readonly certificateType?: CertificateSigningUseEnumType;
}

export interface CertificateSignedResponse {
  readonly customData?: CustomDataType;
  readonly status: CertificateSignedStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type CertificateSignedStatusEnumType = 'Accepted' | 'Rejected';

export type CertificateSigningUseEnumType = 'ChargingStationCertificate' | 'V2GCertificate';

export interface ChangeAvailabilityRequest {
  readonly customData?: CustomDataType;
  readonly evse?: EVSEType;
  readonly operationalStatus: OperationalStatusEnumType;
}

export interface ChangeAvailabilityResponse {
  readonly customData?: CustomDataType;
  readonly status: ChangeAvailabilityStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type ChangeAvailabilityStatusEnumType = 'Accepted' | 'Rejected' | 'Scheduled';

export type ChargingLimitSourceEnumType = 'EMS' | 'Other' | 'SO' | 'CSO';

export interface ChargingLimitType {
  readonly customData?: CustomDataType;
  readonly chargingLimitSource: ChargingLimitSourceEnumType;
  readonly isGridCritical?: boolean;
}

export interface ChargingNeedsType {
  readonly customData?: CustomDataType;
  readonly acChargingParameters?: ACChargingParametersType;
  readonly dcChargingParameters?: DCChargingParametersType;
  readonly requestedEnergyTransfer: EnergyTransferModeEnumType;
  readonly departureTime?: string;
}

export interface ChargingProfileCriterionType {
  readonly customData?: CustomDataType;
  readonly chargingProfilePurpose?: ChargingProfilePurposeEnumType;
  readonly stackLevel?: number;
  readonly chargingProfileId?: readonly number[];
  readonly chargingLimitSource?: readonly ChargingLimitSourceEnumType[];
}

export type ChargingProfileKindEnumType = 'Absolute' | 'Recurring' | 'Relative';

export type ChargingProfilePurposeEnumType = 'ChargingStationExternalConstraints' | 'ChargingStationMaxProfile' | 'TxDefaultProfile' | 'TxProfile';

export type ChargingProfileStatusEnumType = 'Accepted' | 'Rejected';

export interface ChargingProfileType {
  readonly customData?: CustomDataType;
  readonly id: number;
  readonly stackLevel: number;
  readonly chargingProfilePurpose: ChargingProfilePurposeEnumType;
  readonly chargingProfileKind: ChargingProfileKindEnumType;
  readonly recurrencyKind?: RecurrencyKindEnumType;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly chargingSchedule: readonly ChargingScheduleType[];
  readonly transactionId?: string;
}

export type ChargingRateUnitEnumType = 'W' | 'A';

export interface ChargingSchedulePeriodType {
  readonly customData?: CustomDataType;
  readonly startPeriod: number;
  readonly limit: number;
  readonly numberPhases?: number;
  readonly phaseToUse?: number;
}

export interface ChargingScheduleType {
  readonly customData?: CustomDataType;
  readonly id: number;
  readonly startSchedule?: string;
  readonly duration?: number;
  readonly chargingRateUnit: ChargingRateUnitEnumType;
  readonly chargingSchedulePeriod: readonly ChargingSchedulePeriodType[];
  readonly minChargingRate?: number;
  readonly salesTariff?: SalesTariffType;
}

export type ChargingStateEnumType = 'Charging' | 'EVConnected' | 'SuspendedEV' | 'SuspendedEVSE' | 'Idle';

export interface ChargingStationType {
  readonly customData?: CustomDataType;
  readonly serialNumber?: string;
  readonly model: string;
  readonly modem?: ModemType;
  readonly vendorName: string;
  readonly firmwareVersion?: string;
}

export interface ClearCacheRequest {
  readonly customData?: CustomDataType;
}

export interface ClearCacheResponse {
  readonly customData?: CustomDataType;
  readonly status: ClearCacheStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type ClearCacheStatusEnumType = 'Accepted' | 'Rejected';

export interface ClearChargingProfileRequest {
  readonly customData?: CustomDataType;
  readonly chargingProfileId?: number;
  readonly chargingProfileCriteria?: ClearChargingProfileType;
}

export interface ClearChargingProfileResponse {
  readonly customData?: CustomDataType;
  readonly status: ClearChargingProfileStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type ClearChargingProfileStatusEnumType = 'Accepted' | 'Unknown';

export interface ClearChargingProfileType {
  readonly customData?: CustomDataType;
  readonly evseId?: number;
  readonly chargingProfilePurpose?: ChargingProfilePurposeEnumType;
  readonly stackLevel?: number;
}

export interface ClearDisplayMessageRequest {
  readonly customData?: CustomDataType;
  readonly id: number;
}

export interface ClearDisplayMessageResponse {
  readonly customData?: CustomDataType;
  readonly status: ClearMessageStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type ClearMessageStatusEnumType = 'Accepted' | 'Unknown';

export interface ClearMonitoringResultType {
  readonly customData?: CustomDataType;
  readonly status: ClearMonitoringStatusEnumType;
  readonly id: number;
  readonly statusInfo?: StatusInfoType;
}

export type ClearMonitoringStatusEnumType = 'Accepted' | 'Rejected' | 'NotFound';

export interface ClearVariableMonitoringRequest {
  readonly customData?: CustomDataType;
  readonly id: readonly number[];
}

export interface ClearVariableMonitoringResponse {
  readonly customData?: CustomDataType;
  readonly clearMonitoringResult: readonly ClearMonitoringResultType[];
}

export interface ClearedChargingLimitRequest {
  readonly customData?: CustomDataType;
  readonly chargingLimitSource: ChargingLimitSourceEnumType;
  readonly evseId?: number;
}

export interface ClearedChargingLimitResponse {
  readonly customData?: CustomDataType;
}

export type ComponentCriterionEnumType = 'Active' | 'Available' | 'Enabled' | 'Problem';

export interface ComponentType {
  readonly customData?: CustomDataType;
  readonly evse?: EVSEType;
  readonly name: string;
  readonly instance?: string;
}

export interface ComponentVariableType {
  readonly customData?: CustomDataType;
  readonly component: ComponentType;
  readonly variable?: VariableType;
}

export interface CompositeScheduleType {
  readonly customData?: CustomDataType;
  readonly chargingSchedulePeriod: readonly ChargingSchedulePeriodType[];
  readonly evseId: number;
  readonly duration: number;
  readonly scheduleStart: string;
  readonly chargingRateUnit: ChargingRateUnitEnumType;
}

export type ConnectorEnumType = 'cCCS1' | 'cCCS2' | 'cG105' | 'cTesla' | 'cType1' | 'cType2' | 's309-1P-16A' | 's309-1P-32A' | 's309-3P-16A' | 's309-3P-32A' | 'sBS1361' | 'sCEE-7-7' | 'sType2' | 'sType3' | 'Other1PhMax16A' | 'Other1PhOver16A' | 'Other3Ph' | 'Pan' | 'wInductive' | 'wResonant' | 'Undetermined' | 'Unknown';

export type ConnectorStatusEnumType = 'Available' | 'Occupied' | 'Reserved' | 'Unavailable' | 'Faulted';

export interface ConsumptionCostType {
  readonly customData?: CustomDataType;
  readonly startValue: number;
  readonly cost: readonly CostType[];
}

export type CostKindEnumType = 'CarbonDioxideEmission' | 'RelativePricePercentage' | 'RenewableGenerationPercentage';

export interface CostType {
  readonly customData?: CustomDataType;
  readonly costKind: CostKindEnumType;
  readonly amount: number;
  readonly amountMultiplier?: number;
}

export interface CostUpdatedRequest {
  readonly customData?: CustomDataType;
  readonly totalCost: number;
  readonly transactionId: string;
}

export interface CostUpdatedResponse {
  readonly customData?: CustomDataType;
}

export interface CustomDataType {
  readonly vendorId: string;
  readonly [name: string]: unknown;
}

export interface CustomerInformationRequest {
  readonly customData?: CustomDataType;
  readonly customerCertificate?: CertificateHashDataType;
  readonly idToken?: IdTokenType;
  readonly requestId: number;
  readonly report: boolean;
  readonly clear: boolean;
  readonly customerIdentifier?: string;
}

export interface CustomerInformationResponse {
  readonly customData?: CustomDataType;
  readonly status: CustomerInformationStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type CustomerInformationStatusEnumType = 'Accepted' | 'Rejected' | 'Invalid';

export interface DCChargingParametersType {
  readonly customData?: CustomDataType;
  readonly evMaxCurrent: number;
  readonly evMaxVoltage: number;
  readonly energyAmount?: number;
  readonly evMaxPower?: number;
  readonly stateOfCharge?: number;
  readonly evEnergyCapacity?: number;
  readonly fullSoC?: number;
  readonly bulkSoC?: number;
}

export type DataEnumType = 'string' | 'decimal' | 'integer' | 'dateTime' | 'boolean' | 'OptionList' | 'SequenceList' | 'MemberList';

export interface DataTransferRequest {
  readonly customData?: CustomDataType;
  readonly messageId?: string;
  readonly data?: unknown;
  readonly vendorId: string;
}

export interface DataTransferResponse {
  readonly customData?: CustomDataType;
  readonly status: DataTransferStatusEnumType;
  readonly statusInfo?: StatusInfoType;
  readonly data?: unknown;
}

export type DataTransferStatusEnumType = 'Accepted' | 'Rejected' | 'UnknownMessageId' | 'UnknownVendorId';

export interface DeleteCertificateRequest {
  readonly customData?: CustomDataType;
  readonly certificateHashData: CertificateHashDataType;
}

export interface DeleteCertificateResponse {
  readonly customData?: CustomDataType;
  readonly status: DeleteCertificateStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type DeleteCertificateStatusEnumType = 'Accepted' | 'Failed' | 'NotFound';

export type DisplayMessageStatusEnumType = 'Accepted' | 'NotSupportedMessageFormat' | 'Rejected' | 'NotSupportedPriority' | 'NotSupportedState' | 'UnknownTransaction';

export interface EVSEType {
  readonly customData?: CustomDataType;
  readonly id: number;
  readonly connectorId?: number;
}

export type EnergyTransferModeEnumType = 'DC' | 'AC_single_phase' | 'AC_two_phase' | 'AC_three_phase';

export interface EventDataType {
  readonly customData?: CustomDataType;
  readonly eventId: number;
  readonly timestamp: string;
  readonly trigger: EventTriggerEnumType;
  readonly cause?: number;
  readonly actualValue: string;
  readonly techCode?: string;
  readonly techInfo?: string;
  readonly cleared?: boolean;
  readonly transactionId?: string;
  readonly component: ComponentType;
  readonly variableMonitoringId?: number;
  readonly eventNotificationType: EventNotificationEnumType;
  readonly variable: VariableType;
}

export type EventNotificationEnumType = 'HardWiredNotification' | 'HardWiredMonitor' | 'PreconfiguredMonitor' | 'CustomMonitor';

export type EventTriggerEnumType = 'Alerting' | 'Delta' | 'Periodic';

export type FirmwareStatusEnumType = 'Downloaded' | 'DownloadFailed' | 'Downloading' | 'DownloadScheduled' | 'DownloadPaused' | 'Idle' | 'InstallationFailed' | 'Installing' | 'Installed' | 'InstallRebooting' | 'InstallScheduled' | 'InstallVerificationFailed' | 'InvalidSignature' | 'SignatureVerified';

export interface FirmwareStatusNotificationRequest {
  readonly customData?: CustomDataType;
  readonly status: FirmwareStatusEnumType;
  readonly requestId?: number;
}

export interface FirmwareStatusNotificationResponse {
  readonly customData?: CustomDataType;
}

export interface FirmwareType {
  readonly customData?: CustomDataType;
  readonly location: string;
  readonly retrieveDateTime: string;
  readonly installDateTime?: string;
  readonly signingCertificate?: string;
  readonly signature?: string;
}

export type GenericDeviceModelStatusEnumType = 'Accepted' | 'Rejected' | 'NotSupported' | 'EmptyResultSet';

export type GenericStatusEnumType = 'Accepted' | 'Rejected';

export interface Get15118EVCertificateRequest {
  readonly customData?: CustomDataType;
  readonly iso15118SchemaVersion: string;
  readonly action: CertificateActionEnumType;
  readonly exiRequest: string;
}

export interface Get15118EVCertificateResponse {
  readonly customData?: CustomDataType;
  readonly status: Iso15118EVCertificateStatusEnumType;
  readonly statusInfo?: StatusInfoType;
  readonly exiResponse: string;
}

export interface GetBaseReportRequest {
  readonly customData?: CustomDataType;
  readonly requestId: number;
  readonly reportBase: ReportBaseEnumType;
}

export interface GetBaseReportResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericDeviceModelStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type GetCertificateIdUseEnumType = 'V2GRootCertificate' | 'MORootCertificate' | 'CSMSRootCertificate' | 'V2GCertificateChain' | 'ManufacturerRootCertificate';

export type GetCertificateStatusEnumType = 'Accepted' | 'Failed';

export interface GetCertificateStatusRequest {
  readonly customData?: CustomDataType;
  readonly ocspRequestData: OCSPRequestDataType;
}

export interface GetCertificateStatusResponse {
  readonly customData?: CustomDataType;
  readonly status: GetCertificateStatusEnumType;
  readonly statusInfo?: StatusInfoType;
  readonly ocspResult?: string;
}

export type GetChargingProfileStatusEnumType = 'Accepted' | 'NoProfiles';

export interface GetChargingProfilesRequest {
  readonly customData?: CustomDataType;
  readonly requestId: number;
  readonly evseId?: number;
  readonly chargingProfile: ChargingProfileCriterionType;
}

export interface GetChargingProfilesResponse {
  readonly customData?: CustomDataType;
  readonly status: GetChargingProfileStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface GetCompositeScheduleRequest {
  readonly customData?: CustomDataType;
  readonly duration: number;
  readonly chargingRateUnit?: ChargingRateUnitEnumType;
  readonly evseId: number;
}

export interface GetCompositeScheduleResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericStatusEnumType;
  readonly statusInfo?: StatusInfoType;
  readonly schedule?: CompositeScheduleType;
}

export interface GetDisplayMessagesRequest {
  readonly customData?: CustomDataType;
  readonly id?: readonly number[];
  readonly requestId: number;
  readonly priority?: MessagePriorityEnumType;
  readonly state?: MessageStateEnumType;
}

export interface GetDisplayMessagesResponse {
  readonly customData?: CustomDataType;
  readonly status: GetDisplayMessagesStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type GetDisplayMessagesStatusEnumType = 'Accepted' | 'Unknown';

export interface GetInstalledCertificateIdsRequest {
  readonly customData?: CustomDataType;
  readonly certificateType?: readonly GetCertificateIdUseEnumType[];
}

export interface GetInstalledCertificateIdsResponse {
  readonly customData?: CustomDataType;
  readonly status: GetInstalledCertificateStatusEnumType;
  readonly statusInfo?: StatusInfoType;
  readonly certificateHashDataChain?: readonly CertificateHashDataChainType[];
}

export type GetInstalledCertificateStatusEnumType = 'Accepted' | 'NotFound';

export interface GetLocalListVersionRequest {
  readonly customData?: CustomDataType;
}

export interface GetLocalListVersionResponse {
  readonly customData?: CustomDataType;
  readonly versionNumber: number;
}

export interface GetLogRequest {
  readonly customData?: CustomDataType;
  readonly log: LogParametersType;
  readonly logType: LogEnumType;
  readonly requestId: number;
  readonly retries?: number;
  readonly retryInterval?: number;
}

export interface GetLogResponse {
  readonly customData?: CustomDataType;
  readonly status: LogStatusEnumType;
  readonly statusInfo?: StatusInfoType;
  readonly filename?: string;
}

export interface GetMonitoringReportRequest {
  readonly customData?: CustomDataType;
  readonly componentVariable?: readonly ComponentVariableType[];
  readonly requestId: number;
  readonly monitoringCriteria?: readonly MonitoringCriterionEnumType[];
}

export interface GetMonitoringReportResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericDeviceModelStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface GetReportRequest {
  readonly customData?: CustomDataType;
  readonly componentVariable?: readonly ComponentVariableType[];
  readonly requestId: number;
  readonly componentCriteria?: readonly ComponentCriterionEnumType[];
}

export interface GetReportResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericDeviceModelStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface GetTransactionStatusRequest {
  readonly customData?: CustomDataType;
  readonly transactionId?: string;
}

export interface GetTransactionStatusResponse {
  readonly customData?: CustomDataType;
  readonly ongoingIndicator?: boolean;
  readonly messagesInQueue: boolean;
}

export interface GetVariableDataType {
  readonly customData?: CustomDataType;
  readonly attributeType?: AttributeEnumType;
  readonly component: ComponentType;
  readonly variable: VariableType;
}

export interface GetVariableResultType {
  readonly customData?: CustomDataType;
  readonly attributeStatusInfo?: StatusInfoType;
  readonly attributeStatus: GetVariableStatusEnumType;
  readonly attributeType?: AttributeEnumType;
  readonly attributeValue?: string;
  readonly component: ComponentType;
  readonly variable: VariableType;
}

export type GetVariableStatusEnumType = 'Accepted' | 'Rejected' | 'UnknownComponent' | 'UnknownVariable' | 'NotSupportedAttributeType';

export interface GetVariablesRequest {
  readonly customData?: CustomDataType;
  readonly getVariableData: readonly GetVariableDataType[];
}

export interface GetVariablesResponse {
  readonly customData?: CustomDataType;
  readonly getVariableResult: readonly GetVariableResultType[];
}

export type HashAlgorithmEnumType = 'SHA256' | 'SHA384' | 'SHA512';

export interface HeartbeatRequest {
  readonly customData?: CustomDataType;
}

export interface HeartbeatResponse {
  readonly customData?: CustomDataType;
  readonly currentTime: string;
}

export type IdTokenEnumType = 'Central' | 'eMAID' | 'ISO14443' | 'ISO15693' | 'KeyCode' | 'Local' | 'MacAddress' | 'NoAuthorization';

export interface IdTokenInfoType {
  readonly customData?: CustomDataType;
  readonly status: AuthorizationStatusEnumType;
  readonly cacheExpiryDateTime?: string;
  readonly chargingPriority?: number;
  readonly language1?: string;
  readonly evseId?: readonly number[];
  readonly groupIdToken?: IdTokenType;
  readonly language2?: string;
  readonly personalMessage?: MessageContentType;
}

export interface IdTokenType {
  readonly customData?: CustomDataType;
  readonly additionalInfo?: readonly AdditionalInfoType[];
  readonly idToken: string;
  readonly type: IdTokenEnumType;
}

export interface InstallCertificateRequest {
  readonly customData?: CustomDataType;
  readonly certificateType: InstallCertificateUseEnumType;
  readonly certificate: string;
}

export interface InstallCertificateResponse {
  readonly customData?: CustomDataType;
  readonly status: InstallCertificateStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type InstallCertificateStatusEnumType = 'Accepted' | 'Rejected' | 'Failed';

export type InstallCertificateUseEnumType = 'V2GRootCertificate' | 'MORootCertificate' | 'CSMSRootCertificate' | 'ManufacturerRootCertificate';

export type Iso15118EVCertificateStatusEnumType = 'Accepted' | 'Failed';

export type LocationEnumType = 'Body' | 'Cable' | 'EV' | 'Inlet' | 'Outlet';

export type LogEnumType = 'DiagnosticsLog' | 'SecurityLog';

export interface LogParametersType {
  readonly customData?: CustomDataType;
  readonly remoteLocation: string;
  readonly oldestTimestamp?: string;
  readonly latestTimestamp?: string;
}

export type LogStatusEnumType = 'Accepted' | 'Rejected' | 'AcceptedCanceled';

export interface LogStatusNotificationRequest {
  readonly customData?: CustomDataType;
  readonly status: UploadLogStatusEnumType;
  readonly requestId?: number;
}

export interface LogStatusNotificationResponse {
  readonly customData?: CustomDataType;
}

export type MeasurandEnumType = 'Current.Export' | 'Current.Import' | 'Current.Offered' | 'Energy.Active.Export.Register' | 'Energy.Active.Import.Register' | 'Energy.Reactive.Export.Register' | 'Energy.Reactive.Import.Register' | 'Energy.Active.Export.Interval' | 'Energy.Active.Import.Interval' | 'Energy.Active.Net' | 'Energy.Reactive.Export.Interval' | 'Energy.Reactive.Import.Interval' | 'Energy.Reactive.Net' | 'Energy.Apparent.Net' | 'Energy.Apparent.Import' | 'Energy.Apparent.Export' | 'Frequency' | 'Power.Active.Export' | 'Power.Active.Import' | 'Power.Factor' | 'Power.Offered' | 'Power.Reactive.Export' | 'Power.Reactive.Import' | 'SoC' | 'Voltage';

export interface MessageContentType {
  readonly customData?: CustomDataType;
  readonly format: MessageFormatEnumType;
  readonly language?: string;
  readonly content: string;
}

export type MessageFormatEnumType = 'ASCII' | 'HTML' | 'URI' | 'UTF8';

export interface MessageInfoType {
  readonly customData?: CustomDataType;
  readonly display?: ComponentType;
  readonly id: number;
  readonly priority: MessagePriorityEnumType;
  readonly state?: MessageStateEnumType;
  readonly startDateTime?: string;
  readonly endDateTime?: string;
  readonly transactionId?: string;
  readonly message: MessageContentType;
}

export type MessagePriorityEnumType = 'AlwaysFront' | 'InFront' | 'NormalCycle';

export type MessageStateEnumType = 'Charging' | 'Faulted' | 'Idle' | 'Unavailable';

export type MessageTriggerEnumType = 'BootNotification' | 'LogStatusNotification' | 'FirmwareStatusNotification' | 'Heartbeat' | 'MeterValues' | 'SignChargingStationCertificate' | 'SignV2GCertificate' | 'StatusNotification' | 'TransactionEvent' | 'SignCombinedCertificate' | 'PublishFirmwareStatusNotification';

export interface MeterValueType {
  readonly customData?: CustomDataType;
  readonly sampledValue: readonly SampledValueType[];
  readonly timestamp: string;
}

export interface MeterValuesRequest {
  readonly customData?: CustomDataType;
  readonly evseId: number;
  readonly meterValue: readonly MeterValueType[];
}

export interface MeterValuesResponse {
  readonly customData?: CustomDataType;
}

export interface ModemType {
  readonly customData?: CustomDataType;
  readonly iccid?: string;
  readonly imsi?: string;
}

export type MonitorEnumType = 'UpperThreshold' | 'LowerThreshold' | 'Delta' | 'Periodic' | 'PeriodicClockAligned';

export type MonitoringBaseEnumType = 'All' | 'FactoryDefault' | 'HardWiredOnly';

export type MonitoringCriterionEnumType = 'ThresholdMonitoring' | 'DeltaMonitoring' | 'PeriodicMonitoring';

export interface MonitoringDataType {
  readonly customData?: CustomDataType;
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly variableMonitoring: readonly VariableMonitoringType[];
}

export type MutabilityEnumType = 'ReadOnly' | 'WriteOnly' | 'ReadWrite';

export interface NetworkConnectionProfileType {
  readonly customData?: CustomDataType;
  readonly apn?: APNType;
  readonly ocppVersion: OCPPVersionEnumType;
  readonly ocppTransport: OCPPTransportEnumType;
  readonly ocppCsmsUrl: string;
  readonly messageTimeout: number;
  readonly securityProfile: number;
  readonly ocppInterface: OCPPInterfaceEnumType;
  readonly vpn?: VPNType;
}

export interface NotifyChargingLimitRequest {
  readonly customData?: CustomDataType;
  readonly chargingSchedule?: readonly ChargingScheduleType[];
  readonly evseId?: number;
  readonly chargingLimit: ChargingLimitType;
}

export interface NotifyChargingLimitResponse {
  readonly customData?: CustomDataType;
}

export interface NotifyCustomerInformationRequest {
  readonly customData?: CustomDataType;
  readonly data: string;
  readonly tbc?: boolean;
  readonly seqNo: number;
  readonly generatedAt: string;
  readonly requestId: number;
}

export interface NotifyCustomerInformationResponse {
  readonly customData?: CustomDataType;
}

export interface NotifyDisplayMessagesRequest {
  readonly customData?: CustomDataType;
  readonly messageInfo?: readonly MessageInfoType[];
  readonly requestId: number;
  readonly tbc?: boolean;
}

export interface NotifyDisplayMessagesResponse {
  readonly customData?: CustomDataType;
}

export interface NotifyEVChargingNeedsRequest {
  readonly customData?: CustomDataType;
  readonly maxScheduleTuples?: number;
  readonly chargingNeeds: ChargingNeedsType;
  readonly evseId: number;
}

export interface NotifyEVChargingNeedsResponse {
  readonly customData?: CustomDataType;
  readonly status: NotifyEVChargingNeedsStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type NotifyEVChargingNeedsStatusEnumType = 'Accepted' | 'Rejected' | 'Processing';

export interface NotifyEVChargingScheduleRequest {
  readonly customData?: CustomDataType;
  readonly timeBase: string;
  readonly chargingSchedule: ChargingScheduleType;
  readonly evseId: number;
}

export interface NotifyEVChargingScheduleResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface NotifyEventRequest {
  readonly customData?: CustomDataType;
  readonly generatedAt: string;
  readonly tbc?: boolean;
  readonly seqNo: number;
  readonly eventData: readonly EventDataType[];
}

export interface NotifyEventResponse {
  readonly customData?: CustomDataType;
}

export interface NotifyMonitoringReportRequest {
  readonly customData?: CustomDataType;
  readonly monitor?: readonly MonitoringDataType[];
  readonly requestId: number;
  readonly tbc?: boolean;
  readonly seqNo: number;
  readonly generatedAt: string;
}

export interface NotifyMonitoringReportResponse {
  readonly customData?: CustomDataType;
}

export interface NotifyReportRequest {
  readonly customData?: CustomDataType;
  readonly requestId: number;
  readonly generatedAt: string;
  readonly reportData?: readonly ReportDataType[];
  readonly tbc?: boolean;
  readonly seqNo: number;
}

export interface NotifyReportResponse {
  readonly customData?: CustomDataType;
}

export type OCPPInterfaceEnumType = 'Wired0' | 'Wired1' | 'Wired2' | 'Wired3' | 'Wireless0' | 'Wireless1' | 'Wireless2' | 'Wireless3';

export type OCPPTransportEnumType = 'JSON' | 'SOAP';

export type OCPPVersionEnumType = 'OCPP12' | 'OCPP15' | 'OCPP16' | 'OCPP20';

export interface OCSPRequestDataType {
  readonly customData?: CustomDataType;
  readonly hashAlgorithm: HashAlgorithmEnumType;
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serialNumber: string;
  readonly responderURL: string;
}

export type OperationalStatusEnumType = 'Inoperative' | 'Operative';

export type PhaseEnumType = 'L1' | 'L2' | 'L3' | 'N' | 'L1-N' | 'L2-N' | 'L3-N' | 'L1-L2' | 'L2-L3' | 'L3-L1';

export interface PublishFirmwareRequest {
  readonly customData?: CustomDataType;
  readonly location: string;
  readonly retries?: number;
  readonly checksum: string;
  readonly requestId: number;
  readonly retryInterval?: number;
}

export interface PublishFirmwareResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type PublishFirmwareStatusEnumType = 'Idle' | 'DownloadScheduled' | 'Downloading' | 'Downloaded' | 'Published' | 'DownloadFailed' | 'DownloadPaused' | 'InvalidChecksum' | 'ChecksumVerified' | 'PublishFailed';

export interface PublishFirmwareStatusNotificationRequest {
  readonly customData?: CustomDataType;
  readonly status: PublishFirmwareStatusEnumType;
  readonly location?: readonly string[];
  readonly requestId?: number;
}

export interface PublishFirmwareStatusNotificationResponse {
  readonly customData?: CustomDataType;
}

export type ReadingContextEnumType = 'Interruption.Begin' | 'Interruption.End' | 'Other' | 'Sample.Clock' | 'Sample.Periodic' | 'Transaction.Begin' | 'Transaction.End' | 'Trigger';

export type ReasonEnumType = 'DeAuthorized' | 'EmergencyStop' | 'EnergyLimitReached' | 'EVDisconnected' | 'GroundFault' | 'ImmediateReset' | 'Local' | 'LocalOutOfCredit' | 'MasterPass' | 'Other' | 'OvercurrentFault' | 'PowerLoss' | 'PowerQuality' | 'Reboot' | 'Remote' | 'SOCLimitReached' | 'StoppedByEV' | 'TimeLimitReached' | 'Timeout';

export type RecurrencyKindEnumType = 'Daily' | 'Weekly';

export type RegistrationStatusEnumType = 'Accepted' | 'Pending' | 'Rejected';

export interface RelativeTimeIntervalType {
  readonly customData?: CustomDataType;
  readonly start: number;
  readonly duration?: number;
}

export type ReportBaseEnumType = 'ConfigurationInventory' | 'FullInventory' | 'SummaryInventory';

export interface ReportChargingProfilesRequest {
  readonly customData?: CustomDataType;
  readonly requestId: number;
  readonly chargingLimitSource: ChargingLimitSourceEnumType;
  readonly chargingProfile: readonly ChargingProfileType[];
  readonly tbc?: boolean;
  readonly evseId: number;
}

export interface ReportChargingProfilesResponse {
  readonly customData?: CustomDataType;
}

export interface ReportDataType {
  readonly customData?: CustomDataType;
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly variableAttribute: readonly VariableAttributeType[];
  readonly variableCharacteristics?: VariableCharacteristicsType;
}

export type RequestStartStopStatusEnumType = 'Accepted' | 'Rejected';

export interface RequestStartTransactionRequest {
  readonly customData?: CustomDataType;
  readonly evseId?: number;
  readonly groupIdToken?: IdTokenType;
  readonly idToken: IdTokenType;
  readonly remoteStartId: number;
  readonly chargingProfile?: ChargingProfileType;
}

export interface RequestStartTransactionResponse {
  readonly customData?: CustomDataType;
  readonly status: RequestStartStopStatusEnumType;
  readonly statusInfo?: StatusInfoType;
  readonly transactionId?: string;
}

export interface RequestStopTransactionRequest {
  readonly customData?: CustomDataType;
  readonly transactionId: string;
}

export interface RequestStopTransactionResponse {
  readonly customData?: CustomDataType;
  readonly status: RequestStartStopStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface ReservationStatusUpdateRequest {
  readonly customData?: CustomDataType;
  readonly reservationId: number;
  readonly reservationUpdateStatus: ReservationUpdateStatusEnumType;
}

export interface ReservationStatusUpdateResponse {
  readonly customData?: CustomDataType;
}

export type ReservationUpdateStatusEnumType = 'Expired' | 'Removed';

export interface ReserveNowRequest {
  readonly customData?: CustomDataType;
  readonly id: number;
  readonly expiryDateTime: string;
  readonly connectorType?: ConnectorEnumType;
  readonly idToken: IdTokenType;
  readonly evseId?: number;
  readonly groupIdToken?: IdTokenType;
}

export interface ReserveNowResponse {
  readonly customData?: CustomDataType;
  readonly status: ReserveNowStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type ReserveNowStatusEnumType = 'Accepted' | 'Faulted' | 'Occupied' | 'Rejected' | 'Unavailable';

export type ResetEnumType = 'Immediate' | 'OnIdle';

export interface ResetRequest {
  readonly customData?: CustomDataType;
  readonly type: ResetEnumType;
  readonly evseId?: number;
}

export interface ResetResponse {
  readonly customData?: CustomDataType;
  readonly status: ResetStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type ResetStatusEnumType = 'Accepted' | 'Rejected' | 'Scheduled';

export interface SalesTariffEntryType {
  readonly customData?: CustomDataType;
  readonly relativeTimeInterval: RelativeTimeIntervalType;
  readonly ePriceLevel?: number;
  readonly consumptionCost?: readonly ConsumptionCostType[];
}

export interface SalesTariffType {
  readonly customData?: CustomDataType;
  readonly id: number;
  readonly salesTariffDescription?: string;
  readonly numEPriceLevels?: number;
  readonly salesTariffEntry: readonly SalesTariffEntryType[];
}

export interface SampledValueType {
  readonly customData?: CustomDataType;
  readonly value: number;
  readonly context?: ReadingContextEnumType;
  readonly measurand?: MeasurandEnumType;
  readonly phase?: PhaseEnumType;
  readonly location?: LocationEnumType;
  readonly signedMeterValue?: SignedMeterValueType;
  readonly unitOfMeasure?: UnitOfMeasureType;
}

export interface SecurityEventNotificationRequest {
  readonly customData?: CustomDataType;
  readonly type: string;
  readonly timestamp: string;
  readonly techInfo?: string;
}

export interface SecurityEventNotificationResponse {
  readonly customData?: CustomDataType;
}

export interface SendLocalListRequest {
  readonly customData?: CustomDataType;
  readonly localAuthorizationList?: readonly AuthorizationData[];
  readonly versionNumber: number;
  readonly updateType: UpdateEnumType;
}

export interface SendLocalListResponse {
  readonly customData?: CustomDataType;
  readonly status: SendLocalListStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type SendLocalListStatusEnumType = 'Accepted' | 'Failed' | 'VersionMismatch';

export interface SetChargingProfileRequest {
  readonly customData?: CustomDataType;
  readonly evseId: number;
  readonly chargingProfile: ChargingProfileType;
}

export interface SetChargingProfileResponse {
  readonly customData?: CustomDataType;
  readonly status: ChargingProfileStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface SetDisplayMessageRequest {
  readonly customData?: CustomDataType;
  readonly message: MessageInfoType;
}

export interface SetDisplayMessageResponse {
  readonly customData?: CustomDataType;
  readonly status: DisplayMessageStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface SetMonitoringBaseRequest {
  readonly customData?: CustomDataType;
  readonly monitoringBase: MonitoringBaseEnumType;
}

export interface SetMonitoringBaseResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericDeviceModelStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface SetMonitoringDataType {
  readonly customData?: CustomDataType;
  readonly id?: number;
  readonly transaction?: boolean;
  readonly value: number;
  readonly type: MonitorEnumType;
  readonly severity: number;
  readonly component: ComponentType;
  readonly variable: VariableType;
}

export interface SetMonitoringLevelRequest {
  readonly customData?: CustomDataType;
  readonly severity: number;
}

export interface SetMonitoringLevelResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface SetMonitoringResultType {
  readonly customData?: CustomDataType;
  readonly id?: number;
  readonly statusInfo?: StatusInfoType;
  readonly status: SetMonitoringStatusEnumType;
  readonly type: MonitorEnumType;
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly severity: number;
}

export type SetMonitoringStatusEnumType = 'Accepted' | 'UnknownComponent' | 'UnknownVariable' | 'UnsupportedMonitorType' | 'Rejected' | 'Duplicate';

export interface SetNetworkProfileRequest {
  readonly customData?: CustomDataType;
  readonly configurationSlot: number;
  readonly connectionData: NetworkConnectionProfileType;
}

export interface SetNetworkProfileResponse {
  readonly customData?: CustomDataType;
  readonly status: SetNetworkProfileStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type SetNetworkProfileStatusEnumType = 'Accepted' | 'Rejected' | 'Failed';

export interface SetVariableDataType {
  readonly customData?: CustomDataType;
  readonly attributeType?: AttributeEnumType;
  readonly attributeValue: string;
  readonly component: ComponentType;
  readonly variable: VariableType;
}

export interface SetVariableMonitoringRequest {
  readonly customData?: CustomDataType;
  readonly setMonitoringData: readonly SetMonitoringDataType[];
}

export interface SetVariableMonitoringResponse {
  readonly customData?: CustomDataType;
  readonly setMonitoringResult: readonly SetMonitoringResultType[];
}

export interface SetVariableResultType {
  readonly customData?: CustomDataType;
  readonly attributeType?: AttributeEnumType;
  readonly attributeStatus: SetVariableStatusEnumType;
  readonly attributeStatusInfo?: StatusInfoType;
  readonly component: ComponentType;
  readonly variable: VariableType;
}

export type SetVariableStatusEnumType = 'Accepted' | 'Rejected' | 'UnknownComponent' | 'UnknownVariable' | 'NotSupportedAttributeType' | 'RebootRequired';

export interface SetVariablesRequest {
  readonly customData?: CustomDataType;
  readonly setVariableData: readonly SetVariableDataType[];
}

export interface SetVariablesResponse {
  readonly customData?: CustomDataType;
  readonly setVariableResult: readonly SetVariableResultType[];
}

export interface SignCertificateRequest {
  readonly customData?: CustomDataType;
  readonly csr: string;
  readonly certificateType?: CertificateSigningUseEnumType;
}

export interface SignCertificateResponse {
  readonly customData?: CustomDataType;
  readonly status: GenericStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export interface SignedMeterValueType {
  readonly customData?: CustomDataType;
  readonly signedMeterData: string;
  readonly signingMethod: string;
  readonly encodingMethod: string;
  readonly publicKey: string;
}

export interface StatusInfoType {
  readonly customData?: CustomDataType;
  readonly reasonCode: string;
  readonly additionalInfo?: string;
}

export interface StatusNotificationRequest {
  readonly customData?: CustomDataType;
  readonly timestamp: string;
  readonly connectorStatus: ConnectorStatusEnumType;
  readonly evseId: number;
  readonly connectorId: number;
}

export interface StatusNotificationResponse {
  readonly customData?: CustomDataType;
}

export type TransactionEventEnumType = 'Ended' | 'Started' | 'Updated';

export interface TransactionEventRequest {
  readonly customData?: CustomDataType;
  readonly eventType: TransactionEventEnumType;
  readonly meterValue?: readonly MeterValueType[];
  readonly timestamp: string;
  readonly triggerReason: TriggerReasonEnumType;
  readonly seqNo: number;
  readonly offline?: boolean;
  readonly numberOfPhasesUsed?: number;
  readonly cableMaxCurrent?: number;
  readonly reservationId?: number;
  readonly transactionInfo: TransactionType;
  readonly evse?: EVSEType;
  readonly idToken?: IdTokenType;
}

export interface TransactionEventResponse {
  readonly customData?: CustomDataType;
  readonly totalCost?: number;
  readonly chargingPriority?: number;
  readonly idTokenInfo?: IdTokenInfoType;
  readonly updatedPersonalMessage?: MessageContentType;
}

export interface TransactionType {
  readonly customData?: CustomDataType;
  readonly transactionId: string;
  readonly chargingState?: ChargingStateEnumType;
  readonly timeSpentCharging?: number;
  readonly stoppedReason?: ReasonEnumType;
  readonly remoteStartId?: number;
}

export interface TriggerMessageRequest {
  readonly customData?: CustomDataType;
  readonly evse?: EVSEType;
  readonly requestedMessage: MessageTriggerEnumType;
}

export interface TriggerMessageResponse {
  readonly customData?: CustomDataType;
  readonly status: TriggerMessageStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type TriggerMessageStatusEnumType = 'Accepted' | 'Rejected' | 'NotImplemented';

export type TriggerReasonEnumType = 'Authorized' | 'CablePluggedIn' | 'ChargingRateChanged' | 'ChargingStateChanged' | 'Deauthorized' | 'EnergyLimitReached' | 'EVCommunicationLost' | 'EVConnectTimeout' | 'MeterValueClock' | 'MeterValuePeriodic' | 'TimeLimitReached' | 'Trigger' | 'UnlockCommand' | 'StopAuthorized' | 'EVDeparted' | 'EVDetected' | 'RemoteStop' | 'RemoteStart' | 'AbnormalCondition' | 'SignedDataReceived' | 'ResetCommand';

export interface UnitOfMeasureType {
  readonly customData?: CustomDataType;
  readonly unit?: string;
  readonly multiplier?: number;
}

export interface UnlockConnectorRequest {
  readonly customData?: CustomDataType;
  readonly evseId: number;
  readonly connectorId: number;
}

export interface UnlockConnectorResponse {
  readonly customData?: CustomDataType;
  readonly status: UnlockStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type UnlockStatusEnumType = 'Unlocked' | 'UnlockFailed' | 'OngoingAuthorizedTransaction' | 'UnknownConnector';

export interface UnpublishFirmwareRequest {
  readonly customData?: CustomDataType;
  readonly checksum: string;
}

export interface UnpublishFirmwareResponse {
  readonly customData?: CustomDataType;
  readonly status: UnpublishFirmwareStatusEnumType;
}

export type UnpublishFirmwareStatusEnumType = 'DownloadOngoing' | 'NoFirmware' | 'Unpublished';

export type UpdateEnumType = 'Differential' | 'Full';

export interface UpdateFirmwareRequest {
  readonly customData?: CustomDataType;
  readonly retries?: number;
  readonly retryInterval?: number;
  readonly requestId: number;
  readonly firmware: FirmwareType;
}

export interface UpdateFirmwareResponse {
  readonly customData?: CustomDataType;
  readonly status: UpdateFirmwareStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

export type UpdateFirmwareStatusEnumType = 'Accepted' | 'Rejected' | 'AcceptedCanceled' | 'InvalidCertificate' | 'RevokedCertificate';

export type UploadLogStatusEnumType = 'BadMessage' | 'Idle' | 'NotSupportedOperation' | 'PermissionDenied' | 'Uploaded' | 'UploadFailure' | 'Uploading' | 'AcceptedCanceled';

export type VPNEnumType = 'IKEv2' | 'IPSec' | 'L2TP' | 'PPTP';

export interface VPNType {
  readonly customData?: CustomDataType;
  readonly server: string;
  readonly user: string;
  readonly group?: string;
  readonly password: string;
  readonly key: string;
  readonly type: VPNEnumType;
}

export interface VariableAttributeType {
  readonly customData?: CustomDataType;
  readonly type?: AttributeEnumType;
  readonly value?: string;
  readonly mutability?: MutabilityEnumType;
  readonly persistent?: boolean;
  readonly constant?: boolean;
}

export interface VariableCharacteristicsType {
  readonly customData?: CustomDataType;
  readonly unit?: string;
  readonly dataType: DataEnumType;
  readonly minLimit?: number;
  readonly maxLimit?: number;
  readonly valuesList?: string;
  readonly supportsMonitoring: boolean;
}

export interface VariableMonitoringType {
  readonly customData?: CustomDataType;
  readonly id: number;
  readonly transaction: boolean;
  readonly value: number;
  readonly type: MonitorEnumType;
  readonly severity: number;
}

export interface VariableType {
  readonly customData?: CustomDataType;
  readonly name: string;
  readonly instance?: string;
}

/** Request payloads by action. */

export interface Requests {
  readonly Authorize: AuthorizeRequest;
  readonly BootNotification: BootNotificationRequest;
  readonly CancelReservation: CancelReservationRequest;
  readonly CertificateSigned: CertificateSignedRequest;
  readonly ChangeAvailability: ChangeAvailabilityRequest;
  readonly ClearCache: ClearCacheRequest;
  readonly ClearChargingProfile: ClearChargingProfileRequest;
  readonly ClearDisplayMessage: ClearDisplayMessageRequest;
  readonly ClearedChargingLimit: ClearedChargingLimitRequest;
  readonly ClearVariableMonitoring: ClearVariableMonitoringRequest;
  readonly CostUpdated: CostUpdatedRequest;
  readonly CustomerInformation: CustomerInformationRequest;
  readonly DataTransfer: DataTransferRequest;
  readonly DeleteCertificate: DeleteCertificateRequest;
  readonly FirmwareStatusNotification: FirmwareStatusNotificationRequest;
  readonly Get15118EVCertificate: Get15118EVCertificateRequest;
  readonly GetBaseReport: GetBaseReportRequest;
  readonly GetCertificateStatus: GetCertificateStatusRequest;
  readonly GetChargingProfiles: GetChargingProfilesRequest;
  readonly GetCompositeSchedule: GetCompositeScheduleRequest;
  readonly GetDisplayMessages: GetDisplayMessagesRequest;
  readonly GetInstalledCertificateIds: GetInstalledCertificateIdsRequest;
  readonly GetLocalListVersion: GetLocalListVersionRequest;
  readonly GetLog: GetLogRequest;
  readonly GetMonitoringReport: GetMonitoringReportRequest;
  readonly GetReport: GetReportRequest;
  readonly GetTransactionStatus: GetTransactionStatusRequest;
  readonly GetVariables: GetVariablesRequest;
  readonly Heartbeat: HeartbeatRequest;
  readonly InstallCertificate: InstallCertificateRequest;
  readonly LogStatusNotification: LogStatusNotificationRequest;
  readonly MeterValues: MeterValuesRequest;
  readonly NotifyChargingLimit: NotifyChargingLimitRequest;
  readonly NotifyCustomerInformation: NotifyCustomerInformationRequest;
  readonly NotifyDisplayMessages: NotifyDisplayMessagesRequest;
  readonly NotifyEVChargingNeeds: NotifyEVChargingNeedsRequest;
  readonly NotifyEVChargingSchedule: NotifyEVChargingScheduleRequest;
  readonly NotifyEvent: NotifyEventRequest;
  readonly NotifyMonitoringReport: NotifyMonitoringReportRequest;
  readonly NotifyReport: NotifyReportRequest;
  readonly PublishFirmware: PublishFirmwareRequest;
  readonly PublishFirmwareStatusNotification: PublishFirmwareStatusNotificationRequest;
  readonly ReportChargingProfiles: ReportChargingProfilesRequest;
  readonly RequestStartTransaction: RequestStartTransactionRequest;
  readonly RequestStopTransaction: RequestStopTransactionRequest;
  readonly ReservationStatusUpdate: ReservationStatusUpdateRequest;
  readonly ReserveNow: ReserveNowRequest;
  readonly Reset: ResetRequest;
  readonly SecurityEventNotification: SecurityEventNotificationRequest;
  readonly SendLocalList: SendLocalListRequest;
  readonly SetChargingProfile: SetChargingProfileRequest;
  readonly SetDisplayMessage: SetDisplayMessageRequest;
  readonly SetMonitoringBase: SetMonitoringBaseRequest;
  readonly SetMonitoringLevel: SetMonitoringLevelRequest;
  readonly SetNetworkProfile: SetNetworkProfileRequest;
  readonly SetVariableMonitoring: SetVariableMonitoringRequest;
  readonly SetVariables: SetVariablesRequest;
  readonly SignCertificate: SignCertificateRequest;
  readonly StatusNotification: StatusNotificationRequest;
  readonly TransactionEvent: TransactionEventRequest;
  readonly TriggerMessage: TriggerMessageRequest;
  readonly UnlockConnector: UnlockConnectorRequest;
  readonly UnpublishFirmware: UnpublishFirmwareRequest;
  readonly UpdateFirmware: UpdateFirmwareRequest;
}

/** Response payloads by action. */

export interface Responses {
  readonly Authorize: AuthorizeResponse;
  readonly BootNotification: BootNotificationResponse;
  readonly CancelReservation: CancelReservationResponse;
  readonly CertificateSigned: CertificateSignedResponse;
  readonly ChangeAvailability: ChangeAvailabilityResponse;
  readonly ClearCache: ClearCacheResponse;
  readonly ClearChargingProfile: ClearChargingProfileResponse;
  readonly ClearDisplayMessage: ClearDisplayMessageResponse;
  readonly ClearedChargingLimit: ClearedChargingLimitResponse;
  readonly ClearVariableMonitoring: ClearVariableMonitoringResponse;
  readonly CostUpdated: CostUpdatedResponse;
  readonly CustomerInformation: CustomerInformationResponse;
  readonly DataTransfer: DataTransferResponse;
  readonly DeleteCertificate: DeleteCertificateResponse;
  readonly FirmwareStatusNotification: FirmwareStatusNotificationResponse;
  readonly Get15118EVCertificate: Get15118EVCertificateResponse;
  readonly GetBaseReport: GetBaseReportResponse;
  readonly GetCertificateStatus: GetCertificateStatusResponse;
  readonly GetChargingProfiles: GetChargingProfilesResponse;
  readonly GetCompositeSchedule: GetCompositeScheduleResponse;
  readonly GetDisplayMessages: GetDisplayMessagesResponse;
  readonly GetInstalledCertificateIds: GetInstalledCertificateIdsResponse;
  readonly GetLocalListVersion: GetLocalListVersionResponse;
  readonly GetLog: GetLogResponse;
  readonly GetMonitoringReport: GetMonitoringReportResponse;
  readonly GetReport: GetReportResponse;
  readonly GetTransactionStatus: GetTransactionStatusResponse;
  readonly GetVariables: GetVariablesResponse;
  readonly Heartbeat: HeartbeatResponse;
  readonly InstallCertificate: InstallCertificateResponse;
  readonly LogStatusNotification: LogStatusNotificationResponse;
  readonly MeterValues: MeterValuesResponse;
  readonly NotifyChargingLimit: NotifyChargingLimitResponse;
  readonly NotifyCustomerInformation: NotifyCustomerInformationResponse;
  readonly NotifyDisplayMessages: NotifyDisplayMessagesResponse;
  readonly NotifyEVChargingNeeds: NotifyEVChargingNeedsResponse;
  readonly NotifyEVChargingSchedule: NotifyEVChargingScheduleResponse;
  readonly NotifyEvent: NotifyEventResponse;
  readonly NotifyMonitoringReport: NotifyMonitoringReportResponse;
  readonly NotifyReport: NotifyReportResponse;
  readonly PublishFirmware: PublishFirmwareResponse;
  readonly PublishFirmwareStatusNotification: PublishFirmwareStatusNotificationResponse;
  readonly ReportChargingProfiles: ReportChargingProfilesResponse;
  readonly RequestStartTransaction: RequestStartTransactionResponse;
  readonly RequestStopTransaction: RequestStopTransactionResponse;
  readonly ReservationStatusUpdate: ReservationStatusUpdateResponse;
  readonly ReserveNow: ReserveNowResponse;
  readonly Reset: ResetResponse;
  readonly SecurityEventNotification: SecurityEventNotificationResponse;
  readonly SendLocalList: SendLocalListResponse;
  readonly SetChargingProfile: SetChargingProfileResponse;
  readonly SetDisplayMessage: SetDisplayMessageResponse;
  readonly SetMonitoringBase: SetMonitoringBaseResponse;
  readonly SetMonitoringLevel: SetMonitoringLevelResponse;
  readonly SetNetworkProfile: SetNetworkProfileResponse;
  readonly SetVariableMonitoring: SetVariableMonitoringResponse;
  readonly SetVariables: SetVariablesResponse;
  readonly SignCertificate: SignCertificateResponse;
  readonly StatusNotification: StatusNotificationResponse;
  readonly TransactionEvent: TransactionEventResponse;
  readonly TriggerMessage: TriggerMessageResponse;
  readonly UnlockConnector: UnlockConnectorResponse;
  readonly UnpublishFirmware: UnpublishFirmwareResponse;
  readonly UpdateFirmware: UpdateFirmwareResponse;
}

/** All actions of OCPP 2.0.1. */

export const actions = [
  'Authorize',
  'BootNotification',
  'CancelReservation',
  'CertificateSigned',
  'ChangeAvailability',
  'ClearCache',
  'ClearChargingProfile',
  'ClearDisplayMessage',
  'ClearedChargingLimit',
  'ClearVariableMonitoring',
  'CostUpdated',
  'CustomerInformation',
  'DataTransfer',
  'DeleteCertificate',
  'FirmwareStatusNotification',
  'Get15118EVCertificate',
  'GetBaseReport',
  'GetCertificateStatus',
  'GetChargingProfiles',
  'GetCompositeSchedule',
  'GetDisplayMessages',
  'GetInstalledCertificateIds',
  'GetLocalListVersion',
  'GetLog',
  'GetMonitoringReport',
  'GetReport',
  'GetTransactionStatus',
  'GetVariables',
  'Heartbeat',
  'InstallCertificate',
  'LogStatusNotification',
  'MeterValues',
  'NotifyChargingLimit',
  'NotifyCustomerInformation',
  'NotifyDisplayMessages',
  'NotifyEVChargingNeeds',
  'NotifyEVChargingSchedule',
  'NotifyEvent',
  'NotifyMonitoringReport',
  'NotifyReport',
  'PublishFirmware',
  'PublishFirmwareStatusNotification',
  'ReportChargingProfiles',
  'RequestStartTransaction',
  'RequestStopTransaction',
  'ReservationStatusUpdate',
  'ReserveNow',
  'Reset',
  'SecurityEventNotification',
  'SendLocalList',
  'SetChargingProfile',
  'SetDisplayMessage',
  'SetMonitoringBase',
  'SetMonitoringLevel',
  'SetNetworkProfile',
  'SetVariableMonitoring',
  'SetVariables',
  'SignCertificate',
  'StatusNotification',
  'TransactionEvent',
  'TriggerMessage',
  'UnlockConnector',
  'UnpublishFirmware',
  'UpdateFirmware',
] as const satisfies readonly (keyof Requests)[];

