/** Monitors on variables and what they tell. OCPP 2.0.1 N02 to N08. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDataType, SetMonitoringDataType } from '@openpnc/ocpp/v201';
import { derToPem } from '@openpnc/x509/certificate';
import { issue, pki, startAt } from './pki.ts';
import { build, visit, type World } from './world.ts';

const call = <T>(world: World, work: Promise<T>): Promise<T> => world.clock.settle(work);
const day = 86_400_000;

async function monitor(
  world: World,
  component: string,
  variable: string,
  more: Partial<SetMonitoringDataType> = {},
  evse = 0,
) {
  const { setMonitoringResult } = await call(
    world,
    world.csms.call('SetVariableMonitoring', {
      setMonitoringData: [
        {
          type: 'Delta',
          value: 1,
          severity: 5,
          component: { name: component, ...(evse && { evse: { id: evse } }) },
          variable: { name: variable },
          ...more,
        },
      ],
    }),
  );
  const [result] = setMonitoringResult;
  return [result?.status, result?.id].filter((part) => part !== undefined).join(' ');
}

const seen = (world: World) =>
  world.csms
    .of('NotifyEvent')
    .flatMap(({ eventData }) => eventData)
    .map(({ component, variable, trigger, actualValue, cleared, variableMonitoringId }: EventDataType) =>
      [`${component.name}.${variable.name}`, trigger, actualValue, cleared && 'cleared', variableMonitoringId]
        .filter((part) => part !== undefined && part !== false)
        .join(' '),
    );

test('a Delta monitor tells each change of a text, and of a number when it is far enough', async () => {
  const world = await build();
  await world.start();
  assert.equal(await monitor(world, 'ConnectedEV', 'ProtocolAgreed', {}, 1), 'Accepted 4');
  assert.equal(await monitor(world, 'SecurityCtrlr', 'CertificateEntries', { value: 2 }), 'Accepted 5');
  for (let i = 0; i < 3; i += 1) {
    const root = await issue(
      `monitored-${i}`,
      'v2gRoot',
      [
        ['CN', `M ${i}`],
        ['DC', 'V2G'],
      ],
      'self',
    );
    await call(
      world,
      world.csms.call('InstallCertificate', {
        certificateType: 'V2GRootCertificate',
        certificate: derToPem(root.certificate.der),
      }),
    );
  }
  await call(world, visit(world));
  await world.clock.advance(1_000);
  assert.deepEqual(seen(world), [
    'SecurityCtrlr.CertificateEntries Delta 6 5',
    'ConnectedEV.ProtocolAgreed Delta urn:iso:15118:2:2013:MsgDef,2,0 4',
  ]);
});

test('a threshold fires once when it is passed and once when the value is back', async () => {
  const world = await build();
  await world.start();
  await monitor(world, 'SecurityCtrlr', 'CertificateEntries', { type: 'UpperThreshold', value: 4 });
  const root = await issue(
    'over',
    'v2gRoot',
    [
      ['CN', 'Over'],
      ['DC', 'V2G'],
    ],
    'self',
  );
  const certificate = derToPem(root.certificate.der);
  await call(world, world.csms.call('InstallCertificate', { certificateType: 'V2GRootCertificate', certificate }));
  await call(world, world.csms.call('InstallCertificate', { certificateType: 'MORootCertificate', certificate }));
  const { certificateHashDataChain } = await call(
    world,
    world.csms.call('GetInstalledCertificateIds', { certificateType: ['MORootCertificate'] }),
  );
  const { certificateHashData } = certificateHashDataChain!.at(-1)!;
  await call(world, world.csms.call('DeleteCertificate', { certificateHashData }));
  await world.clock.advance(1_000);
  assert.deepEqual(seen(world), [
    'SecurityCtrlr.CertificateEntries Alerting 5 4',
    'SecurityCtrlr.CertificateEntries Alerting 4 cleared 4',
  ]);
});

test('periodic monitors tell at their time, clock-aligned ones at the full period of the day', async () => {
  const world = await build({ startAt: startAt + 130_000 });
  await world.start();
  await monitor(world, 'SecurityCtrlr', 'CertificateEntries', { type: 'Periodic', value: 60 });
  await monitor(world, 'SecurityCtrlr', 'CertificateEntries', { type: 'PeriodicClockAligned', value: 300 });
  world.csms.calls.length = 0;
  await world.clock.advance(200_000);
  const at = world.csms
    .of('NotifyEvent')
    .flatMap(({ eventData }) => eventData)
    .map(({ timestamp, variableMonitoringId }) => [
      variableMonitoringId,
      Math.round((Date.parse(timestamp) - startAt) / 1_000),
    ]);
  assert.deepEqual(at, [
    [4, 191],
    [4, 251],
    [5, 300],
    [4, 311],
  ]);
});

test('monitors that cannot be are refused with their reason; the same one twice is a Duplicate; an id replaces', async () => {
  const world = await build();
  await world.start();
  const set = (component: string, variable: string, more: Partial<SetMonitoringDataType> = {}) =>
    monitor(world, component, variable, more);
  assert.equal(await set('Nothing', 'There'), 'UnknownComponent');
  assert.equal(await set('SecurityCtrlr', 'There'), 'UnknownVariable');
  assert.equal(await set('OCPPCommCtrlr', 'HeartbeatInterval'), 'UnsupportedMonitorType');
  assert.equal(await set('ISO15118Ctrlr', 'PnCEnabled', { type: 'UpperThreshold' }), 'UnsupportedMonitorType');
  assert.equal(await set('SecurityCtrlr', 'CertificateEntries', { value: -1 }), 'Rejected');
  assert.equal(await set('SecurityCtrlr', 'CertificateEntries', { type: 'UpperThreshold', value: 60 }), 'Rejected');
  assert.equal(await set('SecurityCtrlr', 'CertificateEntries', { severity: 10 }), 'Rejected');
  assert.equal(await set('SecurityCtrlr', 'CertificateEntries', { id: 77 }), 'Rejected');
  assert.equal(await set('SecurityCtrlr', 'CertificateEntries'), 'Accepted 4');
  assert.equal(await set('SecurityCtrlr', 'CertificateEntries'), 'Duplicate 4');
  assert.equal(await set('SecurityCtrlr', 'CertificateEntries', { id: 4, value: 3 }), 'Accepted 4');
});

test('monitors are reported, cleared, reset to a base, and outlive a restart', async () => {
  const world = await build();
  await world.start();
  await monitor(world, 'SecurityCtrlr', 'CertificateEntries');
  await call(world, world.station.stop());
  const again = await build({ database: world.database, startAt: world.clock.now() });
  again.csms.answers.NotifyMonitoringReport = () => ({});
  await again.start();
  const report = async (requestId: number) => {
    const { status } = await call(again, again.csms.call('GetMonitoringReport', { requestId }));
    await again.clock.advance(1_000);
    const last = again.csms.of('NotifyMonitoringReport').at(-1);
    return status === 'EmptyResultSet'
      ? status
      : last?.monitor?.map(({ component, variable }) => `${component.name}.${variable.name}`);
  };
  assert.deepEqual(await report(1), [
    'TrustStore.SeccDaysLeft',
    'TrustStore.RootDaysLeft',
    'TrustStore.StapleHoursLeft',
    'SecurityCtrlr.CertificateEntries',
  ]);
  const { clearMonitoringResult } = await call(again, again.csms.call('ClearVariableMonitoring', { id: [4, 99] }));
  assert.deepEqual(
    clearMonitoringResult.map(({ status }) => status),
    ['Accepted', 'NotFound'],
  );
  await call(again, again.csms.call('SetMonitoringBase', { monitoringBase: 'HardWiredOnly' }));
  assert.equal(await report(2), 'EmptyResultSet');
  await call(again, again.csms.call('SetMonitoringBase', { monitoringBase: 'FactoryDefault' }));
  assert.equal((await report(3))?.length, 3);
});

test('what is less grave than the level is not told; offline only grave events are kept', async () => {
  const world = await build();
  await world.start();
  await call(world, world.csms.call('SetMonitoringLevel', { severity: 4 }));
  await monitor(world, 'ConnectedEV', 'Available', { severity: 5 }, 1);
  await monitor(
    world,
    'Connector',
    'AvailabilityState',
    { severity: 2, component: { name: 'Connector', evse: { id: 1, connectorId: 1 } } },
    1,
  );
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(100);
  await world.cables[0]!.car.set({ pilot: 'B' });
  world.csms.isDown = false;
  await world.clock.advance(60_000);
  assert.deepEqual(seen(world), ['Connector.AvailabilityState Delta Occupied 5']);
});

test('a certificate that runs out is told in time: OCPP has no event for it', async () => {
  const ending = await issue(
    'ending',
    'seccLeaf',
    [
      ['CN', 'DE*OPC*E00001'],
      ['DC', 'CPO'],
    ],
    pki.cpo2,
    { until: startAt + 20 * day },
  );
  const world = await build({
    keyed: { ending },
    factory: { seccChains: [{ name: 'ending', keyName: 'ending', chain: ending.chain }] },
  });
  await world.start();
  await world.clock.advance(5 * day);
  assert.deepEqual(seen(world), []);
  await world.clock.advance(2 * day);
  assert.deepEqual(seen(world), ['TrustStore.SeccDaysLeft Alerting 13 1']);
});

test('a car that the station itself refuses: the CSMS hears the cause', async () => {
  const world = await build({ factory: { roots: [{ use: 'v2g', certificate: pki.v2gRoot.certificate }] } });
  await world.start();
  await call(world, visit(world));
  await world.clock.advance(1_000);
  const [event, ...more] = world.csms.of('NotifyEvent').flatMap(({ eventData }) => eventData);
  assert.deepEqual(more, []);
  assert.equal(event?.techCode, 'contract_root_missing');
  assert.match(event?.techInfo ?? '', /MO Root/);
  assert.deepEqual(event?.component, { name: 'ConnectedEV', evse: { id: 1 } });
  assert.ok(event?.transactionId);
});
