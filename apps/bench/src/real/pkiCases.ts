/** A real PKI's OCSP responder under test. RFC 6960. @module */
import { realClock } from '@openpnc/node/clock';
import { httpCaller } from '@openpnc/node/http';
import type { Certificate } from '@openpnc/x509/certificate';
import { type CertificateHashes, certHashes, type HashAlgorithm } from '@openpnc/x509/hashData';
import { encodeOcspRequest, parseOcspResponse, verifyOcspResponse } from '@openpnc/x509/ocsp';
import { CannotAsk, type Note, type PeerCase, peerRunner, unless } from './peerCase.ts';

/** What is asked about. */
export interface PkiRunOptions {
  /** Address of the responder; by default that of the first certificate. */
  readonly url?: string;
  /** A chain that is good, leaf first with its root. */
  readonly path: readonly Certificate[];
}

interface Asker {
  readonly path: readonly Certificate[];
  post(body: Uint8Array, contentType?: string): Promise<Answer>;
  get(request: Uint8Array): Promise<Answer>;
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  readonly took_ms: number;
}

/** A runner of {@link pkiCases}. @throws CannotAsk in each case when no responder is known */
export function pkiRunner(options: PkiRunOptions) {
  return peerRunner<Asker>('csms', async (note) => {
    const url = options.url ?? options.path.find(({ ocspUrls }) => ocspUrls.length > 0)?.ocspUrls[0];
    if (url === undefined) throw new CannotAsk('no certificate of the chain names an OCSP responder: give --url');
    const http = httpCaller();
    return { context: asker(url, options.path, http.call, note), close: () => http.close() };
  });
}

function asker(
  url: string,
  path: readonly Certificate[],
  call: ReturnType<typeof httpCaller>['call'],
  note: Note,
): Asker {
  const ask = async (request: Parameters<typeof call>[0]): Promise<Answer> => {
    const began = realClock.now();
    const { status, body = new Uint8Array(0) } = await call(request, { deadline: began + 10_000 });
    note({
      began,
      from: 'csms',
      to: 'pki',
      protocol: 'ocsp',
      message: `${request.method} OCSPRequest`,
      result: `HTTP ${status}`,
    });
    return { status, body, took_ms: realClock.now() - began };
  };
  return {
    path,
    post: (body, contentType = 'application/ocsp-request') =>
      ask({ method: 'POST', url, headers: { 'content-type': contentType }, body }),
    get: (request) =>
      ask({
        method: 'GET',
        url: `${url.replace(/\/$/, '')}/${encodeURIComponent(Buffer.from(request).toString('base64'))}`,
        headers: {},
      }),
  };
}

/** Leaf or sub-CA with its issuer, the first that can be asked about. */
function subject(path: readonly Certificate[]): readonly [Certificate, Certificate] {
  const at = path.findIndex(({ ocspUrls }, i) => ocspUrls.length > 0 && path[i + 1] !== undefined);
  const found = at < 0 ? undefined : ([path[at]!, path[at + 1]!] as const);
  if (!found) throw new CannotAsk('no certificate of the chain can be asked about');
  return found;
}

function judged({ body }: Answer, hashes: CertificateHashes, path: readonly Certificate[], nonce?: Uint8Array) {
  const root = path.at(-1)!;
  return verifyOcspResponse({
    response: body,
    hashes,
    candidates: path,
    anchors: [root],
    at: realClock.now(),
    ...(nonce && { nonce }),
  });
}

function good(algorithm: HashAlgorithm, how: 'post' | 'get'): PeerCase<Asker>['ask'] {
  return async (us) => {
    const hashes = certHashes(...subject(us.path), algorithm);
    const request = encodeOcspRequest(hashes);
    const answer = how === 'post' ? await us.post(request) : await us.get(request);
    if (answer.status !== 200) return [`HTTP ${answer.status}`];
    const { status, findings } = judged(answer, hashes, us.path);
    const refusals = findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => text);
    return unless(
      [status === 'good', `${status}: ${refusals.join('; ')}`],
      [answer.took_ms < 1_000, `${Math.round(answer.took_ms)} ms, at most 1000`],
    );
  };
}

/** Every case. */
export const pkiCases: readonly PeerCase<Asker>[] = [
  {
    id: 'ocsp-good',
    purpose: 'A good certificate is good: signed by the right one, fresh, within a second.',
    clause: 'RFC 6960 2.2, 3.2',
    profiles: ['quick', 'full', 'pnc'],
    ask: good('SHA256', 'post'),
  },
  {
    id: 'ocsp-sha1',
    purpose: 'The same by SHA-1 hashes, as most clients ask.',
    clause: 'RFC 6960 4.1.1, RFC 5019',
    profiles: ['full'],
    ask: good('SHA1', 'post'),
  },
  {
    id: 'ocsp-get',
    purpose: 'The same by GET.',
    clause: 'RFC 6960 A.1',
    profiles: ['full'],
    ask: good('SHA256', 'get'),
  },
  {
    id: 'ocsp-nonce',
    purpose: 'A nonce comes back or is left out, never another one.',
    clause: 'RFC 8954',
    profiles: ['full', 'security'],
    async ask(us) {
      const hashes = certHashes(...subject(us.path), 'SHA256');
      const nonce = new Uint8Array(32).map((_, i) => (i * 37 + 11) % 256);
      const { status, findings } = judged(await us.post(encodeOcspRequest(hashes, { nonce })), hashes, us.path, nonce);
      return unless([status === 'good', `${status}: ${findings.map(({ text }) => text).join('; ')}`]);
    },
  },
  {
    id: 'ocsp-unknown-serial',
    purpose: 'A serial number that was never given is not good.',
    clause: 'RFC 6960 2.2',
    profiles: ['full', 'pnc', 'security'],
    async ask(us) {
      const hashes = { ...certHashes(...subject(us.path), 'SHA256'), serialNumber: '7fffffffffffff01' };
      const answer = await us.post(encodeOcspRequest(hashes));
      const { status, claimed } = judged(answer, hashes, us.path);
      return unless([status !== 'good' && claimed?.status !== 'good', 'good']);
    },
  },
  {
    id: 'ocsp-foreign-issuer',
    purpose: 'A certificate of an issuer that is none of the responder’s is not good.',
    clause: 'RFC 6960 2.2',
    profiles: ['full', 'security'],
    async ask(us) {
      const hashes = { ...certHashes(...subject(us.path), 'SHA256'), issuerKeyHash: 'ab'.repeat(32) };
      const answer = await us.post(encodeOcspRequest(hashes));
      const { status, claimed } = judged(answer, hashes, us.path);
      return unless([status !== 'good' && claimed?.status !== 'good', 'good']);
    },
  },
  {
    id: 'ocsp-garbage',
    purpose: 'Garbage is answered malformedRequest or a 4xx, never a 5xx, and the responder lives on.',
    clause: 'RFC 6960 2.3',
    profiles: ['full', 'security'],
    async ask(us) {
      const { status, body } = await us.post(Uint8Array.from({ length: 200 }, (_, i) => (i * 91) % 256));
      const after = await good('SHA256', 'post')(us);
      return unless(
        [status >= 400 ? status < 500 : isRefusal(body), `HTTP ${status}`],
        [after.length === 0, `afterwards: ${after.join('; ')}`],
      );
    },
  },
];

function isRefusal(body: Uint8Array): boolean {
  try {
    return parseOcspResponse(body).basic === undefined;
  } catch {
    return false;
  }
}
