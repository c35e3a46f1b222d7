/** Enrolment of a PKI under test, in the path spelling of its operator. RFC 7030, OPCP est.v1, OPNC pki. @module */
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import type { SignatureAlgorithm } from '@openpnc/core/ports';
import { realClock } from '@openpnc/node/clock';
import { memoryKeys } from '@openpnc/node/keys';
import type { EstCa } from '@openpnc/opcp/backend';
import { caCertificates, type EnrolmentOutcome, enrol, estPaths } from '@openpnc/opcp/est';
import type { Certificate } from '@openpnc/x509/certificate';
import { createCsr, type NameParts } from '@openpnc/x509/issue';
import { lintCertificate } from '@openpnc/x509/lint';
import { type Purpose, validatePath } from '@openpnc/x509/path';
import type { ProfileName } from '@openpnc/x509/profiles';
import { CannotAsk, unless } from '../peerCase.ts';
import {
  type Answer,
  type BadCredentials,
  badCredentials,
  badCredentials_text,
  type Pki,
  type PkiCase,
} from './pki.ts';

/** What a branch issues. */
const kinds: Readonly<Record<EstCa, { readonly profile: ProfileName; readonly purpose: Purpose }>> = {
  cpo: { profile: 'seccLeaf', purpose: 'secc' },
  mo: { profile: 'contractLeaf', purpose: 'contract' },
  oem: { profile: 'provisioningLeaf', purpose: 'provisioning' },
  veh: { profile: 'provisioningLeaf', purpose: 'provisioning' },
  cps: { profile: 'cpsLeaf', purpose: 'cps' },
  cs: { profile: 'stationClient', purpose: 'station' },
};

function estOf({ options: { est } }: Pki) {
  if (!est) throw new CannotAsk('no EST service: give --est');
  return est;
}

/** Client options of `@openpnc/opcp` for the good calls. */
async function clientOf(pki: Pki) {
  const { url, spelling, ca } = estOf(pki);
  return { http: pki.http, baseUrl: url, paths: estPaths[spelling], ca, headers: await pki.authorization() };
}

function nameOf({ CN }: { readonly CN: string }): NameParts {
  return [
    ['O', 'OpenPnC Bench'],
    ['CN', CN],
  ];
}

interface Request {
  readonly der: Uint8Array;
  readonly publicKey: Uint8Array;
}

async function request(subject: NameParts, algorithm?: SignatureAlgorithm): Promise<Request> {
  const key = await memoryKeys().make('bench', algorithm);
  return { der: await createCsr(subject, key), publicKey: key.publicKey };
}

/** Enrols with the library's own client. @throws CannotAsk when the service wants somebody to approve, or the role may not */
async function enrolled(pki: Pki, csr: Request): Promise<EnrolmentOutcome> {
  const outcome = await enrol(csr, await clientOf(pki), realClock.now() + 30_000);
  if (!outcome.ok && outcome.problem === 'wait')
    throw new CannotAsk(`the service waits for approval (HTTP 202, again in ${outcome.retryAfter_s} s)`);
  if (!outcome.ok && outcome.status === 403)
    throw new CannotAsk('HTTP 403: the role of these credentials may not enrol in this branch');
  return outcome;
}

/** One POST of a body, well-formed or not. */
async function sent(
  pki: Pki,
  body: Uint8Array,
  { call = 'simpleenroll', headers }: { readonly call?: 'simpleenroll' | 'simplereenroll'; headers?: object } = {},
): Promise<Answer> {
  const { url, spelling, ca } = estOf(pki);
  const path =
    call === 'simplereenroll'
      ? `/.well-known/est/${ca}/simplereenroll`
      : estPaths[spelling].simpleenroll.replaceAll('{ca}', ca).replaceAll('{isoVersion}', 'ISO15118-2');
  return pki.ask(`POST ${call}`, {
    method: 'POST',
    url: url.replace(/\/$/, '') + path,
    headers: {
      accept: 'application/pkcs7-mime',
      'content-type': 'application/pkcs10',
      'content-transfer-encoding': 'base64',
      ...(headers ?? (await pki.authorization())),
    },
    body,
  });
}

/** A request that must be refused for what it is. */
async function isRefused(pki: Pki, body: Uint8Array): Promise<readonly string[]> {
  const { status } = await sent(pki, body);
  if (status === 403) throw new CannotAsk('HTTP 403: the role of these credentials may not enrol in this branch');
  return unless([status >= 400 && status < 500 && status !== 401, `HTTP ${status}, expected 400`]);
}

function chainProblems(pki: Pki, chain: readonly Certificate[], root: Certificate | undefined): readonly string[] {
  const { ca, CN } = estOf(pki);
  const { profile, purpose } = kinds[ca];
  const [leaf] = chain as readonly [Certificate];
  const at = realClock.now();
  const { findings } = validatePath({ chain, leaf, anchors: root ? [root] : [], at, purpose });
  const texts = [
    ...findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => text),
    ...lintCertificate(leaf, profile, { at })
      .filter(({ severity }) => severity === 'error')
      .map(({ text }) => text),
  ];
  return [
    ...new Set(texts),
    ...unless([leaf.subject.commonName === CN, `CN ${leaf.subject.commonName}, expected ${CN}`]),
  ];
}

const open = {
  text: 'The door is open: anybody may have certificates of this PKI.',
  remedy: 'Ask for a token (OPCP, OPNC) or a client certificate (RFC 7030 3.2.3) before anything else is looked at.',
};
const trusting = {
  text: 'The CA certifies what it is sent without looking at it.',
  remedy: 'Check signature, key and subject of the request, and copy nothing of it but key and names.',
};

/** Every case. */
export const estCases: readonly PkiCase[] = [
  {
    id: 'est-cacerts',
    purpose: 'cacerts gives the CAs of the branch up to their root, and nothing else.',
    clause: 'RFC 7030 4.1.3',
    profiles: ['quick', 'full', 'pnc'],
    cause: {
      text: 'The answer is no certs-only PKCS#7 in base64, or a CA is missing: a station cannot build its chain.',
      remedy: 'Send Sub-CA 2, Sub-CA 1 and root of the branch as application/pkcs7-mime.',
    },
    async ask(pki) {
      const outcome = await caCertificates(await clientOf(pki), realClock.now() + 10_000);
      if (!outcome.ok) return [outcome.text];
      const { certificates } = outcome;
      const leaf = certificates.find(({ isCa }) => !isCa);
      const lonely = certificates.find((one) => !certificates.some((other) => one.isSignedBy(other)));
      return unless(
        [leaf === undefined, `${leaf?.subject} is no CA`],
        [certificates.some(({ isSelfIssued }) => isSelfIssued), 'no root among them'],
        [lonely === undefined, `the issuer of ${lonely?.subject} is not among them`],
      );
    },
  },
  {
    id: 'est-enroll',
    purpose: 'A good request is certified: its key and name, a chain up to the root, by the profile of the branch.',
    clause: 'RFC 7030 4.2, ISO 15118-2:2014 Annex F',
    profiles: ['quick', 'full', 'pnc'],
    cause: {
      text: 'The branch issues another kind of certificate than stations or cars take, or the chain does not close.',
      remedy: 'openpnc cert lint shows what differs from the profile; compare the CAs with those of cacerts.',
    },
    async ask(pki) {
      const outcome = await enrolled(pki, await request(nameOf(estOf(pki))));
      return outcome.ok ? chainProblems(pki, outcome.chain, outcome.root) : [outcome.text];
    },
  },
  {
    id: 'est-enroll-again',
    purpose: 'The same name with a new key gets another certificate: this is how OPCP and OPNC renew.',
    clause: 'RFC 7030 4.2, OPCP est.v1',
    profiles: ['full', 'pnc'],
    cause: {
      text: 'The CA takes a name only once, or gives a serial number twice.',
      remedy:
        'Allow a second certificate of the same name while the first is valid: a station renews ahead of its end.',
    },
    async ask(pki) {
      const name = nameOf(estOf(pki));
      const serials: string[] = [];
      for (let i = 0; i < 2; i += 1) {
        const outcome = await enrolled(pki, await request(name));
        if (!outcome.ok) return [`${i === 0 ? 'first' : 'second'} request: ${outcome.text}`];
        serials.push(outcome.chain[0]!.serialNumber);
      }
      return unless([serials[0] !== serials[1], `serial number ${serials[0]} twice`]);
    },
  },
  {
    id: 'est-reenroll',
    purpose: 'simplereenroll certifies the name again. A service without it is not judged.',
    clause: 'RFC 7030 4.2.2',
    profiles: ['full'],
    cause: {
      text: 'simplereenroll is there and refuses what simpleenroll takes.',
      remedy: 'Renew for the same subject with the same checks, or take the path away: clients then use simpleenroll.',
    },
    async ask(pki) {
      const csr = await request(nameOf(estOf(pki)));
      const answer = await sent(pki, toUtf8(toBase64(csr.der)), { call: 'simplereenroll' });
      if ([404, 405, 501].includes(answer.status))
        throw new CannotAsk(`HTTP ${answer.status}: the service has no simplereenroll; OPCP and OPNC know none`);
      return unless([answer.status === 200, `HTTP ${answer.status}`]);
    },
  },
  {
    id: 'est-csr-forged',
    purpose: 'A request that is not signed by its own key is refused.',
    clause: 'RFC 7030 4.2.1, RFC 2986 3',
    profiles: ['full', 'pnc', 'security'],
    cause: trusting,
    async ask(pki) {
      const { der } = await request(nameOf(estOf(pki)));
      const forged = der.slice();
      forged[forged.length - 1]! ^= 1;
      return isRefused(pki, toUtf8(toBase64(forged)));
    },
  },
  {
    id: 'est-csr-curve',
    purpose: 'A key on secp521r1 is refused: ISO 15118-2 has secp256r1 alone.',
    clause: 'ISO 15118-2:2014 Annex F [V2G2-006]',
    profiles: ['full', 'security'],
    cause: trusting,
    async ask(pki) {
      const { der } = await request(nameOf(estOf(pki)), 'ES512');
      return isRefused(pki, toUtf8(toBase64(der)));
    },
  },
  {
    id: 'est-csr-nameless',
    purpose: 'A request without a CN is refused.',
    clause: 'ISO 15118-2:2014 Annex F, OPCP est.v1',
    profiles: ['full', 'security'],
    cause: trusting,
    async ask(pki) {
      const { der } = await request([['O', 'OpenPnC Bench']]);
      return isRefused(pki, toUtf8(toBase64(der)));
    },
  },
  {
    id: 'est-csr-other-name',
    purpose: 'A CN that is no name of the branch is refused: no station gets a certificate for anything.',
    clause: 'OPCP est.v1',
    profiles: ['full', 'security'],
    cause: trusting,
    async ask(pki) {
      const { der } = await request(nameOf({ CN: 'bench, no such thing' }));
      return isRefused(pki, toUtf8(toBase64(der)));
    },
  },
  {
    id: 'est-csr-garbage',
    purpose: 'A body that is no request is refused with a 4xx, never a 5xx.',
    clause: 'RFC 7030 4.2.3',
    profiles: ['full', 'security'],
    cause: { text: 'The decoder of the service throws.', remedy: 'Answer 400 to what cannot be read.' },
    ask: (pki) => isRefused(pki, toUtf8('this is no certification request')),
  },
  ...(['none', 'wrong', 'expired'] as const).map(
    (kind: BadCredentials): PkiCase => ({
      id: `est-token-${kind}`,
      purpose: `A good request ${badCredentials_text[kind]} is refused with 401.`,
      clause: 'RFC 7030 3.2.3, RFC 6750 3.1',
      profiles: kind === 'none' ? ['quick', 'full', 'pnc', 'security'] : ['full', 'security'],
      cause: open,
      async ask(pki) {
        const { der } = await request(nameOf(estOf(pki)));
        const headers = badCredentials(kind, pki.options);
        const { status } = await sent(pki, toUtf8(toBase64(der)), { headers });
        return unless([status === 401, `HTTP ${status}, expected 401`]);
      },
    }),
  ),
];
