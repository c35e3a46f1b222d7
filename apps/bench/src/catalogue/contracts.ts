/** Contracts and their proofs: forged chains, forged signatures, wrong fields. ISO 15118-2:2014 7.9.2, Annex F. @module */
import { type ChainForgery, chainForgeries, signatureForgeries } from '../forgeries.ts';
import type { BenchCase, CaseExpected } from './benchCase.ts';

const good: CaseExpected = { outcome: 'charged', cause: null };
/** What a station may answer to a chain that is no good. ISO 15118-4 PaymentDetails_008-010. */
const CHAIN_CODES = ['FAILED_CertChainError', 'FAILED_NoCertificateAvailable', 'FAILED'];
const chainRefused: CaseExpected = {
  outcome: 'refused',
  cause: 'contract_chain_invalid',
  wire: { PaymentDetailsReq: CHAIN_CODES, AuthorizationReq: null },
};
/** Without a sub-CA the chain leads to no root that is installed. */
const rootMissing: CaseExpected = { ...chainRefused, cause: 'station_mo_root_missing' };

/** What is legal where others err: such chains are taken, but by the letter. */
export const harmlessChains: readonly ChainForgery[] = ['sub-CAs reversed', 'sub-CA twice', 'leaf among the sub-CAs'];

/** Parts of a chain that can be of another PKI. */
export const foreignParts = [
  ['leaf', 'leaf'],
  ['sub-ca-2', 'Sub-CA 2'],
  ['sub-ca-1', 'Sub-CA 1'],
  ['chain', 'whole chain'],
] as const;

/** Nothing that is installed made it: by its name the top of the chain is one of a V2G root, or of an MO. */
export const foreignCause = (part: (typeof foreignParts)[number][0]) =>
  part === 'chain' ? 'station_v2g_root_missing' : 'station_mo_root_missing';

const forgedChainCases: readonly BenchCase[] = chainForgeries.map((how) => ({
  id: `PaymentDetails-chain-${how.replaceAll(' ', '-')}`,
  purpose: `PaymentDetailsReq whose chain is spoiled: ${how}.`,
  clause: how.includes('garbage') ? 'PNC-SEC-1' : 'PNC-CHAIN, ISO 15118-2:2014 [V2G2-825]',
  profiles: ['full', 'pnc', 'security'],
  faults: [{ kind: 'script', request: 'PaymentDetailsReq', effect: { do: 'chain', how } }],
  expected: harmlessChains.includes(how) ? good : how.endsWith('sub-CA missing') ? rootMissing : chainRefused,
}));

const strictChainCases: readonly BenchCase[] = harmlessChains.map((how) => ({
  id: `PaymentDetails-chain-${how.replaceAll(' ', '-')}-strict`,
  purpose: `PaymentDetailsReq to a station that goes by the letter, its chain spoiled: ${how}.`,
  clause: 'PNC-CHAIN, docs/choices.md',
  profiles: ['full', 'security'],
  world: { station: { isStrict: true } },
  faults: [{ kind: 'script', request: 'PaymentDetailsReq', effect: { do: 'chain', how } }],
  expected: chainRefused,
}));

const foreignCases: readonly BenchCase[] = foreignParts.map(([foreign, what]) => ({
  id: `PaymentDetails-foreign-${foreign}`,
  purpose: `PaymentDetailsReq whose ${what} is of another PKI.`,
  clause: 'PNC-CHAIN, ISO 15118-2:2014 [V2G2-825]',
  profiles: ['full', 'pnc', 'security'],
  world: { foreign },
  expected: { ...chainRefused, cause: foreignCause(foreign) },
}));

/** A leaf that no profile allows, by the CA that would have to know better. */
const leafCases: readonly BenchCase[] = [
  {
    id: 'PaymentDetails-leaf-country',
    purpose: 'The contract certificate has a country, and the station goes by the letter: refused.',
    clause: 'ISO 15118-4 PaymentDetails_008, ISO 15118-2:2014 Annex F',
    profiles: ['full', 'pnc'],
    world: { leaf: { C: 'DE' }, station: { isStrict: true } },
    expected: {
      ...chainRefused,
      wire: { PaymentDetailsReq: [...CHAIN_CODES, 'FAILED_CertificateNotAllowedAtThisEVSE'], AuthorizationReq: null },
    },
  },
  {
    id: 'PaymentDetails-leaf-country-lenient',
    purpose: 'The contract certificate has a country: taken outside of conformance runs, the field has them.',
    clause: 'docs/choices.md',
    profiles: ['full'],
    world: { leaf: { C: 'DE' } },
    expected: good,
  },
  {
    id: 'PaymentDetails-leaf-no-emaid',
    purpose: 'The contract certificate names no eMAID: to the car it is no contract.',
    clause: 'PNC-SEC-2, ISO 15118-2:2014 Annex H',
    profiles: ['full', 'pnc', 'security'],
    world: { leaf: { CN: 'Somebody' } },
    expected: { outcome: 'refused', cause: 'ev_declined_pnc', wire: { PaymentDetailsReq: null } },
  },
];

/** What the station draws at random. */
const freshCases: readonly BenchCase[] = [
  {
    id: 'PaymentDetails-challenge-fresh',
    purpose: 'Two hundred cars, each with its challenge and its SessionID: none comes twice, and no bit stands still.',
    clause: 'PNC-SEC-5, ISO 15118-2:2014 [V2G2-825]',
    profiles: ['full', 'security'],
    world: { before: Array.from({ length: 199 }, () => ({})) },
    faults: [
      {
        kind: 'script',
        request: 'AuthorizationReq',
        effect: { do: 'replace', name: 'SessionStopReq', body: { ChargingSession: 'Terminate' } },
      },
    ],
    expected: { outcome: 'failed', cause: 'ev_refused_response', isFresh: true, wire: { PaymentDetailsReq: 'OK' } },
  },
  {
    id: 'Authorization-challenge-stale',
    purpose: 'AuthorizationReq with the challenge of another session, properly signed: FAILED_ChallengeInvalid.',
    clause: 'PNC-SEC-3, ISO 15118-4 Authorization_007',
    profiles: ['full', 'pnc', 'security'],
    faults: [
      {
        kind: 'script',
        request: 'AuthorizationReq',
        effect: { do: 'patch', body: { GenChallenge: new Uint8Array(16).fill(0x55) }, isSignedAnew: true },
      },
    ],
    expected: {
      outcome: 'refused',
      cause: 'challenge_mismatch',
      wire: { AuthorizationReq: 'FAILED_ChallengeInvalid' },
    },
  },
  {
    id: 'MeteringReceipt-reading-changed-signed',
    purpose: 'A receipt, properly signed, for another reading than the one sent: FAILED_MeteringSignatureNotValid.',
    clause: 'ISO 15118-4 MeteringReceipt_004, ISO 15118-2:2014 [V2G2-904]',
    profiles: ['full', 'pnc', 'security'],
    world: { station: { receipts_s: 1 } },
    faults: [
      {
        kind: 'script',
        request: 'MeteringReceiptReq',
        effect: {
          do: 'patch',
          body: { MeterInfo: { MeterID: 'OPC-METER-1', MeterReading: 999_999n } },
          isSignedAnew: true,
        },
      },
    ],
    expected: {
      outcome: 'refused',
      cause: 'signature_invalid',
      wire: { MeteringReceiptReq: 'FAILED_MeteringSignatureNotValid' },
    },
  },
];

/** At and over the 800 bytes that a certificate may have in a message. */
const sizeCases: readonly BenchCase[] = [
  {
    id: 'PaymentDetails-leaf-800',
    purpose: 'A good contract whose leaf has exactly 800 bytes: taken.',
    clause: 'PNC-CHAIN, ISO 15118-2:2014 certificateType',
    profiles: ['full', 'pnc'],
    world: { leaf: { bytes: 800 } },
    expected: good,
  },
  {
    id: 'PaymentDetails-leaf-801',
    purpose: 'A good contract whose leaf has 801 bytes: no message can carry it, so to the car it is none.',
    clause: 'PNC-CHAIN, ISO 15118-2:2014 certificateType',
    profiles: ['full', 'pnc'],
    world: { leaf: { bytes: 801 } },
    expected: { outcome: 'refused', cause: 'ev_declined_pnc', wire: { PaymentDetailsReq: null } },
  },
  ...([800, 801, 2_000, 8_000] as const).map(
    (bytes): BenchCase => ({
      id: `PaymentDetails-leaf-filled-${bytes}`,
      purpose: `The leaf in PaymentDetailsReq is filled up with zeros to ${bytes} bytes on the wire: a clean refusal.`,
      clause: 'PNC-SEC-1, ISO 15118-2:2014 certificateType',
      profiles: ['full', 'security'],
      faults: [{ kind: 'wire', at: { leg: 'v2g', message: 'PaymentDetailsReq' }, effect: { do: 'grow', bytes } }],
      expected:
        bytes === 800
          ? chainRefused
          : { outcome: ['refused', 'failed'], cause: 'message_undecodable', wire: { AuthorizationReq: null } },
    }),
  ),
];

const forgedSignatureCases: readonly BenchCase[] = signatureForgeries.map((how) => ({
  id: `Authorization-signature-${how.replaceAll(' ', '-')}`,
  purpose: `AuthorizationReq whose signature is spoiled: ${how}: FAILED_SignatureError before the CSMS is asked.`,
  clause: 'PNC-SEC-6, ISO 15118-2:2014 7.9.2',
  profiles: ['full', 'pnc', 'security'],
  faults: [{ kind: 'script', request: 'AuthorizationReq', effect: { do: 'signature', how } }],
  expected: { outcome: 'refused', cause: 'signature_invalid', wire: { AuthorizationReq: 'FAILED_SignatureError' } },
}));

const fieldCases: readonly BenchCase[] = [
  {
    id: 'PaymentDetails-emaid-forged',
    purpose: 'PaymentDetailsReq names another eMAID than its leaf: refused before Authorize.',
    clause: 'PNC-SEC-2',
    profiles: ['quick', 'full', 'pnc', 'security'],
    faults: [
      { kind: 'script', request: 'PaymentDetailsReq', effect: { do: 'patch', body: { eMAID: 'DE8AAC99999999' } } },
    ],
    expected: { outcome: 'refused', cause: 'contract_chain_invalid', wire: { AuthorizationReq: null } },
  },
  {
    id: 'PaymentDetails-emaid-malformed',
    purpose: 'PaymentDetailsReq with an eMAID that is none: refused before Authorize.',
    clause: 'PNC-SEC-2, ISO 15118-2:2014 Annex H',
    profiles: ['full', 'pnc', 'security'],
    faults: [
      { kind: 'script', request: 'PaymentDetailsReq', effect: { do: 'patch', body: { eMAID: '??????????????' } } },
    ],
    expected: { outcome: 'refused', cause: 'contract_chain_invalid', wire: { AuthorizationReq: null } },
  },
  {
    id: 'Authorization-challenge-wrong',
    purpose: 'AuthorizationReq repeats another challenge: FAILED_ChallengeInvalid.',
    clause: 'ISO 15118-4 Authorization_007, ISO 15118-2:2014 [V2G2-475]',
    profiles: ['quick', 'full', 'pnc', 'security'],
    faults: [
      {
        kind: 'script',
        request: 'AuthorizationReq',
        effect: { do: 'patch', body: { GenChallenge: new Uint8Array(16).fill(0x55) } },
      },
    ],
    expected: {
      outcome: 'refused',
      cause: 'challenge_mismatch',
      wire: { AuthorizationReq: 'FAILED_ChallengeInvalid' },
    },
  },
  {
    id: 'Authorization-challenge-missing',
    purpose: 'The first AuthorizationReq has no challenge at all: FAILED_ChallengeInvalid.',
    clause: 'PNC-SEC-3, ISO 15118-2:2014 [V2G2-475]',
    profiles: ['full', 'pnc', 'security'],
    faults: [
      { kind: 'script', request: 'AuthorizationReq', effect: { do: 'replace', name: 'AuthorizationReq', body: {} } },
    ],
    expected: {
      outcome: ['refused', 'failed'],
      cause: 'challenge_mismatch',
      wire: { AuthorizationReq: 'FAILED_ChallengeInvalid' },
    },
  },
  {
    id: 'Authorization-unsigned',
    purpose: 'AuthorizationReq without a signature: FAILED_SignatureError.',
    clause: 'ISO 15118-4 Authorization_010, ISO 15118-2:2014 [V2G2-684]',
    profiles: ['quick', 'full', 'pnc', 'security'],
    faults: [{ kind: 'script', request: 'AuthorizationReq', effect: { do: 'unsigned' } }],
    expected: { outcome: 'refused', cause: 'signature_invalid', wire: { AuthorizationReq: 'FAILED_SignatureError' } },
  },
  {
    id: 'Authorization-signature-wrong',
    purpose: 'AuthorizationReq signed with the key of another contract: FAILED_SignatureError.',
    clause: 'ISO 15118-4 Authorization_010',
    profiles: ['quick', 'full', 'pnc', 'security'],
    car: { isKeyWrong: true },
    expected: { outcome: 'refused', cause: 'signature_invalid', wire: { AuthorizationReq: 'FAILED_SignatureError' } },
  },
  {
    id: 'Authorization-body-changed',
    purpose: 'AuthorizationReq whose Id was changed after signing: FAILED_SignatureError.',
    clause: 'ISO 15118-4 Authorization_011',
    profiles: ['full', 'pnc', 'security'],
    faults: [{ kind: 'script', request: 'AuthorizationReq', effect: { do: 'patch', body: { Id: 'ID77' } } }],
    expected: { outcome: 'refused', cause: 'signature_invalid', wire: { AuthorizationReq: 'FAILED_SignatureError' } },
  },
  {
    id: 'MeteringReceipt-reading-changed',
    purpose: 'A receipt for another reading than the one sent: FAILED_MeteringSignatureNotValid.',
    clause: 'ISO 15118-4 MeteringReceipt_004, ISO 15118-2:2014 [V2G2-904]',
    profiles: ['full', 'pnc', 'security'],
    world: { station: { receipts_s: 1 } },
    faults: [
      {
        kind: 'script',
        request: 'MeteringReceiptReq',
        effect: { do: 'patch', body: { MeterInfo: { MeterID: 'OPC-METER-1', MeterReading: 999_999n } } },
      },
    ],
    expected: {
      outcome: 'refused',
      cause: 'signature_invalid',
      wire: { MeteringReceiptReq: 'FAILED_MeteringSignatureNotValid' },
    },
  },
  {
    id: 'MeteringReceipt-unsigned',
    purpose: 'A receipt without a signature: FAILED_MeteringSignatureNotValid.',
    clause: 'ISO 15118-4 MeteringReceipt_006',
    profiles: ['full', 'pnc', 'security'],
    world: { station: { receipts_s: 1 } },
    faults: [{ kind: 'script', request: 'MeteringReceiptReq', effect: { do: 'unsigned' } }],
    expected: {
      outcome: 'refused',
      cause: 'signature_invalid',
      wire: { MeteringReceiptReq: 'FAILED_MeteringSignatureNotValid' },
    },
  },
  {
    id: 'MeteringReceipt-signature-wrong',
    purpose: 'A receipt whose signature value is garbage: FAILED_MeteringSignatureNotValid.',
    clause: 'ISO 15118-4 MeteringReceipt_007',
    profiles: ['full', 'pnc', 'security'],
    world: { station: { receipts_s: 1 } },
    faults: [{ kind: 'script', request: 'MeteringReceiptReq', effect: { do: 'signature', how: 'value garbage' } }],
    expected: {
      outcome: 'refused',
      cause: 'signature_invalid',
      wire: { MeteringReceiptReq: 'FAILED_MeteringSignatureNotValid' },
    },
  },
];

/** All of them. */
export const contractCases: readonly BenchCase[] = [
  ...forgedChainCases,
  ...strictChainCases,
  ...foreignCases,
  ...leafCases,
  ...freshCases,
  ...sizeCases,
  ...forgedSignatureCases,
  ...fieldCases,
];
