/** A car that gets a contract: installed or renewed, with real key transport, and every reason to keep nothing. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { toHex } from '@openpnc/core/bytes';
import type { FindingRecord, TraceRecord } from '@openpnc/core/trace';
import { Ev } from '@openpnc/ev/ev';
import { EvSettings } from '@openpnc/ev/settings';
import { memoryWallet, settleKeys } from '@openpnc/ev/wallet';
import {
  type CertificateInstallationRes,
  decodeMessage,
  encodeMessage,
  type V2G_Message,
} from '@openpnc/exi/iso15118-2';
import { signElements } from '@openpnc/iso15118/signature';
import { signatureProfile, signedParts } from '@openpnc/iso15118/v2/signatures';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededKeys } from '@openpnc/sim/keys';
import { SeededRandom } from '@openpnc/sim/random';
import { parseCertificate } from '@openpnc/x509/certificate';
import { pointOf, privateValue, sealContractKey } from '@openpnc/x509/keyTransport';
import { Default } from 'typebox/value';
import { authority, certificate, chain, checkAt, issued, key } from '../../../protocols/iso15118/test/pki.ts';
import { testStation } from './station.ts';

type Change = (res: CertificateInstallationRes) => CertificateInstallationRes;

interface Situation {
  readonly contract?: readonly Uint8Array[];
  readonly certificateService?: EvSettings['certificateService'];
  /** Made before the provisioning service signs. */
  readonly before?: Change;
  /** Made after it. */
  readonly after?: Change;
  readonly signer?: string;
  readonly code?: CertificateInstallationRes['ResponseCode'];
  readonly answerAfter_ms?: number;
  readonly isUnsigned?: boolean;
  readonly isTypedEmaid?: boolean;
}

async function install({
  contract,
  certificateService = 'ifNeeded',
  before = (res) => res,
  after = (res) => res,
  signer = 'cps',
  code = 'OK',
  answerAfter_ms = 1_000,
  isUnsigned = false,
  isTypedEmaid = false,
}: Situation = {}) {
  const clock = new VirtualClock(checkAt);
  const random = new SeededRandom('certificate');
  const station = testStation(clock, random, {
    perform: (effect, feed) => {
      if (effect.do !== 'installCertificate') return false;
      const asked = decodeMessage(effect.exiRequest);
      const isUpdate = effect.action === 'Update';
      void provision(isUpdate ? 'contract' : 'oemProv').then(({ body, signature }) => {
        const message = {
          Header: { SessionID: asked.Header.SessionID, ...(signature && { Signature: signature }) },
          Body: { [isUpdate ? 'CertificateUpdateRes' : 'CertificateInstallationRes']: body },
        } as unknown as V2G_Message;
        const exiResponse = encodeMessage(message);
        clock.alarm(clock.now() + answerAfter_ms, () => feed({ type: 'certificate', id: effect.id, exiResponse }));
      });
      return true;
    },
  });
  const keys = new SeededKeys('certificate');
  await keys.keep('provisioning', (await key('oemProv')).exportPem());
  if (contract) await keys.keep('contract', (await key('contract')).exportPem());
  const records: TraceRecord[] = [];
  const wallet = memoryWallet({
    roots: [certificate('v2gRoot')],
    provisioning: certificate('oemProv').der,
    ...(contract && { contract }),
  });
  const settings = Default(EvSettings, {
    stop: { rounds: 2 },
    battery: {},
    retries: {},
    certificateService,
  }) as EvSettings;
  const ports = {
    dialer: station.network.dialer(),
    clock,
    keys,
    wallet,
    trace: (record: TraceRecord) => void records.push(record),
  };
  const outcome = await clock.settle(new Ev(settings, ports).charge());
  const findings = records.filter((record): record is FindingRecord => record.type === 'finding');
  return { outcome, wallet, keys, findings, records };

  /** What the provisioning service sends: the new contract, its key sealed for `receiver`. */
  async function provision(receiver: string) {
    const ephemeral = await new SeededKeys('ephemeral').make('dh');
    const sealed = await sealContractKey({
      contractPrivateKey: privateValue((await key('newContract')).exportPem()),
      receiverPoint: certificate(receiver).publicKeyBits,
      ephemeral: { point: pointOf(ephemeral.publicKey), agree: (peer) => ephemeral.agree(peer) },
      iv: random.bytes(16),
    });
    const whole = (...names: readonly string[]) => {
      const [leaf, ...subs] = chain(...names) as [Uint8Array, ...Uint8Array[]];
      return { Certificate: leaf, SubCertificates: { Certificate: subs } };
    };
    const body = before({
      ResponseCode: code,
      SAProvisioningCertificateChain: whole('cps', 'cpsSub2', 'cpsSub1'),
      ContractSignatureCertChain: { Id: 'id1', ...whole('newContract', 'moSub2', 'moSub1') },
      ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: sealed.ContractSignatureEncryptedPrivateKey },
      DHpublickey: { Id: 'id3', value: sealed.DHpublickey },
      eMAID: { Id: 'id4', value: 'DELABC12345678Y' },
    });
    const profile = isTypedEmaid
      ? {
          ...signatureProfile,
          encodeElement: (element: Parameters<typeof signatureProfile.encodeElement>[0]) =>
            signatureProfile.encodeElementOtherwise!(element) ?? signatureProfile.encodeElement(element),
        }
      : signatureProfile;
    const signature = isUnsigned ? undefined : await signElements(profile, signedParts(body), await key(signer));
    return { body: after(body), signature };
  }
}

test('a car without a contract gets one, proves it in the same session and charges [PaymentDetails_002, Authorization_012]', async () => {
  const { outcome, wallet, keys, findings } = await install();
  assert.equal(outcome.outcome, 'charged', inspect(outcome.reason));
  assert.equal(outcome.isContractNew, true);
  assert.equal(outcome.eMAID, 'DELABC12345678Y');
  assert.deepEqual(wallet.contract()!.map(toHex), chain('newContract', 'moSub2', 'moSub1').map(toHex));
  const kept = await keys.find('contract');
  assert.equal(toHex(kept!.publicKey), toHex(parseCertificate(wallet.contract()![0]!).spki));
  assert.ok(findings.some(({ code }) => code === 'contract_installed'));
  assert.ok(
    outcome.steps.some(({ message }) => message === 'ServiceDetailReq'),
    'service 2 is looked at before [V2G2-422]',
  );
});

test('a car renews its contract with the old key, and signs with the new one [PaymentDetails_003, Authorization_013]', async () => {
  const { outcome, keys } = await install({
    contract: chain('contract', 'moSub2', 'moSub1'),
    certificateService: 'always',
  });
  assert.equal(outcome.outcome, 'charged', inspect(outcome.reason));
  assert.ok(outcome.steps.some(({ message }) => message === 'CertificateUpdateReq'));
  assert.equal(toHex((await keys.find('contract'))!.publicKey), toHex(certificate('newContract').spki));
});

test('a car whose contract is good for long asks for none', async () => {
  const { outcome } = await install({ contract: chain('contract', 'moSub2', 'moSub1') });
  assert.equal(outcome.outcome, 'charged');
  assert.equal(outcome.isContractNew, false);
  assert.equal(
    outcome.steps.some(({ message }) => message === 'ServiceDetailReq'),
    false,
  );
});

test('an eMAID signed in the typed form is taken and told of', async () => {
  const { outcome, findings } = await install({ isTypedEmaid: true });
  assert.equal(outcome.outcome, 'charged', inspect(outcome.reason));
  assert.ok(findings.some(({ code }) => code === 'emaid_fragment_typed'));
});

const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
const refusals: readonly (readonly [string, Situation, RegExp])[] = [
  ['no contract for this car', { code: 'FAILED_NoCertificateAvailable' }, /FAILED_NoCertificateAvailable/],
  ['no signature', { isUnsigned: true }, /signature: signature_missing/],
  ['a signature by another key', { signer: 'secc' }, /signature: signature_value/],
  [
    'an eMAID changed after signing',
    { after: (res) => ({ ...res, eMAID: { Id: 'id4', value: 'DELABC99999999' } }) },
    /signature: digest/,
  ],
  [
    'an eMAID that is not that of the certificate',
    { before: (res) => ({ ...res, eMAID: { Id: 'id4', value: 'DELABC99999999' } }) },
    /eMAID/,
  ],
  [
    'a provisioning chain of another kind (DC is not CPS)',
    {
      signer: 'secc',
      before: (res) => {
        const [leaf, ...subs] = chain('secc', 'cpoSub2', 'cpoSub1') as [Uint8Array, ...Uint8Array[]];
        return {
          ...res,
          SAProvisioningCertificateChain: { Certificate: leaf, SubCertificates: { Certificate: subs } },
        };
      },
    },
    /CPS chain: wrong_domain_component/,
  ],
  [
    'a provisioning chain under a root that the car does not know',
    {
      signer: 'oemProv',
      before: (res) => {
        const [leaf, ...subs] = chain('oemProv', 'oemSub2', 'oemSub1') as [Uint8Array, ...Uint8Array[]];
        return {
          ...res,
          SAProvisioningCertificateChain: { Certificate: leaf, SubCertificates: { Certificate: subs } },
        };
      },
    },
    /CPS chain/,
  ],
  [
    'a certificate that is none',
    { before: (res) => ({ ...res, SAProvisioningCertificateChain: { Certificate: Uint8Array.of(1, 2) } }) },
    /certificate/,
  ],
  [
    'a public key that is no point',
    { before: (res) => ({ ...res, DHpublickey: { Id: 'id3', value: flip(res.DHpublickey.value, 64) } }) },
    /dh_public_key_off_curve/,
  ],
  [
    'a public key that is too short',
    { before: (res) => ({ ...res, DHpublickey: { Id: 'id3', value: res.DHpublickey.value.subarray(0, 33) } }) },
    /dh_public_key_length/,
  ],
  [
    'an encrypted key that is too short',
    {
      before: (res) => {
        const { value } = res.ContractSignatureEncryptedPrivateKey;
        return { ...res, ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: value.subarray(0, 32) } };
      },
    },
    /encrypted_key_length/,
  ],
  [
    'a key of another certificate',
    {
      before: (res) => {
        const { value } = res.ContractSignatureEncryptedPrivateKey;
        return { ...res, ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: flip(value, 20) } };
      },
    },
    /private_key_(mismatch|out_of_range)/,
  ],
  [
    'a contract leaf that its sub-CA did not sign',
    {
      before: (res) => ({
        ...res,
        ContractSignatureCertChain: {
          Id: 'id1',
          Certificate: res.ContractSignatureCertChain.Certificate,
          SubCertificates: { Certificate: chain('oemSub2') },
        },
      }),
    },
    /contract chain/,
  ],
];
for (const [what, situation, problem] of refusals) {
  test(`with ${what} the car keeps nothing and tells which check it was`, async () => {
    const { outcome, wallet, keys, findings } = await install(situation);
    assert.equal(outcome.outcome, 'refused');
    assert.equal(outcome.reason?.code, 'certificate_installation_failed');
    assert.ok(
      findings.some(({ code, text }) => code === 'certificate_installation_failed' && problem.test(text)),
      inspect(findings),
    );
    assert.equal(wallet.contract(), undefined);
    assert.equal(await keys.find('contract'), undefined);
  });
}

test('where the new contract does not hold, the old one stays, and the car charges with it', async () => {
  const old = chain('contract', 'moSub2', 'moSub1');
  const { outcome, wallet, keys, findings } = await install({
    contract: old,
    certificateService: 'always',
    signer: 'secc',
  });
  assert.equal(outcome.outcome, 'charged', inspect(outcome.reason));
  assert.equal(outcome.isContractNew, false);
  const told = findings.find(({ code }) => code === 'certificate_installation_failed');
  assert.equal(told?.severity, 'warning');
  assert.match(told!.text, /signature_value.*the old contract stays in use$/);
  assert.equal(wallet.contract(), old);
  assert.equal(toHex((await keys.find('contract'))!.publicKey), toHex(certificate('contract').spki));
});

test('a change of contract that is cut off at any point leaves key and chain that fit each other', async () => {
  const [before, after] = ['contract', 'newContract'] as const;
  for (const cut of ['key', 'chain', 'done'] as const) {
    const keys = new SeededKeys(cut);
    await keys.keep('contract', (await key(before)).exportPem());
    const wallet = memoryWallet({ roots: [], contract: chain(before, 'moSub2', 'moSub1') });
    await keys.keep('contract-next', (await key(after)).exportPem());
    if (cut !== 'key') await wallet.keepContract(chain(after, 'moSub2', 'moSub1'));
    if (cut === 'done') await keys.keep('contract', (await key(after)).exportPem());
    await settleKeys(keys, wallet);
    const kept = parseCertificate(wallet.contract()![0]!);
    assert.equal(kept.fingerprint, certificate(cut === 'key' ? before : after).fingerprint);
    assert.equal(toHex((await keys.find('contract'))!.publicKey), toHex(kept.spki), cut);
    assert.equal(await keys.find('contract-next'), undefined);
  }
});

test('a renewal that the station answers FAILED: the car comes again with the contract that is still good', async () => {
  const { certificate: ending } = await issued({
    profile: 'contractLeaf',
    subject: [['CN', 'DELABC12345678Y']],
    issuer: await authority('moSub2'),
    until: checkAt + 10 * 86_400_000,
    change: (plan) => ({ ...plan, publicKey: certificate('contract').spki }),
  });
  const old = [ending.der, ...chain('moSub2', 'moSub1')];
  const situation = { contract: old, code: 'FAILED_NoCertificateAvailable' } as const;
  const { outcome, wallet, records } = await install(situation);
  assert.equal(outcome.outcome, 'charged', inspect(outcome.reason));
  assert.equal(outcome.isContractNew, false);
  assert.equal(wallet.contract(), old);
  const asked = records.flatMap((record) =>
    record.type === 'message' && /^(CertificateUpdate|PaymentDetails)Req$/.test(record.message)
      ? [`${record.message} ${record.result}`]
      : [],
  );
  assert.deepEqual(asked, [
    'CertificateUpdateReq FAILED_NoCertificateAvailable',
    'PaymentDetailsReq OK_CertificateExpiresSoon',
  ]);
  // A car that was told to ask always shows what came of it.
  const always = await install({ ...situation, certificateService: 'always' });
  assert.equal(always.outcome.outcome, 'refused');
});

test('a back end that takes 4.6 s: the station answers FAILED before the car gives up at 5 s', async () => {
  const { outcome } = await install({ answerAfter_ms: 4_600 });
  assert.equal(outcome.outcome, 'refused');
  const step = outcome.steps.at(-1)!;
  assert.deepEqual([step.message, step.responseCode], ['CertificateInstallationReq', 'FAILED']);
  assert.ok(step.took_ms >= 4_500 && step.took_ms < 5_000);
});
