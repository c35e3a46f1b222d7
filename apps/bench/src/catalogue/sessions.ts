/** Whole sessions and what disturbs them: payment options, AC and DC, pause, renegotiation, wires, clocks, parties that die, wrong parameters. ISO 15118-2:2014 8.4, 8.7. @module */
import type { RequestName } from '@openpnc/iso15118/v2/message';
import { timing } from '@openpnc/iso15118/v2/timing';
import type { BenchCase, CaseExpected } from './benchCase.ts';

/** How long an exchange travels in the virtual world, ms. */
const TRAVEL_MS = 4;

const good: CaseExpected = { outcome: 'charged', cause: null };

const whole: readonly BenchCase[] = [
  {
    id: 'ac-pnc',
    purpose: 'AC with a contract, from SDP to SessionStop.',
    clause:
      'ISO 15118-4 SDP_003, V2GTPSDP_001, V2GTPSessionSetup_001, SupportedAppProtocol_001, SessionSetup_001, ServiceDiscovery_001, PaymentServiceSelection_003, PaymentDetails_001, Authorization_002, ChargingStatus_001',
    profiles: ['quick', 'full', 'pnc'],
    expected: {
      ...good,
      wire: {
        supportedAppProtocolReq: 'OK_SuccessfulNegotiation',
        SessionSetupReq: 'OK_NewSessionEstablished',
        ServiceDiscoveryReq: 'OK',
        PaymentServiceSelectionReq: 'OK',
        PaymentDetailsReq: 'OK',
        AuthorizationReq: 'OK',
        ChargingStatusReq: 'OK',
        PowerDeliveryReq: 'OK',
        SessionStopReq: 'OK',
      },
      messages: ['POST cdrs'],
    },
  },
  {
    id: 'dc-pnc',
    purpose: 'DC with a contract: cable check, pre-charge, loop, welding detection.',
    clause: 'ISO 15118-2:2014 8.4.5',
    profiles: ['quick', 'full', 'pnc'],
    car: { settings: { energyTransferModes: ['DC_extended'] } },
    expected: { ...good, wire: { CableCheckReq: 'OK', WeldingDetectionReq: 'OK', SessionStopReq: 'OK' } },
  },
  {
    id: 'ac-eim',
    purpose: 'AC with a card that the CSMS knows.',
    clause: 'ISO 15118-4 SDP_002, PaymentServiceSelection_001, Authorization_001, OCPP 2.0.1 C08',
    profiles: ['quick', 'full'],
    car: { settings: { payment: 'external' } },
    expected: { ...good, wire: { PaymentDetailsReq: null } },
  },
  {
    id: 'dc-eim',
    purpose: 'DC with a card that the CSMS knows.',
    clause: 'ISO 15118-4 Authorization_001',
    profiles: ['full'],
    car: { settings: { payment: 'external', energyTransferModes: ['DC_extended'] } },
    expected: good,
  },
  {
    id: 'eim-card-unknown',
    purpose: 'A card that nobody knows: no energy; the station waits until nobody has paid.',
    clause: 'OCPP 2.0.1 C01',
    profiles: ['full'],
    car: { settings: { payment: 'external' }, card: 'unknown' },
    expected: {
      outcome: 'refused',
      cause: 'external_payment_timeout',
    },
  },
  {
    id: 'eim-no-card',
    purpose: 'Nobody pays: the car gives up after its ongoing time, or the station does.',
    clause: 'ISO 15118-4 Authorization_014, ISO 15118-2:2014 [V2G2-713]',
    profiles: ['full'],
    car: { settings: { payment: 'external' }, card: 'none' },
    expected: { outcome: 'refused', cause: 'external_payment_timeout' },
  },
  {
    id: 'eim-plain-tcp',
    purpose: 'A car without TLS pays with a card over plain TCP.',
    clause: 'ISO 15118-4 SDP_001, SupportedAppProtocol_004, PaymentServiceSelection_002',
    profiles: ['full'],
    car: { settings: { payment: 'external', security: 'none' } },
    expected: good,
  },
  {
    id: 'pnc-plain-tcp',
    purpose: 'Without TLS there is no contract: the car stops before it shows one.',
    clause: 'ISO 15118-2:2014 7.7.3',
    profiles: ['full', 'security'],
    car: { settings: { security: 'none' } },
    expected: {
      outcome: 'refused',
      cause: 'tls_not_ready',
      wire: { PaymentDetailsReq: null },
    },
  },
  {
    id: 'pnc-off',
    purpose: 'Plug & Charge is switched off at the station: it offers no Contract.',
    clause: 'OCPP 2.0.1 ISO15118Ctrlr.PnCEnabled',
    profiles: ['full', 'pnc'],
    world: { station: { variables: { ISO15118Ctrlr: { PnCEnabled: 'false' } } } },
    expected: { outcome: 'refused', cause: 'pnc_not_offered', wire: { PaymentDetailsReq: null } },
  },
  {
    id: 'pnc-off-fallback',
    purpose: 'The same, and the car falls back to a card.',
    clause: 'OCPP 2.0.1 C08',
    profiles: ['full'],
    world: { station: { variables: { ISO15118Ctrlr: { PnCEnabled: 'false' } } } },
    car: { settings: { payment: 'contractOrExternal' } },
    expected: { outcome: 'charged', cause: null },
  },
  {
    id: 'receipts',
    purpose: 'The station asks for signed receipts and the car gives them.',
    clause: 'ISO 15118-4 MeteringReceipt_001, ChargingStatus_002, _006-009',
    profiles: ['full', 'pnc'],
    world: { station: { receipts_s: 1 } },
    expected: { ...good, wire: { MeteringReceiptReq: 'OK' } },
  },
  {
    id: 'ac-renegotiate',
    purpose: 'The car renegotiates in the loop and charges on.',
    clause: 'ISO 15118-2:2014 [V2G2-841]',
    profiles: ['full', 'pnc'],
    car: { settings: { stop: { rounds: 3, how: 'renegotiate' } } },
    expected: good,
  },
  {
    id: 'dc-renegotiate',
    purpose: 'In DC the car renegotiates in the loop and charges on.',
    clause: 'ISO 15118-2:2014 [V2G2-841]',
    profiles: ['full'],
    car: { settings: { energyTransferModes: ['DC_extended'], stop: { rounds: 3, how: 'renegotiate' } } },
    expected: good,
  },
  {
    id: 'ac-pause',
    purpose: 'The car pauses and does not come back.',
    clause: 'ISO 15118-4 SessionStop_001-010 (Pause)',
    profiles: ['full'],
    car: { settings: { stop: { rounds: 3, how: 'pause' } } },
    expected: { ...good, wire: { SessionStopReq: 'OK' } },
  },
  {
    id: 'ac-pause-resume',
    purpose: 'The car pauses, sleeps and joins its session again.',
    clause: 'ISO 15118-4 AC SessionSetup_001-006',
    profiles: ['full', 'pnc'],
    car: { settings: { stop: { rounds: 3, how: 'pause' } }, isResumed: true },
    expected: good,
  },
  {
    id: 'dc-pause-resume',
    purpose: 'In DC the car pauses, sleeps and joins its session again.',
    clause: 'ISO 15118-4 DC SessionSetup_001-006',
    profiles: ['full'],
    car: { settings: { energyTransferModes: ['DC_extended'], stop: { rounds: 3, how: 'pause' } }, isResumed: true },
    expected: good,
  },
  {
    id: 'battery-full',
    purpose: 'The battery is nearly full: the car stops by itself.',
    clause: 'ISO 15118-2:2014 8.4.3.11',
    profiles: ['full'],
    car: { settings: { battery: { soc_percent: 79.99, target_percent: 80 }, stop: { duration_s: 600 } } },
    expected: good,
  },
  {
    id: 'authorize-at-payment-details',
    purpose: 'The station asks the CSMS as soon as the contract is named.',
    clause: 'docs/choices.md',
    profiles: ['full', 'pnc'],
    world: { station: { authorizeAt: 'PaymentDetails' } },
    expected: good,
  },
  {
    id: 'ev-strict',
    purpose: 'A car that judges the chain by the letter and requires a staple.',
    clause: 'PNC-TLS-3, ISO 15118-2:2014 [V2G2-873]',
    profiles: ['full', 'pnc'],
    car: { settings: { ocsp: 'require', isStrict: true } },
    expected: good,
  },
  {
    id: 'sdp-no-tls',
    purpose:
      'A car that would take TLS pays with a card at a station whose certificate has ended: the answer says none, and it charges without.',
    clause: 'ISO 15118-4 SDP_007',
    profiles: ['full'],
    world: { pki: { profile: 'broken-secc-expired' } },
    car: { settings: { payment: 'external' } },
    // It charges, and the operator is told why it had to without TLS.
    expected: { outcome: 'charged', cause: 'tls_not_ready', wire: { PaymentDetailsReq: null } },
  },
  {
    id: 'departure-told',
    purpose: 'The car tells when it leaves.',
    clause: 'ISO 15118-2:2014 8.5.2.14',
    profiles: ['full'],
    car: { settings: { departure_s: 3_600 } },
    expected: good,
  },
];

const patched = (
  id: string,
  request: RequestName,
  body: Readonly<Record<string, unknown>>,
  purpose: string,
  clause: string,
  expected: CaseExpected,
  more: Partial<BenchCase> = {},
): BenchCase => ({
  id,
  purpose,
  clause,
  profiles: ['full'],
  faults: [{ kind: 'script', request, effect: { do: 'patch', body } }],
  expected,
  ...more,
});

const profileOver = {
  ChargingProfile: {
    ProfileEntry: [
      { ChargingProfileEntryStart: 0, ChargingProfileEntryMaxPower: { Multiplier: 3, Unit: 'W', Value: 500 } },
    ],
  },
};

const parameters: readonly BenchCase[] = [
  patched(
    'ServiceDetail-unknown',
    'PaymentServiceSelectionReq',
    {},
    'ServiceDetailReq for a service that was not offered: FAILED_ServiceIDInvalid.',
    'ISO 15118-4 ServiceDetail_007, _008',
    {
      outcome: ['refused', 'failed'],
      cause: 'selection_invalid',
      wire: { ServiceDetailReq: 'FAILED_ServiceIDInvalid' },
    },
    {
      faults: [
        {
          kind: 'script',
          request: 'PaymentServiceSelectionReq',
          effect: { do: 'replace', name: 'ServiceDetailReq', body: { ServiceID: 4711 } },
        },
      ],
    },
  ),
  patched(
    'ServiceDetail-certificate',
    'PaymentServiceSelectionReq',
    {},
    'ServiceDetailReq for the certificate service in front of the selection: OK, and the session goes on.',
    'ISO 15118-4 ServiceDetail_002',
    { ...good, wire: { ServiceDetailReq: 'OK' } },
    {
      faults: [
        {
          kind: 'script',
          request: 'PaymentServiceSelectionReq',
          effect: { do: 'before', name: 'ServiceDetailReq', body: { ServiceID: 2 } },
        },
      ],
    },
  ),
  patched(
    'PaymentServiceSelection-unknown-service',
    'PaymentServiceSelectionReq',
    { SelectedServiceList: { SelectedService: [{ ServiceID: 1 }, { ServiceID: 4711 }] } },
    'A service is selected that was not offered: FAILED_ServiceSelectionInvalid.',
    'ISO 15118-4 PaymentServiceSelection_006',
    {
      outcome: 'refused',
      cause: 'selection_invalid',
      wire: { PaymentServiceSelectionReq: 'FAILED_ServiceSelectionInvalid' },
    },
  ),
  patched(
    'PaymentServiceSelection-no-charge-service',
    'PaymentServiceSelectionReq',
    { SelectedServiceList: { SelectedService: [{ ServiceID: 2 }] } },
    'The charge service is not selected: FAILED_NoChargeServiceSelected.',
    'ISO 15118-4 PaymentServiceSelection_007',
    {
      outcome: 'refused',
      cause: 'selection_invalid',
      wire: { PaymentServiceSelectionReq: 'FAILED_NoChargeServiceSelected' },
    },
  ),
  patched(
    'PaymentServiceSelection-contract-not-offered',
    'PaymentServiceSelectionReq',
    { SelectedPaymentOption: 'Contract' },
    'Contract is selected where only ExternalPayment is offered: FAILED_PaymentSelectionInvalid.',
    'ISO 15118-4 PaymentServiceSelection_009',
    {
      outcome: 'refused',
      cause: 'selection_invalid',
      wire: { PaymentServiceSelectionReq: 'FAILED_PaymentSelectionInvalid' },
    },
    {
      world: { station: { variables: { ISO15118Ctrlr: { PnCEnabled: 'false' } } } },
      car: { settings: { payment: 'external' } },
      profiles: ['full', 'pnc'],
    },
  ),
  patched(
    'ChargeParameterDiscovery-wrong-mode',
    'ChargeParameterDiscoveryReq',
    { RequestedEnergyTransferMode: 'DC_unique' },
    'An energy transfer mode that the outlet does not have: FAILED_WrongEnergyTransferMode.',
    'ISO 15118-4 ChargeParameterDiscovery',
    {
      outcome: 'refused',
      cause: 'power_not_delivered',
      wire: { ChargeParameterDiscoveryReq: 'FAILED_WrongEnergyTransferMode' },
    },
  ),
  patched(
    'PowerDelivery-profile-over',
    'PowerDeliveryReq',
    profileOver,
    'A charging profile above the limit: FAILED_ChargingProfileInvalid.',
    'ISO 15118-4 PowerDelivery_009',
    {
      outcome: 'refused',
      cause: 'power_not_delivered',
      wire: { PowerDeliveryReq: 'FAILED_ChargingProfileInvalid' },
    },
  ),
  patched(
    'PowerDelivery-tuple-unknown',
    'PowerDeliveryReq',
    { SAScheduleTupleID: 77 },
    'A schedule that was not offered: FAILED_TariffSelectionInvalid.',
    'ISO 15118-4 PowerDelivery_010',
    {
      outcome: 'refused',
      cause: 'power_not_delivered',
      wire: { PowerDeliveryReq: 'FAILED_TariffSelectionInvalid' },
    },
  ),
  patched(
    'PowerDelivery-renegotiate-first',
    'PowerDeliveryReq',
    { ChargeProgress: 'Renegotiate' },
    'Renegotiate before Start: FAILED.',
    'ISO 15118-4 PowerDelivery_011',
    {
      outcome: 'refused',
      cause: 'sequence_error',
      wire: { PowerDeliveryReq: ['FAILED', 'FAILED_SequenceError'] },
    },
  ),
  patched(
    'SessionStop-early',
    'PaymentDetailsReq',
    {},
    'The car stops before it has named its contract: OK, and no energy.',
    'docs/divergences.md, ISO 15118-4 SessionStop',
    {
      outcome: 'failed',
      cause: 'ev_refused_response',
      wire: { SessionStopReq: 'OK' },
    },
    {
      faults: [
        {
          kind: 'script',
          request: 'PaymentDetailsReq',
          effect: { do: 'replace', name: 'SessionStopReq', body: { ChargingSession: 'Terminate' } },
        },
      ],
    },
  ),
];

/** Where each request of a session is, with the car's limit: the answer is delayed by shares of it. */
const swept: readonly RequestName[] = [
  'SessionSetupReq',
  'ServiceDiscoveryReq',
  'PaymentDetailsReq',
  'AuthorizationReq',
  'ChargeParameterDiscoveryReq',
  'PowerDeliveryReq',
  'ChargingStatusReq',
  'SessionStopReq',
];

/** The station answers it after the CSMS has: only the broad shares are sure. */
const slowest: RequestName = 'ChargeParameterDiscoveryReq';

const sweeps: readonly BenchCase[] = swept.flatMap((request) =>
  (request === slowest ? [50, 90, 110] : [50, 90, 99, 101, 110]).map((percent): BenchCase => {
    const limit_ms = timing.V2G_EVCC_Msg_Timeout[request as keyof typeof timing.V2G_EVCC_Msg_Timeout];
    const ms = Math.round((limit_ms * percent) / 100) - TRAVEL_MS;
    const isLate = percent > 100;
    return {
      id: `${request}-answer-at-${percent}`,
      purpose: `The answer to ${request} arrives at ${percent} % of V2G_EVCC_Msg_Timeout (${limit_ms} ms).`,
      clause: 'PNC-TIME, ISO 15118-2:2014 table 110',
      profiles: percent === 110 || percent === 90 ? ['full', 'pnc'] : ['full'],
      // Without it the answer waits for the CSMS before it says Ongoing.
      ...(request === 'AuthorizationReq' && { world: { station: { authorizationHold_ms: 0 } } }),
      faults: [{ kind: 'wire', at: { leg: 'v2g', message: request, part: 'answer' }, effect: { do: 'delay', ms } }],
      expected: isLate ? { outcome: 'failed', cause: 'peer_silent', findings: ['message_timeout'] } : good,
    };
  }),
);

const wires: readonly BenchCase[] = [
  ...([1, 3] as const).map(
    (lost): BenchCase => ({
      id: `sdp-lost-${lost}`,
      purpose: `The first ${lost} SDP requests are lost: the car asks again.`,
      clause: 'ISO 15118-2:2014 [V2G2-159, V2G2-161]',
      profiles: ['full'],
      faults: Array.from({ length: lost }, (_, i) => ({
        kind: 'wire' as const,
        at: { leg: 'sdp' as const, nth: i + 1 },
        effect: { do: 'lose' as const },
      })),
      expected: good,
    }),
  ),
  {
    id: 'sdp-none',
    purpose: 'No SDP request gets through: the car gives up after 50.',
    clause: 'ISO 15118-2:2014 [V2G2-161]',
    profiles: ['full'],
    faults: [{ kind: 'wire', at: { leg: 'sdp', nth: 'each' }, effect: { do: 'lose' } }],
    expected: { outcome: 'failed', cause: 'no_sdp_answer' },
  },
  {
    id: 'sdp-corrupt',
    purpose: 'The first SDP request is damaged: it is ignored, the next one is answered.',
    clause: 'ISO 15118-4 V2GTPSDP_002-005',
    profiles: ['full'],
    faults: [{ kind: 'wire', at: { leg: 'sdp', nth: 1 }, effect: { do: 'corrupt', bit: 3 } }],
    expected: good,
  },
  {
    id: 'sdp-duplicate',
    purpose: 'An SDP request comes twice.',
    clause: 'ISO 15118-2:2014 7.10.1',
    profiles: ['full'],
    faults: [{ kind: 'wire', at: { leg: 'sdp', nth: 1 }, effect: { do: 'duplicate' } }],
    expected: good,
  },
  {
    id: 'v2g-awkward-reads',
    purpose: 'Messages come in pieces of any size: nothing changes.',
    clause: 'ISO 15118-2:2014 7.8.3',
    profiles: ['full'],
    faults: [{ kind: 'link', leg: 'v2g', reads: 'awkward' }],
    expected: good,
  },
  {
    id: 'v2g-jitter',
    purpose: 'The powerline takes up to 200 ms more at random.',
    clause: 'ISO 15118-3',
    profiles: ['full'],
    faults: [{ kind: 'link', leg: 'v2g', jitter_ms: 200 }],
    expected: good,
  },
  ...(['header', 'payload'] as const).map(
    (part): BenchCase => ({
      id: `v2g-corrupt-${part}`,
      purpose: `A bit in the ${part} of PaymentDetailsReq is flipped: no answer or a clean refusal, no energy.`,
      clause: part === 'header' ? 'ISO 15118-4 V2GTPSessionSetup_002-005' : 'ISO 15118-2:2014 7.9.1',
      profiles: ['full', 'security'],
      faults: [
        {
          kind: 'wire',
          at: { leg: 'v2g', message: 'PaymentDetailsReq' },
          effect: { do: 'corrupt', bit: part === 'header' ? 4 : 90 },
        },
      ],
      expected: {
        outcome: ['failed', 'refused'],
        cause: ['message_undecodable', 'peer_silent', 'contract_chain_invalid', 'sequence_error'],
      },
    }),
  ),
  ...(['AuthorizationReq', 'ChargingStatusReq'] as const).flatMap((message): BenchCase[] => [
    {
      id: `v2g-cut-${message}`,
      purpose: `The connection is cut at ${message}: the car fails, the transaction ends.`,
      clause: 'ISO 15118-2:2014 8.3.4',
      profiles: ['full'],
      faults: [{ kind: 'wire', at: { leg: 'v2g', message }, effect: { do: 'cut' } }],
      expected: { outcome: 'failed', cause: 'peer_silent' },
    },
    {
      id: `v2g-half-open-${message}`,
      purpose: `The connection is half open from ${message} on: each side ends by its own timer.`,
      clause: 'ISO 15118-2:2014 8.7.2',
      profiles: ['full'],
      faults: [{ kind: 'wire', at: { leg: 'v2g', message }, effect: { do: 'halfOpen' } }],
      expected: { outcome: 'failed', cause: 'peer_silent', findings: ['message_timeout'] },
    },
  ]),
  {
    id: 'v2g-duplicate-authorization',
    purpose: 'AuthorizationReq comes twice: nothing is authorized that was not proved, and the session ends cleanly.',
    clause: 'PNC-SEC-3',
    profiles: ['full', 'security'],
    faults: [{ kind: 'wire', at: { leg: 'v2g', message: 'AuthorizationReq' }, effect: { do: 'duplicate' } }],
    expected: {
      outcome: 'refused',
      cause: 'sequence_error',
    },
  },
];

const protocolOffer = (changes: Readonly<Record<string, unknown>>) => ({
  AppProtocol: [
    {
      ProtocolNamespace: 'urn:iso:15118:2:2013:MsgDef',
      VersionNumberMajor: 2,
      VersionNumberMinor: 0,
      SchemaID: 1,
      Priority: 1,
      ...changes,
    },
  ],
});

/** Bits of a V2GTP header: version, its inverse, payload type, length. */
const headerBits = { version: 2, inverse: 10, type: 20, length: 33 } as const;
type HeaderPart = keyof typeof headerBits;
const headerParts = Object.keys(headerBits) as readonly HeaderPart[];

/** From the cable to SessionSetup. ISO 15118-4, link set-up. */
const setUp: readonly BenchCase[] = [
  ...headerParts.flatMap((part): BenchCase[] => [
    {
      id: `v2gtp-sdp-${part}`,
      purpose: `Every SDP request has a wrong ${part} in its header: none is answered.`,
      clause: 'ISO 15118-4 V2GTPSDP_002-005',
      profiles: ['full', 'security'],
      faults: [{ kind: 'wire', at: { leg: 'sdp', nth: 'each' }, effect: { do: 'corrupt', bit: headerBits[part] } }],
      expected: { outcome: 'failed', cause: 'no_sdp_answer' },
    },
    {
      id: `v2gtp-SessionSetupReq-${part}`,
      purpose: `SessionSetupReq has a wrong ${part} in its header: it gets no answer.`,
      clause: 'ISO 15118-4 V2GTPSessionSetup_002-005',
      profiles: ['full', 'security'],
      faults: [
        {
          kind: 'wire',
          at: { leg: 'v2g', message: 'SessionSetupReq' },
          effect: { do: 'corrupt', bit: headerBits[part] },
        },
      ],
      expected: {
        outcome: 'failed',
        cause: ['message_undecodable', 'peer_silent'],
        wire: { SessionSetupReq: null },
      },
    },
  ]),
  ...(
    [
      ['at-17', 17_000, true, true],
      ['at-18', 18_500, true, false],
      ['at-18-lenient', 18_500, false, true],
      ['at-120-lenient', 120_000, false, true],
    ] as const
  ).map(
    ([id, silentFor_ms, isStrict, isServed]): BenchCase => ({
      id: `sdp-${id}`,
      purpose: `SDP begins ${silentFor_ms / 1_000} s after the plug, V2G_SECC_CommunicationSetup_Timeout is 18 s, the station ${isStrict ? 'goes by the letter' : 'is lenient'}: ${isServed ? 'charges' : 'no answer any more'}.`,
      clause: 'ISO 15118-4 SDP_004-006, SupportedAppProtocol_005, docs/choices.md',
      profiles: ['full'],
      world: { station: { isStrict } },
      car: { silentFor_ms },
      expected: isServed ? good : { outcome: 'failed', cause: 'no_sdp_answer' },
    }),
  ),
  ...(['supportedAppProtocolReq', 'SessionSetupReq'] as const).flatMap((request) =>
    ([17_000, 18_500] as const).map(
      (ms): BenchCase => ({
        id: `${request}-after-${ms}`,
        purpose: `${request} comes ${ms / 1_000} s after the plug, V2G_SECC_CommunicationSetup_Timeout is 18 s: ${ms < 18_000 ? 'charges' : 'the station closes'}.`,
        clause: 'ISO 15118-4 SupportedAppProtocol_003, SessionSetup_003, _004, ISO 15118-2:2014 8.7.2',
        profiles: ['full'],
        faults: [{ kind: 'script', request, effect: { do: 'wait', ms } }],
        expected:
          ms < 18_000
            ? good
            : {
                outcome: 'failed',
                cause: 'peer_silent',
                findings: ['communication_setup_timeout'],
                wire: { [request]: null },
              },
      }),
    ),
  ),
  {
    id: 'SessionSetup-SEQ',
    purpose: 'ServiceDiscoveryReq comes where SessionSetupReq is due: refused, and the station ends the session.',
    clause: 'ISO 15118-4 SessionSetup_002',
    profiles: ['full'],
    faults: [
      {
        kind: 'script',
        request: 'SessionSetupReq',
        effect: { do: 'replace', name: 'ServiceDiscoveryReq', body: {} },
      },
    ],
    expected: {
      outcome: ['refused', 'failed'],
      cause: 'sequence_error',
      wire: { ServiceDiscoveryReq: ['FAILED_SequenceError', 'FAILED_UnknownSession'] },
    },
  },
  {
    id: 'supportedAppProtocol-unknown',
    purpose: 'The car offers a protocol that the station does not have: Failed_NoNegotiation.',
    clause: 'ISO 15118-4 SupportedAppProtocol_002',
    profiles: ['full'],
    faults: [
      {
        kind: 'script',
        request: 'supportedAppProtocolReq',
        effect: { do: 'patch', body: protocolOffer({ ProtocolNamespace: 'urn:din:70121:2012:MsgDef' }) },
      },
    ],
    expected: {
      outcome: 'refused',
      cause: 'no_common_protocol',
      wire: { supportedAppProtocolReq: 'Failed_NoNegotiation', SessionSetupReq: null },
    },
  },
  {
    id: 'supportedAppProtocol-major',
    purpose: 'The car offers another major version of ISO 15118-2: Failed_NoNegotiation.',
    clause: 'ISO 15118-2:2014 [V2G2-172]',
    profiles: ['full'],
    faults: [
      {
        kind: 'script',
        request: 'supportedAppProtocolReq',
        effect: { do: 'patch', body: protocolOffer({ VersionNumberMajor: 3 }) },
      },
    ],
    expected: {
      outcome: 'refused',
      cause: 'no_common_protocol',
      wire: { supportedAppProtocolReq: 'Failed_NoNegotiation', SessionSetupReq: null },
    },
  },
  {
    id: 'supportedAppProtocol-minor',
    purpose: 'The car offers another minor version: taken with a minor deviation.',
    clause: 'ISO 15118-4 SupportedAppProtocol_006',
    profiles: ['full'],
    faults: [
      {
        kind: 'script',
        request: 'supportedAppProtocolReq',
        effect: { do: 'patch', body: protocolOffer({ VersionNumberMinor: 5 }) },
      },
    ],
    expected: {
      ...good,
      wire: { supportedAppProtocolReq: 'OK_SuccessfulNegotiationWithMinorDeviation', SessionStopReq: 'OK' },
    },
  },
  {
    id: 'SessionSetup-unknown-id',
    purpose: 'SessionSetupReq asks for a session that nobody knows: a new one is made.',
    clause: 'ISO 15118-4 AC SessionSetup_001-006, ISO 15118-2:2014 [V2G2-463]',
    profiles: ['full', 'security'],
    faults: [
      {
        kind: 'script',
        request: 'SessionSetupReq',
        effect: { do: 'sessionId', SessionID: '0123456789ABCDEF' },
      },
    ],
    expected: { ...good, wire: { SessionSetupReq: 'OK_NewSessionEstablished' } },
  },
];

const DAY_MS = 86_400_000;

const parties: readonly BenchCase[] = [
  ...(['csms', 'emsp'] as const).map(
    (party): BenchCase => ({
      id: `kill-${party}-in-loop`,
      purpose: `The ${party} dies while the car charges and comes back: the session ends as it should, its CDR too.`,
      clause: 'OCPP 2.0.1 E04, E12',
      profiles: ['full'],
      faults: [
        party === 'csms'
          ? { kind: 'kill', party, at: { leg: 'ocpp', message: 'TransactionEvent', nth: 3 }, restart_ms: 30_000 }
          : { kind: 'kill', party, at: { leg: 'ocpi', message: 'POST cdrs' }, restart_ms: 30_000 },
      ],
      expected: { outcome: 'charged', cause: null },
    }),
  ),
  {
    id: 'kill-csms-at-authorize',
    purpose: 'The CSMS dies under Authorize and comes back: refused, no stale acceptance.',
    clause: 'OCPP 2.0.1 C07',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'kill', party: 'csms', at: { leg: 'ocpp', message: 'Authorize' }, restart_ms: 10_000 }],
    expected: { outcome: 'refused', cause: ['authorize_timeout', 'station_offline'] },
  },
  {
    id: 'kill-station-in-loop',
    purpose: 'The station dies while the car charges and comes back: power stops, the transaction ends.',
    clause: 'OCPP 2.0.1 E01-E06',
    profiles: ['full'],
    faults: [
      { kind: 'kill', party: 'station', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 }, restart_ms: 20_000 },
    ],
    expected: { outcome: 'failed', cause: 'peer_silent' },
  },
  {
    id: 'kill-ev-in-loop',
    purpose: 'The car dies while it charges: the station stops the power and ends the transaction.',
    clause: 'ISO 15118-4 Abnormal',
    profiles: ['full'],
    faults: [{ kind: 'kill', party: 'ev', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 } }],
    expected: { outcome: 'failed', cause: 'peer_silent' },
  },
  {
    id: 'pilot-short',
    purpose: 'The control pilot is shorted to earth while the car charges: power stops at once, the session ends.',
    clause: 'ISO 15118-4 Abnormal_001, IEC 61851-1',
    profiles: ['full'],
    faults: [{ kind: 'pilot', state: 'E', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 } }],
    expected: { outcome: 'failed', cause: 'power_not_delivered', findings: ['emergency_stop'] },
  },
  {
    id: 'pilot-earth-lost',
    purpose: 'The protective earth is lost while the car charges: power stops at once, the session ends.',
    clause: 'ISO 15118-4 Abnormal_002, IEC 61851-1',
    profiles: ['full'],
    faults: [{ kind: 'pilot', state: 'F', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 } }],
    expected: { outcome: 'failed', cause: 'power_not_delivered', findings: ['emergency_stop'] },
  },
  {
    id: 'ev-clock-years-ahead',
    purpose: "The car's clock is five years ahead: to it the station's certificate has expired.",
    clause: 'PNC-TLS-4',
    profiles: ['full'],
    faults: [{ kind: 'skew', party: 'ev', offset_ms: 5 * 365 * DAY_MS }],
    expected: { outcome: 'refused', cause: 'secc_certificate_expired' },
  },
  {
    id: 'ev-clock-hour-ahead',
    purpose: "The car's clock is half an hour ahead: charges.",
    clause: 'ISO 15118-2:2014 8.4.3.7',
    profiles: ['full'],
    faults: [{ kind: 'skew', party: 'ev', offset_ms: 1_800_000 }],
    expected: good,
  },
];

/** All of them. */
export const sessionCases: readonly BenchCase[] = [...whole, ...setUp, ...parameters, ...sweeps, ...wires, ...parties];
