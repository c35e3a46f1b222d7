/** Contracts: eMAIDs, life cycle, certificates, the API and its bad input, CSV. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCharacter, parseEmaid } from '@openpnc/core/emaid';
import type { CertificateOrder, ContractCertificates } from '@openpnc/emsp/certificates';
import {
  changeContract,
  createContract,
  findContract,
  isContract,
  moveContract,
  newEmaid,
  seedContracts,
  transitions,
} from '@openpnc/emsp/contracts';
import { exportContracts, type ImportedRow, importContracts, importSummary } from '@openpnc/emsp/contractsCsv';
import { contractStatuses } from '@openpnc/emsp/store';
import { csvLine, csvRecords } from '../src/csv.ts';
import { API_TOKEN, bench, START } from './bench.ts';

const EMAID = 'DE-8AA-C12345678-D';
const PCID = 'WAUZZZ8T0BA000001';
const withApi = { apiToken: API_TOKEN };

test('a made eMAID is of the provider, begins its instance with C, has the right check character and is new each time', () => {
  let seed = 0;
  const random = {
    bytes: (length: number) =>
      Uint8Array.from({ length }, () => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return seed >> 16;
      }),
  };
  const made = new Set<string>();
  for (let i = 0; i < 500; i += 1) {
    const emaid = parseEmaid(newEmaid(random, { country_code: 'de', party_id: '8aa' }));
    assert.ok(emaid);
    assert.deepEqual([emaid.country, emaid.provider, emaid.instance[0]], ['DE', '8AA', 'C']);
    assert.equal(emaid.check, checkCharacter(emaid.id14));
    made.add(emaid.id14);
  }
  assert.equal(made.size, 500);
});

test('a made eMAID that is taken is made again', async () => {
  const { emsp } = await bench();
  let round = 0;
  const random = { bytes: (length: number) => new Uint8Array(length).fill(Math.floor(round++ / 2)) };
  const made = [];
  for (let i = 0; i < 3; i += 1) made.push(await createContract({ ...emsp.contracts, random }, {}, START));
  assert.equal(new Set(made.map((one) => one.ok && one.contract.id14)).size, 3);
});

for (const from of contractStatuses) {
  for (const to of contractStatuses) {
    const isAllowed = from === to || transitions[from].includes(to);
    test(`a contract that is ${from} ${isAllowed ? 'may become' : 'may not become'} ${to}`, async () => {
      const { emsp, db } = await bench([{ emaid: EMAID, status: from }]);
      const outcome = await moveContract(emsp.contracts.db, EMAID, to, { now: START + 1, reason: 'test' });
      assert.equal(outcome.ok, isAllowed);
      const { status, updated_at } = await db.selectFrom('contract').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual([status, updated_at], [isAllowed ? to : from, isAllowed && from !== to ? START + 1 : START]);
    });
  }
}

test('a contract that was found is not looked for again, one that a rolled back transaction saw is', async () => {
  const { db } = await bench([{ emaid: EMAID }]);
  const other = 'DE8AAC99999999';
  assert.equal(await isContract(db, other), false);
  await assert.rejects(
    db.transaction().execute(async (inner) => {
      await inner
        .updateTable('contract')
        .set({ id14: other, emaid: other + checkCharacter(other) })
        .execute();
      assert.ok(await findContract(inner, other));
      throw new Error('taken back');
    }),
    /taken back/,
  );
  assert.equal(await isContract(db, other), false);
  await seedContracts(db, [{ emaid: other }], { now: START, whitelist: 'NEVER' });
  assert.equal(await isContract(db, other), true);
  assert.ok(await findContract(db, EMAID));
  await db.deleteFrom('contract').execute();
  assert.equal(await isContract(db, EMAID), true, 'looked for again');
  assert.equal(await isContract(db, 'no eMAID'), false);
});

test('terminated is the end, and no row of the table forgets a status', () => {
  assert.deepEqual(Object.keys(transitions).toSorted(), [...contractStatuses].toSorted());
  assert.deepEqual(transitions.terminated, []);
});

test('a contract whose validity is over is expired by settling, and can be renewed', async () => {
  const { emsp, clock, api } = await bench([{ emaid: EMAID, validTo: START + 1000 }], withApi);
  assert.partialDeepStrictEqual(await emsp.settle(), { expired: 0 });
  clock.advance(1000);
  assert.partialDeepStrictEqual(await emsp.settle(), { expired: 1 });
  assert.equal((await api('GET', `/contracts/${EMAID}`)).json.status, 'expired');
  assert.equal((await api('PATCH', `/contracts/${EMAID}`, { validTo: '2027-01-01' })).status, 200);
  assert.equal((await api('POST', `/contracts/${EMAID}/activate`)).json.status, 'active');
});

/** A PKI that remembers what it was asked. */
function pki(answers: Partial<ContractCertificates> = {}) {
  const orders: CertificateOrder[] = [];
  const revoked: string[] = [];
  const certificates: ContractCertificates = {
    order: async (order) => {
      orders.push(order);
      return { ok: true, certificateId: `cert-${order.emaid}`, notAfter: START + 1e9 };
    },
    revoke: async (id) => {
      revoked.push(id);
      return { ok: true };
    },
    ...answers,
  };
  return { certificates, orders, revoked };
}

test('a contract for a car orders its certificate, becomes active with it, and has it revoked at its end', async () => {
  const { certificates, orders, revoked } = pki();
  const { api, emsp } = await bench([], withApi, { certificates });
  const made = await api('POST', '/contracts', { pcid: PCID.toLowerCase(), validTo: '2027-01-01T00:00:00Z' });
  assert.equal(made.status, 201);
  assert.partialDeepStrictEqual(made.json, {
    status: 'ordered',
    pcid: PCID,
    certificate: { state: 'ordered', id: null },
  });
  assert.partialDeepStrictEqual(await emsp.settle(), { certificates: 1 });
  const plain = made.json.emaid.replaceAll('-', '');
  assert.deepEqual(orders, [{ emaid: plain, pcid: PCID, validTo: Date.UTC(2027, 0, 1) }]);
  const path = `/contracts/${made.json.emaid}`;
  assert.partialDeepStrictEqual((await api('GET', path)).json, {
    status: 'active',
    certificate: { state: 'issued', id: `cert-${plain}` },
  });
  await api('POST', `${path}/terminate`, { reason: 'customer left' });
  await emsp.settle();
  assert.deepEqual(revoked, [`cert-${plain}`]);
  assert.equal((await api('GET', path)).json.certificate.state, 'revoked');
  const { events } = (await api('GET', `${path}/events`)).json;
  assert.deepEqual(
    events.map(({ event, reason }: { event: string; reason: string }) => `${event}: ${reason}`),
    [
      'created: ordered',
      `certificate_issued: cert-${plain}`,
      'active: its certificate is issued',
      'terminated: customer left',
      `certificate_revoked: cert-${plain}`,
    ],
  );
  assert.partialDeepStrictEqual(await emsp.settle(), { certificates: 0 });
});

test('a PKI that is down is asked again; one that refuses is not, and the contract shows it', async () => {
  let answer: { ok: false; retry: boolean; text: string } = { ok: false, retry: true, text: 'connection refused' };
  const { certificates } = pki({ order: async () => answer });
  const { api, emsp, records } = await bench([], withApi, { certificates });
  const { emaid } = (await api('POST', '/contracts', { pcid: PCID })).json;
  await emsp.settle();
  assert.equal((await api('GET', `/contracts/${emaid}`)).json.certificate.state, 'ordered');
  answer = { ok: false, retry: false, text: 'PCID not known' };
  await emsp.settle();
  assert.partialDeepStrictEqual((await api('GET', `/contracts/${emaid}`)).json, {
    status: 'ordered',
    certificate: { state: 'failed' },
  });
  const texts = records.flatMap((record) => (record.type === 'finding' ? [record.text] : []));
  assert.match(texts[0]!, /connection refused; it is tried again$/);
  assert.match(texts[1]!, /PCID not known$/);
});

test('a revocation is never given up', async () => {
  let isDown = true;
  const { certificates } = pki({
    revoke: async () => (isDown ? { ok: false, retry: false, text: 'no' } : { ok: true }),
  });
  const { api, emsp } = await bench([], withApi, { certificates });
  const { emaid } = (await api('POST', '/contracts', { pcid: PCID })).json;
  await emsp.settle();
  await api('POST', `/contracts/${emaid}/terminate`);
  await emsp.settle();
  assert.equal((await api('GET', `/contracts/${emaid}`)).json.certificate.state, 'revoking');
  isDown = false;
  await emsp.settle();
  assert.equal((await api('GET', `/contracts/${emaid}`)).json.certificate.state, 'revoked');
});

test('a contract that ends while its certificate is made has it revoked', async () => {
  const { certificates, revoked } = pki();
  const world = await bench([], withApi, {
    certificates: {
      ...certificates,
      order: async (order, deadline) => {
        await world.api('POST', `/contracts/${order.emaid}/terminate`);
        return certificates.order(order, deadline);
      },
    },
  });
  const { emaid } = (await world.api('POST', '/contracts', { pcid: PCID })).json;
  await world.emsp.settle();
  await world.emsp.settle();
  assert.equal(revoked.length, 1);
  assert.partialDeepStrictEqual((await world.api('GET', `/contracts/${emaid}`)).json, {
    status: 'terminated',
    certificate: { state: 'revoked' },
  });
});

test('an operator is woken by a change and otherwise waits', async () => {
  const { certificates, orders } = pki();
  const { api, emsp, clock } = await bench([], withApi, { certificates });
  const stop = new AbortController();
  const running = emsp.run(stop.signal);
  await api('POST', '/contracts', { pcid: PCID });
  for (let i = 0; i < 200 && orders.length === 0; i += 1) await Promise.resolve();
  assert.equal(orders.length, 1, 'without the clock moving');
  stop.abort();
  clock.advance(60_000);
  await running;
});

test('the API is there only with a token, and only for who has it', async () => {
  assert.equal((await (await bench()).api('GET', '/contracts')).status, 404);
  const { call } = await bench([], withApi);
  for (const authorization of [undefined, '', 'Bearer', 'Bearer wrong-token-for-the-api', `Token ${API_TOKEN}`]) {
    const { status, json } = await call(
      'GET',
      '/api/contracts',
      undefined,
      authorization === undefined ? {} : { authorization },
    );
    assert.deepEqual([status, json.error.code], [401, 'not_authenticated'], authorization);
  }
});

test('contracts are listed in pages and by status', async () => {
  const { api } = await bench(
    ['DE8AAC00000001', 'DE8AAC00000002', 'DE8AAC00000003'].map((emaid, i) => ({
      emaid,
      status: i === 1 ? 'blocked' : 'active',
    })),
    withApi,
  );
  const first = (await api('GET', '/contracts?limit=2')).json;
  assert.deepEqual([first.contracts.length, first.after], [2, 'DE8AAC00000002']);
  const rest = (await api('GET', `/contracts?limit=2&after=${first.after}`)).json;
  assert.deepEqual([rest.contracts.length, rest.after], [1, undefined]);
  assert.equal(
    (await api('GET', '/contracts?status=blocked')).json.contracts[0].emaid,
    (await api('GET', '/contracts/DE8AAC00000002')).json.emaid,
  );
});

const bad: readonly (readonly [string, 'GET' | 'POST' | 'PATCH', string, unknown, number, string, RegExp])[] = [
  [
    'an eMAID of another provider',
    'POST',
    '/contracts',
    { emaid: 'FR8AAC12345678' },
    400,
    'emaid_of_another_provider',
    /is of FR8AA, not of DE8AA/,
  ],
  [
    'an eMAID with a wrong check character',
    'POST',
    '/contracts',
    { emaid: 'DE8AAC12345678X' },
    400,
    'emaid_check_character_wrong',
    /ends with X, its check character is D/,
  ],
  ['what is no eMAID', 'POST', '/contracts', { emaid: 'hello' }, 400, 'emaid_malformed', /'hello' is not an eMAID/],
  [
    'a contract that is there',
    'POST',
    '/contracts',
    { emaid: 'de8aac12345678' },
    409,
    'contract_exists',
    /DE-8AA-C12345678-D is there already/,
  ],
  ['a malformed PCID', 'POST', '/contracts', { pcid: 'short' }, 400, 'pcid_malformed', /'short' is not a PCID/],
  [
    'a validity that ends before it begins',
    'POST',
    '/contracts',
    { validFrom: '2026-02-01', validTo: '2026-01-01' },
    400,
    'validity_inverted',
    /must end after/,
  ],
  ['an unknown key', 'POST', '/contracts', { colour: 'red' }, 400, 'invalid_parameters', /expected no key colour/],
  [
    'a status that a new contract cannot have',
    'POST',
    '/contracts',
    { status: 'blocked' },
    400,
    'invalid_parameters',
    /body\.status: expected one of ordered, active/,
  ],
  [
    'a language that is none',
    'PATCH',
    `/contracts/${EMAID}`,
    { language: 'German' },
    400,
    'invalid_parameters',
    /body\.language/,
  ],
  [
    'an unknown contract',
    'PATCH',
    '/contracts/DE8AAC99999999',
    { language: 'de' },
    404,
    'contract_unknown',
    /no contract DE8AAC99999999/,
  ],
  ['an unknown contract', 'GET', '/contracts/DE8AAC99999999', undefined, 404, 'contract_unknown', /no contract/],
  [
    'a step that is not allowed',
    'POST',
    `/contracts/${EMAID}/activate`,
    undefined,
    409,
    'transition_not_allowed',
    /is terminated: it may become nothing else, not active/,
  ],
];
for (const [name, method, path, body, status, code, message] of bad) {
  test(`API: ${name} (${method}) is ${status} ${code} and changes nothing`, async () => {
    const { api, db } = await bench([{ emaid: EMAID, status: 'terminated' }], withApi);
    const before = await db.selectFrom('contract').selectAll().execute();
    const answer = await api(method, path, body);
    assert.deepEqual([answer.status, answer.json.error.code], [status, code]);
    assert.match(answer.json.error.message, message);
    assert.deepEqual(await db.selectFrom('contract').selectAll().execute(), before);
  });
}

test('what is set can be taken away, and a change of nothing is none', async () => {
  const { api, db } = await bench([{ emaid: EMAID, groupId: 'G', allowedParties: ['NLCPO'] }], withApi);
  const path = `/contracts/${EMAID}`;
  assert.partialDeepStrictEqual(
    (await api('PATCH', path, { groupId: null, allowedParties: null, hasCredit: false })).json,
    { groupId: null, allowedParties: null, hasCredit: false },
  );
  await api('PATCH', path, { hasCredit: false });
  assert.equal((await db.selectFrom('contract_event').selectAll().execute()).length, 1);
});

test('CSV is read as the RFC has it and as spreadsheets write it', () => {
  const records = (text: string) => [...csvRecords(text)].map(({ line, fields }) => [line, ...fields]);
  assert.deepEqual(records('a,b\r\n1,2\r\n'), [
    [1, 'a', 'b'],
    [2, '1', '2'],
  ]);
  assert.deepEqual(records('\ufeffa;b\n1;2'), [
    [1, 'a', 'b'],
    [2, '1', '2'],
  ]);
  assert.deepEqual(records('a,b\n"x, ""y""\nz",2\n3,4'), [
    [1, 'a', 'b'],
    [2, 'x, "y"\nz', '2'],
    [4, '3', '4'],
  ]);
  assert.deepEqual(records('a\n\n""\n'), [
    [1, 'a'],
    [3, ''],
  ]);
  assert.deepEqual([...csvRecords('a\n"open')].at(-1), { line: 2, fields: ['open'], isOpen: true });
  const odd = ['plain', 'with, comma', 'with "quote"', 'two\nlines', ' spaces ', '', 'semi;colon'];
  assert.deepEqual(records(`1,2,3,4,5,6,7\n${csvLine(odd)}`)[1]!.slice(1), odd);
});

async function imported(world: Awaited<ReturnType<typeof bench>>, text: string): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = [];
  for await (const row of importContracts(world.emsp.contracts, text, world.clock.now())) rows.push(row);
  return rows;
}

async function exported({ db }: Awaited<ReturnType<typeof bench>>): Promise<string> {
  let text = '';
  for await (const lines of exportContracts(db)) text += lines;
  return text;
}

test('an import tells of each row what came of it', async () => {
  const world = await bench([{ emaid: 'DE8AAC00000001' }, { emaid: 'DE8AAC00000002', status: 'terminated' }]);
  world.clock.advance(1000);
  const rows = await imported(
    world,
    [
      'emaid,status,pcid,valid_to,language,allowed_parties,has_credit,reference',
      'DE-8AA-C00000001,blocked,,,de,,true,"Miller, Ann"',
      'DE8AAC00000002,active,,,,,,',
      `,active,${PCID},2027-01-01,fr,NLCPO FROTH,false,new`,
      'DE8AAC00000003,terminated,,,,,,',
      'FR8AAC00000001,active,,,,,,',
      'DE8AAC00000001,active,,,,,,',
      'DE8AAC00000004,sleeping,,,,,,',
      'DE8AAC00000005,active,,tomorrow,,,,',
      'DE8AAC00000006,active,,,,Holland,,',
      'DE8AAC00000007,active',
      'DE8AAC00000008,active,,,,,maybe,',
      '"DE8AAC00000009,active,,,,,,',
    ].join('\n'),
  );
  assert.deepEqual(
    rows.map(({ line, outcome, code }) => `${line} ${outcome}${code ? ` ${code}` : ''}`),
    [
      '2 changed',
      '3 refused transition_not_allowed',
      '4 created',
      '5 created',
      '6 refused emaid_of_another_provider',
      '7 refused emaid_twice',
      '8 refused csv_value',
      '9 refused csv_value',
      '10 refused csv_value',
      '11 refused csv_fields',
      '12 refused csv_value',
      '13 refused csv_quote',
    ],
  );
  assert.deepEqual(importSummary(rows), { created: 2, changed: 1, same: 0, refused: 9 });
  assert.equal(rows[6]!.text, "status: expected one of ordered, active, blocked, expired, terminated, came 'sleeping'");
  const made = await world.db
    .selectFrom('contract')
    .selectAll()
    .where('reference', '=', 'new')
    .executeTakeFirstOrThrow();
  assert.partialDeepStrictEqual(made, {
    status: 'active',
    pcid: PCID,
    certificate_state: 'ordered',
    language: 'fr',
    has_credit: 0,
    allowed_parties: '["NLCPO","FROTH"]',
    valid_to: Date.UTC(2027, 0, 1),
  });
  const first = await world.db
    .selectFrom('contract')
    .selectAll()
    .where('id14', '=', 'DE8AAC00000001')
    .executeTakeFirstOrThrow();
  assert.partialDeepStrictEqual(first, { status: 'blocked', language: 'de', reference: 'Miller, Ann' });
});

test('an exported file imports as the same, and into an empty eMSP as the same contracts', async () => {
  const world = await bench([
    {
      emaid: 'DE8AAC00000001',
      validFrom: START - 1e9,
      validTo: START + 1e9,
      groupId: 'G 1',
      allowedParties: ['NLCPO'],
      language: 'de',
      hasCredit: false,
    },
    { emaid: 'DE8AAC00000002', status: 'blocked' },
    { emaid: 'DE8AAC00000003', status: 'terminated' },
  ]);
  await changeContract(world.db, 'DE8AAC00000002', { reference: 'with "quote", comma\nand line' }, START);
  const text = await exported(world);
  assert.deepEqual(importSummary(await imported(world, text)), { created: 0, changed: 0, same: 3, refused: 0 });
  const other = await bench();
  assert.deepEqual(importSummary(await imported(other, text)), { created: 3, changed: 0, same: 0, refused: 0 });
  assert.equal(await exported(other), text);
});

test('a file with an unknown column is refused whole, over the API too', async () => {
  const world = await bench([], withApi);
  await assert.rejects(imported(world, 'emaid,colour\nDE8AAC00000001,red'), {
    code: 'csv_header',
    message: /unknown columns colour; known are emaid, status/,
  });
  await assert.rejects(imported(world, ''), { code: 'csv_header' });
  const { status, json } = await world.call('POST', '/api/contracts.csv', 'emaid,colour', {
    authorization: `Bearer ${API_TOKEN}`,
  });
  assert.deepEqual([status, json.error.code], [400, 'csv_header']);
  assert.deepEqual(await world.db.selectFrom('contract').selectAll().execute(), []);
});

test('import and export go over the API', async () => {
  const { api, http } = await bench([{ emaid: EMAID }], withApi);
  const headers = { authorization: `Bearer ${API_TOKEN}` };
  const exported = await http({ method: 'GET', url: 'http://emsp.example/api/contracts.csv', headers }, {});
  assert.equal(exported.headers['content-type'], 'text/csv; charset=utf-8');
  const answer = await http(
    { method: 'POST', url: 'http://emsp.example/api/contracts.csv', headers, body: exported.body! },
    {},
  );
  assert.deepEqual(JSON.parse(new TextDecoder().decode(answer.body)).summary, {
    created: 0,
    changed: 0,
    same: 1,
    refused: 0,
  });
  assert.equal((await api('GET', '/contracts')).json.contracts.length, 1);
});

test('many rows at once are each done, once', async () => {
  const world = await bench();
  const lines = Array.from({ length: 300 }, (_, i) => `DE8AAC${String(i).padStart(8, '0')},active`);
  const rows = await imported(world, ['emaid,status', ...lines].join('\n'));
  assert.deepEqual(importSummary(rows), { created: 300, changed: 0, same: 0, refused: 0 });
  assert.deepEqual(
    rows.map(({ line }) => line),
    Array.from({ length: 300 }, (_, i) => i + 2),
  );
});

test('an import that is not UTF-8 is refused with 400', async () => {
  const { http } = await bench([{ emaid: EMAID }], withApi);
  const headers = { authorization: `Bearer ${API_TOKEN}` };
  const body = Uint8Array.of(0x65, 0xff, 0xfe);
  const answer = await http({ method: 'POST', url: 'http://emsp.example/api/contracts.csv', headers, body }, {});
  assert.equal(answer.status, 400);
  assert.match(new TextDecoder().decode(answer.body), /not_utf8/);
});
