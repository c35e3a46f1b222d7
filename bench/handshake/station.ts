/**
 * The station of the bench `handshake`, in a process of its own: tells for each session the processor time of this whole
 * process from SDP's answer, just before accept, until AuthorizationRes with Finished is out. `node station.ts CONFIGURATION`
 *
 * @module
 */
import crypto, { type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { TraceRecord } from '@openpnc/core/trace';
import type { ChildLine, CryptoCall } from './childLine.ts';

const hex = (data: unknown): string =>
  (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array)).toString('hex');
const { hash, verify } = crypto;
let calls: CryptoCall[] | undefined;

// Both stay what they are; the session that is recorded also leaves what it asked for.
Object.assign(crypto, {
  hash(...args: Parameters<typeof hash>) {
    calls?.push({ name: 'hash', algorithm: args[0], data: hex(args[1]) });
    return hash(...args);
  },
  verify(...args: Parameters<typeof verify>) {
    if (calls) calls.push(verificationOf(args as unknown as Verification));
    return verify(...args);
  },
});
syncBuiltinESMExports();
// Only now: what they import is the recorded pair.
const { inProcess } = await import('@openpnc/lab/parties');

const [configuration, recorded] = process.argv.slice(2);
const sections = JSON.parse(readFileSync(configuration!, 'utf8'));
const demands: number[] = [];
let before: NodeJS.CpuUsage | undefined;
let session = 0;

const running = await inProcess('station', sections, '', trace);
say({ type: 'ready' });
process.once('disconnect', () => void running.close());

function trace(record: TraceRecord): void {
  if (record.type === 'session' && record.event === 'authorized') setImmediate(authorized);
  if (record.type === 'session' && record.event === 'ended') say({ type: 'demands', took_ms: demands.splice(0) });
  if (record.type !== 'message') return;
  if (record.protocol === 'sdp') {
    session += 1;
    before = process.cpuUsage();
  } else if (record.protocol === 'tls') {
    // What the choice of a chain costs is the station's own affair: the bare server has it chosen.
    calls = session === Number(recorded) ? [] : undefined;
  } else if (record.protocol === 'iso15118-2') {
    if (record.message === 'CurrentDemandReq') demands.push(record.took_ms!);
  }
}

function authorized(): void {
  const { user, system } = process.cpuUsage(before);
  say({ type: 'session', cpu_us: user + system, calls: calls ?? [] });
  calls = undefined;
}

type Verification = [
  algorithm: string,
  data: Uint8Array,
  key: KeyObject | { readonly key: KeyObject; readonly dsaEncoding?: 'der' | 'ieee-p1363' },
  signature: Uint8Array,
];

function verificationOf([algorithm, data, given, signature]: Verification): CryptoCall {
  const { key, dsaEncoding } = 'key' in given ? given : { key: given, dsaEncoding: undefined };
  return {
    name: 'verify',
    algorithm,
    data: hex(data),
    key: hex(key.export({ type: 'spki', format: 'der' })),
    ...(dsaEncoding && { dsaEncoding }),
    signature: hex(signature),
  };
}

function say(line: ChildLine): void {
  process.send!(line);
}
