/** Local list and cache by themselves. OCPP 2.0.1 C10, D01, D02. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuthorizationData, IdTokenType, SendLocalListRequest } from '@openpnc/ocpp/v201';
import { isSameToken } from '../src/authorization/idTokens.ts';
import { startAt } from './pki.ts';
import { build, codes, visit, type World } from './world.ts';

const entry = (idToken: string, status?: 'Accepted' | 'Blocked'): AuthorizationData => ({
  idToken: { idToken, type: 'ISO14443' },
  ...(status && { idTokenInfo: { status } }),
});
const list = async (world: World, request: SendLocalListRequest) =>
  (await world.clock.settle(world.csms.call('SendLocalList', request))).status;
const version = async (world: World) =>
  (await world.clock.settle(world.csms.call('GetLocalListVersion', {}))).versionNumber;

test('full and differential lists, versions, deletions; a bad list changes nothing [D01]', async () => {
  const world = await build();
  await world.start();
  assert.equal(await version(world), 0);
  const full = {
    versionNumber: 5,
    updateType: 'Full',
    localAuthorizationList: [entry('A', 'Accepted'), entry('B', 'Accepted')],
  } as const;
  assert.equal(await list(world, full), 'Accepted');
  assert.equal(await version(world), 5);
  assert.equal(await list(world, { versionNumber: 5, updateType: 'Differential' }), 'VersionMismatch');
  assert.equal(
    await list(world, {
      versionNumber: 6,
      updateType: 'Differential',
      localAuthorizationList: [entry('A'), entry('C', 'Blocked')],
    }),
    'Accepted',
  );
  assert.equal(world.station.model.text('LocalAuthListCtrlr.Entries'), '2');
  assert.equal(
    await list(world, {
      versionNumber: 7,
      updateType: 'Full',
      localAuthorizationList: [entry('D', 'Accepted'), entry('d', 'Accepted')],
    }),
    'Failed',
  );
  assert.equal(await list(world, { versionNumber: 0, updateType: 'Full' }), 'Failed');
  assert.equal(await version(world), 6);
  assert.equal(await list(world, { versionNumber: 8, updateType: 'Full' }), 'Accepted');
  assert.equal(world.station.model.text('LocalAuthListCtrlr.Entries'), '0');
});

test('the list outlives a restart', async () => {
  const world = await build();
  await world.start();
  await list(world, { versionNumber: 3, updateType: 'Full', localAuthorizationList: [entry('A', 'Accepted')] });
  await world.clock.settle(world.station.stop());
  const again = await build({ database: world.database, startAt: world.clock.now() });
  await again.start();
  assert.equal(await version(again), 3);
});

test('switched off there is no list: version 0, and a list is not taken [D02]', async () => {
  const world = await build({ variables: { 'LocalAuthListCtrlr.Enabled': 'false' } });
  await world.start();
  assert.equal(await list(world, { versionNumber: 1, updateType: 'Full' }), 'Failed');
  assert.equal(await version(world), 0);
});

test('an eMAID on the list is found in any spelling, and allows a car offline [C13, TC_C_54]', async () => {
  const eMAID: IdTokenType = { idToken: 'de-8aa-c12345678', type: 'eMAID' };
  assert.ok(isSameToken(eMAID, { idToken: 'DE8AAC12345678D', type: 'eMAID' }));
  assert.ok(!isSameToken(eMAID, { idToken: 'DE8AAC12345678D', type: 'Central' }));
  for (const status of ['Accepted', 'Blocked'] as const) {
    const world = await build({ variables: { 'ISO15118Ctrlr.ContractValidationOffline': 'true' } });
    await world.start();
    await list(world, {
      versionNumber: 1,
      updateType: 'Full',
      localAuthorizationList: [{ idToken: eMAID, idTokenInfo: { status } }],
    });
    world.csms.isDown = true;
    world.csms.hangUp();
    await world.clock.advance(100);
    const { end } = await world.clock.settle(visit(world));
    assert.equal(end?.ok, status === 'Accepted');
    assert.equal(codes(world).includes('offline_contract_refused'), status === 'Blocked');
  }
});

test('a contract that the CSMS has accepted once may charge offline by the cache [C12]', async () => {
  const world = await build({ variables: { 'ISO15118Ctrlr.ContractValidationOffline': 'true' } });
  await world.start();
  assert.ok((await world.clock.settle(visit(world))).end?.ok);
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(100);
  assert.ok((await world.clock.settle(visit(world))).end?.ok);
  assert.equal(world.csms.of('Authorize').length, 1);
});

test('cache entries end with their own date and when they were not used for LifeTime [C10]', async () => {
  for (const [info, lifeTime] of [
    [{ status: 'Accepted', cacheExpiryDateTime: new Date(startAt + 600_000).toISOString() }, '2592000'],
    [{ status: 'Accepted' }, '600'],
  ] as const) {
    const world = await build({
      variables: {
        'ISO15118Ctrlr.ContractValidationOffline': 'true',
        'AuthCacheCtrlr.LifeTime': lifeTime,
      },
    });
    world.csms.answers.Authorize = () => ({ idTokenInfo: info, certificateStatus: 'Accepted' });
    await world.start();
    await world.clock.settle(visit(world));
    world.csms.isDown = true;
    world.csms.hangUp();
    await world.clock.advance(700_000);
    const { end } = await world.clock.settle(visit(world));
    assert.ok(end && !end.ok);
    assert.ok(codes(world).includes('offline_contract_unknown'));
  }
});

test('what the CSMS says twice of one session is one use of the cache entry, of the next session another [C10]', async () => {
  const world = await build();
  const info = { status: 'Accepted' } as const;
  world.csms.answers.Authorize = () => ({ idTokenInfo: info, certificateStatus: 'Accepted' });
  world.csms.answers.TransactionEvent = ({ idToken }) => (idToken ? { idTokenInfo: info } : {});
  await world.start();
  const uses = async () => (await world.database.selectFrom('auth_cache').select('uses').execute())[0]?.uses;
  await world.clock.settle(visit(world));
  await world.clock.advance(1_000);
  assert.equal(await uses(), 1);
  await world.clock.advance(120_000);
  await world.clock.settle(visit(world));
  await world.clock.advance(1_000);
  assert.equal(await uses(), 2);
});
