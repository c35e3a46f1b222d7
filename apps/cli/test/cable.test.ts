/** `openpnc ev` and `openpnc station` on two hosts: network namespaces with a cable between them. ISO 15118-2:2014 7.7, 7.10.1. @module */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { MessageRecord, TraceRecord } from '@openpnc/core/trace';
import { prepareLab } from '@openpnc/lab/lab';
import type { Party } from '@openpnc/lab/parties';
import type { World } from '@openpnc/lab/scenarios';
import { type CableEnd, cableUnavailable, layCable } from '@openpnc/node/namespaces';
import { startProcess } from '../src/processes.ts';

const reason = await cableUnavailable();
/** Five processes start: a busy machine gets time. */
const options = { skip: reason ?? false, timeout: 300_000 };
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
  const start = async (party: Party, end: CableEnd) => {
    const running = await startProcess(party, file, (record) => void records.push(record), end.command);
    t.after(() => running.close());
  };
  for (const party of ['pki', 'emsp', 'csms', 'station'] as const) await start(party, cable.station);
  /** `openpnc ev` until it ends. */
  const plugIn = async (...flags: readonly string[]) => {
    const main = join(import.meta.dirname, '../src/main.ts');
    const [program, ...parameters] = cable.car.command(process.execPath, main, 'ev', '--config', file, ...flags);
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    t.after(() => child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    const [code] = await once(child, 'close');
    return { code: code as number | null, output };
  };
  return { folder, records, plugIn };
}

for (const energy of ['AC', 'DC'] as const) {
  test(
    `a whole ${energy} Plug & Charge session of \`openpnc ev\` and \`openpnc station\` on two hosts ends with code 0${because}`,
    options,
    async (t) => {
      const { folder, records, plugIn } = await hosts(t, energy === 'DC' ? { energy } : {});
      const file = join(folder, 'charged.jsonl');
      const { code, output } = await plugIn('--trace', file);
      assert.equal(code, 0, output);
      assert.match(
        output,
        /AuthorizationReq .* of 2000 ms .*OK/,
        'the session is shown as it happens, beside its limits',
      );
      assert.match(output, /outcome: charged\n$/);
      const traced = records.concat(traceIn(file));
      const of = (party: string) =>
        traced.filter(
          (record): record is MessageRecord =>
            record.type === 'message' && record.protocol === 'iso15118-2' && record.party === party,
        );
      const names = of('station').map(({ message }) => message);
      for (const name of ['SessionSetupReq', 'PaymentDetailsReq', 'MeteringReceiptReq', 'SessionStopReq'])
        assert.ok(names.includes(name), `no ${name} in ${names.join(', ')}`);
      assert.ok([...of('station'), ...of('ev')].every(({ result }) => result!.startsWith('OK')));
      const found = traced.find((record) => record.type === 'message' && record.message === 'SECCDiscoveryReq');
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
  `\`openpnc ev\` ends with code 2 when it was refused, 3 when nobody answers; its trace is in the file${because}`,
  options,
  async (t) => {
    const { folder, plugIn } = await hosts(t, { emsp: 'blocked' });
    const file = join(folder, 'refused.jsonl');
    const refused = await plugIn('--trace', file);
    assert.equal(refused.code, 2, refused.output);
    assert.match(refused.output, /AuthorizationReq .*FAILED/);
    assert.match(refused.output, /outcome: refused\n$/);
    assert.ok(traceIn(file).some(({ type }) => type === 'finding'));
    const alone = await plugIn('--scenario', join(import.meta.dirname, '../../../examples/nobody-answers.json'));
    assert.equal(alone.code, 3, alone.output);
    assert.match(alone.output, /outcome: failed\n$/);
  },
);

function traceIn(file: string): TraceRecord[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

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
