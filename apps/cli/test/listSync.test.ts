/** The authorization list of an eMSP pulled by `openpnc csms`, which is killed in the middle of it. OCPI 2.3.0 Tokens. @module */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { serveRoutes } from '@openpnc/core/http';
import type { CsmsTables } from '@openpnc/csms/store';
import { realClock } from '@openpnc/node/clock';
import { serveHttp } from '@openpnc/node/http';
import { systemRandom } from '@openpnc/node/random';
import { listRoute } from '@openpnc/roaming/ocpi/paging';
import { type OcpiCaller, ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import type { Token } from '@openpnc/roaming/ocpi/token';
import { openSqlite } from '@openpnc/store/sqlite';

const PAGE = 100;
const TOKENS = 2000;
const HANGS_AT = 1000;
const EMSP = { country_code: 'DE', party_id: '8AA' };

/** An eMSP with a list; it holds back the page at {@link HANGS_AT} until it is let go. */
async function emsp() {
  const asked: number[] = [];
  const hanging = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const route = listRoute<Token, OcpiCaller>('2.3.0', {
    path: '/ocpi/2.3.0/tokens',
    message: 'GET tokens',
    maxLimit: PAGE,
    publicUrl: () => serving.url,
    page: async ({ offset, limit }) => {
      asked.push(offset);
      if (offset === HANGS_AT && asked.filter((one) => one === HANGS_AT).length === 1) {
        hanging.resolve();
        await released.promise;
      }
      const items = Array.from({ length: Math.min(limit, TOKENS - offset) }, (_, i): Token => {
        const uid = `DE8AAC${String(offset + i).padStart(8, '0')}`;
        return {
          ...EMSP,
          uid,
          type: 'EMAID',
          contract_id: uid,
          issuer: 'Test',
          valid: true,
          whitelist: 'ALLOWED',
          last_updated: '2026-06-01T12:00:00Z',
        };
      });
      return { items, total: TOKENS };
    },
  });
  const serving = await serveHttp(
    { host: '127.0.0.1', port: 0 },
    serveRoutes(
      ocpiRoutes(
        {
          clock: realClock,
          random: systemRandom,
          parties: [EMSP],
          authenticate: async () => ({ name: 'csms', parties: [{ country_code: 'DE', party_id: 'OPC' }] }),
        },
        [route],
      ),
    ),
  );
  return { asked, hanging: hanging.promise, release: released.resolve, url: serving.url, close: serving.close };
}

test('a full pull of a list that kill -9 ends goes on at the page where it was, and its progress is in the store', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-list-'));
  const list = await emsp();
  const config = join(folder, 'openpnc.json');
  const partner = {
    name: 'emsp',
    parties: [EMSP],
    token: 'token-of-the-csms',
    endpoints: [{ identifier: 'tokens', role: 'SENDER', url: `${list.url}/ocpi/2.3.0/tokens` }],
    listSync_s: 3600,
  };
  writeFileSync(
    config,
    JSON.stringify({ csms: { folder, tls: false, ocpi: { pageLimit: PAGE }, partners: [partner] } }),
  );
  let child: ChildProcess | undefined;
  const start = () => {
    const main = join(import.meta.dirname, '../src/main.ts');
    const started = spawn(
      process.execPath,
      ['--conditions=openpnc-source', main, 'csms', '--config', config, '--trace', '-'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    child = started;
    return createInterface({ input: started.stdout });
  };
  const kill = async () => {
    const gone = once(child!, 'exit');
    child!.kill('SIGKILL');
    await gone;
  };
  t.after(async () => {
    if (child?.exitCode === null && child.signalCode === null) await kill();
    await list.close();
    rmSync(folder, { recursive: true });
  });
  /** What the store holds; only while no CSMS has it open. */
  const kept = async () => {
    const db = openSqlite<CsmsTables>(join(folder, 'csms.sqlite'));
    const [tokens, sync] = await Promise.all([
      db
        .selectFrom('token')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
      db.selectFrom('list_sync').selectAll().executeTakeFirstOrThrow(),
    ]);
    await db.destroy();
    return { tokens: Number(tokens.count), ...sync };
  };

  start();
  await list.hanging;
  await kill();
  const half = await kept();
  assert.deepEqual([half.tokens, half.items, half.total], [HANGS_AT, HANGS_AT, TOKENS]);
  assert.equal(new URL(half.resume_url!).searchParams.get('offset'), String(HANGS_AT));
  assert.equal(half.done_at, null);

  list.release();
  const told: string[] = [];
  for await (const line of start()) {
    const { code, text } = JSON.parse(line) as { readonly code?: string; readonly text?: string };
    if (code !== 'token_list_pulled') continue;
    told.push(text!);
    break;
  }
  assert.deepEqual(told, ['emsp: the whole list, 2000 tokens, taken up where it was interrupted']);
  const gone = once(child!, 'exit');
  child!.kill('SIGTERM');
  await gone;
  const whole = await kept();
  assert.deepEqual([whole.tokens, whole.items, whole.resume_url], [TOKENS, TOKENS, null]);
  assert.equal(whole.done_at, half.started_at);
  // No page but the one that was open is asked for twice.
  const pages = Array.from({ length: TOKENS / PAGE }, (_, i) => i * PAGE);
  assert.deepEqual(list.asked, [...pages.slice(0, 11), ...pages.slice(10)]);
});
