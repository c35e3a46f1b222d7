/** Each state of the station against a wrong message (SEQ), a wrong session (SID) and silence (SILENT). ISO 15118-4, ISO 15118-2:2014 8.7.2, 8.8. @module */
import type { RequestName } from '@openpnc/iso15118/v2/message';
import { timing } from '@openpnc/iso15118/v2/timing';
import type { CarWish } from '../world.ts';
import type { BenchCase, BenchProfile } from './benchCase.ts';

interface Line {
  readonly name: string;
  readonly car: CarWish;
  readonly requests: readonly RequestName[];
  readonly profiles: readonly BenchProfile[];
}

const lines: readonly Line[] = [
  {
    name: 'AC',
    car: {},
    requests: [
      'ServiceDiscoveryReq',
      'PaymentServiceSelectionReq',
      'PaymentDetailsReq',
      'AuthorizationReq',
      'ChargeParameterDiscoveryReq',
      'PowerDeliveryReq',
      'ChargingStatusReq',
      'MeteringReceiptReq',
      'SessionStopReq',
    ],
    profiles: ['full', 'pnc'],
  },
  {
    name: 'DC',
    car: { settings: { energyTransferModes: ['DC_extended'] } },
    requests: [
      'ChargeParameterDiscoveryReq',
      'CableCheckReq',
      'PreChargeReq',
      'PowerDeliveryReq',
      'CurrentDemandReq',
      'WeldingDetectionReq',
      'SessionStopReq',
    ],
    profiles: ['full'],
  },
  {
    name: 'EIM',
    car: { settings: { payment: 'external' } },
    requests: ['PaymentServiceSelectionReq', 'AuthorizationReq', 'ChargeParameterDiscoveryReq'],
    profiles: ['full'],
  },
  {
    name: 'certificate',
    car: { settings: { certificateService: 'always' } },
    requests: ['ServiceDetailReq'],
    profiles: ['full', 'pnc'],
  },
];

/** The ids of SEQ, SID and SILENT; the common suite has others for EIM. */
const ids: Readonly<Record<string, readonly [string, string, string]>> = {
  'AC ServiceDiscoveryReq': ['002', '003', '004'],
  'AC PaymentServiceSelectionReq': ['004', '005', '008'],
  'AC PaymentDetailsReq': ['004', '005', '006'],
  'AC AuthorizationReq': ['004', '006', '009'],
  'EIM AuthorizationReq': ['003', '005', '008'],
  'EIM PaymentServiceSelectionReq': ['004', '005', '008'],
  'AC ChargingStatusReq': ['003', '004', '005'],
  'AC MeteringReceiptReq': ['002', '003', '005'],
  'certificate ServiceDetailReq': ['004', '006', '010'],
};

/** `AC-AuthorizationReq-SEQ` and so on. */
export const stateCases: readonly BenchCase[] = lines.flatMap(({ name, car, requests, profiles }) =>
  requests.flatMap((request): BenchCase[] => {
    // Only where it matters: a real station is tested with what asks nothing of its settings.
    const world = request === 'MeteringReceiptReq' ? { world: { station: { receipts_s: 1 } } } : {};
    const head = { profiles, car, ...world };
    const id = (what: string) => `${name}-${request}-${what}`;
    const wrong = request === 'ServiceDiscoveryReq' ? 'AuthorizationReq' : 'ServiceDiscoveryReq';
    return [
      {
        ...head,
        id: id('SEQ'),
        purpose: `${wrong} comes where ${request} is due: FAILED_SequenceError, and the station ends the session.`,
        clause: `ISO 15118-4 ${named(name, request, 0)}, ISO 15118-2:2014 [V2G2-538]`,
        faults: [{ kind: 'script', request, effect: { do: 'replace', name: wrong, body: {} } }],
        expected: {
          outcome: ['refused', 'failed'],
          cause: 'sequence_error',
          wire: { [wrong]: 'FAILED_SequenceError' },
        },
      },
      {
        ...head,
        id: id('SID'),
        purpose: `${request} with the SessionID of another session: FAILED_UnknownSession.`,
        clause: `ISO 15118-4 ${named(name, request, 1)}, ISO 15118-2:2014 8.4.2`,
        faults: [{ kind: 'script', request, effect: { do: 'sessionId', SessionID: '0123456789ABCDEF' } }],
        expected: { outcome: 'refused', cause: 'sequence_error', wire: { [request]: 'FAILED_UnknownSession' } },
      },
      {
        ...head,
        id: id('SILENT'),
        purpose: `Nothing comes for V2G_SECC_Sequence_Timeout where ${request} is due: the station closes without an answer.`,
        clause: `ISO 15118-4 ${named(name, request, 2)}, ISO 15118-2:2014 8.7.2`,
        faults: [{ kind: 'script', request, effect: { do: 'wait', ms: timing.V2G_SECC_Sequence_Timeout + 1_000 } }],
        expected: { outcome: 'failed', cause: 'peer_silent', findings: ['sequence_timeout'] },
      },
    ];
  }),
);

/** `AuthorizationReq_004` as the suite calls it, or the stimulus where its number is not public. */
function named(line: string, request: string, which: 0 | 1 | 2): string {
  const stimulus = ['SEQ', 'SID', 'SILENT'][which]!;
  const id = ids[`${line} ${request}`]?.[which];
  return id === undefined ? `${request.slice(0, -3)} ${stimulus}` : `${request.slice(0, -3)}_${id} (${stimulus})`;
}

/** SessionID 0 in the middle of a session: a peer is known that serves it. */
export const zeroSessionCases: readonly BenchCase[] = (
  ['PaymentDetailsReq', 'AuthorizationReq', 'ChargeParameterDiscoveryReq'] as const
).map((request) => ({
  id: `${request}-session-zero`,
  purpose: `${request} with SessionID 0 in the middle of a session: FAILED_UnknownSession.`,
  clause: 'PNC-SEC-4',
  profiles: ['full', 'security'],
  faults: [{ kind: 'script', request, effect: { do: 'sessionId', SessionID: '0000000000000000' } }],
  expected: { outcome: 'refused', cause: 'sequence_error', wire: { [request]: 'FAILED_UnknownSession' } },
}));
