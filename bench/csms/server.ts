/** The CSMS of `npm run bench -- csms` in its own process: real WebSocket, durable SQLite; eMSP and OCSP answer in memory. Tells its parent where it listens. @module */
import { join } from 'node:path';
import { createCsms } from '@openpnc/csms/csms';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { realClock } from '@openpnc/node/clock';
import { passwordHashes } from '@openpnc/node/passwords';
import { systemRandom } from '@openpnc/node/random';
import { serveChannels } from '@openpnc/node/webSocket';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { tree } from '../../base/x509/test/tree.ts';
import { ec, rsa } from '../../drivers/node/test/localhostPki.ts';
import { byHashes, emsp, responder, settingsOf } from '../../roles/csms/test/outside.ts';

const [folder = '.'] = process.argv.slice(2);
const started = performance.now();
const db = openSqlite<CsmsTables>(join(folder, 'csms.sqlite'));
await migrate(db, 'csms', csmsMigrations);
const now = Date.now();
const day = 86_400_000;
const valid = { notBefore: now - day, notAfter: now + 30 * day };
const pki = await tree({
  root: valid,
  sub1: valid,
  sub2: valid,
  ocsp: valid,
  leaf: {
    ...valid,
    subject: [
      ['O', 'Lab'],
      ['CN', 'DE8AAC12345678'],
    ],
  },
});
const begun = performance.now();
const csms = await createCsms(settingsOf(), {
  clock: realClock,
  random: systemRandom,
  db,
  passwords: passwordHashes(),
  http: async (request, context) =>
    request.url.includes('emsp')
      ? emsp(realClock, 'ALLOWED')(request, context)
      : responder(pki, realClock)(request, context),
  trace: () => {},
  publish: () => {},
});
await csms.addRoot('mo', pki.certificates.root.der);
await csms.services.list.put([
  {
    key: 'DE8AAC12345678',
    type: 'eMAID',
    partner: 'emsp',
    country_code: 'DE',
    party_id: '8AA',
    uid: 'DE8AAC12345678D',
    contract_id: 'DE8AAC12345678D',
    valid: 1,
    whitelist: 'ALLOWED',
    language: null,
    group_id: null,
    valid_until: null,
    ocpi: null,
    updated_at: 1,
  },
]);
const door = { host: '127.0.0.1', port: 0, maxPayload: 262_144, handshake_ms: 30_000 };
const serving = await serveChannels(door, csms.accept);
const secure = await serveChannels({ ...door, tls: { identities: [ec, rsa] } }, csms.accept);
process.send!({
  port: serving.port,
  securePort: secure.port,
  pid: process.pid,
  authorize: byHashes(pki),
  ready_ms: performance.now() - begun,
  whole_ms: performance.now() - started,
});

process.on(
  'message',
  async (message: { readonly ask: 'enrol' | 'memory' | 'counts' | 'stop'; readonly count?: number }) => {
    switch (message.ask) {
      case 'enrol': {
        const passwords: string[] = [];
        for (let i = 0; i < message.count!; i += 1) passwords.push((await csms.enrol(`S${i}`)).password);
        process.send!({ passwords });
        return;
      }
      case 'memory':
        // What V8 gives back of itself when nothing happens for a while.
        globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
        process.send!({ ...process.memoryUsage(), cpu: process.cpuUsage() });
        return;
      case 'counts': {
        const count = async (table: 'decision' | 'session_event') =>
          Number(
            (
              await db
                .selectFrom(table)
                .select((eb) => eb.fn.countAll().as('count'))
                .executeTakeFirstOrThrow()
            ).count,
          );
        process.send!({ decisions: await count('decision'), events: await count('session_event') });
        return;
      }
      case 'stop':
        await csms.stop();
        await serving.close();
        await secure.close();
        await db.destroy();
        process.exit(0);
    }
  },
);
