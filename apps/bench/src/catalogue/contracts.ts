/** Contracts and their proofs: every defect at every place of each chain, forged chains, forged signatures, wrong fields. ISO 15118-2:2014 7.9.2, Annex F. @module */
import { chainForgeries, signatureForgeries } from '../forgeries.ts';
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

/** What becomes of a contract with each defect of the lab PKI. */
const defects: Readonly<Record<string, { readonly what: string; readonly expected: CaseExpected }>> = {
  expired: {
    what: 'the leaf has expired',
    expected: {
      outcome: 'refused',
      cause: 'contract_expired',
      wire: { PaymentDetailsReq: 'FAILED_CertificateExpired' },
    },
  },
  'not-yet-valid': {
    what: 'the leaf is not yet valid',
    expected: {
      outcome: 'refused',
      cause: 'contract_expired',
      wire: { PaymentDetailsReq: 'FAILED_CertificateExpired' },
    },
  },
  'sub-ca-expired': {
    what: 'Sub-CA 2 has expired',
    expected: {
      outcome: 'refused',
      cause: 'contract_expired',
      wire: { PaymentDetailsReq: 'FAILED_CertificateExpired' },
    },
  },
  'wrong-curve': { what: 'the leaf has a key on secp521r1', expected: chainRefused },
  'no-key-cert-sign': { what: 'Sub-CA 2 may not sign certificates', expected: chainRefused },
  'path-len': { what: 'Sub-CA 1 allows no Sub-CA below it', expected: chainRefused },
  'too-large': {
    what: 'the leaf has more than 800 bytes, which no message can carry: the car does not try',
    expected: { outcome: 'refused', cause: 'ev_declined_pnc', wire: { PaymentDetailsReq: null } },
  },
  forged: { what: 'the leaf is signed by another key', expected: chainRefused },
  revoked: {
    what: 'the leaf is revoked',
    expected: { outcome: 'refused', cause: 'contract_revoked', messages: ['OCSPRequest'] },
  },
  'ocsp-unknown': {
    what: 'the OCSP responder does not know the leaf',
    expected: { outcome: 'refused', cause: 'ocsp_unavailable', messages: ['OCSPRequest'] },
  },
};

/** Each defect under the V2G root and under an MO root of its own. */
const defectCases: readonly BenchCase[] = Object.entries(defects).flatMap(([defect, { what, expected }]) =>
  (['contract', 'contract-mo'] as const).map(
    (target): BenchCase => ({
      id: `chain-${target}-${defect}`,
      purpose: `A contract under ${target === 'contract' ? 'the V2G root' : 'an MO root'}: ${what}.`,
      clause: 'ISO 15118-2:2014 Annex F, PNC-CHAIN',
      profiles: ['full', 'pnc', 'security'],
      world: { pki: { profile: `broken-${target}-${defect}` } },
      car: { contract: target === 'contract' ? 'v2g-root' : 'mo-root' },
      expected,
    }),
  ),
);

/** The station's own chain with each defect: the car refuses it. */
const seccDefects: Readonly<Record<string, { readonly what: string; readonly cause: string }>> = {
  expired: { what: 'has expired', cause: 'tls_not_ready' },
  'not-yet-valid': { what: 'is not yet valid', cause: 'tls_not_ready' },
  'sub-ca-expired': {
    what: 'has an expired Sub-CA 2',
    cause: 'tls_not_ready',
  },
  'wrong-curve': { what: 'has a key on secp521r1', cause: 'secc_certificate_profile' },
  'no-key-cert-sign': {
    what: 'has a Sub-CA 2 that may not sign',
    cause: 'secc_certificate_profile',
  },
  'path-len': {
    what: 'has a Sub-CA 1 that allows none below it',
    cause: 'secc_certificate_profile',
  },
  'wrong-domain-component': { what: 'lacks DC=CPO', cause: 'secc_certificate_profile' },
  'too-large': { what: 'has more than 800 bytes', cause: 'secc_certificate_profile' },
  forged: {
    what: 'is signed by another key',
    cause: 'tls_not_ready',
  },
  revoked: { what: 'is revoked, and the staple says so', cause: 'secc_certificate_revoked' },
};

const seccCases: readonly BenchCase[] = Object.entries(seccDefects).map(([defect, { what, cause }]) => ({
  id: `secc-${defect}`,
  purpose: `The station's certificate ${what}: no session comes of it.`,
  clause: 'PNC-TLS-4, ISO 15118-2:2014 [V2G2-875]',
  profiles: ['full', 'security'],
  world: { pki: { profile: `broken-secc-${defect}` } },
  expected: { outcome: 'refused', cause, wire: { SessionSetupReq: null } },
}));

/** What is legal where others err: such chains are taken. */
const harmless: ReadonlySet<string> = new Set(['sub-CAs reversed', 'sub-CA twice', 'leaf among the sub-CAs']);

const forgedChainCases: readonly BenchCase[] = chainForgeries.map((how) => ({
  id: `PaymentDetails-chain-${how.replaceAll(' ', '-')}`,
  purpose: `PaymentDetailsReq whose chain is spoiled: ${how}.`,
  clause: how.includes('garbage') ? 'PNC-SEC-1' : 'PNC-CHAIN, ISO 15118-2:2014 [V2G2-825]',
  profiles: ['full', 'pnc', 'security'],
  faults: [{ kind: 'script', request: 'PaymentDetailsReq', effect: { do: 'chain', how } }],
  expected: harmless.has(how) ? good : how.endsWith('sub-CA missing') ? rootMissing : chainRefused,
}));

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
  ...defectCases,
  ...seccCases,
  ...forgedChainCases,
  ...forgedSignatureCases,
  ...fieldCases,
];
