/**
 * Responses that carry nothing but a failure code, with every mandatory element at its smallest value, so that they still
 * encode and the car learns the code. ISO 15118-2:2014 [V2G2-538, V2G2-736].
 *
 * @module
 */
import type { Bodies } from '@openpnc/exi/iso15118-2';
import type { RequestName, ResponseCode, ResponseNameOf, ResponseOf } from './message.ts';
import { physical } from './physical.ts';
import { chargeServiceId } from './services.ts';
import type { EnergyKind } from './session.ts';

/** What a failure body may repeat of the station and of the request. */
export interface FailureFacts {
  readonly EVSEID: string;
  /** Which kind of status a PowerDeliveryRes carries. */
  readonly kind: EnergyKind;
  /** Unix seconds. */
  readonly now_s: bigint;
  /** The asked service of a ServiceDetailReq. */
  readonly ServiceID?: number;
}

/** The smallest response to `request` that says `ResponseCode`. */
export function failure<R extends RequestName>(
  request: R,
  ResponseCode: ResponseCode,
  facts: FailureFacts,
): ResponseOf<R> {
  const body = bodies[request](facts) as Omit<Bodies[ResponseNameOf<R>], 'ResponseCode'>;
  return { ResponseCode, ...body } as ResponseOf<R>;
}

/** The body by request, without its code. */
const bodies: { readonly [R in RequestName]: (facts: FailureFacts) => Omit<ResponseOf<R>, 'ResponseCode'> } = {
  SessionSetupReq: ({ EVSEID }) => ({ EVSEID }),
  ServiceDiscoveryReq: ({ kind }) => ({
    PaymentOptionList: { PaymentOption: ['ExternalPayment'] },
    ChargeService: {
      ServiceID: chargeServiceId,
      ServiceCategory: 'EVCharging',
      FreeService: false,
      SupportedEnergyTransferMode: { EnergyTransferMode: [kind === 'AC' ? 'AC_three_phase_core' : 'DC_extended'] },
    },
  }),
  ServiceDetailReq: ({ ServiceID = chargeServiceId }) => ({ ServiceID }),
  PaymentServiceSelectionReq: () => ({}),
  CertificateInstallationReq: certificateFailure,
  CertificateUpdateReq: certificateFailure,
  PaymentDetailsReq: ({ now_s }) => ({ GenChallenge: new Uint8Array(16), EVSETimeStamp: now_s }),
  AuthorizationReq: () => ({ EVSEProcessing: 'Finished' }),
  ChargeParameterDiscoveryReq: ({ kind }) => ({
    EVSEProcessing: 'Finished',
    ...(kind === 'AC'
      ? {
          AC_EVSEChargeParameter: {
            AC_EVSEStatus: acStatus,
            EVSENominalVoltage: physical(0, 'V'),
            EVSEMaxCurrent: physical(0, 'A'),
          },
        }
      : {
          DC_EVSEChargeParameter: {
            DC_EVSEStatus: dcStatus,
            EVSEMaximumCurrentLimit: physical(0, 'A'),
            EVSEMaximumPowerLimit: physical(0, 'W'),
            EVSEMaximumVoltageLimit: physical(0, 'V'),
            EVSEMinimumCurrentLimit: physical(0, 'A'),
            EVSEMinimumVoltageLimit: physical(0, 'V'),
            EVSEPeakCurrentRipple: physical(0, 'A'),
          },
        }),
  }),
  PowerDeliveryReq: evseStatus,
  MeteringReceiptReq: evseStatus,
  ChargingStatusReq: ({ EVSEID }) => ({ EVSEID, SAScheduleTupleID: 1, AC_EVSEStatus: acStatus }),
  CableCheckReq: () => ({ DC_EVSEStatus: dcStatus, EVSEProcessing: 'Finished' }),
  PreChargeReq: () => ({ DC_EVSEStatus: dcStatus, EVSEPresentVoltage: physical(0, 'V') }),
  CurrentDemandReq: ({ EVSEID }) => ({
    DC_EVSEStatus: dcStatus,
    EVSEPresentVoltage: physical(0, 'V'),
    EVSEPresentCurrent: physical(0, 'A'),
    EVSECurrentLimitAchieved: false,
    EVSEVoltageLimitAchieved: false,
    EVSEPowerLimitAchieved: false,
    EVSEID,
    SAScheduleTupleID: 1,
  }),
  WeldingDetectionReq: () => ({ DC_EVSEStatus: dcStatus, EVSEPresentVoltage: physical(0, 'V') }),
  SessionStopReq: () => ({}),
};

const acStatus = { NotificationMaxDelay: 0, EVSENotification: 'None', RCD: false } as const;
const dcStatus = { NotificationMaxDelay: 0, EVSENotification: 'None', EVSEStatusCode: 'EVSE_NotReady' } as const;

function evseStatus({ kind }: FailureFacts) {
  return kind === 'AC' ? { AC_EVSEStatus: acStatus } : { DC_EVSEStatus: dcStatus };
}

/** One byte for each certificate, the shortest eMAID, and the Ids that the schema asks for. */
function certificateFailure() {
  const chain = { Certificate: Uint8Array.of(0) };
  return {
    SAProvisioningCertificateChain: chain,
    ContractSignatureCertChain: { Id: 'id1', ...chain },
    ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: Uint8Array.of(0) },
    DHpublickey: { Id: 'id3', value: Uint8Array.of(0) },
    eMAID: { Id: 'id4', value: 'ZZ000000000000' },
  };
}
