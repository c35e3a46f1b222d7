/** The device model as the CSMS reads and writes it. OCPP 2.0.1 B05 to B08. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OperatorError } from '@openpnc/core/errors';
import type { ComponentType, ReportDataType, VariableType } from '@openpnc/ocpp/v201';
import { variables } from '../src/deviceModel/variables.ts';
import { build, visit, type World } from './world.ts';

const named = (text: string): { readonly component: ComponentType; readonly variable: VariableType } => {
  const [, component, evse, variable, instance] = /^(\w+)(?:@(\d+))?\.(\w+)(?:\[(.+)\])?$/.exec(text)!;
  return {
    component: { name: component!, ...(evse && { evse: { id: Number(evse) } }) },
    variable: { name: variable!, ...(instance && { instance }) },
  };
};

async function set(world: World, name: string, attributeValue: string): Promise<string> {
  const { setVariableResult } = await world.clock.settle(
    world.csms.call('SetVariables', { setVariableData: [{ ...named(name), attributeValue }] }),
  );
  return setVariableResult[0]!.attributeStatus;
}

async function get(world: World, name: string): Promise<string> {
  const { getVariableResult } = await world.clock.settle(
    world.csms.call('GetVariables', { getVariableData: [named(name)] }),
  );
  const { attributeStatus, attributeValue } = getVariableResult[0]!;
  return attributeValue ?? attributeStatus;
}

async function report(
  world: World,
  ask: () => Promise<{ readonly status: string }>,
): Promise<readonly ReportDataType[]> {
  world.csms.calls.length = 0;
  const { status } = await world.clock.settle(ask());
  assert.equal(status, 'Accepted');
  await world.clock.advance(5_000);
  const parts = world.csms.of('NotifyReport');
  assert.deepEqual(
    parts.map(({ seqNo, tbc }) => [seqNo, tbc ?? false]),
    parts.map((_, i) => [i, i < parts.length - 1]),
  );
  return parts.flatMap(({ reportData }) => reportData ?? []);
}

test('every variable of Plug & Charge is there with its mutability', async () => {
  const world = await build();
  await world.start();
  const data = await report(world, () =>
    world.csms.call('GetBaseReport', { requestId: 7, reportBase: 'FullInventory' }),
  );
  const found = new Map(
    data.map(({ component, variable, variableAttribute }) => [
      `${component.name}.${variable.name}${variable.instance ? `[${variable.instance}]` : ''}`,
      variableAttribute[0]!.mutability,
    ]),
  );
  assert.deepEqual(
    Object.entries(variables)
      .filter(([name, { mutability }]) => found.get(name) !== mutability)
      .map(([name]) => name),
    [],
  );
  assert.equal(found.get('ISO15118Ctrlr.PnCEnabled'), 'ReadWrite');
  assert.equal(found.get('ISO15118Ctrlr.ContractValidationOffline'), 'ReadWrite');
  assert.equal(found.get('SecurityCtrlr.CertificateEntries'), 'ReadOnly');
  assert.ok(!JSON.stringify(data).includes('abcdefghijklmnop'), 'a WriteOnly value is never told');
});

test('reports: what can be configured, how it is, and what was asked for', async () => {
  const world = await build({ settings: { evses: [{}, {}] as never } });
  await world.start();
  const configuration = await report(world, () =>
    world.csms.call('GetBaseReport', { requestId: 1, reportBase: 'ConfigurationInventory' }),
  );
  assert.ok(configuration.every(({ variableAttribute }) => variableAttribute[0]!.mutability !== 'ReadOnly'));
  const summary = await report(world, () =>
    world.csms.call('GetBaseReport', { requestId: 2, reportBase: 'SummaryInventory' }),
  );
  assert.deepEqual(new Set(summary.map(({ variable }) => variable.name)), new Set(['AvailabilityState']));
  const seccIds = await report(world, () =>
    world.csms.call('GetReport', {
      requestId: 3,
      componentVariable: [{ component: { name: 'ISO15118Ctrlr' }, variable: { name: 'SeccId' } }],
    }),
  );
  assert.deepEqual(
    seccIds.map(({ component }) => component.evse?.id),
    [1, 2],
    'one SECC an EVSE',
  );
  const { status } = await world.clock.settle(
    world.csms.call('GetReport', { requestId: 4, componentVariable: [{ component: { name: 'Nothing' } }] }),
  );
  assert.equal(status, 'EmptyResultSet');
});

test('values are checked by type, range and list; unknown and read-only ones are refused [B05]', async () => {
  const world = await build({ settings: { evses: [{}, {}] as never, seccs: [[1, 2]] } });
  await world.start();
  const cases: readonly (readonly [string, string, string])[] = [
    ['ISO15118Ctrlr.PnCEnabled', 'false', 'Accepted'],
    ['iso15118ctrlr.pncenabled', 'true', 'Accepted'],
    ['ISO15118Ctrlr.PnCEnabled', 'yes', 'Rejected'],
    ['ISO15118Ctrlr.Nothing', 'true', 'UnknownVariable'],
    ['Nothing.PnCEnabled', 'true', 'UnknownComponent'],
    ['ISO15118Ctrlr@9.PnCEnabled', 'true', 'UnknownComponent'],
    ['SecurityCtrlr.CertificateEntries', '3', 'Rejected'],
    ['OCPPCommCtrlr.HeartbeatInterval', '0', 'Rejected'],
    ['OCPPCommCtrlr.HeartbeatInterval', '1.5', 'Rejected'],
    ['OCPPCommCtrlr.HeartbeatInterval', '60', 'Accepted'],
    ['TxCtrlr.TxStartPoint', 'Authorized,EVConnected', 'Accepted'],
    ['TxCtrlr.TxStartPoint', 'Sometime', 'Rejected'],
    ['AuthCacheCtrlr.Policy', 'LFU', 'Accepted'],
    ['AuthCacheCtrlr.Policy', 'RANDOM', 'Rejected'],
    ['EVSE@2.ISO15118EvseId', 'DE*OPC*E00002*1', 'Accepted'],
    ['EVSE@2.ISO15118EvseId', 'DE*X', 'Rejected'],
    ['SecurityCtrlr.BasicAuthPassword', 'short', 'Rejected'],
    ['SecurityCtrlr.BasicAuthPassword', 'with a space in it', 'Rejected'],
  ];
  for (const [name, value, expected] of cases)
    assert.equal(await set(world, name, value), expected, `${name} ${value}`);
  assert.equal(await get(world, 'OCPPCommCtrlr.HeartbeatInterval'), '60');
  assert.equal(await get(world, 'SecurityCtrlr.BasicAuthPassword'), 'Rejected');
  assert.equal(await get(world, 'EVSE@2.ISO15118EvseId'), 'DE*OPC*E00002*1');
});

test('only the attribute Actual is there', async () => {
  const world = await build();
  await world.start();
  const { setVariableResult } = await world.clock.settle(
    world.csms.call('SetVariables', {
      setVariableData: [{ ...named('ISO15118Ctrlr.PnCEnabled'), attributeType: 'Target', attributeValue: 'false' }],
    }),
  );
  assert.equal(setVariableResult[0]?.attributeStatus, 'NotSupportedAttributeType');
});

test('what the CSMS sets takes effect at the next car and outlives a restart', async () => {
  const world = await build();
  await world.start();
  await set(world, 'ISO15118Ctrlr.PnCEnabled', 'false');
  const { dialogue, end } = await world.clock.settle(visit(world));
  assert.ok(end && !end.ok);
  assert.ok(!dialogue.some((line) => line.startsWith('PaymentDetailsReq')));
  await world.clock.settle(world.station.stop());
  const again = await build({ database: world.database, startAt: world.clock.now() });
  await again.start();
  assert.equal(await get(again, 'ISO15118Ctrlr.PnCEnabled'), 'false');
});

test('a new password: the station comes back with it at once [A01]', async () => {
  const world = await build();
  await world.start();
  assert.equal(await set(world, 'SecurityCtrlr.BasicAuthPassword', 'QRSTUVWXYZ-123456789'), 'Accepted');
  await world.clock.advance(2_000);
  const { headers } = world.csms.upgrades.at(-1)!;
  assert.equal(world.csms.upgrades.length, 2);
  assert.equal(headers.authorization, `Basic ${Buffer.from('OPENPNC-1:QRSTUVWXYZ-123456789').toString('base64')}`);
  assert.ok(!JSON.stringify(world.records).includes('QRSTUVWXYZ'), 'not in the trace');
});

test('a setting for a variable that does not exist, or with a wrong value, is an error that names it', async () => {
  await assert.rejects(
    build({ variables: { 'ISO15118Ctrlr.PncEnabled': 'true' } }),
    (error: OperatorError) => error.code === 'variable_unknown' && /PncEnabled/.test(error.message),
  );
  await assert.rejects(
    build({ variables: { 'ISO15118Ctrlr.PnCEnabled': '1' } }),
    (error: unknown) => error instanceof OperatorError && error.code === 'variable_invalid',
  );
});
