/** An eMSP of `npm run bench -- authorize` in its own process: ours with a store on disk, or one that takes connections and never answers. @module */
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
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';

const [kind] = process.argv.slice(2);

if (kind === 'hanging') {
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
process.on('disconnect', () => process.exit(0));
