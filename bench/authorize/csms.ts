/**
 * The CSMS of `npm run bench -- authorize` in its own process: answers questions about eMAIDs that come over the channel of
 * its parent, and tells how long each took inside.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseEmaid } from '@openpnc/core/emaid';
import { createCsms } from '@openpnc/csms/csms';
import { CsmsSettings } from '@openpnc/csms/settings';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { realClock } from '@openpnc/node/clock';
import { httpCaller } from '@openpnc/node/http';
import { passwordHashes } from '@openpnc/node/passwords';
import { systemRandom } from '@openpnc/node/random';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';
import { emaidAnswer } from '../../roles/csms/src/authorization/tokenEngine.ts';
import type { Answered, CsmsPlace, Question, Synced } from '../authorize.ts';

const { folder, ports } = JSON.parse(process.argv[2]!) as CsmsPlace;
const db = openSqlite<CsmsTables>(join(folder, 'csms.sqlite'));
await migrate(db, 'csms', csmsMigrations);
const http = httpCaller();
const partner = (name: string, provider: string, port: number) => ({
  name,
  parties: [{ country_code: 'DE', party_id: provider }],
  token: 'token',
  endpoints: [{ identifier: 'tokens', role: 'SENDER', url: `http://127.0.0.1:${port}/ocpi/2.3.0/tokens` }],
});
const settings = Default(CsmsSettings, {
  trust: { apply: 'off', poll_s: 0 },
  partners: [
    partner('healthy', '8AA', ports.healthy),
    partner('hanging', '8BB', ports.hanging),
    partner('refusing', '8CC', 1),
    partner('listing', '8LL', ports.listing),
  ],
}) as CsmsSettings;
const csms = await createCsms(settings, {
  clock: realClock,
  random: systemRandom,
  db,
  http: http.call,
  passwords: passwordHashes(),
  trace: () => {},
  publish: (topic, record) => {
    if (topic === 'tokens') process.send!({ progress: (record as { readonly items: number }).items });
  },
});
const { services } = csms;

/** What the process holds after a collection, bytes; the collector lets go of what nobody uses. */
function held(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().rss;
}

async function answer({ i, eMAID, budget_ms }: Question): Promise<void> {
  const began = performance.now();
  // As a station's Authorize has it: some of the budget is kept back for the way out.
  const deadline = realClock.now() + budget_ms - settings.authorize.margin_ms;
  const { info, findings } = await emaidAnswer(services, { eMAID, emaid: parseEmaid(eMAID)!, station: 'S1', deadline });
  const took_ms = performance.now() - began;
  const reason = info.status === 'Accepted' ? {} : { reason: findings[0]?.text ?? '' };
  process.send!({ i, status: info.status, ...reason, took_ms } satisfies Answered);
}

/** Pulls the list of an eMSP whole, or goes on with a pull that was killed. */
async function sync(): Promise<void> {
  const began = performance.now();
  const { problem, items } = await services.listSync.sync(services.partners.named('listing')!);
  if (problem !== null) throw new Error(problem);
  process.send!({
    synced_s: (performance.now() - began) / 1000,
    items,
    rss_MB: held() / 1e6,
    heap_MB: process.memoryUsage().heapUsed / 1e6,
    file_MB: statSync(join(folder, 'csms.sqlite')).size / 1e6,
  } satisfies Synced);
}

process.on('message', (message: Question | { readonly sync: true } | { readonly cpu: true }) => {
  if ('cpu' in message) process.send!(process.cpuUsage());
  else void ('sync' in message ? sync() : answer(message));
});
process.on('disconnect', async () => {
  await csms.stop();
  await http.close();
  await db.destroy();
  process.exit(0);
});
process.send!({ ready: true });
