/**
 * Every time limit of ISO 15118-2 in one table, by the standard's names, in milliseconds. ISO 15118-2:2014 8.7.2, tables
 * 109 to 111. Nothing else in the project holds one of these numbers.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';

/** Requests of the application layer, the negotiation in front included. */
export type TimedRequest = keyof typeof V2G_EVCC_Msg_Timeout;

/** From sending a request to the whole response: the car then gives up. */
const V2G_EVCC_Msg_Timeout = {
  supportedAppProtocolReq: 2_000,
  SessionSetupReq: 2_000,
  ServiceDiscoveryReq: 2_000,
  ServiceDetailReq: 5_000,
  PaymentServiceSelectionReq: 2_000,
  CertificateInstallationReq: 5_000,
  CertificateUpdateReq: 5_000,
  PaymentDetailsReq: 5_000,
  AuthorizationReq: 2_000,
  ChargeParameterDiscoveryReq: 2_000,
  CableCheckReq: 2_000,
  PreChargeReq: 2_000,
  PowerDeliveryReq: 5_000,
  ChargingStatusReq: 2_000,
  CurrentDemandReq: 250,
  MeteringReceiptReq: 2_000,
  WeldingDetectionReq: 2_000,
  SessionStopReq: 2_000,
} as const satisfies Readonly<Record<string, Millis>>;

/** From the whole request to the response on its way: the station's target. A later answer is sent and counted as late. */
const V2G_SECC_Msg_Performance_Time = {
  supportedAppProtocolReq: 1_500,
  SessionSetupReq: 1_500,
  ServiceDiscoveryReq: 1_500,
  ServiceDetailReq: 4_500,
  PaymentServiceSelectionReq: 1_500,
  CertificateInstallationReq: 4_500,
  CertificateUpdateReq: 4_500,
  PaymentDetailsReq: 4_500,
  AuthorizationReq: 1_500,
  ChargeParameterDiscoveryReq: 1_500,
  CableCheckReq: 1_500,
  PreChargeReq: 1_500,
  PowerDeliveryReq: 4_500,
  ChargingStatusReq: 1_500,
  CurrentDemandReq: 25,
  MeteringReceiptReq: 1_500,
  WeldingDetectionReq: 1_500,
  SessionStopReq: 1_500,
} as const satisfies Readonly<Record<TimedRequest, Millis>>;

export const timing = {
  V2G_EVCC_Msg_Timeout,
  V2G_SECC_Msg_Performance_Time,

  /** Wait for the answer to one SDP request [V2G2-159], and how many are sent in a row [V2G2-161]. */
  V2G_EVCC_SDP_Response_Timeout: 250,
  V2G_EVCC_SDP_Max_Requests: 50,

  /** From the data link being ready to SessionSetupRes. */
  V2G_EVCC_CommunicationSetup_Timeout: 20_000,
  V2G_SECC_CommunicationSetup_Performance_Time: 18_000,

  /** From a response to the next request. */
  V2G_EVCC_Sequence_Performance_Time: 40_000,
  V2G_SECC_Sequence_Timeout: 60_000,

  /** From the first EVSEProcessing Ongoing to Finished, for Authorization and ChargeParameterDiscovery each [V2G2-711, V2G2-713]. */
  V2G_EVCC_Ongoing_Timeout: 60_000,
  V2G_SECC_Ongoing_Performance_Time: 55_000,

  /** From the first CableCheckReq to Finished. */
  V2G_EVCC_CableCheck_Timeout: 40_000,
  V2G_SECC_CableCheck_Performance_Time: 38_000,

  /** From the first PreChargeReq to the voltage being reached. */
  V2G_EVCC_PreCharge_Timeout: 7_000,
  V2G_SECC_PreCharge_Performance_Time: 5_000,

  /** The car moves the pilot to C or D after the first PowerDeliveryReq(Start), and back to B after Stop [V2G2-847, V2G2-848]. */
  V2G_EVCC_CPState_Performance_Time: 250,
  /** The station sees such a change, or answers FAILED [V2G2-913, V2G2-917 to 922]. The figure is DIN's: see docs/choices.md. */
  V2G_SECC_CPState_Detection_Timeout: 1_500,
  /** The station closes the contactor after C or D [V2G2-860]. */
  V2G_SECC_Contactor_Performance_Time: 3_000,

  /** How long the side that waits for the other's FIN keeps the connection after the last message. Not in the standard's tables. */
  connectionTermination: 5_000,
} as const;
