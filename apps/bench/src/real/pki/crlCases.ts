/** The revocation lists of a PKI under test. RFC 5280 5. @module */
import { realClock } from '@openpnc/node/clock';
import type { Certificate } from '@openpnc/x509/certificate';
import { type CrlCode, type CrlVerdict, parseCrl, verifyCrl } from '@openpnc/x509/crl';
import { CannotAsk, unless } from '../peerCase.ts';
import type { Answer, Pki, PkiCase } from './pki.ts';

/** What is about time, and not about who signed. */
const ABOUT_TIME: ReadonlySet<CrlCode> = new Set(['crl_not_yet_valid', 'crl_stale', 'crl_no_next_update']);

/** Fetches the list that covers a certificate of the chain, the first that names one, and judges it. */
async function fetched(
  pki: Pki,
  path = pki.options.path,
): Promise<{ readonly answer: Answer; readonly verdict: CrlVerdict; readonly certificate: Certificate }> {
  if (!path) throw new CannotAsk('no chain: give --chain');
  const { crlUrl } = pki.options;
  const at =
    crlUrl === undefined ? path.findIndex(({ crlUrls }, i) => crlUrls.length > 0 && path[i + 1] !== undefined) : 0;
  const certificate = path[at];
  const issuer = path[at + 1];
  const url = crlUrl ?? certificate?.crlUrls[0];
  if (!certificate || !issuer || url === undefined)
    throw new CannotAsk('no certificate of the chain names a CRL: give --crl, where there is one');
  const answer = await pki.ask('GET CRL', { method: 'GET', url, headers: {} });
  if (answer.status !== 200) throw new Error(`CRL: HTTP ${answer.status}`);
  return { answer, certificate, verdict: verifyCrl({ crl: answer.body, certificate, issuer, at: realClock.now() }) };
}

/** Every case. */
export const crlCases: readonly PkiCase[] = [
  {
    id: 'crl-good',
    purpose: 'The CRL is signed by the CA that issued the certificate, may be, and does not list it.',
    clause: 'RFC 5280 6.3.3',
    profiles: ['quick', 'full', 'pnc'],
    cause: {
      text: 'The list is not there, of another CA (an indirect CRL or another key), or lists a good certificate.',
      remedy: 'Publish a whole list of each CA, signed by its own key, at the address in its certificates.',
    },
    async ask(pki) {
      const { verdict } = await fetched(pki);
      const refusals = verdict.findings.filter(({ code }) => !ABOUT_TIME.has(code)).map(({ text }) => text);
      return [
        ...refusals,
        ...unless([verdict.entry === undefined, `lists the certificate as ${verdict.entry?.reason ?? 'revoked'}`]),
      ];
    },
  },
  {
    id: 'crl-fresh',
    purpose: 'The CRL has begun, says when the next one comes, which is not over, and has a number.',
    clause: 'RFC 5280 5.1.2.4, 5.1.2.5, 5.2.3',
    profiles: ['full', 'pnc'],
    cause: {
      text: 'The list is not made anew in time, or the clock of the CA is off.',
      remedy: 'Make it anew long before nextUpdate, with a growing cRLNumber; look at caches in front of it.',
    },
    async ask(pki) {
      const { verdict, answer } = await fetched(pki);
      const late = verdict.findings.filter(({ code }) => ABOUT_TIME.has(code)).map(({ text }) => text);
      const isMalformed = verdict.findings.some(({ code }) => code === 'crl_malformed');
      if (isMalformed) return verdict.findings.map(({ text }) => text);
      return [...late, ...unless([parseCrl(answer.body).number !== undefined, 'no cRLNumber'])];
    },
  },
  {
    id: 'crl-revoked',
    purpose: 'A revoked certificate is in the CRL of its issuer.',
    clause: 'RFC 5280 5.3',
    profiles: ['full', 'pnc', 'security'],
    cause: {
      text: 'The list is older than the revocation.',
      remedy: 'Make the list anew at each revocation, not only when it ends.',
    },
    async ask(pki) {
      const { revoked } = pki.options;
      if (!revoked) throw new CannotAsk('no revoked certificate: give --revoked');
      const { verdict, certificate } = await fetched(pki, revoked);
      return unless([
        verdict.status === 'revoked',
        `${certificate.subject}: ${[verdict.status, ...verdict.findings.map(({ text }) => text)].join(': ')}, expected revoked`,
      ]);
    },
  },
  {
    id: 'crl-media-type',
    purpose: 'The CRL comes as application/pkix-crl, in DER.',
    clause: 'RFC 5280 4.2.1.13, RFC 2585 3',
    profiles: ['full'],
    cause: {
      text: 'A file server sends the list as text, or it is stored as PEM.',
      remedy: 'Store DER and set content-type: application/pkix-crl.',
    },
    async ask(pki) {
      const { answer } = await fetched(pki);
      const type = answer.headers['content-type'] ?? 'none';
      return unless(
        [type.startsWith('application/pkix-crl'), `content-type ${type}`],
        [answer.body[0] === 0x30, 'the list is not DER'],
      );
    },
  },
];
