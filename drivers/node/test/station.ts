/** A station and a car for the tests of the sockets between them, with the chains of the vectors. @module */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import type { ConnectionFailure, Stream, TlsIdentity, V2gHost, V2gListener, V2gTarget } from '@openpnc/core/network';
import { realClock } from '../src/clock.ts';
import type { V2gLink } from '../src/interfaces.ts';
import { type V2gDialOptions, v2gDialer } from '../src/v2gDialer.ts';
import { listenV2g, type V2gListenOptions } from '../src/v2gListener.ts';

const pki = JSON.parse(
  readFileSync(new URL('../../../vectors/crypto/pki-small.json', import.meta.url), 'utf8'),
).certificates;
export const der = (name: string) =>
  new Uint8Array(Buffer.from(pki[name].pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
export const identity: TlsIdentity = {
  id: 'secc',
  certificates: [der('secc'), der('cpoSub2'), der('cpoSub1')],
  keyPem: pemOfVector('secc'),
};
/** The contract chain of the vectors, for a car that shows it in the handshake. */
export const contract: TlsIdentity = {
  id: 'contract',
  certificates: [der('contract'), der('moSub2'), der('moSub1')],
  keyPem: pemOfVector('contract'),
};
/** The vectors give the private value alone; the public point is in the certificate. */
function pemOfVector(name: string): string {
  const { x, y } = createPublicKey(pki[name].pem).export({ format: 'jwk' });
  const d = Buffer.from(pki[name].privateKey, 'hex').toString('base64url');
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y!, d }, format: 'jwk' }).export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
}
export const loopback: V2gLink = { kind: 'loopback', interface: 'lo', address: '::1' };

/** A station that answers SDP with "sdp!" and echoes what comes, upper case. */
export function echoStation(overrides: Partial<V2gHost> = {}) {
  const failures: ConnectionFailure[] = [];
  const streams: Stream[] = [];
  const host: V2gHost = {
    sdp: ({ payload }) => (fromUtf8(payload) === 'sdp?' ? toUtf8('sdp!') : undefined),
    identity: () => identity,
    staple: () => toUtf8('staple'),
    open(stream) {
      streams.push(stream);
      return { bytes: (chunk) => stream.send(toUtf8(fromUtf8(chunk).toUpperCase())), closed: () => {} };
    },
    failed: (failure) => void failures.push(failure),
    ...overrides,
  };
  return { host, failures, streams };
}

let nextPort = 40_000 + (process.pid % 20_000);
export const listenOptions = (overrides: Partial<V2gListenOptions> = {}): V2gListenOptions => ({
  link: loopback,
  tls: true,
  tcp: true,
  handshake_ms: 2_000,
  maxConnections: 64,
  sdpPort: nextPort++,
  ...overrides,
});

/** A listener that is closed when the test ends, however it ends. */
export async function listening(
  t: TestContext,
  host: V2gHost,
  overrides: Partial<V2gListenOptions> = {},
): Promise<V2gListener['endpoint']> {
  const listener = await listenV2g(listenOptions(overrides), host);
  t.after(() => listener.close());
  return listener.endpoint;
}

/** Opens a connection, sends one text and gives back the answer ('' when it was closed instead) with the stream. */
export async function exchange(
  port: number,
  {
    isTls = true,
    link = loopback,
    address = '::1',
    client,
    ...dial
  }: {
    isTls?: boolean;
    link?: V2gLink;
    address?: string;
    client?: TlsIdentity;
  } & Pick<V2gDialOptions, 'dangerOwnTls' | 'keyLog'> = {},
) {
  const tls: V2gTarget['tls'] = { requestOcsp: true, ...(client && { identity: client }) };
  let answer = '';
  let heard: () => void;
  const done = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const stream = await v2gDialer({ link, ...dial }).connect(
    { address, port, deadline: realClock.now() + 5_000, ...(isTls && { tls }) },
    {
      bytes(chunk) {
        answer += fromUtf8(chunk);
        heard();
      },
      closed: () => heard(),
    },
  );
  stream.send(toUtf8('hello'));
  await done;
  return { answer, stream };
}
