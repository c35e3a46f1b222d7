/** An eMSP of `npm run bench -- authorize` in its own process: ours with a store on disk, one that takes connections and never answers, or one with a long list. @module */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveRoutes } from '@openpnc/core/http';
import { createEmsp } from '@openpnc/emsp/emsp';
import { EmspSettings } from '@openpnc/emsp/settings';
import { type EmspTables, emspMigrations } from '@openpnc/emsp/store';
import { realClock } from '@openpnc/node/clock';
import { serveHttp } from '@openpnc/node/http';
import { systemRandom } from '@openpnc/node/random';
import { listRoute } from '@openpnc/roaming/ocpi/paging';
import { type OcpiCaller, ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import type { Token } from '@openpnc/roaming/ocpi/token';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';
import { listed } from './listed.ts';

const [kind = ''] = process.argv.slice(2);
const CHANGED = Date.parse('2025-06-01T12:00:00Z');

if (kind.startsWith('list:')) {
  const total = Number(kind.slice(5));
  let served = 0;
  const route = listRoute<Token, OcpiCaller>('2.3.0', {
    path: '/ocpi/2.3.0/tokens',
    message: 'GET tokens',
    maxLimit: 1000,
    publicUrl: ({ host }) => `http://${host}`,
    page: async ({ from = 0, offset, limit }) => {
      // Nothing has changed since.
      if (from > CHANGED) return { items: [], total: 0 };
      const items = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => token(offset + i));
      served += items.length;
      return { items, total };
    },
  });
  const us = { country_code: 'DE', party_id: '8LL' };
  const caller = { name: 'csms', parties: [{ country_code: 'DE', party_id: 'OPC' }] };
  const parties = { clock: realClock, random: systemRandom, parties: [us], authenticate: async () => caller };
  const serving = await serveHttp({ host: '127.0.0.1', port: 0 }, serveRoutes(ocpiRoutes(parties, [route])));
  process.on('message', () => process.send!({ served }));
  process.send!({ port: serving.port });
} else if (kind === 'hanging') {
  const server = createServer((socket) => socket.on('error', () => {}));
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  // On a disk, as an eMSP in operation has it.
  const db = openSqlite<EmspTables>(join(folder, 'emsp.sqlite'));
  await migrate(db, 'emsp', emspMigrations);
  const settings = Default(EmspSettings, {
    partners: [{ name: 'csms', token: 'token', parties: [{ country_code: 'DE', party_id: 'OPC' }] }],
    rate: { perSecond: 100_000, burst: 100_000 },
  }) as EmspSettings;
  const emsp = createEmsp(settings, { clock: realClock, random: systemRandom, trace: () => {}, db });
  await emsp.seedContracts(Array.from({ length: 1000 }, (_, i) => ({ emaid: `DE8AAC${String(i).padStart(8, '0')}` })));
  const serving = await serveHttp({ host: '127.0.0.1', port: 0 }, serveRoutes(emsp.routes));
  process.on('message', () => process.send!(process.cpuUsage()));
  process.send!({ port: serving.port });
}
/** A token of the list. */
function token(i: number): Token {
  const uid = listed(i);
  return {
    country_code: 'DE',
    party_id: '8LL',
    uid,
    type: 'EMAID',
    contract_id: uid,
    issuer: 'Bench',
    valid: true,
    whitelist: 'ALLOWED',
    language: 'de',
    last_updated: new Date(CHANGED).toISOString(),
  };
}

process.on('disconnect', () => process.exit(0));
