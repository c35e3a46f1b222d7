/**
 * The station of the bench `handshake`, in a process of its own: tells for each session the processor time of this whole
 * process from accept until AuthorizationRes with Finished is out, and until the session has ended.
 * `node station.ts CONFIGURATION SESSION`, the number of the session whose calls of node:crypto are recorded.
 *
 * @module
 */
import crypto, { type KeyObject } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
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
let accepted: NodeJS.CpuUsage | undefined;
/** Until the latest AuthorizationRes. */
let answered: { readonly cpu_us: number; readonly calls: readonly CryptoCall[] } | undefined;
let session = 0;

const running = await inProcess('station', sections, '', trace);
// Node tells of each connection that a server accepts before anybody else hears of it.
subscribe('net.server.socket', () => {
  session += 1;
  accepted = process.cpuUsage();
});
say({ type: 'ready' });
process.once('disconnect', () => void running.close());

function trace(record: TraceRecord): void {
  // In the turn of the answer that says so, before or after it.
  if (record.type === 'session' && record.event === 'authorized') setImmediate(authorized);
  if (record.type === 'session' && record.event === 'ended') ended();
  if (record.type !== 'message') return;
  // What the choice of a chain costs is the station's own affair: the bare server has it chosen.
  if (record.protocol === 'tls') calls = session === Number(recorded) ? [] : undefined;
  if (record.protocol !== 'iso15118-2') return;
  // The answer has been written to the socket when its record comes.
  if (record.message === 'AuthorizationReq') answered = { cpu_us: spent_us(), calls: [...(calls ?? [])] };
  if (record.message === 'CurrentDemandReq') demands.push(record.took_ms!);
}

function authorized(): void {
  say({ type: 'session', ...answered! });
  calls = undefined;
}

function ended(): void {
  say({ type: 'ended', cpu_us: spent_us(), took_ms: demands.splice(0) });
}

function spent_us(): number {
  const { user, system } = process.cpuUsage(accepted);
  return user + system;
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
