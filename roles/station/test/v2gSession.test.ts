/** One connection of a car: what the trace says of each response, late ones included. ISO 15118-2:2014 table 109. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Millis } from '@openpnc/core/machine';
import type { Stream } from '@openpnc/core/network';
import type { Clock } from '@openpnc/core/ports';
import type { TraceRecord } from '@openpnc/core/trace';
import { encodeSap } from '@openpnc/exi/sap';
import { protocols } from '@openpnc/iso15118/sap';
import { seccDefaults } from '@openpnc/iso15118/v2/session';
import { frame, payloadTypes } from '@openpnc/iso15118/v2gtp';
import { SeededRandom } from '@openpnc/sim/random';
import { V2gSession } from '../src/evse/v2gSession.ts';
import { StationTrace } from '../src/stationTrace.ts';

/** A session whose station needs `busy_ms` from a request to its response; the records after supportedAppProtocolReq. */
function answered(busy_ms: Millis): TraceRecord[] {
  let now = 1_000;
  const clock: Clock = { now: () => now, alarm: () => () => {}, sleep: async () => {} };
  const records: TraceRecord[] = [];
  const stream: Stream = {
    info: { local: '[::1]:1', peer: '[::1]:2' },
    send: () => {
      now += busy_ms;
    },
    close: () => {},
  };
  const session = new V2gSession({
    stream,
    station: {
      settings: { ...seccDefaults, EVSEID: 'DE*OPC*E00001' },
      trust: { anchors: () => [], isClockSynchronised: () => true, isPrivateEnvironment: false },
      random: new SeededRandom('late'),
      isTls: false,
    },
    clock,
    setupEnd: now + 18_000,
    traceId: '0'.repeat(32),
    trace: new StationTrace((record) => records.push(record), clock),
    isPayloadTraced: true,
    perform: () => {},
    refused: () => {},
    closed: () => {},
  });
  const { ProtocolNamespace, VersionNumberMajor, VersionNumberMinor } = protocols.iso15118_2;
  const offer = { ProtocolNamespace, VersionNumberMajor, VersionNumberMinor, SchemaID: 1, Priority: 1 };
  session.receiver.bytes(frame(payloadTypes.exi, encodeSap({ supportedAppProtocolReq: { AppProtocol: [offer] } })));
  return records;
}

test('a response after its performance time is a finding; one within it is not', () => {
  const inTime = answered(1_500);
  assert.deepEqual(
    inTime.map(({ type }) => type),
    ['message'],
  );
  const [message, late] = answered(1_501);
  assert.ok(message?.type === 'message' && message.took_ms === 1_501 && message.limit_ms === 1_500);
  assert.ok(late?.type === 'finding');
  assert.deepEqual([late.code, late.severity], ['late_response', 'warning']);
  assert.match(late.text, /supportedAppProtocolReq left after 1501 ms, the limit is 1500 ms/);
});

test('the payload of a record is there when it is read, written and copied', () => {
  const [record] = answered(1);
  assert.ok(record?.type === 'message');
  assert.match(JSON.stringify(record), /"payload":\{"request":\{"supportedAppProtocolReq"/);
  assert.deepEqual({ ...record }.payload, record.payload);
  assert.equal(record.payload, record.payload, 'made once');
});
