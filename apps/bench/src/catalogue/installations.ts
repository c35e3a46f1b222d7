/** CertificateInstallation and CertificateUpdate from the car through station, CSMS and pool and back. ISO 15118-2:2014 8.4.3.5, OCPP 2.0.1 M01, M02. @module */
import { signatureForgeries } from '../forgeries.ts';
import type { BenchCase, CaseExpected } from './benchCase.ts';

const POOLED = 'DE8AACA1B2C3D4';
const install = { settings: { certificateService: 'always' }, isWithoutContract: true } as const;
const update = { settings: { certificateService: 'always' } } as const;
const good: CaseExpected = {
  outcome: 'charged',
  cause: null,
  wire: { CertificateInstallationReq: 'OK', AuthorizationReq: 'OK' },
  messages: ['Get15118EVCertificate'],
};
const refused = (wire: string | readonly string[], cause: CaseExpected['cause']): CaseExpected => ({
  outcome: 'refused',
  cause,
  wire: { CertificateInstallationReq: wire, PaymentDetailsReq: null },
});
const signatureRefused = refused('FAILED_SignatureError', 'signature_invalid');
const notInstalled = refused(
  ['FAILED', 'FAILED_NoCertificateAvailable', 'FAILED_CertChainError'],
  ['certificate_installation_failed', 'station_v2g_root_missing', 'contract_chain_invalid'],
);

/** All of them. */
export const installationCases: readonly BenchCase[] = [
  {
    id: 'CertificateInstallation-good',
    purpose: 'The car gets a new contract from the pool, opens its key, and is authorized with it.',
    clause: 'ISO 15118-4 CertificateInstallation_001, Authorization_012',
    profiles: ['quick', 'full', 'pnc'],
    world: { pooledContract: POOLED },
    car: install,
    expected: good,
  },
  {
    id: 'CertificateUpdate-good',
    purpose: 'A car with a contract asks for a newer one, opens its key, and is authorized with it.',
    clause: 'ISO 15118-4 CertificateUpdate_001, Authorization_013',
    profiles: ['full', 'pnc'],
    world: { pooledContract: POOLED },
    car: update,
    expected: { ...good, wire: { CertificateUpdateReq: 'OK', AuthorizationReq: 'OK' } },
  },
  ...(['unsigned', 'value garbage', 'digest wrong'] as const).map(
    (how): BenchCase => ({
      id: `CertificateUpdate-signature-${how.replaceAll(' ', '-')}`,
      purpose: `CertificateUpdateReq whose signature is spoiled: ${how}: FAILED_SignatureError.`,
      clause: 'ISO 15118-4 CertificateUpdate_005, _006',
      profiles: ['full', 'security'],
      world: { pooledContract: POOLED },
      car: update,
      faults: [
        {
          kind: 'script',
          request: 'CertificateUpdateReq',
          effect: how === 'unsigned' ? { do: 'unsigned' } : { do: 'signature', how },
        },
      ],
      expected: {
        outcome: 'refused',
        cause: 'signature_invalid',
        wire: { CertificateUpdateReq: 'FAILED_SignatureError', PaymentDetailsReq: null },
      },
    }),
  ),
  {
    id: 'CertificateInstallation-unsigned',
    purpose: 'CertificateInstallationReq without a signature: FAILED_SignatureError.',
    clause: 'ISO 15118-4 CertificateInstallation_005',
    profiles: ['full', 'pnc', 'security'],
    world: { pooledContract: POOLED },
    car: install,
    faults: [{ kind: 'script', request: 'CertificateInstallationReq', effect: { do: 'unsigned' } }],
    expected: signatureRefused,
  },
  ...signatureForgeries.slice(0, 6).map(
    (how): BenchCase => ({
      id: `CertificateInstallation-signature-${how.replaceAll(' ', '-')}`,
      purpose: `CertificateInstallationReq whose signature is spoiled: ${how}: FAILED_SignatureError.`,
      clause: 'ISO 15118-4 CertificateInstallation_005, _006',
      profiles: ['full', 'security'],
      world: { pooledContract: POOLED },
      car: install,
      faults: [{ kind: 'script', request: 'CertificateInstallationReq', effect: { do: 'signature', how } }],
      expected: signatureRefused,
    }),
  ),
  ...(['SEQ', 'SID'] as const).map(
    (kind): BenchCase => ({
      id: `CertificateInstallation-${kind}`,
      purpose: `${kind === 'SEQ' ? 'ServiceDiscoveryReq' : 'Another SessionID'} where CertificateInstallationReq is due.`,
      clause: `ISO 15118-4 CertificateInstallation_00${kind === 'SEQ' ? 2 : 3}`,
      profiles: ['full'],
      world: { pooledContract: POOLED },
      car: install,
      faults: [
        {
          kind: 'script',
          request: 'CertificateInstallationReq',
          effect:
            kind === 'SEQ'
              ? { do: 'replace', name: 'ServiceDiscoveryReq', body: {} }
              : { do: 'sessionId', SessionID: '0123456789ABCDEF' },
        },
      ],
      expected: {
        outcome: ['refused', 'failed'],
        cause: 'sequence_error',
        wire:
          kind === 'SEQ'
            ? { ServiceDiscoveryReq: 'FAILED_SequenceError' }
            : { CertificateInstallationReq: 'FAILED_UnknownSession' },
      },
    }),
  ),
  {
    id: 'CertificateInstallation-no-pool',
    purpose: 'The CSMS knows no pool: the installation fails in time, nothing hangs.',
    clause: 'OCPP 2.0.1 M01',
    profiles: ['full', 'pnc'],
    world: {},
    car: install,
    expected: notInstalled,
  },
  {
    id: 'CertificateInstallation-pool-down',
    purpose: 'The pool does not answer: the installation fails before the car gives up.',
    clause: 'OCPP 2.0.1 M01, ISO 15118-2:2014 table 109',
    profiles: ['full', 'pnc'],
    world: { pooledContract: POOLED },
    car: install,
    faults: [{ kind: 'down', party: 'pki' }],
    expected: notInstalled,
  },
  {
    id: 'CertificateInstallation-answer-late',
    purpose: 'The answer of the CSMS is 5 s late: the station refuses at 4.2 s, the car has its answer in time.',
    clause: 'ISO 15118-2:2014 table 109',
    profiles: ['full', 'pnc'],
    world: { pooledContract: POOLED },
    car: install,
    faults: [
      {
        kind: 'wire',
        at: { leg: 'ocpp', message: 'Get15118EVCertificate', part: 'answer' },
        effect: { do: 'delay', ms: 5_000 },
      },
    ],
    expected: notInstalled,
  },
];
