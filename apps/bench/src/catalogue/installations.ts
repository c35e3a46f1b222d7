/** CertificateInstallation and CertificateUpdate from the car through station, CSMS and pool and back. ISO 15118-2:2014 8.4.3.5, OCPP 2.0.1 M01, M02. @module */
import { toBase64 } from '@openpnc/core/bytes';
import { encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { failure } from '@openpnc/iso15118/v2/failure';
import { timing } from '@openpnc/iso15118/v2/timing';
import { type ChainForgery, chainForgeries, signatureForgeries } from '../forgeries.ts';
import { type AnswerForgery, answerForgeries } from '../pooled.ts';
import type { BenchCase, CaseExpected } from './benchCase.ts';
import { foreignCause, foreignParts, harmlessChains } from './contracts.ts';

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

const updateRefused = (wire: string | readonly string[], cause: CaseExpected['cause']): CaseExpected => ({
  outcome: 'refused',
  cause,
  wire: { CertificateUpdateReq: wire, PaymentDetailsReq: null },
});

const beyondSchema: CaseExpected = { ...good, findings: ['exi_response_beyond_schema'] };
const tooLong: CaseExpected = {
  ...refused('FAILED', 'certificate_installation_failed'),
  findings: ['ev_certificate_too_large'],
};

/** A message that no request of this session is answered by, as base64. */
function otherMessage(name: 'SessionStopRes' | 'CertificateInstallationRes'): string {
  const facts = { EVSEID: 'ZZ00000', kind: 'AC', now_s: 0n } as const;
  const body =
    name === 'SessionStopRes'
      ? { SessionStopRes: failure('SessionStopReq', 'FAILED', facts) }
      : { CertificateInstallationRes: failure('CertificateInstallationReq', 'FAILED', facts) };
  return toBase64(encodeMessage({ Header: { SessionID: new Uint8Array(8).fill(7) }, Body: body } as V2G_Message));
}

/** By the letter, or as lenient as the field needs it. */
function forgedUpdate(how: ChainForgery, mode: 'lenient' | 'strict' = 'lenient'): BenchCase {
  const isStrict = mode === 'strict';
  const isReversed = how === 'sub-CAs reversed';
  const wrongKey: readonly ChainForgery[] = ['leaf bit flipped', 'leaf is a sub-CA'];
  const expected = (): CaseExpected => {
    if (harmlessChains.includes(how) && !isStrict)
      return { ...good, wire: { CertificateUpdateReq: 'OK', AuthorizationReq: 'OK' } };
    // The key in that leaf is not the one that signed.
    if (wrongKey.includes(how)) return updateRefused('FAILED_SignatureError', 'signature_invalid');
    const cause = how.endsWith('sub-CA missing') ? 'station_mo_root_missing' : 'contract_chain_invalid';
    return updateRefused('FAILED_CertChainError', cause);
  };
  return {
    id: `CertificateUpdate-chain-${how.replaceAll(' ', '-')}${isStrict ? '-strict' : ''}`,
    purpose: `CertificateUpdateReq, signed, whose chain is spoiled${isStrict ? ', to a station that goes by the letter' : ''}: ${how}.`,
    clause: isReversed ? 'ISO 15118-4 CertificateUpdate_007, docs/choices.md' : 'ISO 15118-2:2014 8.4.3.10, Annex F',
    profiles: ['full', 'security'],
    world: { pooledContract: POOLED, ...(isStrict && { station: { isStrict } }) },
    car: update,
    faults: [{ kind: 'script', request: 'CertificateUpdateReq', effect: { do: 'chain', how, isSignedAnew: true } }],
    expected: expected(),
  };
}

/** What is legal where others err: such an answer is taken. */
const harmless: ReadonlySet<string> = new Set<AnswerForgery>(['CPS sub-CAs reversed']);

const checks: Readonly<Record<AnswerForgery, string>> = {
  'signature missing': 'signature: signature_missing',
  'signature of another key': 'signature: signature_value',
  'reference missing': 'signature: reference_missing',
  'eMAID changed unsigned': 'signature: digest',
  'contract chain changed unsigned': 'signature: digest',
  'encrypted key changed unsigned': 'signature: digest',
  'DH key changed unsigned': 'signature: digest',
  'eMAID of another contract': 'eMAID',
  'encrypted key of another contract': 'private_key_mismatch',
  'encrypted key short': 'encrypted_key_length',
  'DH key off the curve': 'dh_public_key_off_curve',
  'DH key short': 'dh_public_key_length',
  'contract leaf of another sub-CA': 'contract chain',
  'contract leaf garbage': 'certificate',
  'CPS leaf garbage': 'certificate',
  'CPS sub-CAs missing': 'CPS chain: issuer_not_found',
  'CPS sub-CA 1 missing': 'CPS chain: issuer_not_found',
  'CPS sub-CAs reversed': 'none',
  'CPS of another use': 'CPS chain: wrong_domain_component',
  'CPS under an unknown root': 'CPS chain: issuer_not_found',
};

/** The car says which check a forged answer did not pass, and keeps nothing of it. */
function ofAnswer(how: AnswerForgery): CaseExpected {
  if (harmless.has(how)) return good;
  const check = checks[how];
  const isOfService = check.startsWith('signature') || check.startsWith('CPS');
  const cause = isOfService ? 'provisioning_service_refused' : 'contract_data_invalid';
  return { ...refused('OK', cause), check };
}

/** SEQ, SID and SILENT where the request is due. */
function wrongTurn(
  request: 'CertificateInstallationReq' | 'CertificateUpdateReq',
  kind: 'SEQ' | 'SID' | 'SILENT',
): BenchCase {
  const name = request.slice(0, -3);
  const stimuli = {
    SEQ: 'ServiceDiscoveryReq',
    SID: 'Another SessionID',
    SILENT: 'Nothing for V2G_SECC_Sequence_Timeout',
  } as const;
  const effects = {
    SEQ: { do: 'replace', name: 'ServiceDiscoveryReq', body: {} },
    SID: { do: 'sessionId', SessionID: '0123456789ABCDEF' },
    SILENT: { do: 'wait', ms: timing.V2G_SECC_Sequence_Timeout + 1_000 },
  } as const;
  const expected: CaseExpected =
    kind === 'SILENT'
      ? { outcome: 'failed', cause: 'peer_silent', findings: ['sequence_timeout'] }
      : {
          outcome: ['refused', 'failed'],
          cause: 'sequence_error',
          wire:
            kind === 'SEQ' ? { ServiceDiscoveryReq: 'FAILED_SequenceError' } : { [request]: 'FAILED_UnknownSession' },
        };
  return {
    id: `${name}-${kind}`,
    purpose: `${stimuli[kind]} where ${request} is due.`,
    clause: `ISO 15118-4 ${name}_00${{ SEQ: 2, SID: 3, SILENT: 4 }[kind]}`,
    profiles: ['full'],
    world: { pooledContract: POOLED },
    car: name === 'CertificateUpdate' ? update : install,
    faults: [{ kind: 'script', request, effect: effects[kind] }],
    expected,
  };
}

/** All of them. */
export const installationCases: readonly BenchCase[] = [
  {
    id: 'CertificateInstallation-good',
    purpose: 'The car gets a new contract from the pool, opens its key, and is authorized with it.',
    clause: 'ISO 15118-4 CertificateInstallation_001, PaymentDetails_002, Authorization_012',
    profiles: ['quick', 'full', 'pnc'],
    world: { pooledContract: POOLED },
    car: install,
    expected: good,
  },
  {
    id: 'CertificateUpdate-good',
    purpose: 'A car with a contract asks for a newer one, opens its key, and is authorized with it.',
    clause: 'ISO 15118-4 CertificateUpdate_001, PaymentDetails_003, Authorization_013',
    profiles: ['full', 'pnc'],
    world: { pooledContract: POOLED },
    car: update,
    expected: { ...good, wire: { CertificateUpdateReq: 'OK', AuthorizationReq: 'OK' } },
  },
  ...(['unsigned', ...signatureForgeries] as const).map(
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
      expected: updateRefused('FAILED_SignatureError', 'signature_invalid'),
    }),
  ),
  ...chainForgeries.map((how) => forgedUpdate(how)),
  ...harmlessChains.map((how) => forgedUpdate(how, 'strict')),
  ...foreignParts.map(
    ([foreign, what]): BenchCase => ({
      id: `CertificateUpdate-foreign-${foreign}`,
      purpose: `CertificateUpdateReq, signed, whose ${what} is of another PKI.`,
      clause: `ISO 15118-4 CertificateUpdate_${{ leaf: '008', 'sub-ca-2': '009', 'sub-ca-1': '010', chain: '011' }[foreign]}`,
      profiles: ['full', 'pnc', 'security'],
      world: { pooledContract: POOLED, foreign },
      car: update,
      expected: updateRefused('FAILED_CertChainError', foreignCause(foreign)),
    }),
  ),
  ...(['another', 'malformed'] as const).map(
    (what): BenchCase => ({
      id: `CertificateUpdate-emaid-${what}`,
      purpose: `CertificateUpdateReq, signed, with ${what === 'another' ? 'another eMAID than its certificate' : 'an eMAID that is none'}.`,
      clause: `ISO 15118-4 CertificateUpdate_${what === 'another' ? '012' : '013'}`,
      profiles: ['full', 'pnc', 'security'],
      world: { pooledContract: POOLED },
      car: update,
      faults: [
        {
          kind: 'script',
          request: 'CertificateUpdateReq',
          effect: {
            do: 'patch',
            body: { eMAID: what === 'another' ? 'DE8AAC99999999' : '??????????????' },
            isSignedAnew: true,
          },
        },
      ],
      expected: updateRefused(
        ['FAILED_NoCertificateAvailable', 'FAILED_ContractCanceled', 'FAILED'],
        'contract_chain_invalid',
      ),
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
  ...signatureForgeries.map(
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
  {
    id: 'CertificateUpdate-leaf-country',
    purpose: 'CertificateUpdateReq with a contract that has a country, to a station that goes by the letter.',
    clause: 'ISO 15118-4 CertificateUpdate_017',
    profiles: ['full', 'pnc', 'security'],
    world: { pooledContract: POOLED, leaf: { C: 'DE' }, station: { isStrict: true } },
    car: update,
    expected: updateRefused(
      ['FAILED_NoCertificateAvailable', 'FAILED', 'FAILED_CertChainError'],
      'contract_chain_invalid',
    ),
  },
  {
    id: 'CertificateUpdate-leaf-another-emaid',
    purpose: 'CertificateUpdateReq, signed, with a certificate of another eMAID than it names.',
    clause: 'ISO 15118-4 CertificateUpdate_014',
    profiles: ['full', 'pnc', 'security'],
    world: { pooledContract: POOLED, leaf: { CN: 'DE8AAC99999999' } },
    car: update,
    faults: [
      {
        kind: 'script',
        request: 'CertificateUpdateReq',
        effect: { do: 'patch', body: { eMAID: 'DE8AAC12345678' }, isSignedAnew: true },
      },
    ],
    expected: updateRefused(
      ['FAILED_NoCertificateAvailable', 'FAILED_ContractCanceled', 'FAILED'],
      'contract_chain_invalid',
    ),
  },
  ...(['Installation', 'Update'] as const).flatMap((name) =>
    (['SEQ', 'SID', 'SILENT'] as const).map((kind) => wrongTurn(`Certificate${name}Req`, kind)),
  ),
  ...answerForgeries.map(
    (how): BenchCase => ({
      id: `CertificateInstallation-answer-${how.replaceAll(' ', '-')}`,
      purpose: `CertificateInstallationRes that no provisioning service may give: ${how}.`,
      clause: 'ISO 15118-2:2014 [V2G2-818], [V2G2-823], [V2G2-925]',
      profiles: ['full', 'pnc', 'security'],
      world: { pooledContract: POOLED, pooledForgery: how },
      car: install,
      expected: ofAnswer(how),
    }),
  ),
  ...(
    [
      [4_200, 5_600, 'the most that OCPP 2.0.1 allows', good],
      [4_201, 5_604, 'beyond the schema of OCPP 2.0.1; our station says that it takes it', beyondSchema],
      [5_625, 7_500, 'the most that our station says it takes (FieldLength)', beyondSchema],
      [5_626, 7_504, 'more than the station takes: the CSMS sends FAILED in its place', tooLong],
      [6_000, 8_000, 'far more than the station takes: the CSMS sends FAILED in its place', tooLong],
    ] as const
  ).map(
    ([pooledBytes, characters, what, expected]): BenchCase => ({
      id: `CertificateInstallation-response-${characters}`,
      purpose: `An exiResponse of ${characters} characters: ${what}.`,
      clause: 'PNC-OCPP-12, OCPP 2.0.1 Get15118EVCertificateResponse, OCPPCommCtrlr.FieldLength',
      profiles: ['full', 'pnc'],
      world: { pooledContract: POOLED, pooledBytes },
      car: install,
      expected,
    }),
  ),
  ...(
    [
      [4_200, 5_600, 'the most that OCPP 2.0.1 allows', true],
      [4_201, 5_604, 'beyond the schema of OCPP 2.0.1, which our parties take', true],
      [5_625, 7_500, 'the most that our parties take', true],
      [5_626, 7_504, 'more than they take: FAILED in time', false],
      [15_000, 20_000, 'far more than they take: FAILED in time', false],
    ] as const
  ).map(
    ([exiBytes, characters, what, isTaken]): BenchCase => ({
      id: `CertificateUpdate-request-${characters}`,
      purpose: `An exiRequest of ${characters} characters, filled up by its list of roots: ${what}.`,
      clause: 'PNC-OCPP-12, OCPP 2.0.1 Get15118EVCertificateRequest',
      profiles: ['full', 'pnc'],
      world: { pooledContract: POOLED },
      car: update,
      faults: [{ kind: 'script', request: 'CertificateUpdateReq', effect: { do: 'fill', exiBytes } }],
      expected: isTaken
        ? { ...good, wire: { CertificateUpdateReq: 'OK', AuthorizationReq: 'OK' } }
        : updateRefused('FAILED', 'certificate_installation_failed'),
    }),
  ),
  ...(['stranger', 'impostor'] as const).map(
    (provisioning): BenchCase => ({
      id: `CertificateInstallation-${provisioning}`,
      purpose:
        provisioning === 'stranger'
          ? 'A good provisioning certificate of a car that no pool knows: no contract for it.'
          : 'A provisioning certificate of the known PCID with another key: the contract is not for it.',
      clause: 'ISO 15118-2:2014 8.4.3.6, OPCP 1.0 Contract Certificate Pool',
      profiles: ['full', 'pnc', 'security'],
      world: { pooledContract: POOLED },
      car: { ...install, provisioning },
      expected: refused('FAILED_NoCertificateAvailable', 'no_contract_for_car'),
    }),
  ),
  ...(['Installation', 'Update'] as const).map(
    (name): BenchCase => ({
      id: `Certificate${name}-authorize-never`,
      purpose: `With the contract that has just come (${name}) the answer to Authorize never comes: refused at the limit.`,
      clause: `ISO 15118-4 Authorization_${name === 'Installation' ? '016' : '017'}, PNC-OCPP-11`,
      profiles: ['full', 'pnc'],
      world: { pooledContract: POOLED },
      car: name === 'Installation' ? install : update,
      faults: [{ kind: 'wire', at: { leg: 'ocpp', message: 'Authorize', part: 'answer' }, effect: { do: 'lose' } }],
      expected: {
        outcome: 'refused',
        cause: 'authorize_timeout',
        wire: { [`Certificate${name}Req`]: 'OK', AuthorizationReq: 'FAILED' },
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
  ...(
    [
      ['no-base64', 'is not base64', { exiResponse: '!!!!' }],
      ['empty', 'is empty, and Accepted', { exiResponse: '' }],
      ['failed', 'is empty, and Failed', { status: 'Failed', exiResponse: '' }],
      ['garbage', 'is no EXI', { exiResponse: 'AAAA' }],
      ['another-message', 'holds another message', { exiResponse: otherMessage('SessionStopRes') }],
      ['another-session', 'is of another session', { exiResponse: otherMessage('CertificateInstallationRes') }],
      ['20000', 'has 20,000 characters', { exiResponse: 'A'.repeat(20_000) }],
      ['no-exi', 'is missing', { exiResponse: null }],
    ] as const
  ).map(
    ([id, what, fields]): BenchCase => ({
      id: `CertificateInstallation-exi-${id}`,
      purpose: `The exiResponse of the CSMS ${what}: FAILED in a body that decodes, in time.`,
      clause: 'PNC-OCPP-12, OCPP 2.0.1 Get15118EVCertificateResponse',
      profiles: ['full', 'pnc', 'security'],
      world: { pooledContract: POOLED },
      car: install,
      faults: [
        {
          kind: 'wire',
          at: { leg: 'ocpp', message: 'Get15118EVCertificate', part: 'answer' },
          effect: { do: 'fields', fields },
        },
      ],
      expected: refused('FAILED', 'certificate_installation_failed'),
    }),
  ),
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
