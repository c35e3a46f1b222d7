/** Roots and chains of the station, and how the CSMS changes them. OCPP 2.0.1 A02, A03, M01 to M05. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64, toBase64 } from '@openpnc/core/bytes';
import { decodeMessage, encodeMessage } from '@openpnc/exi/iso15118-2';
import type {
  CertificateHashDataType,
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
} from '@openpnc/ocpp/v201';
import { derToPem, pemBlocks } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import { parseCsr } from '@openpnc/x509/issue';
import { anchorHashes } from '@openpnc/x509/trustStore';
import { installCertificate } from '../src/evse/certificateInstallation.ts';
import { type Issued, issue, pki, startAt } from './pki.ts';
import { build, visit, type World, type WorldOptions } from './world.ts';

const call = <T>(world: World, work: Promise<T>): Promise<T> => world.clock.settle(work);
const pem = ({ certificate }: Issued) => derToPem(certificate.der);
const rootHashes = (root: Issued) => anchorHashes(root.certificate) as CertificateHashDataType;

async function install(world: World, certificateType: InstallCertificateUseEnumType, certificate: string) {
  const { status, statusInfo } = await call(
    world,
    world.csms.call('InstallCertificate', { certificateType, certificate }),
  );
  return [status, statusInfo?.reasonCode].filter(Boolean).join(' ');
}

async function installed(world: World, ...certificateType: readonly GetCertificateIdUseEnumType[]) {
  const { status, certificateHashDataChain = [] } = await call(
    world,
    world.csms.call('GetInstalledCertificateIds', certificateType.length > 0 ? { certificateType } : {}),
  );
  return status === 'NotFound' ? status : certificateHashDataChain;
}

test('what is installed is listed by type; the SECC chain has its sub-CAs as children, issuer first [M03]', async () => {
  const world = await build();
  await world.start();
  const all = await installed(world);
  assert.ok(all !== 'NotFound');
  assert.deepEqual(
    all.map(({ certificateType }) => certificateType),
    ['V2GRootCertificate', 'MORootCertificate', 'CSMSRootCertificate', 'V2GCertificateChain'],
  );
  assert.deepEqual(all[0]?.certificateHashData, rootHashes(pki.v2gRoot));
  const chain = all.at(-1)!;
  assert.deepEqual(chain.certificateHashData, certHashes(pki.secc.certificate, pki.cpo2.certificate));
  assert.deepEqual(chain.childCertificateHashData, [
    certHashes(pki.cpo2.certificate, pki.cpo1.certificate),
    certHashes(pki.cpo1.certificate, pki.v2gRoot.certificate),
  ]);
  assert.equal(await installed(world, 'ManufacturerRootCertificate'), 'NotFound');
});

test('roots are installed, found again after a restart, and used for the next car [M05]', async () => {
  const world = await build({ factory: { roots: [{ use: 'v2g', certificate: pki.v2gRoot.certificate }] } });
  await world.start();
  assert.ok(!(await call(world, visit(world))).end?.ok);
  assert.equal(await install(world, 'MORootCertificate', pem(pki.moRoot)), 'Accepted');
  assert.equal(await install(world, 'MORootCertificate', pem(pki.moRoot)), 'Accepted', 'again is no error [M05.FR.17]');
  assert.equal(world.station.model.text('SecurityCtrlr.CertificateEntries'), '3');
  assert.ok((await call(world, visit(world))).end?.ok);
  await call(world, world.station.stop());
  const again = await build({
    database: world.database,
    startAt: world.clock.now(),
    factory: { roots: [{ use: 'v2g', certificate: pki.v2gRoot.certificate }] },
  });
  await again.start();
  const found = await installed(again, 'MORootCertificate');
  assert.ok(found !== 'NotFound' && found.length === 1);
});

test('what is no root, not valid now, not readable or one too many is refused [M05]', async () => {
  const world = await build();
  await world.start();
  const expired = await issue(
    'old',
    'v2gRoot',
    [
      ['CN', 'Old'],
      ['DC', 'V2G'],
    ],
    'self',
    { until: startAt - 1_000 },
  );
  const cases: readonly (readonly [string, string])[] = [
    [pem(pki.secc), 'Rejected InvalidCertificate'],
    [pem(pki.cpo1), 'Rejected InvalidCertificate'],
    [pem(expired), 'Rejected InvalidCertificate'],
    ['no PEM', 'Rejected InvalidCertificate'],
    [pem(pki.v2gRoot) + pem(pki.moRoot), 'Rejected InvalidCertificate'],
  ];
  for (const [text, expected] of cases) assert.equal(await install(world, 'V2GRootCertificate', text), expected);
  for (let i = 0; i < 46; i += 1) {
    const root = await issue(
      `root-${i}`,
      'v2gRoot',
      [
        ['CN', `Root ${i}`],
        ['DC', 'V2G'],
      ],
      'self',
    );
    assert.equal(await install(world, 'V2GRootCertificate', pem(root)), 'Accepted');
  }
  assert.equal(world.station.model.text('SecurityCtrlr.CertificateEntries'), '50');
  const last = await issue(
    'root-last',
    'v2gRoot',
    [
      ['CN', 'Last'],
      ['DC', 'V2G'],
    ],
    'self',
  );
  assert.equal(await install(world, 'V2GRootCertificate', pem(last)), 'Rejected OutOfStorage');
});

test('a root is deleted by its hash data of any algorithm, and a factory root stays deleted after a restart [M04]', async () => {
  const world = await build();
  await world.start();
  const remove = async (of: World, certificateHashData: CertificateHashDataType) =>
    (await call(of, of.csms.call('DeleteCertificate', { certificateHashData }))).status;
  const sha512 = anchorHashes(pki.moRoot.certificate, 'SHA512') as CertificateHashDataType;
  const upper = {
    ...sha512,
    issuerKeyHash: sha512.issuerKeyHash.toUpperCase(),
    serialNumber: `0${sha512.serialNumber}`,
  };
  assert.equal(await remove(world, upper), 'Accepted');
  assert.equal(await remove(world, sha512), 'NotFound');
  assert.ok(!(await call(world, visit(world))).end?.ok);
  await call(world, world.station.stop());
  const again = await build({ database: world.database, startAt: world.clock.now() });
  await again.start();
  assert.equal(await installed(again, 'MORootCertificate'), 'NotFound');
});

test('the SECC chain is deleted by the hash data of its leaf, and TLS is no longer offered', async () => {
  const world = await build();
  await world.start();
  const certificateHashData = certHashes(pki.secc.certificate, pki.cpo2.certificate) as CertificateHashDataType;
  const { status } = await call(world, world.csms.call('DeleteCertificate', { certificateHashData }));
  assert.equal(status, 'Accepted');
  const { sdp } = await call(world, visit(world, { car: { isContractWanted: false } }));
  assert.equal(sdp?.security, 'none');
});

/** A station whose SeccId is set; `sign` has the CSMS sign what the station asks for. */
async function signingWorld(options: WorldOptions = {}) {
  const world = await build({
    ...options,
    variables: {
      'ISO15118Ctrlr.SeccId': 'DE*OPC*E00077',
      'SecurityCtrlr.CertSigningWaitMinimum': '10',
      ...options.variables,
    },
  });
  world.csms.answers.SignCertificate = () => ({ status: 'Accepted' });
  await world.start();
  const trigger = async (
    requestedMessage: 'SignV2GCertificate' | 'SignChargingStationCertificate' | 'SignCombinedCertificate',
  ) => {
    const { status, statusInfo } = await call(world, world.csms.call('TriggerMessage', { requestedMessage }));
    await world.clock.advance(1_000);
    return [status, statusInfo?.reasonCode].filter(Boolean).join(' ');
  };
  const lastCsr = () => parseCsr(pemBlocks(world.csms.of('SignCertificate').at(-1)!.csr, 'CERTIFICATE REQUEST')[0]!);
  const signed = async (
    chain: readonly Issued[] | string,
    certificateType?: 'V2GCertificate' | 'ChargingStationCertificate',
  ) => {
    const certificateChain =
      typeof chain === 'string' ? chain : derToPem(...chain.map(({ certificate }) => certificate.der));
    const { status, statusInfo } = await call(
      world,
      world.csms.call('CertificateSigned', { certificateChain, ...(certificateType && { certificateType }) }),
    );
    return [status, statusInfo?.reasonCode].filter(Boolean).join(' ');
  };
  const leaf = (CN = 'DE*OPC*E00077', above = pki.cpo2, times: Parameters<typeof issue>[4] = {}) =>
    issue(
      'signed',
      'seccLeaf',
      [
        ['O', 'OpenPnC Test'],
        ['CN', CN],
        ['DC', 'CPO'],
      ],
      above,
      { key: lastCsr(), ...times },
    );
  return { world, trigger, lastCsr, signed, leaf };
}

test('a new SECC certificate: asked for on trigger, checked, used for the next car, its OCSP responses fetched [A02, TC_A_12, TC_M_24]', async () => {
  const { world, trigger, lastCsr, signed, leaf } = await signingWorld();
  assert.equal(await trigger('SignV2GCertificate'), 'Accepted');
  const [request] = world.csms.of('SignCertificate');
  assert.equal(request?.certificateType, 'V2GCertificate');
  const csr = lastCsr();
  assert.ok(csr.isProved && csr.keyType === 'P-256');
  assert.equal(csr.subject.toString(), 'DC=CPO,CN=DE*OPC*E00077,O=OpenPnC Lab,C=DE');
  const made = await leaf();
  world.csms.calls.length = 0;
  assert.equal(await signed([made, pki.cpo2, pki.cpo1], 'V2GCertificate'), 'Accepted');
  await world.clock.advance(1_000);
  assert.ok(
    world.csms
      .of('GetCertificateStatus')
      .some(({ ocspRequestData }) => ocspRequestData.serialNumber === made.certificate.serialNumber),
  );
  assert.ok((await call(world, visit(world))).end?.ok);
  const [shown] = world.network.links.at(-1)!.a.info.tls!.peerCertificates;
  assert.deepEqual(shown, made.certificate.der);
  await call(world, world.station.stop());
  assert.ok((await world.database.selectFrom('identity').selectAll().execute()).length === 1, 'kept over a restart');
});

test('a certificate that is not the answer is refused with its reason and a security event, and nothing is asked again', async () => {
  const cases: readonly (readonly [
    string,
    (made: Awaited<ReturnType<typeof signingWorld>>) => Promise<readonly Issued[] | string>,
  ])[] = [
    ['another key', async () => [pki.secc, pki.cpo2, pki.cpo1]],
    ['another name', async ({ leaf }) => [await leaf('DE*OPC*E00099'), pki.cpo2, pki.cpo1]],
    ['expired', async ({ leaf }) => [await leaf(undefined, undefined, { until: startAt - 1_000 }), pki.cpo2, pki.cpo1]],
    ['no V2G root', async ({ leaf }) => [await leaf('DE*OPC*E00077', pki.mo2), pki.mo2, pki.mo1]],
    ['a chain with a gap', async ({ leaf }) => [await leaf(), pki.cpo1]],
    ['not readable', async () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ];
  for (const [name, chain] of cases) {
    const made = await signingWorld();
    await made.trigger('SignV2GCertificate');
    assert.match(await made.signed(await chain(made), 'V2GCertificate'), /^Rejected/, name);
    await made.world.clock.advance(1_000);
    assert.ok(
      made.world.csms.of('SecurityEventNotification').some(({ type }) => type === 'InvalidChargingStationCertificate'),
      name,
    );
    await made.world.clock.advance(600_000);
    assert.equal(made.world.csms.of('SignCertificate').length, 1, name);
  }
});

test('no CertificateSigned: asked again with doubled waits, CertSigningRepeatTimes times [A02]', async () => {
  const { world, trigger } = await signingWorld({ variables: { 'SecurityCtrlr.CertSigningRepeatTimes': '2' } });
  const at: number[] = [];
  world.csms.answers.SignCertificate = () => {
    at.push(Math.round(world.clock.now() / 1_000));
    return { status: 'Accepted' };
  };
  await trigger('SignV2GCertificate');
  await world.clock.advance(3_600_000);
  assert.deepEqual(
    at.slice(1).map((time, i) => time - at[i]!),
    [10, 20],
  );
});

test('an answer that comes after a restart is still known [A02]', async () => {
  const first = await signingWorld();
  await first.trigger('SignV2GCertificate');
  const made = await first.leaf();
  await call(first.world, first.world.station.stop());
  const world = await build({
    database: first.world.database,
    startAt: first.world.clock.now(),
    variables: { 'ISO15118Ctrlr.SeccId': 'DE*OPC*E00077' },
  });
  for (const name of await first.world.keys.list())
    await world.keys.keep(name, (await first.world.keys.find(name))!.exportPem());
  await world.start();
  const { status } = await call(
    world,
    world.csms.call('CertificateSigned', {
      certificateChain: derToPem(made.certificate.der, pki.cpo2.certificate.der, pki.cpo1.certificate.der),
      certificateType: 'V2GCertificate',
    }),
  );
  assert.equal(status, 'Accepted');
});

test('SECC certificates cannot be asked for without SeccId, or when it is switched off', async () => {
  const none = await signingWorld({ variables: { 'ISO15118Ctrlr.SeccId': '' } });
  assert.equal(await none.trigger('SignV2GCertificate'), 'Rejected MissingDevModelInfo');
  const off = await signingWorld({ variables: { 'ISO15118Ctrlr.V2GCertificateInstallationEnabled': 'false' } });
  assert.equal(await off.trigger('SignV2GCertificate'), 'Rejected NotEnabled');
});

test('a certificate near its end is renewed by the station itself; a refusal is not repeated [A03]', async () => {
  const day = 86_400_000;
  const ending = await issue(
    'ending',
    'seccLeaf',
    [
      ['CN', 'DE*OPC*E00077'],
      ['DC', 'CPO'],
    ],
    pki.cpo2,
    { until: startAt + 40 * day },
  );
  const { world } = await signingWorld({
    keyed: { ending },
    factory: { seccChains: [{ name: 'ending', keyName: 'ending', chain: ending.chain }] },
  });
  world.csms.answers.SignCertificate = () => ({ status: 'Rejected' });
  await world.clock.advance(9 * day);
  assert.equal(world.csms.of('SignCertificate').length, 0, 'more than a month to go');
  await world.clock.advance(10 * day);
  assert.equal(world.csms.of('SignCertificate').length, 1);
});

test('the station certificate of security profile 3 comes by CertificateSigned and is used at once [A02, A00]', async () => {
  const own = await issue(
    'client',
    'stationClient',
    [
      ['O', 'OpenPnC Test'],
      ['CN', 'OPC-0001'],
    ],
    pki.csmsRoot,
  );
  const world = await build({
    settings: { securityProfile: 3 },
    keyed: { client: own },
    factory: { stationChain: { name: 'client', keyName: 'client', chain: own.chain } },
  });
  world.csms.answers.SignCertificate = () => ({ status: 'Accepted' });
  await world.start();
  assert.deepEqual(world.dialled[0]?.tls?.identity?.certificates, own.chain);
  assert.equal(world.dialled[0]?.headers.authorization, undefined, 'no password');
  await call(world, world.csms.call('TriggerMessage', { requestedMessage: 'SignChargingStationCertificate' }));
  await world.clock.advance(1_000);
  const request = world.csms.of('SignCertificate')[0]!;
  const csr = parseCsr(pemBlocks(request.csr, 'CERTIFICATE REQUEST')[0]!);
  assert.equal(csr.subject.commonName, 'OPC-0001');
  const made = await issue(
    'client2',
    'stationClient',
    [
      ['O', 'OpenPnC Lab'],
      ['CN', 'OPC-0001'],
    ],
    pki.csmsRoot,
    { key: csr, from: startAt - 1_000 },
  );
  const { status } = await call(
    world,
    world.csms.call('CertificateSigned', {
      certificateChain: pem(made),
      certificateType: 'ChargingStationCertificate',
    }),
  );
  assert.equal(status, 'Accepted');
  await world.clock.advance(2_000);
  assert.deepEqual(world.dialled.at(-1)?.tls?.identity?.certificates, [made.certificate.der]);
  assert.equal(world.dialled.length, 2);
  const certificateHashData = certHashes(made.certificate, pki.csmsRoot.certificate) as CertificateHashDataType;
  assert.equal((await call(world, world.csms.call('DeleteCertificate', { certificateHashData }))).status, 'Failed');
  // The CSMS refuses the new one for good: the old one is used again.
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(200_000);
  assert.deepEqual(world.dialled.at(-1)?.tls?.identity?.certificates, own.chain);
});

test('one certificate for both: asked for without a type, shown to cars and to the CSMS [A02, TC_A_13]', async () => {
  const { world, trigger, lastCsr, signed, leaf } = await signingWorld({
    settings: { securityProfile: 3 },
    variables: { 'ISO15118Ctrlr.SeccId': 'OPC-0001' },
    keyed: { client: pki.secc },
    factory: { stationChain: { name: 'client', keyName: 'client', chain: pki.secc.chain } },
  });
  assert.equal(await trigger('SignCombinedCertificate'), 'Accepted');
  assert.equal(world.csms.of('SignCertificate')[0]?.certificateType, undefined);
  assert.equal(lastCsr().subject.commonName, 'OPC-0001');
  const made = await leaf('OPC-0001', pki.cpo2, { from: startAt - 1_000 });
  assert.equal(await signed([made, pki.cpo2, pki.cpo1]), 'Accepted');
  await world.clock.advance(2_000);
  assert.deepEqual(world.dialled.at(-1)?.tls?.identity?.certificates[0], made.certificate.der);
  assert.ok((await call(world, visit(world))).end?.ok);
  assert.deepEqual(world.network.links.at(-1)!.a.info.tls!.peerCertificates[0], made.certificate.der);
});

test("a car's certificate request goes to the CSMS unchanged and its answer back unchanged; a failure ends the session [M01, TC_M_26, TC_M_27]", async () => {
  const oem = await issue(
    'oem',
    'provisioningLeaf',
    [
      ['O', 'OEM'],
      ['CN', 'WVWZZZAAZMD123456'],
      ['DC', 'OEM'],
    ],
    pki.cpo2,
  );
  const car = { certificateService: 'always' as const, provisioning: { certificate: oem.certificate.der } };
  for (const status of ['Accepted', 'Failed'] as const) {
    const world = await build();
    let asked: Uint8Array | undefined;
    world.csms.answers.Get15118EVCertificate = ({ exiRequest, action, iso15118SchemaVersion }) => {
      asked = fromBase64(exiRequest);
      assert.deepEqual([action, iso15118SchemaVersion], ['Install', 'urn:iso:15118:2:2013:MsgDef']);
      if (status === 'Failed') return { status, exiResponse: '' };
      const { Header } = decodeMessage(asked);
      const dummy = { Certificate: Uint8Array.of(1) };
      const response = encodeMessage({
        Header: { SessionID: Header.SessionID },
        Body: {
          CertificateInstallationRes: {
            ResponseCode: 'FAILED_NoCertificateAvailable',
            SAProvisioningCertificateChain: dummy,
            ContractSignatureCertChain: dummy,
            ContractSignatureEncryptedPrivateKey: { Id: 'id1', value: new Uint8Array(48) },
            DHpublickey: { Id: 'id2', value: new Uint8Array(65) },
            eMAID: { Id: 'id3', value: 'DE8AAC12345678D' },
          },
        },
      } as never);
      return { status, exiResponse: toBase64(response) };
    };
    await world.start();
    const { dialogue, end } = await call(
      world,
      visit(world, { contract: { ...pki.contract, key: oem.key }, isWithoutContract: true, car }),
    );
    assert.ok(end && !end.ok);
    assert.ok(asked && 'CertificateInstallationReq' in decodeMessage(asked).Body);
    assert.equal(
      dialogue.at(-1),
      `CertificateInstallationReq ${status === 'Failed' ? 'FAILED' : 'FAILED_NoCertificateAvailable'}`,
    );
    assert.ok(
      world.records.some((record) => record.type === 'finding' && record.code === 'certificate_installation_failed'),
    );
  }
});

test('no answer to a certificate request within 4.2 s: the car is answered in time [M01]', async () => {
  const oem = await issue(
    'oem',
    'provisioningLeaf',
    [
      ['O', 'OEM'],
      ['CN', 'WVWZZZAAZMD123456'],
      ['DC', 'OEM'],
    ],
    pki.cpo2,
  );
  const world = await build();
  world.csms.answers.Get15118EVCertificate = () => new Promise<never>(() => {});
  await world.start();
  const { dialogue } = await call(
    world,
    visit(world, {
      contract: { ...pki.contract, key: oem.key },
      isWithoutContract: true,
      car: { certificateService: 'always', provisioning: { certificate: oem.certificate.der } },
    }),
  );
  assert.equal(dialogue.at(-1), 'CertificateInstallationReq FAILED');
  const exchange = world.records.find(
    (record) => record.type === 'message' && record.message === 'CertificateInstallationReq',
  );
  assert.ok(exchange?.type === 'message' && exchange.took_ms! < 4_500);
});

test('an update of a contract goes to the CSMS as an update, and its failure to the car [M02, TC_M_28, TC_M_29]', async () => {
  const world = await build();
  world.csms.answers.Get15118EVCertificate = () => ({ status: 'Failed', exiResponse: '' });
  await world.start();
  const { dialogue, end } = await call(world, visit(world, { car: { certificateService: 'always' } }));
  assert.ok(end && !end.ok);
  const [asked] = world.csms.of('Get15118EVCertificate');
  assert.equal(asked?.action, 'Update');
  assert.ok('CertificateUpdateReq' in decodeMessage(fromBase64(asked!.exiRequest)).Body);
  assert.equal(dialogue.at(-1), 'CertificateUpdateReq FAILED');
});

test('a certificate request that no exiRequest can hold is answered FAILED and never sent', async () => {
  const asked: string[] = [];
  const caller = (async (action: string) => {
    asked.push(action);
    return { status: 'Failed', exiResponse: '' };
  }) as unknown as Parameters<typeof installCertificate>[1]['caller'];
  const how = { caller, within_ms: 4_000, traceId: '0'.repeat(32) };
  const ask = (bytes: number) =>
    installCertificate(
      { do: 'installCertificate', id: '1', action: 'Install', exiRequest: new Uint8Array(bytes) },
      how,
    );
  assert.deepEqual(await ask(5_625), { type: 'certificate', id: '1', failure: 'the CSMS answered Failed' });
  assert.deepEqual(await ask(5_626), {
    type: 'certificate',
    id: '1',
    failure: 'its request has 7504 characters as exiRequest, 7500 fit',
  });
  assert.deepEqual(asked, ['Get15118EVCertificate']);
});
