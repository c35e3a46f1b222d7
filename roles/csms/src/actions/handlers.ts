/** Calls that a station may make, by action. A known action without entry is answered NotSupported, an unknown one NotImplemented. OCPP 2.0.1 Part 2. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import { authorize } from './authorize.ts';
import { bootNotification } from './bootNotification.ts';
import type { Call } from './call.ts';
import { get15118EVCertificate } from './get15118EVCertificate.ts';
import { getCertificateStatus } from './getCertificateStatus.ts';
import { heartbeat } from './heartbeat.ts';
import { dataTransfer, kept } from './notifications.ts';
import { notifyEVChargingNeeds, notifyEVChargingSchedule } from './notifyEVChargingNeeds.ts';
import { notifyReport } from './notifyReport.ts';
import { signCertificate } from './signCertificate.ts';
import { statusNotification } from './statusNotification.ts';
import { transactionEvent } from './transactionEvent.ts';

/** The table. */
export const csmsHandlers = {
  Authorize: authorize,
  BootNotification: bootNotification,
  ClearedChargingLimit: kept('ClearedChargingLimit'),
  DataTransfer: dataTransfer,
  FirmwareStatusNotification: kept('FirmwareStatusNotification'),
  Get15118EVCertificate: get15118EVCertificate,
  GetCertificateStatus: getCertificateStatus,
  Heartbeat: heartbeat,
  LogStatusNotification: kept('LogStatusNotification'),
  MeterValues: kept('MeterValues'),
  NotifyChargingLimit: kept('NotifyChargingLimit'),
  NotifyCustomerInformation: kept('NotifyCustomerInformation'),
  NotifyDisplayMessages: kept('NotifyDisplayMessages'),
  NotifyEVChargingNeeds: notifyEVChargingNeeds,
  NotifyEVChargingSchedule: notifyEVChargingSchedule,
  NotifyEvent: kept('NotifyEvent'),
  NotifyMonitoringReport: kept('NotifyMonitoringReport'),
  NotifyReport: notifyReport,
  PublishFirmwareStatusNotification: kept('PublishFirmwareStatusNotification'),
  ReportChargingProfiles: kept('ReportChargingProfiles'),
  ReservationStatusUpdate: kept('ReservationStatusUpdate'),
  SecurityEventNotification: kept('SecurityEventNotification'),
  SignCertificate: signCertificate,
  StatusNotification: statusNotification,
  TransactionEvent: transactionEvent,
} satisfies Handlers<Call>;
