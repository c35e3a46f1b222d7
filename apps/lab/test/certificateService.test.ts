/**
 * CertificateInstallation and CertificateUpdate over real sockets, EV to contract pool and back, with every broken profile
 * of the PKI: who refuses, where, with which ResponseCode, and what the diagnosis makes of it.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import type { HttpHandler } from '@openpnc/core/http';
import { profileNames } from '@openpnc/pki/hierarchy';
import { freePort } from '../src/folder.ts';
import {
  type CarRun,
  type CarWish,
  order,
  orderBefore,
  type PkiWorld,
  pkiWorld,
  type ServedPki,
  takeIn,
} from './pkiWorld.ts';

const worlds = new Map<string, Promise<PkiWorld>>();
after(async () => {
  for (const made of worlds.values()) await (await made).close();
});

/** Made once for all tests that share it. */
function shared(name: string, ...changes: Parameters<typeof pkiWorld>): Promise<PkiWorld> {
  const found = worlds.get(name) ?? pkiWorld(...changes);
  worlds.set(name, found);
  return found;
}

/** What comes of a broken certificate: by installation, and by update of the contract that the car has. */
type Outcome = readonly [install: string, update: string];

/**
 * By profile: `charged`, or who refuses, at which message and ResponseCode (that of the last message of the car), the
 * cause, and, where the car refuses what it got, the check that failed.
 */
const contracts: Readonly<Record<string, Outcome>> = {
  expired: [
    'ev CertificateInstallationReq OK contract_data_invalid (contract validity)',
    // An ended contract can't be updated, and this car has no provisioning certificate: it shows what it has.
    'station PaymentDetailsReq FAILED_CertificateExpired contract_expired',
  ],
  'not-yet-valid': [
    'ev CertificateInstallationReq OK contract_data_invalid (contract validity)',
    'station CertificateUpdateReq FAILED_CertificateExpired contract_expired',
  ],
  'sub-ca-expired': [
    'ev CertificateInstallationReq OK contract_data_invalid (contract validity)',
    'station CertificateUpdateReq FAILED_CertificateExpired contract_expired',
  ],
  'wrong-curve': [
    'ev CertificateInstallationReq OK contract_data_invalid (private_key_mismatch)',
    'station CertificateUpdateReq FAILED_SignatureError signature_invalid',
  ],
  'no-key-cert-sign': [
    // The car has no root to judge the contract chain by: the station does.
    'station PaymentDetailsReq FAILED_CertChainError contract_chain_invalid',
    'station CertificateUpdateReq FAILED_CertChainError contract_chain_invalid',
  ],
  'path-len': [
    'station PaymentDetailsReq FAILED_CertChainError contract_chain_invalid',
    'station CertificateUpdateReq FAILED_CertChainError contract_chain_invalid',
  ],
  'too-large': [
    // No message carries it, so the provisioning service has signed nothing.
    'pki CertificateInstallationReq FAILED_NoCertificateAvailable no_contract_for_car',
    'ev ServiceDetailReq OK ev_declined_pnc',
  ],
  forged: [
    'ev CertificateInstallationReq OK contract_data_invalid (contract chain)',
    'station CertificateUpdateReq FAILED_CertChainError contract_chain_invalid',
  ],
  revoked: [
    'csms AuthorizationReq FAILED contract_revoked',
    'pki CertificateUpdateReq FAILED_CertificateRevoked contract_revoked',
  ],
  'ocsp-unknown': [
    'csms AuthorizationReq FAILED ocsp_unavailable',
    'pki CertificateUpdateReq FAILED_CertChainError ocsp_unavailable',
  ],
};

/** An update rests on the contract alone: the provisioning certificate plays no part in it. */
const provisioning: Readonly<Record<string, Outcome>> = {
  expired: ['station CertificateInstallationReq FAILED_CertificateExpired provisioning_certificate_refused', 'charged'],
  'not-yet-valid': [
    'station CertificateInstallationReq FAILED_CertificateExpired provisioning_certificate_refused',
    'charged',
  ],
  'sub-ca-expired': [
    'pki CertificateInstallationReq FAILED_CertificateExpired provisioning_certificate_refused',
    'charged',
  ],
  'wrong-curve': ['station CertificateInstallationReq FAILED_SignatureError signature_invalid', 'charged'],
  'no-key-cert-sign': ['pki CertificateInstallationReq FAILED provisioning_certificate_refused', 'charged'],
  'path-len': ['pki CertificateInstallationReq FAILED provisioning_certificate_refused', 'charged'],
  'wrong-domain-component': [
    'station CertificateInstallationReq FAILED_NoCertificateAvailable provisioning_certificate_refused',
    'charged',
  ],
  'pcid-16': [
    'pki CertificateInstallationReq FAILED_NoCertificateAvailable provisioning_certificate_refused',
    'charged',
  ],
  'too-large': ['ev ServiceDetailReq OK ev_declined_pnc', 'charged'],
  forged: ['pki CertificateInstallationReq FAILED provisioning_certificate_refused', 'charged'],
  revoked: ['pki CertificateInstallationReq FAILED_CertificateRevoked provisioning_certificate_refused', 'charged'],
  'ocsp-unknown': ['pki CertificateInstallationReq FAILED provisioning_certificate_refused', 'charged'],
};

const cps: Readonly<Record<string, Outcome>> = {
  ...Object.fromEntries(
    (
      [
        ['expired', 'CPS chain: certificate_expired'],
        ['not-yet-valid', 'CPS chain: certificate_not_yet_valid'],
        ['sub-ca-expired', 'CPS chain: certificate_expired'],
        ['wrong-curve', 'signature: signature_length'],
        ['no-key-cert-sign', 'CPS chain: key_usage_missing'],
        ['path-len', 'CPS chain: path_len_exceeded'],
        ['wrong-domain-component', 'CPS chain: wrong_domain_component'],
        ['forged', 'CPS chain: signature_invalid'],
      ] as const
    ).map(([defect, check]) => [
      defect,
      [
        `ev CertificateInstallationReq OK provisioning_service_refused (${check})`,
        // Nothing of it is kept; the contract that the car has is still good.
        `charged with the old contract (${check})`,
      ] as const,
    ]),
  ),
  'too-large': [
    'pki CertificateInstallationReq FAILED_NoCertificateAvailable no_contract_for_car',
    // The pool answers 503, and the CSMS makes the EXI that tells the car.
    'csms CertificateUpdateReq FAILED certificate_installation_failed',
  ],
  // A CPS certificate names no responder, and a car asks none.
  revoked: ['charged', 'charged'],
};

/** The station's own certificate: the car leaves before it asks for anything, so it is the same for both. */
const secc: Readonly<Record<string, string>> = {
  // The station doesn't offer TLS with it.
  expired: 'station - - tls_not_ready',
  'not-yet-valid': 'station - - tls_not_ready',
  'sub-ca-expired': 'station - - tls_not_ready',
  forged: 'station - - tls_not_ready',
  'wrong-curve': 'station - - tls_no_shared_cipher',
  // node:tls links no certificate to an issuer that may not sign: the car sees the leaf alone.
  'no-key-cert-sign': 'ev - - ev_v2g_root_missing',
  'path-len': 'ev - - secc_certificate_profile',
  'wrong-domain-component': 'ev - - secc_certificate_profile',
  'too-large': 'ev - - secc_certificate_profile',
  revoked: 'ev - - secc_certificate_revoked',
  // No good answer, so nothing is stapled: a warning of a car that checks, a refusal of one that requires.
  'ocsp-unknown': 'charged',
};

const tables = { contract: contracts, 'contract-mo': contracts, provisioning, cps };

test('every broken profile is in the table', () => {
  const known = [
    ...Object.entries(tables).flatMap(([target, table]) =>
      Object.keys(table).map((defect) => `broken-${target}-${defect}`),
    ),
    ...Object.keys(secc).map((defect) => `broken-secc-${defect}`),
  ];
  assert.deepEqual(known.toSorted(), profileNames.filter((name) => name.startsWith('broken-')).toSorted());
});

for (const [target, table] of Object.entries(tables)) {
  for (const [defect, [installed, updated]] of Object.entries(table)) {
    test(`broken-${target}-${defect}: install ${installed}; update ${updated}`, async () => {
      const world = await shared('all');
      const isMo = target === 'contract-mo';
      const { eMAID, eMAIDMo } = world.sections.pki;
      const profile = () => world.become(`broken-${target}-${defect}`, isMo ? { contractsUnder: 'mo' } : {});
      const first = await profile();
      if (target === 'provisioning') {
        await takeIn(first);
        // Nothing can be sealed for a key of another curve.
        if (defect !== 'wrong-curve') await orderBefore(first, eMAID);
      } else {
        await takeIn(first);
        await order(first, isMo ? eMAIDMo : eMAID);
      }
      assert.equal(shown(await world.plugIn(first, { certificateService: 'ifNeeded' })), installed, 'install');
      const second = await profile();
      assert.equal(shown(await world.plugIn(second, withContract(second, isMo))), updated, 'update');
    });
  }
}

for (const [defect, expected] of Object.entries(secc)) {
  test(`broken-secc-${defect}: ${expected}`, async () => {
    const world = await shared('all');
    const pki = await world.become(`broken-secc-${defect}`);
    await takeIn(pki);
    await order(pki, world.sections.pki.eMAID);
    const station = await world.station(pki);
    try {
      const { sdpPort } = station;
      const run = await world.plugIn(pki, { certificateService: 'ifNeeded', sdpPort });
      assert.equal(shown(run), expected, 'install');
      assert.equal(shown(await world.plugIn(pki, { ...withContract(pki), sdpPort })), expected, 'update');
    } finally {
      await station.close();
    }
  });
}

for (const profile of ['lab', 'production-like']) {
  for (const contractsUnder of ['v2g', 'mo'] as const) {
    test(`${profile}, contracts under the ${contractsUnder} root: both come to a charge with the new contract`, async () => {
      const world = await shared('all');
      const isMo = contractsUnder === 'mo';
      const pki = await world.become(profile, { contractsUnder });
      await takeIn(pki);
      await order(pki, isMo ? world.sections.pki.eMAIDMo : world.sections.pki.eMAID);
      for (const wish of [{ certificateService: 'ifNeeded' } as const, withContract(pki, isMo)]) {
        const run = await world.plugIn(pki, wish);
        assert.equal(shown(run), 'charged');
        assert.equal(run.outcome.isContractNew, true);
        const late = run.outcome.steps.filter(({ took_ms, limit_ms }) => took_ms > limit_ms);
        assert.deepEqual(late, []);
      }
    });
  }
}

test('a contract that ends within 21 days is OK_CertificateExpiresSoon, and a car that asks for none charges with it', async () => {
  const world = await shared('all');
  const pki = await world.become('lab');
  const now = Date.now();
  const contract = await pki.pki.issueContract({
    eMAID: world.sections.pki.eMAID,
    under: 'v2g',
    validity: { from: now - 300 * DAY, until: now + 20 * DAY },
  });
  const run = await world.plugIn(pki, { contract, certificateService: 'never' });
  assert.equal(shown(run), 'charged');
  const details = run.outcome.steps.find(({ message }) => message === 'PaymentDetailsReq');
  assert.equal(details?.responseCode, 'OK_CertificateExpiresSoon');
  assert.ok(run.records.some((record) => record.type === 'finding' && record.code === 'contract_expires_soon'));
});

test('the token of a PKI service is there before the first car: no car waits for a login', async () => {
  const calls: string[] = [];
  const world = await shared('token', (sections) => sections, counting(calls));
  assert.deepEqual(calls.filter((url) => url === '/oauth/token').length, 1);
  calls.length = 0;
  const pki = await world.become('lab');
  await takeIn(pki);
  await order(pki, world.sections.pki.eMAID);
  assert.equal(shown(await world.plugIn(pki, { certificateService: 'ifNeeded' })), 'charged');
  assert.deepEqual(
    calls.filter((url) => !url.startsWith('/ocsp')),
    ['/v1/ccp/signedContractData'],
  );
});

test('another dialect, another form of the token request: by configuration alone', async () => {
  const calls: string[] = [];
  const opnc = { dialect: 'opnc', est: 'opnc', tokenBody: 'form', sendsApiKey: true } as const;
  const world = await shared(
    'opnc',
    (sections) => {
      const providers = sections.csms.pki.providers.map((one) => ({ ...one, ...opnc }));
      return { ...sections, csms: { ...sections.csms, pki: { ...sections.csms.pki, providers } } };
    },
    counting(calls),
  );
  const pki = await world.become('lab');
  await takeIn(pki);
  await order(pki, world.sections.pki.eMAID);
  assert.equal(shown(await world.plugIn(pki, { certificateService: 'ifNeeded' })), 'charged');
  assert.equal(shown(await world.plugIn(pki, withContract(pki))), 'charged');
  const paths = new Set(calls.filter((url) => !url.startsWith('/ocsp')));
  assert.deepEqual([...paths].toSorted(), [
    '/oauth/token',
    '/opnc/v1/ccp/signedcontractdata',
    '/opnc/v1/rcp/rootcertificates',
  ]);
});

test('a provider that is slow costs its head start and no more: the next one is asked beside it', async (t) => {
  const { world, headStart_ms } = await withSilent(t, 'first');
  const pki = await world.become('lab');
  await takeIn(pki);
  await order(pki, world.sections.pki.eMAID);
  const run = await world.plugIn(pki, { certificateService: 'ifNeeded' });
  assert.equal(shown(run), 'charged');
  const { took_ms } = run.outcome.steps.find(({ message }) => message === 'CertificateInstallationReq')!;
  assert.ok(took_ms >= headStart_ms && took_ms < headStart_ms + 1500, `${took_ms} ms`);
});

test('providers that all fall silent: the car has FAILED in an EXI of its session before its 5 s are over', async (t) => {
  const { world } = await withSilent(t, 'alone');
  const pki = await world.become('lab');
  const run = await world.plugIn(pki, { certificateService: 'ifNeeded' });
  assert.equal(shown(run), 'csms CertificateInstallationReq FAILED certificate_installation_failed');
  const { took_ms, limit_ms } = run.outcome.steps.at(-1)!;
  assert.ok(took_ms > 3000 && took_ms < 4500 && limit_ms === 5000, `${took_ms} of ${limit_ms} ms`);
});

const DAY = 86_400_000;

/** A car with a contract of this PKI, which it wants renewed. */
function withContract({ pki }: ServedPki, isMo = false): CarWish {
  const contract = isMo ? pki.contractMo : pki.contract;
  return { certificateService: 'always', withoutProvisioning: true, contract };
}

/** A run in one line, as the tables have it. */
function shown({ outcome, diagnosis, records }: CarRun): string {
  const refused = records.find((record) => record.type === 'finding' && record.data?.check !== undefined);
  if (outcome.outcome === 'charged')
    return refused?.type === 'finding' ? `charged with the old contract (${refused.data?.check})` : 'charged';
  const last = outcome.steps.at(-1);
  const found = diagnosis?.evidence[0];
  const check = found?.party === 'ev' && found.data?.check ? ` (${found.data.check})` : '';
  return `${found?.party} ${last?.message ?? '-'} ${last?.responseCode ?? '-'} ${diagnosis?.code}${check}`;
}

function counting(calls: string[]): (next: HttpHandler) => HttpHandler {
  return (next) => (request, context) => {
    calls.push(new URL(request.url, 'http://pki').pathname);
    return next(request, context);
  };
}

/** A world with a provider that takes connections and never answers, before the PKI or alone. */
async function withSilent(t: { after(done: () => void): void }, place: 'first' | 'alone') {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  const port = await freePort();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const silent = { name: 'silent', baseUrl: `http://127.0.0.1:${port}`, auth: 'none' } as const;
  const world = await shared(place, (sections) => {
    const [pki] = sections.csms.pki.providers;
    const providers = [{ ...pki!, ...silent }, ...(place === 'first' ? [pki!] : [])];
    return { ...sections, csms: { ...sections.csms, pki: { ...sections.csms.pki, providers } } };
  });
  return { world, headStart_ms: world.sections.csms.pki.headStart_ms };
}
