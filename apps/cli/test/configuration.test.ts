/** The configuration format: file, environment, flags, and errors that name the key. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Type from 'typebox';
import { configuration } from '../src/configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-'));
after(() => rmSync(folder, { recursive: true }));

const closed = { additionalProperties: false } as const;
const sections = {
  station: Type.Object(
    {
      id: Type.String({ default: 'CS1' }),
      evse: Type.Object(
        { id: Type.String({ default: 'DE*OPC*E1' }), power_W: Type.Integer({ default: 22_000 }) },
        { ...closed, default: {} },
      ),
      mode: Type.Union([Type.Literal('lenient'), Type.Literal('strict')], { default: 'lenient' }),
    },
    closed,
  ),
  csms: Type.Object({ port: Type.Integer({ default: 0, maximum: 65_535 }) }, closed),
};
const read = (file?: unknown, environment = {}, flags: string[] = []) => {
  const path = join(folder, 'openpnc.json');
  if (file !== undefined) writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file));
  return configuration(sections, { ...(file !== undefined && { file: path }), environment, flags });
};

test('defaults fill what nothing sets', () => {
  assert.deepEqual(read(), {
    station: { id: 'CS1', evse: { id: 'DE*OPC*E1', power_W: 22_000 }, mode: 'lenient' },
    csms: { port: 0 },
  });
});

test('flags win over the environment, which wins over the file', () => {
  const file = { station: { id: 'file', evse: { power_W: 1 } } };
  assert.equal(read(file).station.id, 'file');
  assert.equal(read(file, { OPENPNC_STATION__ID: 'env' }).station.id, 'env');
  const all = read(file, { OPENPNC_STATION__ID: 'env', OPENPNC_STATION__EVSE__POWER_W: '11000' }, ['station.id=7']);
  assert.deepEqual([all.station.id, all.station.evse.power_W], ['7', 11_000], 'a number for a text stays a text');
});

test('an unknown key is named with its place, its origin and the known ones', () => {
  assert.throws(
    () => read({ station: { evse: { idd: 'x' } } }),
    /station\.evse\.idd: unknown key; known here: id, power_W \(from .*openpnc\.json\)/,
  );
  assert.throws(() => read({ stations: {} }), /stations: unknown section; known: station, csms/);
  assert.throws(
    () => read(undefined, { OPENPNC_STATION__EVS: 'x' }),
    /OPENPNC_STATION__EVS: no setting evs in station; known here: id, evse, mode/,
  );
  assert.throws(() => read(undefined, {}, ['station.idd=1']), /station\.idd: unknown key.*from --set station\.idd/);
  assert.throws(() => read(undefined, {}, ['station']), /expected KEY=VALUE/);
});

test('a wrong value is named with what came', () => {
  assert.throws(
    () => read(undefined, {}, ['csms.port=high']),
    /csms\.port: must be integer, came "high" \(from --set csms\.port\)/,
  );
  assert.throws(() => read({ csms: { port: 70_000 } }), /csms\.port: must be <= 65535, came 70000/);
  assert.throws(() => read({ station: { mode: 'odd' } }), /station\.mode: .*came "odd"/);
  assert.throws(() => read('{'), /not JSON/);
  assert.throws(
    () => configuration(sections, { file: join(folder, 'none.json'), environment: {}, flags: [] }),
    /none\.json: ENOENT/,
  );
});

test('a scenario has the keys of one section: it goes over the file, under environment and flags, and its faults name it', () => {
  const [file, scenario] = [join(folder, 'whole.json'), join(folder, 'scenario.json')];
  writeFileSync(file, JSON.stringify({ station: { id: 'CS7', evse: { id: 'DE*OPC*E7', power_W: 1 } } }));
  const readBoth = (settings: unknown, flags: string[] = []) => {
    writeFileSync(scenario, JSON.stringify(settings));
    return configuration(sections, { file, scenario: { section: 'station', file: scenario }, environment: {}, flags });
  };
  const settings = { evse: { power_W: 2 }, mode: 'strict' };
  const evse = { id: 'DE*OPC*E7', power_W: 2 };
  assert.deepEqual(readBoth(settings).station, { id: 'CS7', evse, mode: 'strict' });
  assert.equal(readBoth(settings, ['station.evse.power_W=3']).station.evse.power_W, 3);
  assert.throws(() => readBoth({ evse: { power: 2 } }), /station\.evse\.power: unknown key.*scenario\.json/);
  assert.throws(() => readBoth([1]), /scenario\.json: expected an object, came \[1\]/);
});

test('an element of a list is set by its place: a secret stands in the environment, the rest in the file', () => {
  const lists = {
    csms: Type.Object(
      {
        providers: Type.Array(
          Type.Object({ name: Type.String({ default: 'pki' }), clientSecret: Type.String({ default: '' }) }, closed),
          { default: [] },
        ),
      },
      closed,
    ),
  };
  const path = join(folder, 'lists.json');
  writeFileSync(path, JSON.stringify({ csms: { providers: [{ name: 'one' }] } }));
  const providers = (environment: Record<string, string>, flags: string[] = []) =>
    configuration(lists, { file: path, environment, flags }).csms.providers;
  const first = 'OPENPNC_CSMS__PROVIDERS__0__CLIENTSECRET';
  assert.deepEqual(providers({ [first]: 's' }), [{ name: 'one', clientSecret: 's' }]);
  assert.deepEqual(providers({}, ['csms.providers.1.name=two']), [
    { name: 'one', clientSecret: '' },
    { name: 'two', clientSecret: '' },
  ]);
  assert.throws(() => providers({}, ['csms.providers.2.name=x']), /providers\.2: the list has 1 elements/);
  assert.throws(() => providers({}, ['csms.providers.one.name=x']), /providers\.one: the list has 1 elements/);
  const alone = configuration(lists, { environment: { [first]: 's' }, flags: [] });
  assert.deepEqual(alone.csms.providers, [{ name: 'pki', clientSecret: 's' }]);
});
