/** `openpnc ev` and `openpnc station` on two hosts: network namespaces with a cable between them. ISO 15118-2:2014 7.7, 7.10.1. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { MessageRecord, TraceRecord } from '@openpnc/core/trace';
import { prepareLab } from '@openpnc/lab/lab';
import type { Party } from '@openpnc/lab/parties';
import type { World } from '@openpnc/lab/scenarios';
import { type Cable, cableUnavailable, layCable } from '@openpnc/node/namespaces';
import { startProcess } from '../src/processes.ts';

const reason = await cableUnavailable();
const options = { skip: reason ?? false };
const because = reason === undefined ? '' : ` (skipped: ${reason})`;

/** Everybody on the station's host, the car not yet plugged in on its own. */
async function hosts(t: TestContext, world: World = {}) {
  const cable = await layCable();
  t.after(() => cable.close());
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-cable-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { sections } = await prepareLab(folder, world, cable.station.interface);
  const file = join(folder, 'openpnc.json');
  const ev = { ...sections.ev, interface: cable.car.interface, multicastHops: 1 };
  writeFileSync(file, JSON.stringify({ ...sections, ev }), { mode: 0o600 });
  const records: TraceRecord[] = [];
  const start = async (party: Party, end: Cable['car']) => {
    const running = await startProcess(party, file, (record) => void records.push(record), end.command);
    t.after(() => running.close());
    return running;
  };
  for (const party of ['pki', 'emsp', 'csms', 'station'] as const) await start(party, cable.station);
  return { cable, file, folder, records, plugIn: () => start('ev', cable.car) };
}

for (const energy of ['AC', 'DC'] as const) {
  test(
    `a whole ${energy} Plug & Charge session of \`openpnc ev\` and \`openpnc station\` on two hosts${because}`,
    options,
    async (t) => {
      const { records, plugIn } = await hosts(t, energy === 'DC' ? { energy } : {});
      const car = await plugIn();
      assert.equal((await car.outcome!).outcome, 'charged');
      const exchanges = records.filter(
        (record): record is MessageRecord =>
          record.type === 'message' && record.protocol === 'iso15118-2' && record.party === 'ev',
      );
      const names = exchanges.map(({ message }) => message);
      for (const name of [
        'SessionSetupReq',
        'PaymentDetailsReq',
        'AuthorizationReq',
        'MeteringReceiptReq',
        'SessionStopReq',
      ])
        assert.ok(names.includes(name), `no ${name} in ${names.join(', ')}`);
      assert.ok(exchanges.every(({ result }) => result!.startsWith('OK')));
      const found = records.find((record) => record.type === 'message' && record.message === 'SECCDiscoveryReq');
      assert.ok(found?.type === 'message');
      assert.match(
        found.result!,
        /^tls \[fe80::[0-9a-f:]+(%evcc0)?\]:\d+$/,
        'the link-local address of the other host',
      );
    },
  );
}

test(
  `\`openpnc ev\` is done with code 0 when it has charged, 2 when it was refused, 3 when nobody answers; its trace is in the file${because}`,
  options,
  async (t) => {
    const { cable, file, folder } = await hosts(t, { emsp: 'blocked' });
    const ev = (...flags: readonly string[]) => {
      const main = join(import.meta.dirname, '../src/main.ts');
      const [program, ...parameters] = cable.car.command(process.execPath, main, 'ev', '--config', file, ...flags);
      return spawnSync(program, parameters, { encoding: 'utf8', timeout: 60_000 });
    };
    const trace = join(folder, 'refused.jsonl');
    const refused = ev('--trace', trace);
    assert.equal(refused.status, 2, refused.stderr);
    assert.match(refused.stdout, /AuthorizationReq .*FAILED/, 'the session is shown as it happens');
    assert.match(refused.stdout, /outcome: refused\n$/);
    const lines = readFileSync(trace, 'utf8').trim().split('\n');
    assert.ok(lines.map((line) => JSON.parse(line) as TraceRecord).some(({ type }) => type === 'finding'));
    const alone = ev('--set', 'ev.sdpPort=15117', '--set', 'ev.sdpRequests=2');
    assert.equal(alone.status, 3, alone.stderr);
    assert.match(alone.stdout, /outcome: failed\n$/);
  },
);

test(
  `the ends of a cable are gone with it, and those of a process that was killed with the next cable${because}`,
  options,
  async () => {
    const listed = () => spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' }).stdout;
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const stale = `openpnc-${gone}-1-car`;
    spawnSync('ip', ['netns', 'add', stale]);
    assert.ok(listed().includes(stale));
    const cable = await layCable();
    assert.ok(!listed().includes(stale), 'what a killed process left');
    assert.ok(listed().includes(cable.car.namespace));
    cable.close();
    for (const { namespace } of [cable.car, cable.station]) {
      assert.ok(!listed().includes(namespace));
      assert.ok(!existsSync(`/var/run/netns/${namespace}`));
    }
  },
);
