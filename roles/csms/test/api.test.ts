/** The HTTP API: keys and roles, checks, pages, problems, each operation's answer by its own schema, and the live stream. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { type HttpRequest, type HttpResponse, serveRoutes } from '@openpnc/core/http';
import { derToPem } from '@openpnc/x509/certificate';
import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { accepted, byHashes, EMAID, emsp, noVariables, ready, settle, TestStation, type World } from './world.ts';

type OpenApi = {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly responses: Readonly<
              Record<string, { readonly content?: Readonly<Record<string, { schema: TSchema }>> }>
            >;
          }
        >
      >
    >
  >;
};

/** A client of the API; every good answer must please the schema that the document gives for it. */
async function clientOf(made: World, role: 'viewer' | 'operator' | 'admin' = 'admin') {
  const served = serveRoutes(made.csms.routes);
  const { key } = await made.csms.makeApiKey('test', role);
  const document = JSON.parse(
    fromUtf8((await served({ method: 'GET', url: '/api/v1/openapi.json', headers: {} }, {})).body!),
  ) as OpenApi;
  const raw = (method: HttpRequest['method'], path: string, body?: unknown, headers = {}): Promise<HttpResponse> =>
    served(
      {
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${key}`, ...headers },
        ...(body !== undefined && { body: toUtf8(typeof body === 'string' ? body : JSON.stringify(body)) }),
      },
      {},
    );
  const call = async (method: HttpRequest['method'], path: string, body?: unknown) => {
    const response = await raw(method, path, body);
    // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape.
    const json = response.body ? (JSON.parse(fromUtf8(response.body)) as any) : undefined;
    const declared = declaredFor(method, path);
    if (response.status < 400) {
      const schema = declared[String(response.status)]?.content?.['application/json']?.schema;
      assert.ok(String(response.status) in declared, `${method} ${path}: status ${response.status} is not declared`);
      if (schema) assert.deepEqual([...Errors(schema, json)], [], `${method} ${path}`);
    } else {
      assert.equal(response.headers['content-type'], 'application/problem+json');
      assert.deepEqual([json.status, typeof json.detail, typeof json.code], [response.status, 'string', 'string']);
    }
    return { status: response.status, json, headers: response.headers };
  };
  const declaredFor = (method: string, path: string) => {
    const segments = `/api/v1${path.split('?')[0]}`.split('/');
    const [, found] = Object.entries(document.paths).find(([declared, methods]) => {
      const parts = declared.split('/');
      return (
        method.toLowerCase() in methods &&
        parts.length === segments.length &&
        parts.every((part, i) => part.startsWith('{') || part === segments[i])
      );
    })!;
    return found[method.toLowerCase()]!.responses;
  };
  return { call, raw, document, key };
}

test('without a key, with a wrong or a removed one, everything is 401; below its role 403', async () => {
  const made = await ready();
  const { raw, call } = await clientOf(made);
  for (const authorization of ['', 'Bearer x', 'Bearer opnc_000000000000_abc', 'Basic abc'])
    assert.equal((await raw('GET', '/stations', undefined, { authorization })).status, 401, authorization);
  const { json } = await call('POST', '/keys', { name: 'eye', role: 'viewer' });
  const as = (key: string) => ({ authorization: '', 'x-api-key': key });
  assert.equal((await raw('GET', '/stations', undefined, as(json.key))).status, 200);
  const refused = await raw('POST', '/stations', { identity: 'X' }, as(json.key));
  assert.equal(refused.status, 403);
  assert.match(fromUtf8(refused.body!), /'eye' is viewer, expected admin/);
  assert.equal((await raw('POST', '/stations/CS1/calls/Reset', { type: 'OnIdle' }, as(json.key))).status, 403);
  assert.equal((await call('DELETE', `/keys/${json.id}`)).status, 204);
  assert.equal((await raw('GET', '/stations', undefined, as(json.key))).status, 401);
  const stored = JSON.stringify(await made.db.selectFrom('api_key').selectAll().execute());
  assert.equal(stored.includes(json.key.slice(18)), false);
});

test('the document is OpenAPI 3.1 and names every route but itself, the sign of life, the metrics and the webhook of root pools', async () => {
  const made = await ready();
  const { document } = await clientOf(made);
  assert.equal(document.openapi, '3.1.0');
  const declared = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routed = made.csms.routes
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    .filter((route) => !/openapi.json|health|metrics|pools.events/.test(route));
  assert.deepEqual(declared.toSorted(), routed.toSorted());
  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));
  assert.equal(new Set(ids).size, ids.length);
});

test('a request that is not as the schema has it is told where and what', async () => {
  const { call, raw } = await clientOf(await ready());
  const wrong = await call('POST', '/stations', { identity: 7 });
  assert.deepEqual([wrong.status, wrong.json.code], [422, 'invalid_request']);
  assert.match(wrong.json.detail, /body\.identity/);
  assert.match((await call('POST', '/stations', { identity: 'A', more: 1 })).json.detail, /body/);
  assert.equal((await raw('POST', '/stations', '{')).status, 400);
  assert.equal((await raw('POST', '/stations')).status, 400);
  assert.match((await call('GET', '/stations?limit=0')).json.detail, /query\.limit/);
  assert.equal((await call('POST', '/stations', { identity: 'a:b' })).json.code, 'station_identity');
});

test('stations are enrolled, listed in pages, looked at, set and taken out', async () => {
  const made = await ready();
  const { call } = await clientOf(made);
  const enrolled = await call('POST', '/stations', { identity: 'CS2', registration: 'Pending' });
  assert.equal(enrolled.status, 201);
  const station = new TestStation('CS2');
  assert.equal((await station.connect(made.csms, enrolled.json.password)).status, 101);
  await call('POST', '/stations', { identity: 'CS3' });
  const first = await call('GET', '/stations?limit=2');
  assert.deepEqual(
    first.json.items.map(({ identity, isConnected }: { identity: string; isConnected: boolean }) => [
      identity,
      isConnected,
    ]),
    [
      ['CS1', true],
      ['CS2', true],
    ],
  );
  const second = await call('GET', `/stations?limit=2&after=${first.json.next}`);
  assert.deepEqual([second.json.items.length, second.json.next], [1, undefined]);
  const one = await call('GET', '/stations/CS1');
  assert.partialDeepStrictEqual(one.json, {
    bootStatus: 'Accepted',
    chargingStation: { model: 'Bench' },
    connectors: [{ evseId: 1, connectorId: 1, status: 'Available' }, { evseId: 2 }],
  });
  assert.equal((await call('PATCH', '/stations/CS2', { registration: 'Rejected' })).json.registration, 'Rejected');
  assert.equal((await call('GET', '/stations/NONE')).json.code, 'station_unknown');
  assert.equal((await call('DELETE', '/stations/CS2')).status, 204);
  assert.deepEqual(
    station.closes.map(({ code }) => code),
    [1008],
  );
  assert.equal((await call('DELETE', '/stations/CS2')).status, 404);
});

test('what a station told can be read: device model and notifications', async () => {
  const made = await ready();
  const { call } = await clientOf(made);
  await made.station.call('NotifyReport', {
    requestId: 1,
    generatedAt: '2026-06-01T11:00:00Z',
    seqNo: 0,
    reportData: [
      {
        component: { name: 'ISO15118Ctrlr' },
        variable: { name: 'PnCEnabled' },
        variableAttribute: [{ value: 'true' }],
        variableCharacteristics: { dataType: 'boolean', supportsMonitoring: true },
      },
    ],
  });
  const model = await call('GET', '/stations/CS1/variables?component=ISO15118Ctrlr');
  assert.partialDeepStrictEqual(model.json.items, [{ variable: 'PnCEnabled', value: 'true', evseId: null }]);
  for (const type of ['ResetOrReboot', 'FirmwareUpdated'])
    await made.station.call('SecurityEventNotification', { type, timestamp: '2026-06-01T11:00:00Z' });
  const latest = await call('GET', '/stations/CS1/notifications?limit=1&action=SecurityEventNotification');
  assert.equal(latest.json.items[0].payload.type, 'FirmwareUpdated');
  const before = await call('GET', `/stations/CS1/notifications?limit=1&after=${latest.json.next}`);
  assert.equal(before.json.items[0].payload.type, 'ResetOrReboot');
});

test('a station is called, and each way of failing has its own status', async () => {
  const made = await ready();
  const { call } = await clientOf(made, 'operator');
  made.station.answers.TriggerMessage = () => ({ status: 'Accepted' });
  const payload = { requestedMessage: 'Heartbeat' };
  assert.deepEqual((await call('POST', '/stations/CS1/calls/TriggerMessage', payload)).json, { status: 'Accepted' });
  assert.equal((await call('POST', '/stations/CS1/calls/BootNotification', {})).json.code, 'unknown_action');
  const invalid = await call('POST', '/stations/CS1/calls/TriggerMessage', { requestedMessage: 'Tea' });
  assert.deepEqual([invalid.status, invalid.json.code], [422, 'invalid_request']);
  const late = call('POST', '/stations/CS1/calls/Reset?timeout_ms=500', { type: 'OnIdle' });
  await made.clock.advance(500);
  assert.deepEqual([(await late).status, (await late).json.code], [504, 'station_timeout']);
  made.station.drop();
  const gone = await call('POST', '/stations/CS1/calls/TriggerMessage', payload);
  assert.deepEqual([gone.status, gone.json.code], [409, 'station_not_connected']);
});

test('a remote start with a contract lets its Authorize pass without certificates, for a while [decisions 6]', async () => {
  const made = await ready();
  const { call } = await clientOf(made, 'operator');
  made.station.answers.RequestStartTransaction = () => ({ status: 'Accepted' });
  const idToken = { idToken: EMAID, type: 'eMAID' } as const;
  await call('POST', '/stations/CS1/calls/RequestStartTransaction', { remoteStartId: 1, evseId: 1, idToken });
  const answer = await made.station.call('Authorize', { idToken });
  assert.deepEqual([answer.idTokenInfo.status, answer.certificateStatus], ['Accepted', undefined]);
  await made.clock.advance(301_000);
  assert.equal((await made.station.call('Authorize', { idToken })).idTokenInfo.status, 'Invalid');
});

test('sessions and decisions are found by station, eMAID and trace, with their reasons and CDR', async () => {
  const made = await ready();
  const { call } = await clientOf(made);
  await made.station.call('Authorize', byHashes(made.pki));
  const event = (seqNo: number, eventType: 'Started' | 'Ended', transactionId: string) =>
    made.station.call('TransactionEvent', {
      eventType,
      seqNo,
      triggerReason: 'Authorized',
      timestamp: new Date(made.clock.now()).toISOString(),
      transactionInfo: { transactionId },
      meterValue: [
        { timestamp: new Date(made.clock.now()).toISOString(), sampledValue: [{ value: 1000 * (seqNo + 1) }] },
      ],
      idToken: { idToken: EMAID, type: 'eMAID' },
    });
  await event(0, 'Started', 'T1');
  await made.clock.advance(1000);
  await event(1, 'Ended', 'T1');
  await event(0, 'Started', 'T2');
  await made.clock.advance(0);
  const sessions = await call('GET', '/sessions?limit=1&eMAID=de-8aa-c12345678');
  assert.equal(sessions.json.items[0].transactionId, 'T2');
  const next = await call('GET', `/sessions?limit=1&after=${sessions.json.next}`);
  assert.partialDeepStrictEqual(next.json.items, [{ transactionId: 'T1', energy_Wh: 1000, missingEvents: [] }]);
  assert.equal(next.json.next, undefined);
  assert.equal((await call('GET', '/sessions?isRunning=true')).json.items.length, 1);
  const one = await call('GET', '/sessions/CS1/T1');
  assert.partialDeepStrictEqual(one.json, {
    cdr: { state: 'done', attempts: 1 },
    events: [{ seqNo: 0 }, { seqNo: 1 }],
  });
  assert.equal(one.json.cdr.body.id, one.json.cdrId);
  assert.equal((await call('POST', '/sessions/CS1/T1/cdr/send')).json.code, 'no_open_cdr');
  assert.equal((await call('GET', '/sessions/CS1/T9')).status, 404);
  made.outside.emsp = emsp(made.clock, 'BLOCKED');
  await made.station.call('Authorize', byHashes(made.pki));
  const decisions = await call('GET', `/decisions?traceId=${'ab'.repeat(16)}&limit=1`);
  assert.partialDeepStrictEqual(decisions.json.items, [
    { certificateStatus: 'ContractCancelled', tokenStatus: 'Blocked', reasons: [{ code: 'emsp_blocked' }] },
  ]);
  const older = await call('GET', `/decisions?station=CS1&after=${decisions.json.next}`);
  assert.equal(older.json.items[0].tokenStatus, 'Accepted');
  const { id } = older.json.items[0];
  assert.equal((await call('GET', `/decisions/${id}`)).json.id, id);
  assert.equal((await call('GET', '/decisions/zzz')).status, 404);
  assert.equal((await call('GET', '/decisions?eMAID=x')).json.code, 'emaid_malformed');
});

test('roots are trusted, shown as PEM and withdrawn; what is no root is refused', async () => {
  const made = await ready();
  const { call, raw } = await clientOf(made);
  const { root, sub1 } = made.pki.certificates;
  const pem = derToPem(root.der);
  const added = await call('POST', '/roots', { use: 'v2g', certificate: pem });
  assert.deepEqual([added.status, added.json.fingerprint], [201, root.fingerprint]);
  assert.equal((await call('GET', '/roots')).json.items.length, 2);
  assert.equal((await call('GET', '/roots?use=mo')).json.items.length, 1);
  assert.equal(fromUtf8((await raw('GET', `/roots/v2g/${root.fingerprint}`)).body!), pem);
  assert.equal((await call('POST', '/roots', { use: 'v2g', certificate: derToPem(sub1.der) })).json.code, 'not_a_root');
  assert.equal((await call('POST', '/roots', { use: 'v2g', certificate: 'x' })).json.code, 'pem_malformed');
  assert.equal((await call('DELETE', `/roots/v2g/${root.fingerprint}`)).status, 204);
  assert.equal((await call('DELETE', `/roots/v2g/${root.fingerprint}`)).status, 404);
});

test('the fleet shows what each station lacks; a station is compared by hand; explain answers for any root', async () => {
  const made = await ready();
  const { call } = await clientOf(made);
  const { root } = made.pki.certificates;
  made.station.answers.GetInstalledCertificateIds = () => ({ status: 'NotFound' });
  made.station.answers.InstallCertificate = () => ({ status: 'Rejected' });
  made.station.answers.GetVariables = noVariables;
  assert.partialDeepStrictEqual((await call('GET', '/trust/stations')).json.items, [
    { station: 'CS1', state: 'never' },
  ]);
  const compared = await call('POST', '/trust/stations/CS1/compare?apply=true');
  assert.partialDeepStrictEqual(compared.json, { state: 'differs', missing: [{ fingerprint: root.fingerprint }] });
  assert.partialDeepStrictEqual((await call('GET', '/trust/stations')).json.items, [
    { station: 'CS1', state: 'differs', missing: [{ use: 'MORootCertificate' }] },
  ]);
  const explained = await call('GET', `/trust/explain?station=CS1&root=${root.fingerprint}`);
  assert.partialDeepStrictEqual(explained.json, { isAuthorized: 'no' });
  assert.equal((await call('GET', '/trust/explain?station=CS1&root=00')).status, 404);
  const pem = encodeURIComponent(derToPem(made.pki.certificates.sub1.der));
  assert.equal((await call('GET', `/trust/explain?station=CS1&root=${pem}`)).json.isAuthorized, 'no');
  assert.equal((await call('GET', '/trust/explain?station=NONE&root=00')).json.code, 'station_unknown');
  assert.equal((await call('POST', '/trust/stations/NONE/compare')).status, 404);
  assert.equal((await call('GET', '/trust/alarms')).status, 200);
  assert.deepEqual((await call('GET', '/trust/pools')).json.items, []);
  const renewed = await call('POST', `/trust/renew?root=${root.fingerprint}&dry=true`);
  assert.deepEqual(renewed.json.items, [{ station: 'CS1', outcome: 'lacks_root' }]);
  assert.equal((await call('GET', '/trust/endings?days=20000')).json.endings.length, 1);
  assert.deepEqual((await call('POST', '/trust/pools/read')).json.items, []);
});

test('partners show whether they answer; tokens of our own are put, listed and taken away', async () => {
  const made = await ready();
  const { call } = await clientOf(made);
  assert.partialDeepStrictEqual((await call('GET', '/partners')).json.items, [
    { name: 'emsp', parties: ['DE8AA'], breaker: 'closed', listed: 0 },
  ]);
  const put = await call('PUT', `/tokens/eMAID/${EMAID}`, { validUntil: '2027-01-01T00:00:00Z', language: 'de' });
  assert.partialDeepStrictEqual(put.json, { uid: EMAID, partner: null, isValid: true, whitelist: 'ALWAYS' });
  made.outside.emsp = emsp(made.clock, 'BLOCKED');
  const answer = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([answer.idTokenInfo.status, answer.idTokenInfo.language1], ['Accepted', 'de']);
  assert.equal((await call('PUT', '/tokens/eMAID/x', {})).json.code, 'emaid_malformed');
  assert.equal((await call('PUT', '/tokens/ISO14443/04AB', { validUntil: 'x' })).status, 422);
  assert.equal((await call('GET', '/tokens')).json.items.length, 1);
  assert.equal((await call('DELETE', `/tokens/eMAID/${EMAID}`)).status, 204);
  assert.equal((await call('DELETE', `/tokens/eMAID/${EMAID}`)).status, 404);
});

test('the live stream tells what happens, by topic, and what was missed', async () => {
  const made = await ready();
  const { raw } = await clientOf(made);
  const open = async (path: string, headers = {}) => {
    const response = await raw('GET', path, undefined, headers);
    assert.equal(response.headers['content-type'], 'text/event-stream');
    const events: string[] = [];
    let text = '';
    const leave = response.stream!({
      write: (part) => {
        text += part;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        events.push(...blocks);
      },
      end: () => {},
      bufferedBytes: 0,
    });
    return { events, leave };
  };
  const watching = await open('/events?topics=station,decision');
  await made.station.call('Authorize', byHashes(made.pki));
  await accepted(made, 'CS2');
  const topics = () =>
    watching.events.filter((event) => event.startsWith('id:')).map((event) => /event: (\w+)/.exec(event)![1]);
  assert.deepEqual(topics(), ['decision', ...Array(5).fill('station')]);
  const ids = watching.events
    .filter((event) => event.startsWith('id:'))
    .map((event) => Number(/id: (\d+)/.exec(event)![1]));
  const again = await open('/events?topics=station,decision', { 'last-event-id': String(ids[1]) });
  assert.equal(again.events.filter((event) => event.startsWith('id:')).length, 4);
  await made.clock.advance(5000);
  assert.equal(watching.events.filter((event) => event === ': ').length, 2);
  watching.leave();
  await accepted(made, 'CS3');
  await settle();
  assert.equal(topics().length, 6);
});

test('a sign of life needs no key and tells no names', async () => {
  const made = await ready();
  const served = serveRoutes(made.csms.routes);
  const { status, body } = await served({ method: 'GET', url: '/api/v1/health', headers: {} }, {});
  assert.deepEqual([status, JSON.parse(fromUtf8(body!))], [200, { status: 'up', connectedStations: 1 }]);
});
