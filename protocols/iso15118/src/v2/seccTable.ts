/**
 * The states of a station in a session: which requests each accepts, what answers them, where that leads. Anything else is
 * a sequence error. ISO 15118-2:2014 8.8.3; drawn in docs/secc-states.md.
 *
 * @module
 */
import { type State, type Table, to } from './answer.ts';
import { authorization } from './answers/authorization.ts';
import { certificateInstallation, certificateUpdate } from './answers/certificate.ts';
import { chargeParameterDiscovery } from './answers/chargeParameterDiscovery.ts';
import { cableCheck, preCharge, weldingDetection } from './answers/dc.ts';
import { chargingStatus, currentDemand, meteringReceipt } from './answers/loop.ts';
import { paymentDetails, paymentServiceSelection } from './answers/payment.ts';
import {
  powerDeliveryAc,
  powerDeliveryDc,
  powerDeliveryInAcLoop,
  powerDeliveryInDcLoop,
} from './answers/powerDelivery.ts';
import { serviceDetail, serviceDiscovery } from './answers/services.ts';
import { sessionSetup } from './answers/sessionSetup.ts';
import { earlySessionStop, sessionStop } from './answers/sessionStop.ts';

const discovered = ['WaitForChargeParameterDiscovery', 'WaitForCableCheck', 'WaitForPowerDelivery'] as const;
const stoppedAc = ['WaitForSessionStop', 'WaitForChargeParameterDiscovery'] as const;
const stoppedDc = ['WaitForWeldingDetection', 'WaitForChargeParameterDiscovery'] as const;

/** Cars stop in every state before the loop, as DIN SPEC 70121 allows: see docs/divergences.md. */
const early = { SessionStopReq: to(earlySessionStop, 'End') };

export const secc = {
  WaitForSessionSetup: {
    SessionSetupReq: to(sessionSetup, 'WaitForServiceDiscovery'),
  },
  WaitForServiceDiscovery: {
    ServiceDiscoveryReq: to(serviceDiscovery, 'WaitForPaymentServiceSelection'),
    ...early,
  },
  WaitForPaymentServiceSelection: {
    ServiceDetailReq: to(serviceDetail, 'WaitForPaymentServiceSelection'),
    PaymentServiceSelectionReq: to(paymentServiceSelection, 'WaitForPaymentDetails', 'WaitForAuthorization'),
    ...early,
  },
  WaitForPaymentDetails: {
    CertificateInstallationReq: to(certificateInstallation, 'WaitForPaymentDetailsAfterCertificate'),
    CertificateUpdateReq: to(certificateUpdate, 'WaitForPaymentDetailsAfterCertificate'),
    PaymentDetailsReq: to(paymentDetails, 'WaitForAuthorization'),
    ...early,
  },
  /** One certificate a session [V2G2-554, V2G2-557]. */
  WaitForPaymentDetailsAfterCertificate: {
    PaymentDetailsReq: to(paymentDetails, 'WaitForAuthorization'),
    ...early,
  },
  WaitForAuthorization: {
    AuthorizationReq: to(authorization, 'WaitForAuthorization', 'WaitForChargeParameterDiscovery'),
    ...early,
  },
  WaitForChargeParameterDiscovery: {
    ChargeParameterDiscoveryReq: to(chargeParameterDiscovery, ...discovered),
    ...early,
  },
  WaitForCableCheck: {
    CableCheckReq: to(cableCheck, 'WaitForCableCheck', 'WaitForPreCharge'),
    ...early,
  },
  WaitForPreCharge: {
    PreChargeReq: to(preCharge, 'WaitForPowerDeliveryAfterPreCharge'),
    ...early,
  },
  WaitForPowerDeliveryAfterPreCharge: {
    PreChargeReq: to(preCharge, 'WaitForPowerDeliveryAfterPreCharge'),
    PowerDeliveryReq: to(powerDeliveryDc, 'WaitForFirstCurrentDemand', ...stoppedDc),
    ...early,
  },
  WaitForPowerDelivery: {
    PowerDeliveryReq: to(powerDeliveryAc, 'WaitForFirstChargingStatus', ...stoppedAc),
    ...early,
  },
  /** PowerDeliveryReq is not the first request after Start. */
  WaitForFirstChargingStatus: {
    ChargingStatusReq: to(chargingStatus, 'WaitForChargingStatus', 'WaitForMeteringReceipt'),
  },
  WaitForChargingStatus: {
    ChargingStatusReq: to(chargingStatus, 'WaitForChargingStatus', 'WaitForMeteringReceipt'),
    PowerDeliveryReq: to(powerDeliveryInAcLoop, ...stoppedAc),
  },
  WaitForFirstCurrentDemand: {
    CurrentDemandReq: to(currentDemand, 'WaitForCurrentDemand', 'WaitForMeteringReceipt'),
  },
  WaitForCurrentDemand: {
    CurrentDemandReq: to(currentDemand, 'WaitForCurrentDemand', 'WaitForMeteringReceipt'),
    PowerDeliveryReq: to(powerDeliveryInDcLoop, ...stoppedDc),
  },
  WaitForMeteringReceipt: {
    MeteringReceiptReq: to(meteringReceipt, 'WaitForChargingStatus', 'WaitForCurrentDemand'),
  },
  WaitForSessionStop: {
    SessionStopReq: to(sessionStop, 'End'),
  },
  /** A new discovery only directly after PowerDelivery(Stop) [V2G2-601], not once welding detection has begun [V2G2-597]. */
  WaitForWeldingDetection: {
    WeldingDetectionReq: to(weldingDetection, 'WaitForWeldingDetectionOrSessionStop'),
    ChargeParameterDiscoveryReq: to(chargeParameterDiscovery, ...discovered),
    SessionStopReq: to(sessionStop, 'End'),
  },
  WaitForWeldingDetectionOrSessionStop: {
    WeldingDetectionReq: to(weldingDetection, 'WaitForWeldingDetectionOrSessionStop'),
    SessionStopReq: to(sessionStop, 'End'),
  },
  End: {},
} satisfies Table;

/** The table by the letter of the standard: SessionStopReq follows the loop only. For conformance runs. */
export const strictSecc: Table = Object.fromEntries(
  Object.entries(secc as Table).map(([state, rows]) => {
    const isEarly = rows.SessionStopReq?.answer === early.SessionStopReq.answer;
    const { SessionStopReq: _, ...others } = rows;
    return [state, isEarly ? others : rows];
  }),
) as Record<State, Table[State]>;
