/** Who may charge: the decision table of OCPP, OCSP, the eMSP, the trust stores, lost and late answers. OCPP 2.0.1 C07, RFC 6960, OCPI 2.3.0. @module */
import type { AnchorUse } from '@openpnc/x509/trustStore';
import { stapleForgeries } from '../staple.ts';
import type { CarWish } from '../world.ts';
import type { BenchCase, CaseExpected } from './benchCase.ts';

const good: CaseExpected = { outcome: 'charged', cause: null };

/** A row of the decision table: what is installed, allowed, connected. */
interface Row {
  readonly id: string;
  readonly purpose: string;
  readonly roots: readonly AnchorUse[];
  readonly contract?: CarWish['contract'];
  readonly CCVA: boolean;
  readonly CVO: boolean;
  readonly LAO?: boolean;
  readonly OTU?: boolean;
  readonly isOnline: boolean;
  readonly isCached?: boolean;
  readonly whitelist?: 'NEVER' | 'ALLOWED_OFFLINE';
  readonly expected: CaseExpected;
}

const ALL: readonly AnchorUse[] = ['v2g', 'mo', 'csms'];
const WITHOUT_MO: readonly AnchorUse[] = ['v2g', 'csms'];

const offlineRefused: CaseExpected = { outcome: 'refused', cause: 'station_offline', messages: [] };

const table: readonly Row[] = [
  ...[false, true].flatMap((CCVA) =>
    [false, true].map(
      (CVO): Row => ({
        id: `root-online-${CCVA ? 'ccva' : 'no-ccva'}-${CVO ? 'cvo' : 'no-cvo'}`,
        purpose: 'Root installed, chain good, online: the CSMS is asked with hash data.',
        roots: ALL,
        CCVA,
        CVO,
        isOnline: true,
        expected: { ...good, messages: ['Authorize', 'OCSPRequest'] },
      }),
    ),
  ),
  {
    id: 'no-root-online-ccva',
    purpose: 'No root for the chain, central validation allowed: the CSMS is asked with the certificates.',
    roots: WITHOUT_MO,
    contract: 'mo-root',
    CCVA: true,
    CVO: false,
    isOnline: true,
    expected: { ...good, messages: ['Authorize', 'OCSPRequest'] },
  },
  {
    id: 'no-root-online-no-ccva',
    purpose: 'No root for the chain, central validation off: refused at the station.',
    roots: WITHOUT_MO,
    contract: 'mo-root',
    CCVA: false,
    CVO: false,
    isOnline: true,
    expected: { outcome: 'refused', cause: 'station_mo_root_missing', wire: { AuthorizationReq: null } },
  },
  {
    id: 'root-offline-no-cvo',
    purpose: 'Offline without ContractValidationOffline: refused, whatever list and cache say.',
    roots: ALL,
    CCVA: false,
    CVO: false,
    isCached: true,
    isOnline: false,
    expected: offlineRefused,
  },
  {
    id: 'no-root-offline-cvo',
    purpose: 'Offline without a root: nothing can be validated, refused.',
    roots: WITHOUT_MO,
    contract: 'mo-root',
    CCVA: true,
    CVO: true,
    isOnline: false,
    expected: { outcome: 'refused', cause: 'station_mo_root_missing' },
  },
  {
    id: 'root-offline-cvo-cached',
    purpose: 'Offline, chain good, the cache has it accepted: charges.',
    roots: ALL,
    CCVA: false,
    CVO: true,
    isCached: true,
    isOnline: false,
    expected: { outcome: 'charged', cause: null, findings: ['authorized_offline'] },
  },
  {
    id: 'root-offline-cvo-not-cacheable',
    purpose: 'Offline, and the eMSP lets nobody decide for it (whitelist NEVER): no cache answers, refused.',
    roots: ALL,
    CCVA: false,
    CVO: true,
    isCached: true,
    whitelist: 'NEVER',
    isOnline: false,
    expected: offlineRefused,
  },
  {
    id: 'root-offline-cvo-unknown',
    purpose: 'Offline, chain good, neither list nor cache knows it: refused.',
    roots: ALL,
    CCVA: false,
    CVO: true,
    isOnline: false,
    expected: offlineRefused,
  },
  {
    id: 'root-offline-cvo-unknown-otu',
    purpose: 'Offline, chain good, unknown ids are allowed offline: charges.',
    roots: ALL,
    CCVA: false,
    CVO: true,
    OTU: true,
    isOnline: false,
    expected: { outcome: 'charged', cause: null, findings: ['authorized_offline'] },
  },
  {
    id: 'root-offline-cvo-no-lao',
    purpose: 'Offline, list and cache switched off (LocalAuthorizeOffline false): refused.',
    roots: ALL,
    CCVA: false,
    CVO: true,
    LAO: false,
    isCached: true,
    isOnline: false,
    expected: offlineRefused,
  },
  {
    id: 'expired-offline-cvo',
    purpose: 'Offline, the contract has expired: refused whatever the cache says.',
    roots: ALL,
    contract: 'expired',
    CCVA: false,
    CVO: true,
    OTU: true,
    isOnline: false,
    expected: { outcome: 'refused', cause: 'contract_expired' },
  },
];

const text = (value: boolean) => String(value);

const tableCases: readonly BenchCase[] = table.map(
  ({
    id,
    purpose,
    roots,
    contract,
    CCVA,
    CVO,
    LAO = true,
    OTU = false,
    isOnline,
    isCached,
    whitelist = 'ALLOWED_OFFLINE',
    expected,
  }) => ({
    id: `decision-${id}`,
    purpose,
    clause: 'OCPP 2.0.1 C07.FR.01-07, C12, C13, C15; PNC-OCPP-1..10',
    profiles: ['full', 'pnc'],
    world: {
      stationRoots: roots,
      // A station that is given its roots by the CSMS would have them all after a while.
      csms: { trust: { apply: 'report', remove: false } },
      station: {
        variables: {
          ISO15118Ctrlr: {
            CentralContractValidationAllowed: text(CCVA),
            ContractValidationOffline: text(CVO),
          },
          AuthCtrlr: { LocalAuthorizeOffline: text(LAO), OfflineTxForUnknownIdEnabled: text(OTU) },
        },
      },
      // An eMSP that lets nobody decide for it keeps its contracts out of the caches.
      ...(isCached && { before: [{ ...(contract && { contract }) }], emsp: { whitelist } }),
    },
    ...(contract && { car: { contract } }),
    ...(!isOnline && { faults: [{ kind: 'down', party: 'csms' }] as const }),
    expected,
  }),
);

/** What each contract of the drawer comes to. */
const refusals: readonly (readonly [NonNullable<CarWish['contract']>, string, CaseExpected])[] = [
  ['v2g-root', 'A good contract under the V2G root charges.', good],
  ['mo-root', 'A good contract under an MO root of its own charges.', good],
  [
    'expired',
    'An expired contract is refused by the station.',
    { outcome: 'refused', cause: 'contract_expired', wire: { PaymentDetailsReq: 'FAILED_CertificateExpired' } },
  ],
  [
    'future',
    'A contract that begins tomorrow is refused by the station.',
    { outcome: 'refused', cause: 'contract_expired', wire: { PaymentDetailsReq: 'FAILED_CertificateExpired' } },
  ],
  [
    'revoked',
    'A revoked contract is refused by the CSMS.',
    { outcome: 'refused', cause: 'contract_revoked', wire: { AuthorizationReq: 'FAILED' }, messages: ['OCSPRequest'] },
  ],
  [
    'blocked',
    'The eMSP has blocked the contract.',
    { outcome: 'refused', cause: 'emsp_contract_blocked', wire: { AuthorizationReq: 'FAILED' } },
  ],
  [
    'no-credit',
    'The eMSP answers NO_CREDIT.',
    { outcome: 'refused', cause: 'emsp_no_credit', wire: { AuthorizationReq: 'FAILED' } },
  ],
  [
    'unknown-to-emsp',
    'The eMSP does not know the contract.',
    { outcome: 'refused', cause: 'emsp_contract_unknown', wire: { AuthorizationReq: 'FAILED' } },
  ],
  [
    'unknown-provider',
    'No eMSP answers for the provider.',
    { outcome: 'refused', cause: 'emsp_route_missing', wire: { AuthorizationReq: 'FAILED' } },
  ],
];

const drawerCases: readonly BenchCase[] = refusals.map(([contract, purpose, expected]) => ({
  id: `contract-${contract}`,
  purpose,
  clause: 'OCPP 2.0.1 C07.FR.13-17, OCPI 2.3.0 Tokens',
  profiles: ['quick', 'full', 'pnc'],
  car: { contract },
  expected,
}));

const specificCodes: readonly BenchCase[] = (
  [
    ['revoked', 'FAILED_CertificateRevoked', 'contract_revoked'],
    ['blocked', 'FAILED_ContractCanceled', 'emsp_contract_blocked'],
  ] as const
).map(([contract, code, cause]) => ({
  id: `contract-${contract}-specific`,
  purpose: `With specific refusal codes the station answers ${code}.`,
  clause: 'OCPP 2.0.1 C07, ISO 15118-2:2014 8.4.3.8',
  profiles: ['full', 'pnc'],
  world: { station: { refusalCodes: 'specific' } },
  car: { contract },
  expected: { outcome: 'refused', cause, wire: { AuthorizationReq: code } },
}));

const ocsp: readonly BenchCase[] = [
  {
    id: 'ocsp-down',
    purpose: 'The OCSP responder does not answer: no proof, so refused.',
    clause: 'RFC 6960, OCPP 2.0.1 C07.FR.13',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'down', party: 'pki' }],
    expected: { outcome: 'refused', cause: 'ocsp_unavailable' },
  },
  {
    id: 'ocsp-down-prefer',
    purpose: 'The OCSP responder does not answer and proof is only preferred: charges.',
    clause: 'docs/choices.md',
    profiles: ['full'],
    world: { csms: { certificates: { revocation: 'prefer' } } },
    faults: [{ kind: 'down', party: 'pki' }],
    expected: { outcome: 'charged', cause: null },
  },
  {
    id: 'ocsp-off',
    purpose: 'OCSP is not asked: charges without an OCSP request.',
    clause: 'docs/choices.md',
    profiles: ['full'],
    world: { csms: { certificates: { revocation: 'off' } } },
    expected: good,
  },
  {
    id: 'ocsp-slow',
    purpose: 'The responder takes 1.5 s: still within the time of one answer.',
    clause: 'OCPP 2.0.1 C07',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'slow', party: 'pki', ms: 1_500 }],
    expected: good,
  },
  {
    id: 'ocsp-too-slow',
    purpose: 'The responder takes 3 s where 2 s are waited: no proof, so refused.',
    clause: 'OCPP 2.0.1 C07',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'slow', party: 'pki', ms: 3_000 }],
    expected: { outcome: 'refused', cause: 'ocsp_unavailable' },
  },
  {
    id: 'ocsp-answer-corrupt',
    purpose: 'A bit of the OCSP answer is flipped: its signature does not hold, refused.',
    clause: 'RFC 6960 4.2.2.2',
    profiles: ['full', 'security'],
    faults: [
      {
        kind: 'wire',
        at: { leg: 'ocsp', message: 'OCSPRequest', part: 'answer', nth: 'each' },
        effect: { do: 'corrupt', bit: 1_200 },
      },
    ],
    expected: { outcome: 'refused', cause: 'ocsp_unavailable' },
  },
  {
    id: 'ocsp-answer-lost',
    purpose: 'The OCSP answers are lost: refused in time.',
    clause: 'RFC 6960',
    profiles: ['full'],
    faults: [
      {
        kind: 'wire',
        at: { leg: 'ocsp', message: 'OCSPRequest', part: 'answer', nth: 'each' },
        effect: { do: 'lose' },
      },
    ],
    expected: { outcome: 'refused', cause: 'ocsp_unavailable' },
  },
  {
    id: 'ocsp-clock-behind',
    purpose: "The responder's clock is two days behind: its answers are stale, refused.",
    clause: 'RFC 6960 4.2.2.1',
    profiles: ['full'],
    faults: [{ kind: 'skew', party: 'pki', offset_ms: -2 * 86_400_000 }],
    expected: { outcome: 'refused', cause: 'ocsp_unavailable' },
  },
  {
    id: 'ocsp-clock-ahead',
    purpose: "The responder's clock is two days ahead: its answers are from the future, refused.",
    clause: 'RFC 6960 4.2.2.1',
    profiles: ['full'],
    faults: [{ kind: 'skew', party: 'pki', offset_ms: 2 * 86_400_000 }],
    expected: { outcome: 'refused', cause: 'ocsp_unavailable' },
  },
];

/** A responder whose answers prove nothing: what the CSMS makes of one about a contract. */
const faultyResponder: readonly BenchCase[] = (
  [
    ['stale', 'answers that nextUpdate has passed', 'ocsp_unavailable'],
    ['unknown', 'that it knows no certificate', 'ocsp_unavailable'],
    ['tryLater', 'tryLater', 'ocsp_unavailable'],
    ['httpError', 'HTTP 500', 'ocsp_unavailable'],
    ['wrongSigner', 'signed by the delegate of another CA', 'ocsp_unverifiable'],
    ['wrongKey', 'signed by a key that is neither the issuer’s nor its delegate’s', 'ocsp_unverifiable'],
    ['notDelegated', 'signed by a certificate of the CA without id-kp-OCSPSigning', 'ocsp_unverifiable'],
    ['expiredSigner', 'signed by a delegate that has expired', 'ocsp_unverifiable'],
    ['otherCertificate', 'about another certificate', 'ocsp_unavailable'],
  ] as const
).map(([fault, what, cause]) => ({
  id: `ocsp-responder-${fault}`,
  purpose: `The OCSP responder answers about the contract: ${what}. No proof, so refused.`,
  clause: 'RFC 6960 4.2.2, OCPP 2.0.1 C07.FR.13',
  profiles: ['full', 'pnc', 'security'],
  world: { pki: { dangerOcspFault: fault } },
  expected: { outcome: 'refused', cause, wire: { AuthorizationReq: 'FAILED' } },
}));

/** The same responder asked for the station's own certificate: nothing of it is stapled, and a car that requires a staple leaves. */
const unstapled: readonly BenchCase[] = (
  ['stale', 'unknown', 'tryLater', 'httpError', 'wrongSigner', 'wrongKey', 'notDelegated', 'otherCertificate'] as const
).map((fault) => ({
  id: `staple-not-kept-${fault}`,
  purpose: `The responder's answer about the station's certificate proves nothing (${fault}): the station staples none of it.`,
  clause: 'PNC-TLS-3, OCPP 2.0.1 M06, ISO 15118-2:2014 [V2G2-873]',
  profiles: ['full', 'security'],
  world: { pki: { dangerOcspFault: fault } },
  car: { settings: { ocsp: 'require' } },
  expected: {
    outcome: 'refused',
    cause: 'ocsp_staple_bad',
    findings: ['ocsp_not_stapled'],
    wire: { SessionSetupReq: null },
  },
}));

const staples: readonly BenchCase[] = [
  ...stapleForgeries.map(
    (staple): BenchCase => ({
      id: `staple-${staple}`,
      purpose: `A station staples a response that proves nothing (${staple}): the car leaves.`,
      clause: 'PNC-TLS-3, ISO 15118-2:2014 [V2G2-873], RFC 6960 4.2.2',
      profiles: ['full', 'security'],
      world: { staple },
      expected: {
        outcome: 'refused',
        cause: 'ocsp_staple_bad',
        findings: [staple === 'stale' ? 'ocsp_stale' : 'ocsp_staple_invalid'],
        wire: { SessionSetupReq: null },
      },
    }),
  ),
  ...unstapled,
  {
    id: 'staple-missing-check',
    purpose: 'Nothing is stapled, and the car only checks what comes: a warning, and it charges.',
    clause: 'PNC-TLS-3, docs/choices.md',
    profiles: ['full', 'security'],
    world: { pki: { dangerOcspFault: 'tryLater' }, csms: { certificates: { revocation: 'off' } } },
    expected: { ...good, findings: ['ocsp_not_stapled'] },
  },
];

const emsp: readonly BenchCase[] = [
  {
    id: 'emsp-down',
    purpose: 'The eMSP does not answer and no list knows the contract: refused in time.',
    clause: 'OCPI 2.3.0 Tokens, OCPP 2.0.1 C07',
    profiles: ['quick', 'full', 'pnc'],
    faults: [{ kind: 'down', party: 'emsp' }],
    expected: { outcome: 'refused', cause: 'emsp_unreachable' },
  },
  {
    id: 'emsp-slow',
    purpose: 'The eMSP takes 1 s for each answer: charges.',
    clause: 'OCPI 2.3.0 Tokens',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'slow', party: 'emsp', ms: 500 }],
    expected: good,
  },
  {
    id: 'emsp-too-slow',
    purpose: 'The eMSP takes 20 s: the CSMS gives up and refuses in time.',
    clause: 'OCPI 2.3.0 Tokens',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'slow', party: 'emsp', ms: 20_000 }],
    expected: { outcome: 'refused', cause: 'emsp_unreachable' },
  },
  {
    id: 'emsp-answer-cut',
    purpose: 'The connection to the eMSP is cut under its answer: refused.',
    clause: 'OCPI 2.3.0 Tokens',
    profiles: ['full'],
    faults: [
      {
        kind: 'wire',
        at: { leg: 'ocpi', message: 'POST tokens/authorize', part: 'answer', nth: 'each' },
        effect: { do: 'cut' },
      },
    ],
    expected: { outcome: 'refused', cause: 'emsp_unreachable' },
  },
  {
    id: 'emsp-answer-corrupt',
    purpose: 'A bit of the eMSP’s answer is flipped: nothing but a clean decision comes of it.',
    clause: 'OCPI 2.3.0 4.1.7',
    profiles: ['full', 'security'],
    faults: [
      {
        kind: 'wire',
        at: { leg: 'ocpi', message: 'POST tokens/authorize', part: 'answer', nth: 'each' },
        effect: { do: 'corrupt', bit: 8 },
      },
    ],
    expected: { outcome: 'refused', cause: 'emsp_unreachable' },
  },
];

const csms: readonly BenchCase[] = [
  {
    id: 'csms-offline',
    purpose: 'The CSMS is away and the station may not decide alone: refused, the display says why.',
    clause: 'OCPP 2.0.1 C07.FR.07',
    profiles: ['quick', 'full', 'pnc'],
    faults: [{ kind: 'down', party: 'csms' }],
    expected: { outcome: 'refused', cause: 'station_offline' },
  },
  ...(
    [
      [1_000, good],
      [4_000, good],
      [28_000, good],
      [35_000, { outcome: 'refused', cause: 'authorize_timeout' }],
      [61_000, { outcome: 'refused', cause: 'authorize_timeout' }],
    ] as const satisfies readonly (readonly [number, CaseExpected])[]
  ).map(
    ([ms, expected]): BenchCase => ({
      id: `authorize-late-${ms}`,
      purpose: `The answer to Authorize is ${ms} ms late: Ongoing up to the limit, no acceptance after it.`,
      clause: 'PNC-OCPP-11, ISO 15118-2:2014 [V2G2-713]',
      profiles: ['full', 'pnc'],
      faults: [
        { kind: 'wire', at: { leg: 'ocpp', message: 'Authorize', part: 'answer' }, effect: { do: 'delay', ms } },
      ],
      expected,
    }),
  ),
  {
    id: 'authorize-never',
    purpose: 'The answer to Authorize never comes: refused at the limit.',
    clause: 'PNC-OCPP-11, ISO 15118-4 Authorization_015',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'wire', at: { leg: 'ocpp', message: 'Authorize', part: 'answer' }, effect: { do: 'lose' } }],
    expected: { outcome: 'refused', cause: 'authorize_timeout' },
  },
  {
    id: 'authorize-duplicate',
    purpose: 'The answer to Authorize comes twice: the second counts for nothing.',
    clause: 'OCPP 2.0.1 Part 4 4.1',
    profiles: ['full'],
    faults: [{ kind: 'wire', at: { leg: 'ocpp', message: 'Authorize', part: 'answer' }, effect: { do: 'duplicate' } }],
    expected: good,
  },
  {
    id: 'authorize-corrupt',
    purpose: 'A bit of the answer to Authorize is flipped: it counts for nothing, refused at the limit.',
    clause: 'OCPP 2.0.1 Part 4 4.3',
    profiles: ['full', 'security'],
    faults: [
      { kind: 'wire', at: { leg: 'ocpp', message: 'Authorize', part: 'answer' }, effect: { do: 'corrupt', bit: 3 } },
    ],
    expected: { outcome: 'refused', cause: 'authorize_timeout' },
  },
  {
    id: 'authorize-cut',
    purpose: 'The connection to the CSMS is cut under Authorize: refused.',
    clause: 'OCPP 2.0.1 Part 4',
    profiles: ['full', 'pnc'],
    faults: [{ kind: 'wire', at: { leg: 'ocpp', message: 'Authorize' }, effect: { do: 'cut' } }],
    expected: { outcome: 'refused', cause: 'authorize_timeout' },
  },
  {
    id: 'csms-half-open',
    purpose: 'The connection to the CSMS is half open from Authorize on: refused at the limit.',
    clause: 'OCPP 2.0.1 Part 4',
    profiles: ['full'],
    faults: [{ kind: 'wire', at: { leg: 'ocpp', message: 'Authorize' }, effect: { do: 'halfOpen' } }],
    expected: { outcome: 'refused', cause: 'authorize_timeout' },
  },
];

const authorizeAnswer = (fields: Readonly<Record<string, unknown>>): BenchCase['faults'] => [
  { kind: 'wire', at: { leg: 'ocpp', message: 'Authorize', part: 'answer' }, effect: { do: 'fields', fields } },
];

const certificateStatuses = [
  ['SignatureError', 'FAILED_CertChainError'],
  ['CertificateExpired', 'FAILED_CertificateExpired'],
  ['CertificateRevoked', 'FAILED_CertificateRevoked'],
  ['NoCertificateAvailable', 'FAILED_NoCertificateAvailable'],
  ['CertChainError', 'FAILED_CertChainError'],
  ['ContractCancelled', 'FAILED_ContractCanceled'],
] as const;

/** What a CSMS may answer to Authorize: both statuses have to be Accepted. */
const answers: readonly BenchCase[] = [
  ...(
    [
      'Blocked',
      'ConcurrentTx',
      'Expired',
      'Invalid',
      'NoCredit',
      'NotAllowedTypeEVSE',
      'NotAtThisLocation',
      'NotAtThisTime',
      'Unknown',
    ] as const
  ).map(
    (status): BenchCase => ({
      id: `authorize-token-${status}`,
      purpose: `The CSMS answers Authorize with idTokenInfo ${status} where the certificate is Accepted: refused.`,
      clause: 'OCPP 2.0.1 C07.FR.13-17, AuthorizationStatusEnumType',
      profiles: ['full', 'pnc'],
      faults: authorizeAnswer({ idTokenInfo: { status } })!,
      expected: { outcome: 'refused', cause: 'csms_refused', wire: { AuthorizationReq: 'FAILED' } },
    }),
  ),
  ...(['NotAllowedTypeEVSE', 'NotAtThisLocation'] as const).map(
    (status): BenchCase => ({
      id: `authorize-token-${status}-specific`,
      purpose: `The CSMS answers Authorize with idTokenInfo ${status}: refused with FAILED_CertificateNotAllowedAtThisEVSE.`,
      clause: 'OCPP 2.0.1 C07.FR.13-17, ISO 15118-2:2014 table 112',
      profiles: ['full', 'pnc'],
      world: { station: { refusalCodes: 'specific' } },
      faults: authorizeAnswer({ idTokenInfo: { status } })!,
      expected: {
        outcome: 'refused',
        cause: 'csms_refused',
        wire: { AuthorizationReq: 'FAILED_CertificateNotAllowedAtThisEVSE' },
      },
    }),
  ),
  ...certificateStatuses.flatMap(([certificateStatus, code]) =>
    (['plain', 'specific'] as const).map(
      (refusalCodes): BenchCase => ({
        id: `authorize-pair-${certificateStatus}${refusalCodes === 'plain' ? '' : '-specific'}`,
        purpose: `The CSMS answers Authorize with certificateStatus ${certificateStatus} and the token Invalid, as it should: refused with ${refusalCodes === 'plain' ? 'FAILED' : code}.`,
        clause: 'OCPP 2.0.1 C07.FR.13-17, ISO 15118-2:2014 table 112',
        profiles: ['full', 'pnc'],
        world: { station: { refusalCodes } },
        faults: authorizeAnswer({ certificateStatus, idTokenInfo: { status: 'Invalid' } })!,
        expected: {
          outcome: 'refused',
          cause: 'csms_refused',
          wire: { AuthorizationReq: refusalCodes === 'plain' ? 'FAILED' : code },
        },
      }),
    ),
  ),
  ...certificateStatuses.map(
    ([certificateStatus]): BenchCase => ({
      id: `authorize-certificate-${certificateStatus}`,
      purpose: `The CSMS answers Authorize with certificateStatus ${certificateStatus} where the token is Accepted: refused.`,
      clause: 'OCPP 2.0.1 C07.FR.13-17, AuthorizeCertificateStatusEnumType',
      profiles: ['full', 'pnc'],
      faults: authorizeAnswer({ certificateStatus })!,
      expected: { outcome: 'refused', cause: 'csms_contradiction', wire: { AuthorizationReq: 'FAILED' } },
    }),
  ),
  {
    id: 'authorize-certificate-none',
    purpose: 'The CSMS accepts the token and says nothing of the certificate that it was sent: refused.',
    clause: 'OCPP 2.0.1 C07, docs/choices.md',
    profiles: ['full', 'pnc', 'security'],
    faults: authorizeAnswer({ certificateStatus: null })!,
    expected: { outcome: 'refused', cause: 'csms_contradiction', wire: { AuthorizationReq: 'FAILED' } },
  },
  {
    id: 'authorize-answer-unknown-status',
    purpose: 'The CSMS answers with a status that OCPP does not have: it counts for nothing, refused.',
    clause: 'OCPP 2.0.1 Part 4 4.3',
    profiles: ['full', 'security'],
    faults: authorizeAnswer({ idTokenInfo: { status: 'Perhaps' } })!,
    expected: { outcome: 'refused', cause: 'authorize_timeout', wire: { AuthorizationReq: 'FAILED' } },
  },
  {
    id: 'authorize-answer-empty',
    purpose: 'The CSMS answers Authorize without idTokenInfo: it counts for nothing, refused.',
    clause: 'OCPP 2.0.1 Part 4 4.3',
    profiles: ['full', 'security'],
    faults: authorizeAnswer({ idTokenInfo: null, certificateStatus: null })!,
    expected: { outcome: 'refused', cause: 'authorize_timeout', wire: { AuthorizationReq: 'FAILED' } },
  },
];

const trust: readonly BenchCase[] = [
  {
    id: 'trust-pushed',
    purpose: 'The station lacks the MO root; the CSMS compares after its boot and installs it: charges.',
    clause: 'OCPP 2.0.1 M05',
    profiles: ['full', 'pnc'],
    world: { stationRoots: WITHOUT_MO, idle_ms: 60_000 },
    car: { contract: 'mo-root' },
    expected: good,
  },
  {
    id: 'trust-wrong-use',
    purpose: 'The station has the V2G root alone and the contract is under an MO root: refused.',
    clause: 'ISO 15118-2:2014 Annex F',
    profiles: ['full', 'pnc', 'security'],
    world: { stationRoots: WITHOUT_MO, csms: { trust: { apply: 'report', remove: false } } },
    car: { contract: 'mo-root' },
    expected: { outcome: 'refused', cause: 'station_mo_root_missing' },
  },
  {
    id: 'trust-no-v2g',
    purpose: 'The station has no V2G root: the contract under it cannot be validated.',
    clause: 'ISO 15118-2:2014 8.4.3.7',
    profiles: ['full', 'pnc'],
    world: { stationRoots: ['mo', 'csms'], csms: { trust: { apply: 'report', remove: false } } },
    expected: {
      outcome: 'refused',
      cause: 'station_v2g_root_missing',
    },
  },
  {
    id: 'trust-stale',
    purpose:
      'The roots of a station were not compared for two days: the CSMS tells its operator. The station comes back and charges.',
    clause: 'OCPP 2.0.1 M05, docs/operations/trust.md',
    profiles: ['full', 'pnc'],
    world: { away_ms: 50 * 3_600_000, idle_ms: 60_000 },
    expected: { ...good, alarms: ['trust_stale'] },
  },
  {
    id: 'trust-root-lacking',
    purpose: 'A station lacks a root that its CSMS wants there and may only report: the CSMS tells its operator.',
    clause: 'OCPP 2.0.1 M05, docs/operations/trust.md',
    profiles: ['full'],
    world: {
      stationRoots: WITHOUT_MO,
      csms: { trust: { apply: 'report', remove: false } },
      idle_ms: 2 * 3_600_000,
    },
    expected: { ...good, alarms: ['station_root_missing'] },
  },
  {
    id: 'trust-rolled-over',
    purpose:
      'The contract is under a new V2G root of the same name that the station does not have yet: refused, and the cause names the root.',
    clause: 'OCPP 2.0.1 M05, ISO 15118-2:2014 Annex F',
    profiles: ['full', 'pnc', 'security'],
    world: { foreign: 'rolled-over' },
    expected: {
      outcome: 'refused',
      cause: 'station_v2g_root_missing',
      wire: { AuthorizationReq: null },
    },
  },
  {
    id: 'status-feed',
    purpose: 'A partner reads the status of the outlets by OCPI: a car that comes and goes is there within 20 s.',
    clause: 'OCPI 2.3.0 Locations, AFIR Art. 20',
    profiles: ['full'],
    world: {},
    car: { settings: { stop: { duration_s: 120 } } },
    expected: { ...good, statuses: ['AVAILABLE', 'CHARGING', 'AVAILABLE'] },
  },
  {
    id: 'status-feed-offline',
    purpose: 'The CSMS has lost the station: a partner reads UNKNOWN and no old status.',
    clause: 'OCPI 2.3.0 Locations, AFIR Art. 20',
    profiles: ['full'],
    world: {},
    car: { settings: { stop: { duration_s: 120 } } },
    faults: [
      { kind: 'kill', party: 'station', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 30 }, restart_ms: 60_000 },
    ],
    expected: {
      outcome: 'failed',
      cause: 'peer_silent',
      statuses: ['AVAILABLE', 'CHARGING', 'UNKNOWN', 'AVAILABLE'],
    },
  },
  {
    id: 'ev-foreign-root',
    purpose: 'The car trusts another V2G root than that of the station: it closes.',
    clause: 'PNC-TLS-4, ISO 15118-2:2014 [V2G2-875]',
    profiles: ['quick', 'full', 'security'],
    car: { roots: 'foreign' },
    expected: { outcome: 'refused', cause: 'ev_v2g_root_missing', wire: { SessionSetupReq: null } },
  },
];

/** All of them. */
export const authorizationCases: readonly BenchCase[] = [
  ...tableCases,
  ...drawerCases,
  ...specificCodes,
  ...ocsp,
  ...faultyResponder,
  ...staples,
  ...emsp,
  ...csms,
  ...answers,
  ...trust,
];
