/** Captures of V2G traffic decoded to the trace of the session: our own car and station, and files that are broken. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { concatBytes } from '@openpnc/core/bytes';
import type { MessageRecord, TraceRecord } from '@openpnc/core/trace';
import { diagnose } from '@openpnc/diagnosis/diagnose';
import { decodeCapture } from '@openpnc/lab/capture';
import { jsonValue, runLab } from '@openpnc/lab/lab';
import { inProcess, type Starter } from '@openpnc/lab/parties';
import { scenarios } from '@openpnc/lab/scenarios';
import { type CapturedPacket, linkTypes, pcapHead, pcapPacket, readCaptureFile } from '@openpnc/node/captureFile';
import { readPacket, writePacket } from '@openpnc/node/packet';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-capture-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The lab's parties, car and station with a capture each. */
const recorded: Starter = (party, sections, place, trace) =>
  inProcess(
    party,
    {
      ...sections,
      ev: { ...sections.ev, capture: join(place, 'car') },
      station: { ...sections.station, capture: join(place, 'outlet') },
    },
    place,
    trace,
  );

async function labRun(id: string, sdpPort: number) {
  const scenario = scenarios.find((one) => one.id === id)!;
  const place = join(folder, id);
  const { traceFile, result } = await runLab({ scenario, folder: place, sdpPort, start: recorded });
  const live: TraceRecord[] = readFileSync(traceFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const file = (name: string) => readFileSync(join(place, name));
  const decode = (name: string, keyLog = file(`${name}.keys`).toString()) =>
    decodeCapture(readCaptureFile(file(`${name}.pcap`)), { keyLog, sdpPort });
  return { live, decode, pcap: file('car.pcap'), result, sdpPort };
}

const v2g = (records: readonly TraceRecord[]) =>
  records.filter(
    (record): record is MessageRecord =>
      record.type === 'message' && record.protocol === 'iso15118-2' && record.party === 'station',
  );
const senderOf = (packet: CapturedPacket) => {
  const read = readPacket(packet);
  return typeof read === 'object' ? `${read.from.address}|${read.from.port}` : '';
};
/** What must be the same in a capture and in the trace; times are each side's own. */
const essence = (records: readonly TraceRecord[]) =>
  v2g(records).map(({ message, result, payload, limit_ms }) =>
    JSON.parse(JSON.stringify({ message, result, payload, limit_ms }, jsonValue)),
  );

describe('a session of our own car and station', () => {
  let run: Awaited<ReturnType<typeof labRun>>;
  before(async () => {
    run = await labRun('accepted', 25_217);
  });

  for (const name of ['car', 'outlet'])
    test(`the capture of the ${name} decodes to the same messages as the live trace`, () => {
      const { records, v2gConnections, problem } = run.decode(name);
      assert.equal(problem, undefined);
      assert.equal(v2gConnections, 1);
      assert.ok(v2g(records).length > 15);
      assert.deepEqual(essence(records), essence(run.live));
      const ids = new Set(v2g(run.live).flatMap(({ sessionId }) => sessionId ?? []));
      assert.deepEqual(new Set(v2g(records).flatMap(({ sessionId }) => sessionId ?? [])), ids);
      assert.equal(diagnose(records), null);
    });

  test('SDP and the handshake are in it', () => {
    const { records } = run.decode('car');
    const [sdp, handshake] = records as MessageRecord[];
    assert.equal(sdp?.message, 'SECCDiscoveryReq');
    assert.match(String(sdp?.result), /^tls \[.*\]:\d+$/);
    assert.equal(handshake?.message, 'handshake');
    assert.equal(handshake?.result, 'TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256');
  });

  test('without its key log the handshake is shown and the reason why the rest is not', () => {
    const { records } = run.decode('car', '');
    assert.deepEqual(v2g(records), []);
    const found = records.find((record) => record.type === 'finding');
    assert.equal(found?.code, 'capture_tls_unreadable');
    assert.match(found.text, /the key log has no line for client random [0-9a-f]{64}/);
  });

  test('segments in disorder and twice over decode to the same', () => {
    const { packets } = readCaptureFile(run.pcap);
    // Neighbours of one direction change places, and each packet comes twice.
    const shuffled = [...packets];
    let swaps = 0;
    for (let i = 3; i < shuffled.length; i += 1) {
      const [a, b] = [shuffled[i - 1]!, shuffled[i]!];
      if (senderOf(a) !== senderOf(b)) continue;
      [shuffled[i - 1], shuffled[i]] = [b, a];
      swaps += 1;
      i += 1;
    }
    assert.ok(swaps > 0);
    const doubled = shuffled.flatMap((packet) => [packet, packet]);
    const keyLog = readFileSync(join(folder, 'accepted', 'car.keys'), 'utf8');
    const { records } = decodeCapture({ packets: doubled, keyLogs: [keyLog] }, { sdpPort: run.sdpPort });
    assert.deepEqual(essence(records), essence(run.live));
  });

  test('a lost segment is told, and nothing after it is guessed', () => {
    const { packets } = readCaptureFile(run.pcap);
    const data = packets.filter((packet) => {
      const read = readPacket(packet);
      return typeof read === 'object' && read.protocol === 'tcp' && read.payload.length > 0;
    });
    const lost = data[data.length >> 1];
    const kept = packets.filter((packet) => packet !== lost);
    const keyLog = readFileSync(join(folder, 'accepted', 'car.keys'), 'utf8');
    const { records } = decodeCapture({ packets: kept, keyLogs: [keyLog] }, { sdpPort: run.sdpPort });
    assert.ok(records.some((record) => record.type === 'finding' && record.code === 'capture_gap'));
    const whole = essence(run.live);
    const part = essence(records);
    assert.ok(part.length > 3 && part.length < whole.length, `${part.length} of ${whole.length}`);
    assert.deepEqual(part, whole.slice(0, part.length));
  });
});

test('a refused session is diagnosed from the capture alone', async () => {
  const { decode, result } = await labRun('contract-expired', 25_218);
  assert.equal(diagnose(decode('car').records)?.code, result.cause?.code);
});

test('a handshake that the car breaks off is diagnosed from the capture alone', async () => {
  const { decode } = await labRun('ev-v2g-root-missing', 25_219);
  const { records } = decode('outlet');
  // Our car judges the chain after the handshake: the capture shows a car that left without a word.
  assert.ok(records.some((record) => record.type === 'message' && record.message === 'handshake'));
  assert.deepEqual(v2g(records), []);
});

describe('files that are no good', () => {
  const packet = pcapPacket(
    1_000,
    writePacket({
      protocol: 'udp',
      from: { address: 'fe80::1', port: 50_000 },
      to: { address: 'ff02::1', port: 15_118 },
      payload: Uint8Array.of(1, 0xfe, 0x90, 0, 0, 0, 0, 2, 0, 0),
    }),
  );

  test('what is no capture is refused with what was expected', () => {
    assert.throws(() => readCaptureFile(new TextEncoder().encode('{"a":1}')), {
      code: 'capture_unreadable',
      message: /magic number 0x7b226122, expected pcap .* or pcapng/,
    });
    assert.throws(() => readCaptureFile(new Uint8Array(2)), { code: 'capture_unreadable' });
    assert.throws(() => readCaptureFile(pcapHead(1).subarray(0, 20)), { code: 'capture_unreadable', message: /head/ });
  });

  test('a file cut in a packet gives the packets before it and says where it ends', () => {
    const bytes = concatBytes(pcapHead(linkTypes.raw), packet, packet).subarray(0, -3);
    const { packets, problem } = readCaptureFile(bytes);
    assert.equal(packets.length, 1);
    assert.match(problem ?? '', /^offset \d+: a packet of 58 bytes, but the file ends after 55$/);
    const { records } = decodeCapture(readCaptureFile(bytes));
    assert.deepEqual(
      records.flatMap((record) =>
        record.type === 'message' ? record.result : record.type === 'finding' ? record.code : [],
      ),
      ['no answer', 'capture_cut'],
    );
  });

  test('no cut of a file throws anything but its one error', () => {
    const bytes = concatBytes(pcapHead(linkTypes.raw), packet, packet);
    for (let length = 0; length <= bytes.length; length += 1) {
      try {
        decodeCapture(readCaptureFile(bytes.subarray(0, length)));
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'capture_unreadable', `cut at ${length}`);
        assert.ok(length < 24);
      }
    }
  });
});
