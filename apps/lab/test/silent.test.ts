/** A whole station among peers that connect and never speak: the surplus goes, the next car charges. @module */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TraceRecord } from '@openpnc/core/trace';
import { chooseLink } from '@openpnc/node/interfaces';
import { freePort } from '../src/folder.ts';
import { prepareLab } from '../src/lab.ts';
import { inProcess, type StartedParty } from '../src/parties.ts';
import type { Configuration } from '../src/wire/sections.ts';

const PEERS = 1_000;

test('a thousand connections to the station that never speak: named in the trace, and a car charges at once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-silent-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { sections } = await prepareLab(folder, {}, chooseLink().interface, await freePort());
  const configuration: Configuration = {
    ...sections,
    station: { ...sections.station, maxConnections: 32, handshake_ms: 60_000, isOfferedWithoutTls: true },
    ev: { ...sections.ev, stop: { rounds: 2, how: 'stop' } },
  };
  const records: TraceRecord[] = [];
  const start = (party: keyof Configuration): Promise<StartedParty> =>
    inProcess(party, configuration, folder, (record) => void records.push(record));
  let doors: { readonly host: string; readonly port: number }[] = [];
  for (const party of ['pki', 'emsp', 'csms', 'station'] as const) {
    const running = await start(party);
    t.after(() => running.close());
    if (party === 'station')
      doors = running.addresses.flatMap((address) => {
        const [, host, port] = /^V2G \w+ \[(.+)\]:(\d+)$/.exec(address) ?? [];
        return host === undefined ? [] : [{ host: hostOf(host), port: Number(port) }];
      });
  }
  assert.equal(doors.length, 2, 'a door with TLS and one without');
  const sockets: Socket[] = [];
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  while (sockets.length < PEERS) {
    const wave = Array.from({ length: 100 }, (_, i) => connect(doors[i % 2]!).on('error', () => {}));
    sockets.push(...wave);
    await Promise.all(wave.map((socket) => once(socket, 'connect')));
  }
  const ev = await start('ev');
  const { outcome } = await ev.outcome!;
  await ev.close();
  assert.equal(outcome, 'charged', JSON.stringify(records.filter(({ type }) => type === 'finding').slice(-5)));
  const dropped = records.filter((record) => record.type === 'finding' && record.code === 'too_many_connections');
  assert.ok(dropped.length >= PEERS - 32, `${dropped.length} are named`);
});

/** fe80 addresses need their interface. */
function hostOf(address: string): string {
  const link = chooseLink();
  return link.kind === 'multicast' && !address.includes('%') ? `${address}%${link.interface}` : address;
}
