/** The variables of a station's device model: what each is, who may change it, what it is at first. OCPP 2.0.1 Part 2 appendix, for Plug & Charge and what it needs. @module */
import type { DataEnumType, MutabilityEnumType } from '@openpnc/ocpp/v201';

/** One variable of one component. */
export interface VariableDefinition {
  readonly dataType: DataEnumType;
  readonly mutability: MutabilityEnumType;
  /** Value at first; absent: none yet. */
  readonly first?: string;
  readonly unit?: string;
  readonly minLimit?: number;
  readonly maxLimit?: number;
  /** What an OptionList may be, or a MemberList may hold. */
  readonly values?: readonly string[];
  /** One value an EVSE instead of one for the station. */
  readonly each?: 'evse' | 'connector' | 'secc';
  /** Takes effect after a reboot: SetVariables answers RebootRequired. */
  readonly needsReboot?: true;
  /** A monitor may be set on it. */
  readonly isMonitored?: true;
  /** Not kept over a restart: it says how things are now. */
  readonly isVolatile?: true;
}

const ro = (dataType: DataEnumType, first?: string) => define(dataType, 'ReadOnly', first);
const rw = (dataType: DataEnumType, first?: string) => define(dataType, 'ReadWrite', first);
const seconds = { unit: 's', minLimit: 0 } as const;
const txPoints = [
  'ParkingBayOccupancy',
  'EVConnected',
  'Authorized',
  'DataSigned',
  'PowerPathClosed',
  'EnergyTransfer',
];
const measurands = ['Energy.Active.Import.Register', 'Power.Active.Import'];
const measured = measurands.join(',');
/** Seen from outside and of interest to who watches Plug & Charge. */
const live = { isMonitored: true, isVolatile: true } as const;

/** All variables, by `Component.Variable` or `Component.Variable[instance]`. */
export const variables = {
  // ISO 15118: one component an SECC.
  'ISO15118Ctrlr.Available': { ...ro('boolean', 'true'), each: 'secc' },
  'ISO15118Ctrlr.Enabled': { ...rw('boolean', 'true'), each: 'secc' },
  'ISO15118Ctrlr.PnCEnabled': { ...rw('boolean', 'true'), each: 'secc', isMonitored: true },
  'ISO15118Ctrlr.CentralContractValidationAllowed': { ...rw('boolean', 'false'), each: 'secc' },
  'ISO15118Ctrlr.ContractValidationOffline': { ...rw('boolean', 'false'), each: 'secc' },
  'ISO15118Ctrlr.ContractCertificateInstallationEnabled': { ...rw('boolean', 'true'), each: 'secc' },
  'ISO15118Ctrlr.V2GCertificateInstallationEnabled': { ...rw('boolean', 'true'), each: 'secc' },
  'ISO15118Ctrlr.SeccId': { ...rw('string'), each: 'secc', maxLimit: 64 },
  'ISO15118Ctrlr.CountryName': { ...rw('string', 'DE'), each: 'secc', maxLimit: 2 },
  'ISO15118Ctrlr.OrganizationName': { ...rw('string', 'OpenPnC Lab'), each: 'secc', maxLimit: 64 },
  'ISO15118Ctrlr.RequestMeteringReceipt': { ...rw('boolean', 'false'), each: 'secc' },
  'ISO15118Ctrlr.MaxScheduleEntries': { ...ro('integer'), each: 'evse', isVolatile: true },
  'ISO15118Ctrlr.RequestedEnergyTransferMode': {
    ...ro('OptionList'),
    each: 'evse',
    isVolatile: true,
    values: ['DC', 'AC_single_phase', 'AC_two_phase', 'AC_three_phase'],
  },
  'ConnectedEV.Available': { ...ro('boolean', 'false'), each: 'evse', ...live },
  'ConnectedEV.ProtocolAgreed': { ...ro('string', ''), each: 'evse', ...live },
  'ConnectedEV.VehicleID': { ...ro('string', ''), each: 'evse', ...live },
  // Of our own: why a car's contract was refused, for whom nobody else would tell the CSMS.
  'ConnectedEV.ContractRefusal': { ...ro('string', ''), each: 'evse', isVolatile: true, isMonitored: true },
  // Of our own: what runs out, since OCPP has no event for it. Whole days and hours until the first one ends.
  'TrustStore.SeccDaysLeft': { ...ro('integer'), ...live },
  'TrustStore.RootDaysLeft': { ...ro('integer'), ...live },
  'TrustStore.StapleHoursLeft': { ...ro('integer'), ...live },
  'EVSE.ISO15118EvseId': { ...rw('string'), each: 'evse', minLimit: 7, maxLimit: 37 },
  'EVSE.AvailabilityState': { ...availability(), each: 'evse' },
  'EVSE.Available': { ...ro('boolean', 'true'), each: 'evse' },
  'EVSE.SupplyPhases': { ...ro('integer', '3'), each: 'evse' },
  'EVSE.Power': { ...ro('decimal', '22000'), each: 'evse', unit: 'W', maxLimit: 1_000_000 },
  'Connector.AvailabilityState': { ...availability(), each: 'connector' },
  'Connector.Available': { ...ro('boolean', 'true'), each: 'connector' },
  'Connector.ConnectorType': { ...ro('string', 'cType2'), each: 'connector' },
  'Connector.SupplyPhases': { ...ro('integer', '3'), each: 'connector' },
  'ChargingStation.AvailabilityState': availability(),
  'ChargingStation.Available': ro('boolean', 'true'),
  'ChargingStation.SupplyPhases': ro('integer', '3'),
  'ChargingStation.Model': ro('string'),
  'ChargingStation.VendorName': ro('string'),
  'ChargingStation.SerialNumber': ro('string'),

  'SecurityCtrlr.BasicAuthPassword': { ...define('string', 'WriteOnly'), minLimit: 16, maxLimit: 40 },
  'SecurityCtrlr.Identity': { ...ro('string'), maxLimit: 48 },
  'SecurityCtrlr.OrganizationName': { ...rw('string', 'OpenPnC Lab'), maxLimit: 64 },
  'SecurityCtrlr.CertificateEntries': { ...ro('integer', '0'), maxLimit: 50, ...live },
  'SecurityCtrlr.SecurityProfile': ro('integer'),
  'SecurityCtrlr.AdditionalRootCertificateCheck': ro('boolean', 'false'),
  'SecurityCtrlr.MaxCertificateChainSize': { ...ro('integer', '10000'), maxLimit: 10_000 },
  'SecurityCtrlr.CertSigningWaitMinimum': { ...rw('integer', '30'), ...seconds },
  'SecurityCtrlr.CertSigningRepeatTimes': { ...rw('integer', '3'), minLimit: 0, maxLimit: 20 },

  'AuthCtrlr.Enabled': rw('boolean', 'true'),
  'AuthCtrlr.AuthorizeRemoteStart': rw('boolean', 'false'),
  'AuthCtrlr.LocalAuthorizeOffline': rw('boolean', 'true'),
  'AuthCtrlr.LocalPreAuthorize': rw('boolean', 'false'),
  'AuthCtrlr.OfflineTxForUnknownIdEnabled': rw('boolean', 'false'),
  'AuthCtrlr.DisableRemoteAuthorization': rw('boolean', 'false'),
  'AuthCtrlr.MasterPassGroupId': { ...rw('string', ''), maxLimit: 36 },
  'AuthCacheCtrlr.Available': ro('boolean', 'true'),
  'AuthCacheCtrlr.Enabled': rw('boolean', 'true'),
  'AuthCacheCtrlr.LifeTime': { ...rw('integer', '2592000'), ...seconds },
  'AuthCacheCtrlr.Policy': { ...rw('OptionList', 'LRU'), values: ['LRU', 'LFU', 'FIFO'] },
  'AuthCacheCtrlr.Storage': { ...ro('integer', '0'), unit: 'B', maxLimit: 1_000_000, isVolatile: true },
  'AuthCacheCtrlr.DisablePostAuthorize': rw('boolean', 'false'),
  'LocalAuthListCtrlr.Available': ro('boolean', 'true'),
  'LocalAuthListCtrlr.Enabled': rw('boolean', 'true'),
  'LocalAuthListCtrlr.Entries': { ...ro('integer', '0'), maxLimit: 10_000, isVolatile: true },
  'LocalAuthListCtrlr.ItemsPerMessage': { ...ro('integer', '1000'), maxLimit: 1_000 },
  'LocalAuthListCtrlr.BytesPerMessage': { ...ro('integer', '1000000'), maxLimit: 1_000_000 },
  'LocalAuthListCtrlr.Storage': { ...ro('integer', '0'), unit: 'B', maxLimit: 10_000_000, isVolatile: true },
  'LocalAuthListCtrlr.DisablePostAuthorize': rw('boolean', 'false'),
  'LocalAuthListCtrlr.SupportsExpiryDateTime': ro('boolean', 'true'),

  'OCPPCommCtrlr.FieldLength[Get15118EVCertificateResponse.exiResponse]': ro('integer', '7500'),
  'OCPPCommCtrlr.FileTransferProtocols': {
    ...ro('MemberList', 'HTTPS'),
    values: ['FTP', 'FTPS', 'HTTP', 'HTTPS', 'SFTP'],
  },
  'OCPPCommCtrlr.HeartbeatInterval': { ...rw('integer', '300'), unit: 's', minLimit: 1 },
  'OCPPCommCtrlr.MessageTimeout[Default]': { ...ro('integer', '30'), unit: 's', maxLimit: 120 },
  'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': { ...rw('integer', '5'), minLimit: 1, maxLimit: 100 },
  'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': { ...rw('integer', '60'), ...seconds },
  'OCPPCommCtrlr.NetworkConfigurationPriority': rw('SequenceList', '1'),
  'OCPPCommCtrlr.NetworkProfileConnectionAttempts': { ...rw('integer', '3'), minLimit: 1 },
  'OCPPCommCtrlr.OfflineThreshold': { ...rw('integer', '60'), ...seconds },
  'OCPPCommCtrlr.QueueAllMessages': ro('boolean', 'false'),
  'OCPPCommCtrlr.ResetRetries': { ...rw('integer', '1'), minLimit: 0 },
  'OCPPCommCtrlr.RetryBackOffRandomRange': { ...rw('integer', '10'), ...seconds },
  'OCPPCommCtrlr.RetryBackOffRepeatTimes': { ...rw('integer', '3'), minLimit: 0, maxLimit: 30 },
  'OCPPCommCtrlr.RetryBackOffWaitMinimum': { ...rw('integer', '10'), unit: 's', minLimit: 1 },
  'OCPPCommCtrlr.UnlockOnEVSideDisconnect': ro('boolean', 'true'),
  'OCPPCommCtrlr.WebSocketPingInterval': { ...rw('integer', '0'), ...seconds },

  'TxCtrlr.TxStartPoint': { ...rw('MemberList', 'EVConnected'), values: txPoints },
  'TxCtrlr.TxStopPoint': { ...rw('MemberList', 'EVConnected,Authorized'), values: txPoints },
  'TxCtrlr.EVConnectionTimeOut': { ...rw('integer', '120'), ...seconds },
  'TxCtrlr.StopTxOnEVSideDisconnect': ro('boolean', 'true'),
  'TxCtrlr.StopTxOnInvalidId': rw('boolean', 'true'),
  'TxCtrlr.MaxEnergyOnInvalidId': { ...rw('integer', '0'), unit: 'Wh', minLimit: 0 },
  'TxCtrlr.TxBeforeAcceptedEnabled': ro('boolean', 'false'),

  'SampledDataCtrlr.Available': ro('boolean', 'true'),
  'SampledDataCtrlr.Enabled': rw('boolean', 'true'),
  'SampledDataCtrlr.TxStartedMeasurands': { ...rw('MemberList', measured), values: measurands },
  'SampledDataCtrlr.TxUpdatedMeasurands': { ...rw('MemberList', measured), values: measurands },
  'SampledDataCtrlr.TxUpdatedInterval': { ...rw('integer', '60'), ...seconds },
  'SampledDataCtrlr.TxEndedMeasurands': { ...rw('MemberList', 'Energy.Active.Import.Register'), values: measurands },
  'SampledDataCtrlr.TxEndedInterval': { ...ro('integer', '0'), ...seconds },
  'AlignedDataCtrlr.Available': ro('boolean', 'true'),
  'AlignedDataCtrlr.Enabled': rw('boolean', 'true'),
  'AlignedDataCtrlr.Interval': { ...rw('integer', '0'), ...seconds },
  'AlignedDataCtrlr.Measurands': { ...rw('MemberList', measured), values: measurands },
  'AlignedDataCtrlr.TxEndedInterval': { ...ro('integer', '0'), ...seconds },
  'AlignedDataCtrlr.TxEndedMeasurands': { ...ro('MemberList', ''), values: measurands },

  'ClockCtrlr.DateTime': { ...ro('dateTime'), isVolatile: true },
  'ClockCtrlr.TimeSource': {
    ...rw('SequenceList', 'Heartbeat'),
    values: ['Heartbeat', 'NTP', 'GPS', 'RealTimeClock', 'MobileNetwork', 'RadioTimeTransmitter'],
  },
  'DeviceDataCtrlr.ItemsPerMessage[GetReport]': ro('integer', '100'),
  'DeviceDataCtrlr.ItemsPerMessage[GetVariables]': ro('integer', '100'),
  'DeviceDataCtrlr.ItemsPerMessage[SetVariables]': ro('integer', '100'),
  'DeviceDataCtrlr.BytesPerMessage[GetReport]': ro('integer', '1000000'),
  'DeviceDataCtrlr.BytesPerMessage[GetVariables]': ro('integer', '1000000'),
  'DeviceDataCtrlr.BytesPerMessage[SetVariables]': ro('integer', '1000000'),
  'MonitoringCtrlr.Available': ro('boolean', 'true'),
  'MonitoringCtrlr.Enabled': rw('boolean', 'true'),
  'MonitoringCtrlr.ActiveMonitoringBase': {
    ...ro('OptionList', 'All'),
    values: ['All', 'FactoryDefault', 'HardWiredOnly'],
  },
  'MonitoringCtrlr.ActiveMonitoringLevel': { ...ro('integer', '9'), minLimit: 0, maxLimit: 9 },
  'MonitoringCtrlr.ItemsPerMessage[SetVariableMonitoring]': ro('integer', '100'),
  'MonitoringCtrlr.BytesPerMessage[SetVariableMonitoring]': ro('integer', '1000000'),
  'MonitoringCtrlr.MonitoringBase': { ...ro('OptionList', 'All'), values: ['All', 'FactoryDefault', 'HardWiredOnly'] },
  'MonitoringCtrlr.OfflineQueuingSeverity': { ...rw('integer', '3'), minLimit: 0, maxLimit: 9 },
  'SmartChargingCtrlr.Available': ro('boolean', 'true'),
  'SmartChargingCtrlr.Enabled': rw('boolean', 'true'),
  'SmartChargingCtrlr.Entries[ChargingProfiles]': { ...ro('integer', '0'), maxLimit: 100, isVolatile: true },
  'SmartChargingCtrlr.LimitChangeSignificance': { ...rw('decimal', '1'), unit: 'Percent', minLimit: 0 },
  'SmartChargingCtrlr.PeriodsPerSchedule': ro('integer', '1024'),
  'SmartChargingCtrlr.ProfileStackLevel': ro('integer', '9'),
  'SmartChargingCtrlr.RateUnit': { ...ro('MemberList', 'A,W'), values: ['A', 'W'] },
} as const satisfies Readonly<Record<string, VariableDefinition>>;

/** `Component.Variable` or `Component.Variable[instance]`. */
export type VariableName = keyof typeof variables;

/** A name taken apart. */
export function partsOf(name: VariableName): {
  readonly component: string;
  readonly variable: string;
  /** Empty for none. */
  readonly instance: string;
} {
  const [, component, variable, instance = ''] = /^(\w+)\.(\w+)(?:\[(.+)\])?$/.exec(name) as unknown as string[];
  return { component: component!, variable: variable!, instance };
}

function define<const T extends DataEnumType, const M extends MutabilityEnumType>(
  dataType: T,
  mutability: M,
  first?: string,
): { readonly dataType: T; readonly mutability: M; readonly first?: string } {
  return { dataType, mutability, ...(first !== undefined && { first }) };
}

function availability() {
  return {
    ...define('OptionList', 'ReadOnly', 'Available'),
    values: ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'],
    isMonitored: true,
    isVolatile: true,
  } as const;
}
