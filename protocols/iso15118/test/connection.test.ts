/** The station's end of a connection: bytes in, bytes out, and everything that is no message. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes, fromHex, toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import { decodeMessage, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { decodeSap, encodeSap } from '@openpnc/exi/sap';
import { lateResponse, SeccConnection, type StreamEffect } from '@openpnc/iso15118/connection';
import { offer, protocols } from '@openpnc/iso15118/sap';
import { seccEdition } from '@openpnc/iso15118/v2/edition';
import { type SeccEffect, type SeccInput, type SeccSettings, seccDefaults } from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import { FrameReader, frame, payloadTypes } from '@openpnc/iso15118/v2gtp';
import { SeededRandom } from '@openpnc/sim/random';
import { certificate, checkAt } from './pki.ts';

const setupEnd = checkAt + timing.V2G_SECC_CommunicationSetup_Performance_Time;
const sap = frame(
  payloadTypes.exi,
  encodeSap({ supportedAppProtocolReq: { AppProtocol: offer([protocols.iso15118_2]) } }),
);

function connection(settings: Partial<SeccSettings> = {}): SeccConnection<SeccInput, SeccEffect> {
  const station = {
    settings: { ...seccDefaults, EVSEID: 'DE*KXL*E0042*7', ...settings },
    trust: {
      anchors: () => [certificate('moRoot')],
      isClockSynchronised: () => true,
      isPrivateEnvironment: false,
    },
    random: new SeededRandom('connection'),
    isTls: true,
  };
  return new SeccConnection({
    editions: [seccEdition(station, { setupEnd })],
    setupEnd,
    sapLimit_ms: timing.V2G_SECC_Msg_Performance_Time.supportedAppProtocolReq,
    isStrict: station.settings.isStrict,
  });
}

type Effects = readonly (SeccEffect | StreamEffect)[];

function payloads(effects: Effects): readonly Uint8Array[] {
  const reader = new FrameReader({ maxPayloadBytes: 10_000 });
  return effects.flatMap((effect) =>
    effect.do === 'send' && 'bytes' in effect ? reader.read(effect.bytes).payloads : [],
  );
}

function findings(effects: Effects): readonly string[] {
  return effects.flatMap((effect) => (effect.do === 'finding' ? [effect.code] : []));
}

function isClosed(effects: Effects): boolean {
  return effects.some((effect) => effect.do === 'close');
}

function message(SessionID: Uint8Array, Body: V2G_Message['Body']): Uint8Array {
  return frame(payloadTypes.exi, encodeMessage({ Header: { SessionID }, Body }));
}

const setup = message(new Uint8Array(8), { SessionSetupReq: { EVCCID: fromHex('02ab5c90d1ee') } });

function bytes(secc: SeccConnection<SeccInput, SeccEffect>, data: Uint8Array, at: Millis = checkAt): Effects {
  return secc.step({ type: 'bytes', bytes: data }, at);
}

test('negotiation and set-up, in one-byte reads and in one read, give the same answers', () => {
  const [slow, fast] = [connection(), connection()];
  const stream = concatBytes(sap, setup);
  const slowly = [...stream].flatMap((byte) => [...bytes(slow, Uint8Array.of(byte))]);
  const atOnce = bytes(fast, stream);
  assert.deepEqual(payloads(slowly).map(toHex), payloads(atOnce).map(toHex));
  const [first, second] = payloads(atOnce);
  assert.deepEqual(decodeSap(first!), {
    supportedAppProtocolRes: { ResponseCode: 'OK_SuccessfulNegotiation', SchemaID: 1 },
  });
  const { Header, Body } = decodeMessage(second!) as V2G_Message & { Body: { SessionSetupRes: object } };
  assert.equal(Header.SessionID.length, 8);
  assert.ok(Header.SessionID.some((byte) => byte !== 0));
  assert.deepEqual(Body.SessionSetupRes, {
    ResponseCode: 'OK_NewSessionEstablished',
    EVSEID: 'DE*KXL*E0042*7',
    EVSETimeStamp: BigInt(checkAt / 1000),
  });
});

test('a message carries its exchange, for the trace', () => {
  const secc = connection();
  bytes(secc, sap);
  const [sent] = bytes(secc, setup, checkAt + 40);
  assert.ok(sent?.do === 'send' && 'exchange' in sent);
  assert.equal(sent.exchange.message, 'SessionSetupReq');
  assert.equal(sent.exchange.ResponseCode, 'OK_NewSessionEstablished');
  assert.equal(sent.exchange.receivedAt, checkAt + 40);
  assert.equal(sent.exchange.limit_ms, 1_500);
  assert.match(sent.exchange.sessionId ?? '', /^[0-9A-F]{16}$/);
});

test('a response that leaves after its performance time is told of, one in time is not', () => {
  const exchange = { message: 'AuthorizationReq', limit_ms: 1_500 };
  assert.equal(lateResponse(exchange, 1_500), undefined);
  assert.deepEqual(lateResponse(exchange, 1_501)?.data, {
    message: 'AuthorizationReq',
    took_ms: 1_501,
    limit_ms: 1_500,
  });
});

test('no common protocol: Failed_NoNegotiation, then the connection closes [SupportedAppProtocol_002]', () => {
  const din = encodeSap({ supportedAppProtocolReq: { AppProtocol: offer([protocols.din70121]) } });
  const effects = bytes(connection(), frame(payloadTypes.exi, din));
  assert.deepEqual(decodeSap(payloads(effects)[0]!), {
    supportedAppProtocolRes: { ResponseCode: 'Failed_NoNegotiation' },
  });
  assert.deepEqual(findings(effects), ['sap_no_negotiation']);
  assert.ok(isClosed(effects));
});

for (const [what, header, code] of [
  ['a wrong version', 'fffe800100000001', 'v2gtp_header_invalid'],
  ['a wrong inverse version', '01ff800100000001', 'v2gtp_header_invalid'],
  ['a wrong payload type', '01fe700100000001', 'v2gtp_header_invalid'],
  ['length 0', '01fe800100000000', 'v2gtp_header_invalid'],
  ['too long a payload', '01fe800100010000', 'payload_too_large'],
] as const) {
  test(`a header with ${what} gets no answer: a finding and the end [V2GTPSessionSetup_002 to 005]`, () => {
    const secc = connection();
    bytes(secc, sap);
    const effects = bytes(secc, concatBytes(fromHex(header), fromHex('00'), setup));
    assert.deepEqual(payloads(effects), []);
    assert.deepEqual(findings(effects), [code]);
    assert.ok(isClosed(effects));
    assert.deepEqual(bytes(secc, setup), [], 'nothing is served after it');
  });
}

test('in strict mode a message with a bad header is ignored and the next one served', () => {
  const secc = connection({ isStrict: true });
  bytes(secc, sap);
  const effects = bytes(secc, concatBytes(fromHex('01fe7001000000020000'), setup));
  assert.deepEqual(findings(effects), ['v2gtp_header_invalid']);
  assert.equal(payloads(effects).length, 1);
  assert.equal(isClosed(effects), false);
});

for (const [what, exi] of [
  ['no EXI', '0102030405'],
  ['a truncated message', '809802000000'],
  ['the negotiation a second time', toHex(sap.subarray(8))],
  ['a header byte alone', '80'],
] as const) {
  test(`${what} in a session gets no answer: a finding with the place and the bytes, and the end`, () => {
    const secc = connection();
    bytes(secc, sap);
    bytes(secc, setup);
    const effects = bytes(secc, frame(payloadTypes.exi, fromHex(exi)));
    assert.deepEqual(payloads(effects), []);
    assert.deepEqual(findings(effects), ['message_undecodable']);
    const [finding] = effects.filter((effect) => effect.do === 'finding');
    assert.equal(finding?.data?.exi, exi);
    assert.ok(isClosed(effects));
    assert.ok(effects.some((effect) => effect.do === 'session' && effect.event === 'ended'));
  });
}

test('nonsense before the negotiation gets no answer and the end', () => {
  const effects = bytes(connection(), frame(payloadTypes.exi, fromHex('ffff')));
  assert.deepEqual(payloads(effects), []);
  assert.deepEqual(findings(effects), ['message_undecodable']);
  assert.ok(isClosed(effects));
});

test('a response or an empty body from a car gets no answer and the end', () => {
  for (const body of [{ SessionStopRes: { ResponseCode: 'OK' } }, {}] as V2G_Message['Body'][]) {
    const secc = connection();
    bytes(secc, sap);
    const effects = bytes(secc, message(new Uint8Array(8), body));
    assert.deepEqual(payloads(effects), []);
    assert.deepEqual(findings(effects), ['message_unexpected']);
    assert.ok(isClosed(effects));
  }
  const sapRes = encodeSap({ supportedAppProtocolRes: { ResponseCode: 'OK_SuccessfulNegotiation', SchemaID: 1 } });
  assert.deepEqual(findings(bytes(connection(), frame(payloadTypes.exi, sapRes))), ['message_unexpected']);
});

test('a car that connects and says nothing is cut off when communication set-up is over', () => {
  const secc = connection();
  assert.equal(secc.deadline, setupEnd);
  assert.deepEqual(secc.step({ type: 'timeout' }, setupEnd - 1), []);
  const effects = secc.step({ type: 'timeout' }, setupEnd);
  assert.deepEqual(findings(effects), ['communication_setup_timeout']);
  assert.ok(isClosed(effects));
  assert.equal(secc.deadline, undefined);
});

test('a car that negotiates and says nothing more is cut off then too, and one that is set up after 60 s [SILENT]', () => {
  const silent = connection();
  bytes(silent, sap);
  assert.equal(silent.deadline, setupEnd);
  assert.deepEqual(findings(silent.step({ type: 'timeout' }, setupEnd)), ['communication_setup_timeout']);
  const later = connection();
  bytes(later, sap);
  bytes(later, setup, checkAt + 17_000);
  assert.equal(later.deadline, checkAt + 77_000);
  const effects = later.step({ type: 'timeout' }, checkAt + 77_000);
  assert.deepEqual(findings(effects), ['sequence_timeout']);
  assert.deepEqual(payloads(effects), [], 'without a response');
  assert.ok(isClosed(effects));
});

test('news that comes before there is a session is kept for it', () => {
  const secc = connection();
  assert.deepEqual(secc.step({ type: 'authorizedExternally' }, checkAt), []);
  const effects = bytes(secc, concatBytes(sap, setup));
  const { Header } = decodeMessage(payloads(effects)[1]!);
  const discovery = bytes(secc, message(Header.SessionID, { ServiceDiscoveryReq: {} }));
  const { Body } = decodeMessage(payloads(discovery)[0]!) as { Body: { ServiceDiscoveryRes: Record<string, unknown> } };
  assert.deepEqual(Body.ServiceDiscoveryRes.PaymentOptionList, { PaymentOption: ['ExternalPayment'] });
  assert.deepEqual(findings(discovery), ['pnc_not_offered']);
});

test('after the end of a session nothing is answered, and the connection closes when the car does not', () => {
  const secc = connection();
  const { Header } = decodeMessage(payloads(bytes(secc, concatBytes(sap, setup)))[1]!);
  const stop = message(Header.SessionID, { SessionStopReq: { ChargingSession: 'Terminate' } });
  const effects = bytes(secc, concatBytes(stop, stop));
  assert.equal(payloads(effects).length, 1);
  assert.equal(isClosed(effects), false, 'the car closes first');
  assert.equal(secc.deadline, checkAt + timing.connectionTermination);
  assert.ok(isClosed(secc.step({ type: 'timeout' }, secc.deadline!)));
});

test('a car that leaves in the middle is told to the station, with the state it left in', () => {
  const secc = connection();
  bytes(secc, concatBytes(sap, setup));
  const effects = secc.step({ type: 'closed', reason: 'reset' }, checkAt);
  assert.deepEqual(findings(effects), ['ev_closed_early']);
  assert.equal(isClosed(effects), false, 'there is nothing left to close');
});
