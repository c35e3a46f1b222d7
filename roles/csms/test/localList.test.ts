/** The local authorization list of a station. OCPP 2.0.1 D01, D02. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenRow } from '@openpnc/csms/store';
import type { SendLocalListRequest } from '@openpnc/ocpp/v201';
import { sendLocalList } from '../src/localList.ts';
import { ready, START, type TestStation } from './world.ts';

const row = (n: number, changes: Partial<TokenRow> = {}): TokenRow => {
  const uid = `DE8AAC${String(n).padStart(8, '0')}`;
  return {
    key: uid,
    type: 'eMAID',
    partner: 'emsp',
    country_code: 'DE',
    party_id: '8AA',
    uid,
    contract_id: uid,
    valid: 1,
    whitelist: 'ALLOWED_OFFLINE',
    language: null,
    group_id: null,
    valid_until: null,
    ocpi: null,
    updated_at: 1,
    ...changes,
  };
};

/** A station that keeps a list. */
function listOf(station: TestStation, versionNumber = 3) {
  const requests: SendLocalListRequest[] = [];
  let version = versionNumber;
  station.answers.GetLocalListVersion = () => ({ versionNumber: version });
  station.answers.SendLocalList = (request: SendLocalListRequest) => {
    requests.push(request);
    version = request.versionNumber;
    return { status: 'Accepted' };
  };
  return requests;
}

test('the list is sent as one Full and further Differential messages, as large as the station takes them', async () => {
  const made = await ready();
  const requests = listOf(made.station);
  await made.csms.services.list.put(Array.from({ length: 45 }, (_, i) => row(i)));
  await made.station.call('NotifyReport', {
    requestId: 1,
    generatedAt: '2026-06-01T11:00:00Z',
    seqNo: 0,
    reportData: [
      {
        component: { name: 'LocalAuthListCtrlr' },
        variable: { name: 'Entries' },
        variableAttribute: [{ value: '0' }],
        variableCharacteristics: { dataType: 'integer', supportsMonitoring: false, maxLimit: 40 },
      },
      {
        component: { name: 'LocalAuthListCtrlr' },
        variable: { name: 'ItemsPerMessage' },
        variableAttribute: [{ value: '16' }],
      },
    ],
  });
  const outcome = await sendLocalList(made.csms.services, 'CS1', {});
  assert.deepEqual(outcome, { versionNumber: 6, entries: 40, messages: 3 });
  assert.deepEqual(
    requests.map(({ versionNumber, updateType, localAuthorizationList }) => [
      versionNumber,
      updateType,
      localAuthorizationList?.length,
    ]),
    [
      [4, 'Full', 16],
      [5, 'Differential', 16],
      [6, 'Differential', 8],
    ],
  );
});

test('only what may be accepted offline is on it, contracts in the form of their certificates', async () => {
  const made = await ready();
  const requests = listOf(made.station);
  await made.csms.services.list.put([
    row(1, { uid: 'de-8aa-c00000001', valid_until: START + 1000, language: 'de', group_id: 'G' }),
    row(2, { whitelist: 'NEVER' }),
    row(3, { valid: 0 }),
    row(4, { valid_until: START - 1 }),
    row(5, { partner: '' }),
  ]);
  await sendLocalList(made.csms.services, 'CS1', { partner: 'emsp' });
  assert.deepEqual(requests[0]!.localAuthorizationList, [
    {
      idToken: { idToken: 'DE8AAC00000001', type: 'eMAID' },
      idTokenInfo: {
        status: 'Accepted',
        cacheExpiryDateTime: '2026-06-01T12:00:01.000Z',
        language1: 'de',
        groupIdToken: { idToken: 'G', type: 'Central' },
      },
    },
  ]);
});

test('an empty list clears the one of the station; a refusal and silence are told with where it stopped', async () => {
  const made = await ready();
  const requests = listOf(made.station);
  assert.deepEqual(await sendLocalList(made.csms.services, 'CS1', {}), { versionNumber: 4, entries: 0, messages: 1 });
  assert.equal('localAuthorizationList' in requests[0]!, false);
  made.station.answers.SendLocalList = () => ({ status: 'VersionMismatch' });
  assert.partialDeepStrictEqual(await sendLocalList(made.csms.services, 'CS1', {}), {
    problem: 'SendLocalList 1 of 1: VersionMismatch',
  });
  made.station.drop();
  assert.match((await sendLocalList(made.csms.services, 'CS1', {})).problem!, /not connected/);
});
