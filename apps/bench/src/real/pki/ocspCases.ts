/** The OCSP responder of a PKI under test. RFC 6960. @module */
import { realClock } from '@openpnc/node/clock';
import type { Certificate } from '@openpnc/x509/certificate';
import { type CertificateHashes, certHashes, type HashAlgorithm } from '@openpnc/x509/hashData';
import { encodeOcspRequest, parseOcspResponse, verifyOcspResponse } from '@openpnc/x509/ocsp';
import { CannotAsk, unless } from '../peerCase.ts';
import type { Answer, Pki, PkiCase } from './pki.ts';

/** A certificate with its issuer and where it is asked about. */
interface Subject {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly url: string;
  readonly path: readonly Certificate[];
}

/** Those of a chain that can be asked about. @throws CannotAsk when there is none */
function subjects({ path }: { readonly path?: readonly Certificate[] | undefined }, { options }: Pki) {
  if (!path) throw new CannotAsk('no chain: give --chain');
  const found = path.flatMap((certificate, i): Subject[] => {
    const issuer = path[i + 1];
    const url = options.ocspUrl ?? certificate.ocspUrls[0];
    return issuer && url !== undefined ? [{ certificate, issuer, url, path }] : [];
  });
  const [first] = found;
  if (!first) throw new CannotAsk('no certificate of the chain names an OCSP responder: give --url');
  return [first, ...found.slice(1)] as const;
}

function first(pki: Pki): Subject {
  return subjects(pki.options, pki)[0];
}

function post(pki: Pki, { url }: Subject, body: Uint8Array): Promise<Answer> {
  const headers = { 'content-type': 'application/ocsp-request' };
  return pki.ask('POST OCSPRequest', { method: 'POST', url, headers, body }, 'ocsp');
}

function get(pki: Pki, { url }: Subject, request: Uint8Array): Promise<Answer> {
  const place = `${url.replace(/\/$/, '')}/${encodeURIComponent(Buffer.from(request).toString('base64'))}`;
  return pki.ask('GET OCSPRequest', { method: 'GET', url: place, headers: {} }, 'ocsp');
}

function judged({ body }: Answer, hashes: CertificateHashes, { path }: Subject, nonce?: Uint8Array) {
  return verifyOcspResponse({
    response: body,
    hashes,
    candidates: path,
    anchors: [path.at(-1)!],
    at: realClock.now(),
    ...(nonce && { nonce }),
  });
}

async function isGood(
  pki: Pki,
  subject: Subject,
  { algorithm = 'SHA256', send = post }: { readonly algorithm?: HashAlgorithm; readonly send?: typeof post } = {},
): Promise<readonly string[]> {
  const hashes = certHashes(subject.certificate, subject.issuer, algorithm);
  const answer = await send(pki, subject, encodeOcspRequest(hashes));
  const name = String(subject.certificate.subject);
  if (answer.status !== 200) return [`${name}: HTTP ${answer.status}`];
  const { status, findings } = judged(answer, hashes, subject);
  const refusals = findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => text);
  return unless(
    [status === 'good', `${name}: ${[status, ...refusals].join(': ')}`],
    [answer.took_ms < MOST_MS, `${name}: ${Math.round(answer.took_ms)} ms, at most ${MOST_MS}`],
  );
}

/** Never good, whoever signed it. */
async function isNotGood(pki: Pki, hashesOf: (subject: Subject) => CertificateHashes): Promise<readonly string[]> {
  const subject = first(pki);
  const hashes = hashesOf(subject);
  const answer = await post(pki, subject, encodeOcspRequest(hashes));
  const { status, claimed } = judged(answer, hashes, subject);
  return unless([status !== 'good' && claimed?.status !== 'good', 'good']);
}

const signing = {
  text: 'The responder is signed by the wrong one, answers with an old response, or for another certificate.',
  remedy:
    'Look at the certificate of the OCSP signer (issued by that CA itself, id-kp-OCSPSigning, valid now), at thisUpdate and nextUpdate, and at the clock of the responder.',
};
const tooGood = {
  text: 'The responder says good of what it has not issued: it answers from a list of revocations alone.',
  remedy: 'Let it look its certificates up; what it did not issue is unknown or unauthorized.',
};

/** Every case. */
export const ocspCases: readonly PkiCase[] = [
  {
    id: 'ocsp-good',
    purpose: 'A good certificate is good: signed by the right one, fresh, within a second.',
    clause: 'RFC 6960 2.2, 3.2',
    profiles: ['quick', 'full', 'pnc'],
    cause: signing,
    ask: (pki) => isGood(pki, first(pki)),
  },
  {
    id: 'ocsp-chain',
    purpose: 'Every certificate of the chain that can be asked about is good: the station staples the sub-CAs too.',
    clause: 'RFC 6960 2.2, ISO 15118-2:2014 [V2G2-871]',
    profiles: ['full', 'pnc'],
    cause: signing,
    async ask(pki) {
      const problems: string[] = [];
      for (const subject of subjects(pki.options, pki)) problems.push(...(await isGood(pki, subject)));
      return problems;
    },
  },
  {
    id: 'ocsp-revoked',
    purpose: 'A revoked certificate is revoked.',
    clause: 'RFC 6960 2.2',
    profiles: ['quick', 'full', 'pnc', 'security'],
    cause: {
      text: 'The revocation has not reached the responder, or an answer from before it is still handed out.',
      remedy: 'Look at how revocations come from the CA to the responder, and how long its answers are kept.',
    },
    async ask(pki) {
      const { revoked } = pki.options;
      if (!revoked) throw new CannotAsk('no revoked certificate: give --revoked');
      const [subject] = subjects({ path: revoked }, pki);
      const hashes = certHashes(subject.certificate, subject.issuer, 'SHA256');
      const { status, findings } = judged(await post(pki, subject, encodeOcspRequest(hashes)), hashes, subject);
      return unless([
        status === 'revoked',
        `${[status, ...findings.map(({ text }) => text)].join(': ')}, expected revoked`,
      ]);
    },
  },
  {
    id: 'ocsp-sha1',
    purpose: 'The same by SHA-1 hashes, as most clients ask.',
    clause: 'RFC 6960 4.1.1, RFC 5019',
    profiles: ['full'],
    cause: {
      text: 'The responder knows its issuers by one hash alone, or answers with another CertID than it was asked.',
      remedy: 'Keep the hashes of each issuer by SHA-1 and SHA-256, and answer with the CertID of the request.',
    },
    ask: (pki) => isGood(pki, first(pki), { algorithm: 'SHA1' }),
  },
  {
    id: 'ocsp-get',
    purpose: 'The same by GET.',
    clause: 'RFC 6960 A.1',
    profiles: ['full'],
    cause: {
      text: 'The responder takes POST alone, or something before it decodes %2F in the path.',
      remedy: 'Serve GET {url}/{url-encoded base64}; let a proxy pass the path on as it came.',
    },
    ask: (pki) => isGood(pki, first(pki), { send: get }),
  },
  {
    id: 'ocsp-media-type',
    purpose: 'POST and GET are answered as application/ocsp-response.',
    clause: 'RFC 6960 A.2',
    profiles: ['full'],
    cause: {
      text: 'The server in front of the responder sets a media type of its own.',
      remedy: 'Set content-type: application/ocsp-response.',
    },
    async ask(pki) {
      const subject = first(pki);
      const request = encodeOcspRequest(certHashes(subject.certificate, subject.issuer, 'SHA256'));
      const types = [await post(pki, subject, request), await get(pki, subject, request)].map(
        ({ headers }) => headers['content-type'] ?? 'none',
      );
      return unless([
        types.every((type) => type.startsWith('application/ocsp-response')),
        `content-type ${types.join(' and ')}`,
      ]);
    },
  },
  {
    id: 'ocsp-nonce',
    purpose: 'A nonce comes back or is left out, never another one.',
    clause: 'RFC 8954',
    profiles: ['full', 'security'],
    cause: {
      text: 'An answer that was made for somebody else is handed out.',
      remedy: 'Answer a request with a nonce with a fresh response, or leave the nonce out of it.',
    },
    async ask(pki) {
      const subject = first(pki);
      const hashes = certHashes(subject.certificate, subject.issuer, 'SHA256');
      const nonce = new Uint8Array(32).map((_, i) => (i * 37 + 11) % 256);
      const answer = await post(pki, subject, encodeOcspRequest(hashes, { nonce }));
      const { status, findings } = judged(answer, hashes, subject, nonce);
      return unless([status === 'good', `${status}: ${findings.map(({ text }) => text).join('; ')}`]);
    },
  },
  {
    id: 'ocsp-times',
    purpose: 'Twenty requests one after the other and ten at once: each is good within a second.',
    clause: 'OCPP 2.0.1 C07: the car waits 5 s for PaymentDetailsRes, and three certificates are asked about',
    profiles: ['full', 'pnc'],
    cause: {
      text: 'The responder signs each answer anew, or waits for a key store or database that is slow.',
      remedy: 'Make answers ahead and keep them for part of their life (RFC 5019); look at what a request waits for.',
    },
    async ask(pki) {
      const subject = first(pki);
      const problems: string[] = [];
      for (let i = 0; i < 20; i += 1) problems.push(...(await isGood(pki, subject)));
      const atOnce = await Promise.all(Array.from({ length: 10 }, () => isGood(pki, subject)));
      return [...new Set([...problems, ...atOnce.flat()])];
    },
  },
  {
    id: 'ocsp-unknown-serial',
    purpose: 'A serial number that was never given is not good.',
    clause: 'RFC 6960 2.2',
    profiles: ['full', 'pnc', 'security'],
    cause: tooGood,
    ask: (pki) =>
      isNotGood(pki, ({ certificate, issuer }) => ({
        ...certHashes(certificate, issuer, 'SHA256'),
        serialNumber: '7fffffffffffff01',
      })),
  },
  {
    id: 'ocsp-other-issuer',
    purpose: 'The serial number of a good certificate under another CA of the chain is not good.',
    clause: 'RFC 6960 2.2, 4.1.1',
    profiles: ['full', 'security'],
    cause: {
      text: 'The responder finds certificates by their serial number alone.',
      remedy: 'Look them up by issuer and serial number: serial numbers are unique within one CA only.',
    },
    ask: (pki) =>
      isNotGood(pki, ({ certificate, issuer, path }) => {
        const other = path[path.indexOf(issuer) + 1];
        if (!other) throw new CannotAsk('the chain has no CA above the issuer');
        return certHashes(certificate, other, 'SHA256');
      }),
  },
  {
    id: 'ocsp-foreign-issuer',
    purpose: 'A certificate of an issuer that is none of the responder’s is not good.',
    clause: 'RFC 6960 2.2',
    profiles: ['full', 'security'],
    cause: tooGood,
    ask: (pki) =>
      isNotGood(pki, ({ certificate, issuer }) => ({
        ...certHashes(certificate, issuer, 'SHA256'),
        issuerKeyHash: 'ab'.repeat(32),
      })),
  },
  {
    id: 'ocsp-garbage',
    purpose: 'Garbage is answered malformedRequest or a 4xx, never a 5xx, and the responder lives on.',
    clause: 'RFC 6960 2.3',
    profiles: ['full', 'security'],
    cause: {
      text: 'The decoder of the responder throws, and nobody catches it.',
      remedy: 'Answer malformedRequest to what cannot be read.',
    },
    async ask(pki) {
      const subject = first(pki);
      const { status, body } = await post(
        pki,
        subject,
        Uint8Array.from({ length: 200 }, (_, i) => (i * 91) % 256),
      );
      const after = await isGood(pki, subject);
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

const MOST_MS = 1_000;
