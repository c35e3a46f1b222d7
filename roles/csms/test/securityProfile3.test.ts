/** Security profile 3: a station proves itself by its client certificate. OCPP 2.0.1 A00.FR.401 .. FR.429, B01.FR.11, FR.12. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ekuOids } from '@openpnc/x509/certificate';
import type { CertificatePlan } from '@openpnc/x509/issue';
import { type Tree, tree } from '../../../base/x509/test/tree.ts';
import { BOOT, findings, START, TestStation, world } from './world.ts';

const DAY = 86_400_000;

async function stationTree(changes: Partial<CertificatePlan> = {}): Promise<Tree> {
  return tree({
    leaf: {
      subject: [
        ['O', 'Lab Charging GmbH'],
        ['CN', 'S1'],
      ],
      eku: [ekuOids.clientAuth],
      ...changes,
    },
  });
}

async function profile3(settings: Readonly<Record<string, unknown>> = {}) {
  const made = await world({ stationAuthentication: 'certificate', organizationName: 'Lab', ...settings });
  await made.csms.enrol('CS1');
  const station = new TestStation('CS1');
  const connect = async (presented: Tree, trusted: Tree | undefined = presented) => {
    if (trusted) await made.csms.addRoot('csms', trusted.certificates.root.der);
    const { leaf, sub2, sub1 } = presented.certificates;
    return station.connect(made.csms, 'any', { clientCertificates: [leaf.der, sub2.der, sub1.der] });
  };
  return { ...made, station, connect };
}

test('a certificate under a root of the CSMS, of the operator, lets a station in; its serial number must be the CN', async () => {
  const { connect, station } = await profile3();
  assert.equal((await connect(await stationTree())).status, 101);
  assert.equal((await station.call('BootNotification', BOOT)).status, 'Accepted');
});

test('a boot with another serial number than the certificate is refused and the connection closed [B01.FR.12]', async () => {
  const { connect, station, records } = await profile3();
  await connect(await stationTree());
  const frame = station.callFrame('BootNotification', {
    ...BOOT,
    chargingStation: { ...BOOT.chargingStation, serialNumber: 'S2' },
  });
  await Promise.race([frame, new Promise((done) => setImmediate(done))]);
  assert.deepEqual(
    station.closes.map(({ code }) => code),
    [1008],
  );
  assert.equal(findings(records, 'station_serial_number_wrong').length, 1);
});

const refusals: readonly (readonly [string, Partial<CertificatePlan>, RegExp])[] = [
  [
    'of another operator',
    {
      subject: [
        ['O', 'Other'],
        ['CN', 'S1'],
      ],
    },
    /O Other, expected Lab/,
  ],
  ['without CN', { subject: [['O', 'Lab']] }, /no CN/],
  ['for servers only', { eku: [ekuOids.serverAuth] }, /clientAuth/],
  ['not valid yet', { notBefore: START + DAY, notAfter: START + 2 * DAY }, /valid from/],
];
for (const [name, changes, text] of refusals) {
  test(`a certificate ${name} is answered 401 with its reason in the trace`, async () => {
    const { connect, records } = await profile3();
    assert.equal((await connect(await stationTree(changes))).status, 401);
    assert.match(findings(records, 'station_credentials_wrong')[0]!.text, text);
  });
}

test('no certificate, one under a foreign root and one that is none are answered 401; a password does not help', async () => {
  const { csms, station } = await profile3();
  const { password } = await csms.enrol('CS1');
  assert.equal((await station.connect(csms, password)).status, 401);
  const { leaf } = (await stationTree()).certificates;
  assert.equal((await station.connect(csms, password, { clientCertificates: [leaf.der] })).status, 401);
  assert.equal((await station.connect(csms, password, { clientCertificates: [new Uint8Array(9)] })).status, 401);
});

test('with a certificate that has ended a station is let in as Pending, to get another one [A00.FR.429]', async () => {
  const { connect, station, csms } = await profile3();
  assert.equal((await connect(await stationTree({ notAfter: START - DAY }))).status, 101);
  assert.equal((await station.call('BootNotification', BOOT)).status, 'Pending');
  assert.equal((await station.callFrame('Heartbeat', {}))[0], 4);
  station.answers.TriggerMessage = () => ({ status: 'Accepted' });
  const trigger = { requestedMessage: 'SignChargingStationCertificate' };
  await csms.link.call('CS1', 'TriggerMessage', trigger, START + 60_000);
  const [type] = await station.callFrame('SignCertificate', {
    csr: 'x',
    certificateType: 'ChargingStationCertificate',
  });
  assert.equal(type, 3);
});

test('a certificate of another station than the one that booted before is answered 401', async () => {
  const { connect, station } = await profile3();
  await connect(await stationTree());
  await station.call('BootNotification', BOOT);
  station.drop();
  const other = await stationTree({
    subject: [
      ['O', 'Lab'],
      ['CN', 'S2'],
    ],
  });
  assert.equal((await connect(other)).status, 401);
});
