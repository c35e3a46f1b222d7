/** Several ways to the CSMS, and more security. OCPP 2.0.1 A05, B09, B10. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkConnectionProfileType } from '@openpnc/ocpp/v201';
import { build, type World } from './world.ts';

const call = <T>(world: World, work: Promise<T>): Promise<T> => world.clock.settle(work);
const way: NetworkConnectionProfileType = {
  ocppVersion: 'OCPP20',
  ocppTransport: 'JSON',
  ocppCsmsUrl: 'wss://second.sim/ocpp',
  messageTimeout: 20,
  securityProfile: 2,
  ocppInterface: 'Wired0',
};
const set = async (world: World, configurationSlot: number, more: Partial<NetworkConnectionProfileType> = {}) => {
  const { status, statusInfo } = await call(
    world,
    world.csms.call('SetNetworkProfile', { configurationSlot, connectionData: { ...way, ...more } }),
  );
  return [status, statusInfo?.reasonCode].filter(Boolean).join(' ');
};
const prioritise = async (world: World, attributeValue: string) =>
  (
    await call(
      world,
      world.csms.call('SetVariables', {
        setVariableData: [
          { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'NetworkConfigurationPriority' }, attributeValue },
        ],
      }),
    )
  ).setVariableResult[0]?.attributeStatus;
const hosts = ({ dialled }: World) => dialled.map(({ url }) => new URL(url).host);

test('a second way is tried after NetworkProfileConnectionAttempts, then the first again, round and round [B10]', async () => {
  const world = await build({
    variables: { 'OCPPCommCtrlr.NetworkProfileConnectionAttempts': '2', 'OCPPCommCtrlr.RetryBackOffRepeatTimes': '0' },
  });
  await world.start();
  assert.equal(await set(world, 2), 'Accepted');
  assert.equal(await prioritise(world, '1,3'), 'Rejected', 'slot 3 is empty');
  assert.equal(await prioritise(world, '1,2'), 'Accepted');
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(120_000);
  assert.deepEqual(hosts(world).slice(0, 6), [
    'csms.sim',
    'csms.sim',
    'csms.sim',
    'second.sim',
    'second.sim',
    'csms.sim',
  ]);
});

test('a way is kept over a restart, and its message timeout is used once it works', async () => {
  const world = await build();
  await world.start();
  await set(world, 2);
  await prioritise(world, '2,1');
  await call(world, world.csms.call('Reset', { type: 'OnIdle' }));
  await world.clock.advance(30_000);
  assert.equal(hosts(world).at(-1), 'second.sim');
  assert.equal(world.station.model.text('OCPPCommCtrlr.MessageTimeout[Default]'), '20');
  await call(world, world.station.stop());
  const again = await build({ database: world.database, startAt: world.clock.now() });
  await again.start();
  assert.equal(hosts(again)[0], 'second.sim');
});

test('ways that cannot be are refused with their reason; never less security [A05, B09]', async () => {
  const world = await build();
  await world.start();
  assert.equal(await set(world, 0), 'Rejected InvalidConfSlot');
  assert.equal(await set(world, 2, { ocppTransport: 'SOAP' }), 'Rejected InvalidNetworkConf');
  assert.equal(await set(world, 2, { ocppCsmsUrl: 'ws://second.sim/ocpp' }), 'Rejected InvalidURL');
  assert.equal(
    await set(world, 2, { ocppCsmsUrl: 'ws://second.sim/ocpp', securityProfile: 1 }),
    'Rejected NoSecurityDowngrade',
  );
  assert.equal(await set(world, 2, { securityProfile: 3 }), 'Rejected InvalidNetworkConf');
  const bare = await build({ settings: { securityProfile: 1, csmsUrl: 'ws://csms.sim/ocpp' }, factory: { roots: [] } });
  await bare.start();
  assert.equal(await set(bare, 2), 'Rejected InvalidNetworkConf', 'no CSMS root');
});

test('once a way with more security works, those with less are forgotten [A05]', async () => {
  const world = await build({ settings: { securityProfile: 1, csmsUrl: 'ws://csms.sim/ocpp' } });
  await world.start();
  await set(world, 2);
  await prioritise(world, '2,1');
  await call(world, world.csms.call('Reset', { type: 'OnIdle' }));
  await world.clock.advance(30_000);
  assert.equal(world.station.model.text('SecurityCtrlr.SecurityProfile'), '2');
  assert.equal(world.station.model.text('OCPPCommCtrlr.NetworkConfigurationPriority'), '2');
});

test('the secrets of a way never come into the trace, the rest of it does', async () => {
  const world = await build();
  await world.start();
  await set(world, 2, {
    vpn: { server: 'vpn.sim', user: 'station', password: 'opensesame', key: 'sharedkey', type: 'IPSec' },
    apn: { apn: 'internet', apnPassword: 'letmein', simPin: 4711, apnAuthentication: 'CHAP' },
  });
  const record = world.records.find((one) => one.type === 'message' && one.message === 'SetNetworkProfile');
  const text = JSON.stringify(record);
  assert.match(text, /"vpn":\{"server":"vpn\.sim","user":"station","password":"\(secret\)","key":"\(secret\)"/);
  assert.match(text, /"apnPassword":"\(secret\)","simPin":"\(secret\)"/);
  assert.doesNotMatch(text, /opensesame|sharedkey|letmein|4711/);
});
