/**
 * What the bench `handshake` compares the station with: a bare `tls.createServer` with the same chain, suite and staple,
 * which makes a session's calls of node:crypto when a car is connected, answers one byte and tells the processor time of
 * this process from accept to there; then it answers each message unread, and tells the time until the last answer.
 * `node bare.ts`, the work by the first message.
 *
 * @module
 */
import { constants, createPublicKey, hash, verify } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { ChildLine, CryptoCall } from './childLine.ts';

/** The first message to this process. */
export interface BareWork {
  readonly host: string;
  /** PEM, leaf first. */
  readonly cert: string;
  readonly key: string;
  /** DER, hex. */
  readonly staple: string;
  readonly calls: readonly CryptoCall[];
}

const [{ host, cert, key, staple, calls }] = (await once(process, 'message')) as [BareWork];
const acts = calls.map(actOf);
const response = Buffer.from(staple, 'hex');
let before: NodeJS.CpuUsage | undefined;

const server = createServer({
  cert,
  key,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: 'ECDHE-ECDSA-AES128-SHA256',
  ecdhCurve: 'prime256v1',
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
});
subscribe('net.server.socket', () => {
  before = process.cpuUsage();
});
server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, response));
server.on('secureConnection', (socket) => {
  for (const act of acts) act();
  socket.write('.');
  const { user, system } = process.cpuUsage(before);
  setImmediate(say, { type: 'session', cpu_us: user + system, calls: [] });
  const answer = Buffer.alloc(40);
  let talked_us = 0;
  socket.on('data', () => {
    socket.write(answer);
    const { user: inUser, system: inSystem } = process.cpuUsage(before);
    talked_us = inUser + inSystem;
  });
  socket.on('error', () => {});
  socket.on('end', () => {
    say({ type: 'ended', cpu_us: talked_us, took_ms: [] });
    socket.end();
  });
});
server.listen(0, host, () => say({ type: 'ready', port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => server.close());

function actOf(call: CryptoCall): () => void {
  const data = Buffer.from(call.data, 'hex');
  if (call.name === 'hash') return () => void hash(call.algorithm, data, 'buffer');
  const publicKey = createPublicKey({ key: Buffer.from(call.key, 'hex'), format: 'der', type: 'spki' });
  const signature = Buffer.from(call.signature, 'hex');
  const given = call.dsaEncoding ? { key: publicKey, dsaEncoding: call.dsaEncoding } : publicKey;
  return () => {
    if (!verify(call.algorithm, data, given, signature)) throw new Error('a recorded signature does not hold');
  };
}

function say(line: ChildLine): void {
  process.send!(line);
}
