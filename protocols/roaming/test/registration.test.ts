/** The handshake between two platforms: good ways, faults on either side, tokens that live and die. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { jsonResponse } from '@openpnc/core/http';
import { authorizationHeader } from '@openpnc/roaming/ocpi/headers';
import {
  changeCredentials,
  connectionOf,
  invite,
  type Partner,
  register,
  unregister,
} from '@openpnc/roaming/ocpi/registration';
import { CPO_ROLE, EMSP_ROLE, type Net, platform } from './platform.ts';

const TOKENS = [{ identifier: 'tokens', role: 'SENDER' as const }];

/** A CPO and an eMSP; the eMSP has invited the CPO. */
async function pair(
  cpoOptions: Parameters<typeof platform>[3] = {},
  emspOptions: Parameters<typeof platform>[3] = { modules: TOKENS },
) {
  const net: Net = new Map();
  const emsp = platform(net, 'emsp.example', EMSP_ROLE, emspOptions);
  const cpo = platform(net, 'cpo.example', CPO_ROLE, cpoOptions);
  const { tokenA, versionsUrl } = await invite(emsp.handshake, 'the-cpo', 'CPO', { emaidForm: 'hyphens' });
  const invitation = { id: 'the-emsp', name: 'eMSP', versionsUrl, tokenA };
  /** What the eMSP answers to a request with a token. */
  const atEmsp = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    token: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly code: number; readonly text: string; readonly data: unknown }> => {
    const response = await emsp.http(
      {
        method,
        url: `https://emsp.example/ocpi/${path}`,
        headers: { authorization: authorizationHeader(token) },
        ...(body !== undefined && { body: toUtf8(JSON.stringify(body)) }),
      },
      {},
    );
    const json = JSON.parse(fromUtf8(response.body!)) as Record<string, unknown>;
    return {
      status: response.status,
      code: json.status_code as number,
      text: String(json.status_message),
      data: json.data,
    };
  };
  return { net, emsp, cpo, invitation, atEmsp };
}

const partnerOf = async ({ store }: { store: { find(id: string): Promise<Partner | undefined> } }, id: string) => {
  const partner = await store.find(id);
  assert.ok(partner);
  return partner;
};

test('a registration leaves both sides with roles, endpoints and tokens of the highest common version', async () => {
  const { emsp, cpo, invitation, atEmsp } = await pair();
  const outcome = await register(cpo.handshake, invitation);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const [atCpo, atEmspSide] = [await partnerOf(cpo, 'the-emsp'), await partnerOf(emsp, 'the-cpo')];
  assert.deepEqual([atCpo.state, atCpo.version, atCpo.roles], ['registered', '2.3.0', [EMSP_ROLE]]);
  assert.deepEqual([atEmspSide.state, atEmspSide.version, atEmspSide.roles], ['registered', '2.3.0', [CPO_ROLE]]);
  assert.equal(atCpo.tokenOut, atEmspSide.tokenIn, 'token C');
  assert.equal(atCpo.tokenIn, atEmspSide.tokenOut, 'token B');
  assert.equal(atEmspSide.emaidForm, 'hyphens', 'what was agreed stays');
  assert.deepEqual(connectionOf(atCpo, CPO_ROLE, 'EMSP'), {
    version: '2.3.0',
    token: atCpo.tokenOut,
    endpoints: [
      { identifier: 'credentials', role: 'RECEIVER', url: 'https://emsp.example/ocpi/2.3.0/credentials' },
      { identifier: 'tokens', role: 'SENDER', url: 'https://emsp.example/ocpi/2.3.0/tokens' },
    ],
    from: { country_code: 'NL', party_id: 'CPO' },
    to: { country_code: 'DE', party_id: '8AA' },
  });
  const dead = await atEmsp('GET', 'versions', invitation.tokenA);
  assert.deepEqual([dead.status, dead.code], [401, 2000], 'token A is dead');
  assert.equal((await atEmsp('GET', 'versions', atCpo.tokenOut!)).status, 200);
});

test('an older common version is chosen when one side has no other', async () => {
  const { cpo, invitation } = await pair({ versions: ['2.2.1'] });
  const outcome = await register(cpo.handshake, { ...invitation, versions: ['2.2.1'] });
  assert.ok(outcome.ok && outcome.partner.version === '2.2.1');
});

test('token A opens versions and credentials and nothing else', async () => {
  const { invitation, atEmsp } = await pair(
    {},
    {
      modules: TOKENS,
      routes: (version, base) => [
        { method: 'GET', path: `${base}/tokens`, version, message: 'GET tokens', handle: async () => ({ data: [] }) },
      ],
    },
  );
  assert.equal((await atEmsp('GET', '2.3.0', invitation.tokenA)).status, 200);
  assert.deepEqual((await atEmsp('GET', '2.3.0/tokens', invitation.tokenA)).status, 401);
});

test('changed credentials are good at once, the old ones are dead, and the version can change', async () => {
  const { emsp, cpo, invitation, atEmsp } = await pair();
  await register(cpo.handshake, { ...invitation, versions: ['2.2.1'] });
  const before = await partnerOf(cpo, 'the-emsp');
  assert.equal(before.version, '2.2.1');
  const outcome = await changeCredentials(cpo.handshake, 'the-emsp');
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const [after, atEmspSide] = [await partnerOf(cpo, 'the-emsp'), await partnerOf(emsp, 'the-cpo')];
  assert.equal(after.version, '2.3.0');
  assert.equal(after.tokenInNext, undefined);
  assert.equal(after.tokenOut, atEmspSide.tokenIn);
  assert.equal(after.tokenIn, atEmspSide.tokenOut);
  assert.notEqual(after.tokenOut, before.tokenOut);
  assert.notEqual(after.tokenIn, before.tokenIn);
  assert.equal((await atEmsp('GET', 'versions', before.tokenOut!)).status, 401);
});

test('an unregistered partner is refused by both sides', async () => {
  const { emsp, cpo, invitation, atEmsp } = await pair();
  await register(cpo.handshake, invitation);
  const { tokenOut } = await partnerOf(cpo, 'the-emsp');
  assert.ok((await unregister(cpo.handshake, 'the-emsp')).ok);
  assert.deepEqual(
    [(await partnerOf(cpo, 'the-emsp')).state, (await partnerOf(emsp, 'the-cpo')).state],
    ['unregistered', 'unregistered'],
  );
  assert.equal((await atEmsp('GET', 'versions', tokenOut!)).status, 401);
  assert.equal(connectionOf(await partnerOf(cpo, 'the-emsp'), CPO_ROLE), undefined);
  assert.partialDeepStrictEqual(await unregister(cpo.handshake, 'the-emsp'), { ok: false, problem: 'wrong_state' });
});

test('POST when registered and PUT or DELETE when not are HTTP 405 and change nothing', async () => {
  const { emsp, cpo, invitation, atEmsp } = await pair();
  const before = await partnerOf(emsp, 'the-cpo');
  for (const method of ['PUT', 'DELETE'] as const) {
    const { status, code } = await atEmsp(method, '2.3.0/credentials', invitation.tokenA, {});
    assert.deepEqual([status, code], [405, 2000], method);
  }
  assert.deepEqual(await partnerOf(emsp, 'the-cpo'), before);
  await register(cpo.handshake, invitation);
  const { tokenOut } = await partnerOf(cpo, 'the-emsp');
  const registered = await partnerOf(emsp, 'the-cpo');
  assert.equal((await atEmsp('POST', '2.3.0/credentials', tokenOut!, {})).status, 405);
  assert.deepEqual(await partnerOf(emsp, 'the-cpo'), registered);
  assert.partialDeepStrictEqual(await register(cpo.handshake, invitation), { ok: false, problem: 'wrong_state' });
});

test('GET credentials gives our credentials with the token that the caller uses', async () => {
  const { cpo, invitation, atEmsp } = await pair();
  await register(cpo.handshake, invitation);
  const { tokenOut } = await partnerOf(cpo, 'the-emsp');
  assert.deepEqual((await atEmsp('GET', '2.3.0/credentials', tokenOut!)).data, {
    token: tokenOut,
    url: 'https://emsp.example/ocpi/versions',
    roles: [EMSP_ROLE],
  });
});

const faults: readonly (readonly [string, object, number, RegExp])[] = [
  ['our versions cannot be read with token B', { url: 'https://nowhere.example/versions' }, 3001, /nowhere\.example/],
  ['the role is missing', { roles: [] }, 2001, /Credentials\.roles: expected at least 1 item/],
  ['the token has a space', { token: 'a b' }, 2001, /Credentials\.token/],
  ['a role is there twice', { roles: [CPO_ROLE, CPO_ROLE] }, 2001, /CPO NLCPO twice/],
  ['the role is the receiver itself', { roles: [EMSP_ROLE] }, 2001, /EMSP DE8AA is our own/],
  [
    'the role is of another partner',
    { roles: [{ ...CPO_ROLE, party_id: 'OTH' }] },
    2001,
    /CPO NLOTH belongs to another partner/,
  ],
];
for (const [name, change, code, message] of faults) {
  test(`a registration fails with ${code} and changes nothing when ${name}`, async () => {
    const { emsp, invitation, atEmsp } = await pair();
    await emsp.store.save(
      {
        id: 'other',
        name: 'Other',
        state: 'registered',
        tokenIn: 'x',
        endpoints: [],
        roles: [{ ...CPO_ROLE, party_id: 'OTH' }],
        changedAt: 0,
      },
      undefined,
    );
    const before = await partnerOf(emsp, 'the-cpo');
    const body = { token: 'token-b', url: 'https://cpo.example/ocpi/versions', roles: [CPO_ROLE], ...change };
    const answer = await atEmsp('POST', '2.3.0/credentials', invitation.tokenA, body);
    assert.deepEqual([answer.status, answer.code], [200, code]);
    assert.match(answer.text, message);
    assert.deepEqual(await partnerOf(emsp, 'the-cpo'), before);
  });
}

test('a receiver that needs a module answers 3003, one that is asked for another version 3002', async () => {
  const needy = await pair({}, { modules: TOKENS, required: [{ identifier: 'cdrs', role: 'SENDER' }] });
  const refused = await register(needy.cpo.handshake, needy.invitation);
  assert.partialDeepStrictEqual(refused, { ok: false, status_code: 3003 });
  assert.equal((await partnerOf(needy.cpo, 'the-emsp')).state, 'unregistered');
  assert.equal((await partnerOf(needy.emsp, 'the-cpo')).state, 'invited', 'it may try again');
  const old = await pair({ versions: ['2.2.1'] });
  assert.partialDeepStrictEqual(await register(old.cpo.handshake, old.invitation), { ok: false, status_code: 3002 });
});

test('a sender that needs a module does not even send its credentials', async () => {
  const { emsp, cpo, invitation } = await pair({ required: [{ identifier: 'locations', role: 'SENDER' }] });
  assert.deepEqual(await register(cpo.handshake, invitation), {
    ok: false,
    problem: 'endpoints_missing',
    text: 'eMSP lacks locations SENDER',
  });
  assert.equal(
    emsp.served.some(({ message }) => message === 'POST credentials'),
    false,
  );
});

test('of two handshakes with one token A at a time only one wins', async () => {
  const { emsp, invitation, atEmsp } = await pair();
  const cpo = { token: 'token-b', url: 'https://open.example/versions', roles: [CPO_ROLE] };
  const { net } = emsp;
  net.set('open.example', async ({ url }) =>
    jsonResponse(200, {
      status_code: 1000,
      data:
        url === '/versions'
          ? [{ version: '2.3.0', url: 'https://open.example/details' }]
          : { version: '2.3.0', endpoints: [] },
    }),
  );
  const answers = await Promise.all([1, 2].map(() => atEmsp('POST', '2.3.0/credentials', invitation.tokenA, cpo)));
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 405]);
});

test('what they answer must be credentials', async () => {
  const net: Net = new Map();
  const cpo = platform(net, 'cpo.example', CPO_ROLE);
  net.set('odd.example', async ({ url }) =>
    jsonResponse(200, {
      status_code: 1000,
      data:
        url === '/versions'
          ? [{ version: '2.3.0', url: 'https://odd.example/details' }]
          : url === '/details'
            ? {
                version: '2.3.0',
                endpoints: [{ identifier: 'credentials', role: 'SENDER', url: 'https://odd.example/c' }],
              }
            : { token: 'c', url: 'https://odd.example/versions' },
    }),
  );
  const outcome = await register(cpo.handshake, {
    id: 'odd',
    name: 'Odd',
    versionsUrl: 'https://odd.example/versions',
    tokenA: 'a',
  });
  assert.partialDeepStrictEqual(outcome, { ok: false, problem: 'invalid_answer' });
  assert.match(outcome.ok ? '' : outcome.text, /data\.roles: required, but absent/);
});

test('an unknown version is HTTP 404 with 3002', async () => {
  const { invitation, atEmsp } = await pair();
  const { status, code, text } = await atEmsp('GET', '2.1.1', invitation.tokenA);
  assert.deepEqual([status, code], [404, 3002]);
  assert.match(text, /we speak 2\.2\.1, 2\.3\.0/);
});
