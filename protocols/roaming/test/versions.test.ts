/** Versions and their details: served and discovered. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpHandler, jsonResponse, serveRoutes } from '@openpnc/core/http';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { discover, versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import { CPO, countedRandom, EMSP, handClock, partner, START } from './bench.ts';

const modules = {
  '2.2.1': [{ identifier: 'tokens', role: 'SENDER', path: '/ocpi/2.2.1/tokens' }],
  '2.3.0': [
    { identifier: 'tokens', role: 'SENDER', path: '/ocpi/2.3.0/tokens' },
    { identifier: 'cdrs', role: 'RECEIVER', path: '/ocpi/2.3.0/cdrs' },
  ],
} as const;

const ours: HttpHandler = (request, context) =>
  serveRoutes(
    ocpiRoutes(
      {
        clock: handClock(),
        random: countedRandom(),
        parties: [EMSP],
        authenticate: async (token) =>
          token === partner.token ? { name: 'cpo', parties: [CPO], isRegistering: true } : undefined,
      },
      versionsRoutes('/ocpi', modules, () => 'https://emsp.example'),
    ),
  )({ ...request, url: request.url.replace('https://emsp.example', '') }, context);

const find = (http: HttpHandler, wanted?: readonly ('2.2.1' | '2.3.0')[]) =>
  discover(
    { http, clock: handClock(), random: countedRandom() },
    partner,
    'https://emsp.example/ocpi/versions',
    { deadline: START + 1000 },
    wanted,
  );

test('the highest common version is chosen and its endpoints are those of the details', async () => {
  assert.deepEqual(await find(ours), {
    ok: true,
    version: '2.3.0',
    endpoints: [
      { identifier: 'tokens', role: 'SENDER', url: 'https://emsp.example/ocpi/2.3.0/tokens' },
      { identifier: 'cdrs', role: 'RECEIVER', url: 'https://emsp.example/ocpi/2.3.0/cdrs' },
    ],
  });
  assert.partialDeepStrictEqual(await find(ours, ['2.2.1']), { ok: true, version: '2.2.1' });
});

test('a party with other versions only is told apart, unknown versions do not disturb', async () => {
  const theirs =
    (...versions: string[]): HttpHandler =>
    async (request) =>
      request.url.endsWith('/versions')
        ? jsonResponse(200, {
            status_code: 1000,
            data: versions.map((version) => ({ version, url: `https://x.example/${version}` })),
          })
        : jsonResponse(200, { status_code: 1000, data: { version: '2.2.1', endpoints: [] } });
  assert.deepEqual(await find(theirs('2.1.1', '3.0')), {
    ok: false,
    problem: 'no_common_version',
    text: 'they speak 2.1.1, 3.0; we speak 2.2.1, 2.3.0',
  });
  assert.partialDeepStrictEqual(await find(theirs('2.1.1', '3.0', '2.2.1')), { ok: true, version: '2.2.1' });
});
