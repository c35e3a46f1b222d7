/**
 * Sweeps on real sockets: each answer of a session at 0, 50, 90, 99, 100, 101 and 110 % of the car's limit, counted from its
 * request. ISO 15118-2:2014 table 110.
 *
 * @module
 */
import { timing } from '@openpnc/iso15118/v2/timing';
import type { BenchCase, CaseExpected } from '../catalogue/benchCase.ts';

type Swept = keyof typeof timing.V2G_EVCC_Msg_Timeout;

/** All limits are up to 5 s. DC stands for what AC does not have. */
const swept: readonly { readonly energy: 'AC' | 'DC'; readonly requests: readonly Swept[] }[] = [
  {
    energy: 'AC',
    requests: [
      'supportedAppProtocolReq',
      'SessionSetupReq',
      'ServiceDiscoveryReq',
      'PaymentServiceSelectionReq',
      'PaymentDetailsReq',
      'AuthorizationReq',
      'ChargeParameterDiscoveryReq',
      'PowerDeliveryReq',
      'ChargingStatusReq',
      'SessionStopReq',
    ],
  },
  { energy: 'DC', requests: ['CableCheckReq', 'PreChargeReq', 'CurrentDemandReq', 'WeldingDetectionReq'] },
];

const good: CaseExpected = { outcome: 'charged', cause: null };
const late: CaseExpected = { outcome: 'failed', cause: 'peer_silent', findings: ['message_timeout'] };
/** Exactly at the limit both are right. */
const either: CaseExpected = { outcome: ['charged', 'failed'], cause: [null, 'peer_silent'] };

/** Every case. */
export const answerSweeps: readonly BenchCase[] = swept.flatMap(({ energy, requests }) =>
  requests.flatMap((request) =>
    [0, 50, 90, 99, 100, 101, 110].map((percent): BenchCase => {
      const limit_ms = timing.V2G_EVCC_Msg_Timeout[request];
      const ms = (limit_ms * percent) / 100;
      return {
        id: `${request}-answer-at-${percent}`,
        purpose: `The answer to ${request} arrives at ${percent} % of V2G_EVCC_Msg_Timeout (${limit_ms} ms).`,
        clause: 'PNC-TIME, ISO 15118-2:2014 table 110',
        profiles: percent === 110 || percent === 90 ? ['full', 'pnc'] : ['full'],
        ...(energy === 'DC' && { car: { settings: { energyTransferModes: ['DC_extended'] } } }),
        faults: [{ kind: 'wire', at: { leg: 'v2g', message: request, part: 'answer' }, effect: { do: 'delay', ms } }],
        expected: percent === 100 ? either : percent > 100 ? late : good,
        ...(percent !== 100 && { margin_ms: Math.abs(limit_ms - ms) }),
      };
    }),
  ),
);
