/** Root pool, provisioning pool and provisioning service of a PKI under test. OPCP 4.1 to 4.3, OPNC rcp, pcp, cps. @module */
import { fromBase64 } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { realClock } from '@openpnc/node/clock';
import type { RootType } from '@openpnc/opcp/backend';
import { type OfferedRoot, ProviderSettings, provider } from '@openpnc/opcp/provider';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { type Purpose, validatePath } from '@openpnc/x509/path';
import { Default } from 'typebox/value';
import { CannotAsk, unless } from '../peerCase.ts';
import {
  type Answer,
  type BadCredentials,
  badCredentials,
  badCredentials_text,
  jsonBody,
  jsonOf,
  type Pki,
  type PkiCase,
  permitted,
} from './pki.ts';
import { poolsOf } from './poolPaths.ts';

type Json = Readonly<Record<string, unknown>>;

async function get(pki: Pki, path: string, headers?: Readonly<Record<string, string>>): Promise<Answer> {
  const { url } = poolsOf(pki);
  const authorization = headers ?? (await pki.authorization());
  return pki.ask(`GET ${path}`, {
    method: 'GET',
    url: url + path,
    headers: { accept: 'application/json', ...authorization },
  });
}

/** The roots by our own client. @throws CannotAsk for a role without the right, Error with what was wrong with the answer */
async function rootsOf(pki: Pki, type?: RootType): Promise<readonly OfferedRoot[]> {
  const { url, dialect } = poolsOf(pki);
  const { authorization = '' } = await pki.authorization();
  const settings = { baseUrl: url, dialect, auth: 'fixed', token: authorization.replace(/^Bearer /, '') };
  const pool = provider(pki.http, realClock, Default(ProviderSettings, settings) as ProviderSettings);
  const found = await pool.roots(realClock.now() + 10_000, type);
  if (!found.ok) {
    if (found.status === 403) throw new CannotAsk(found.text);
    throw new Error(found.text);
  }
  if (found.unreadable.length > 0) throw new Error(found.unreadable.join('; '));
  return found.roots;
}

/** A path to a root of the pool that is good for this purpose. */
async function pathProblems(
  pki: Pki,
  chain: readonly Certificate[],
  purpose: Purpose,
  type: RootType,
): Promise<readonly string[]> {
  const anchors = (await rootsOf(pki, type)).map(({ certificate }) => certificate);
  const { findings } = validatePath({ chain, leaf: chain[0]!, anchors, at: realClock.now(), purpose });
  return [...new Set(findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => text))];
}

/** Certificates of base64 fields, those that are there. @throws Error naming the field */
function certificatesIn(entry: Json, ...fields: readonly string[]): readonly Certificate[] {
  return fields.flatMap((field) => {
    const text = entry[field];
    if (text === undefined) return [];
    try {
      return [parseCertificate(fromBase64(String(text)))];
    } catch (error) {
      if (!(error instanceof ProtocolError || error instanceof TypeError || error instanceof RangeError)) throw error;
      throw new Error(`${field}: no certificate: ${error.message}`);
    }
  });
}

const ended = {
  text: 'The pool hands out what has ended, is damaged or stands under another root than it says.',
  remedy: 'Check validity, revocation and path before an entry is taken in and before it is handed out.',
};
const open = {
  text: 'The door is open: anybody may read the pool.',
  remedy: 'Ask for a token before anything else is looked at; 401 for a bad one, 403 for a role without the right.',
};

/** Every case. */
export const poolCases: readonly PkiCase[] = [
  {
    id: 'roots-all',
    purpose: 'The root pool gives its roots: each self-signed, valid, of at most 800 bytes, one of them a V2G root.',
    clause: 'OPCP 4.1, ISO 15118-2:2014 Annex F',
    profiles: ['quick', 'full', 'pnc'],
    cause: ended,
    async ask(pki) {
      const roots = await rootsOf(pki);
      const now = realClock.now();
      return [
        ...roots.flatMap(({ certificate }) =>
          unless(
            [certificate.isSignedBy(certificate), `${certificate.subject} is not signed by itself`],
            [certificate.notBefore <= now && now < certificate.notAfter, `${certificate.subject} is not valid now`],
            [certificate.der.length <= 800, `${certificate.subject} has ${certificate.der.length} bytes, at most 800`],
          ),
        ),
        ...unless([roots.some(({ type }) => type === 'V2G'), 'no V2G root']),
      ];
    },
  },
  {
    id: 'roots-v2g',
    purpose: 'Asked for V2G roots alone the root pool gives no others; the root of the chain is among them.',
    clause: 'OPCP 4.1',
    profiles: ['full', 'pnc'],
    cause: {
      text: 'The filter is not looked at: whoever trusts the answer takes OEM roots for contracts.',
      remedy: 'Filter by rootType (OPCP) or pkiType (OPNC); put the missing root into the pool.',
    },
    async ask(pki) {
      const { dialect, paths } = poolsOf(pki);
      const roots = await rootsOf(pki, 'V2G');
      // The client of the library drops what is of another type: the bare answer shows it.
      const query = dialect === 'opcp' ? '?rootType=v2g' : '?pkiType=v2g';
      const all = JSON.stringify(jsonOf(await get(pki, paths.roots + query)));
      const others = [...all.matchAll(/"rootType(?:List)?":\s*\[?"(\w+)"/g)].filter(([, type]) => type !== 'V2G');
      const root = pki.options.path?.at(-1);
      return unless(
        [others.length === 0, `also ${[...new Set(others.map(([, type]) => type))].join(', ')}`],
        [
          root === undefined || roots.some(({ certificate }) => certificate.fingerprint === root.fingerprint),
          `the root of the chain, ${root?.subject}, is not among ${roots.length}`,
        ],
      );
    },
  },
  {
    id: 'root-unknown',
    purpose: 'A root that is not there is answered 404.',
    clause: 'OPCP 4.1',
    profiles: ['full'],
    cause: { text: 'The pool answers as if it had it, or breaks.', remedy: 'Answer 404.' },
    async ask(pki) {
      const { paths } = poolsOf(pki);
      const { status } = permitted(await get(pki, paths.root('00000000-0000-4000-8000-000000000000')));
      return unless([status === 404, `HTTP ${status}, expected 404`]);
    },
  },
  ...(['none', 'wrong', 'expired'] as const).map(
    (kind: BadCredentials): PkiCase => ({
      id: `roots-token-${kind}`,
      purpose: `The root pool asked ${badCredentials_text[kind]} answers 401.`,
      clause: 'OPCP 4, RFC 6750 3.1',
      profiles: ['full', 'security'],
      cause: open,
      async ask(pki) {
        const { paths } = poolsOf(pki);
        const { status } = await get(pki, paths.roots, badCredentials(kind, pki.options));
        return unless([status === 401, `HTTP ${status}, expected 401`]);
      },
    }),
  ),
  {
    id: 'provisioning-found',
    purpose:
      'A car of the provisioning pool comes with its chain: its PCID, valid, up to an OEM root of the root pool.',
    clause: 'OPCP 4.2',
    profiles: ['quick', 'full', 'pnc'],
    cause: ended,
    async ask(pki) {
      const { dialect, paths } = poolsOf(pki);
      const { pcid } = pki.options;
      if (pcid === undefined) throw new CannotAsk('no car of the pool: give --pcid');
      const answer = permitted(await get(pki, paths.provisioning(encodeURIComponent(pcid))));
      if (answer.status !== 200) return [`HTTP ${answer.status}`];
      const body = (jsonOf(answer) ?? {}) as Json;
      const entry = (
        dialect === 'opcp'
          ? body.OEMMessage
          : (body.provisioningCertificate as Json | undefined)?.provisioningCertificateChain
      ) as Json | undefined;
      if (!entry) return ['the answer has no provisioning certificate'];
      const chain =
        dialect === 'opcp'
          ? certificatesIn(entry, 'vehicleCertificate', 'subCA2Certificate', 'subCA1Certificate')
          : certificatesIn(entry, 'certificate', 'subCa2Certificate', 'subCa1Certificate');
      const name = chain[0]?.subject.commonName;
      return [
        ...unless([name?.toUpperCase() === pcid.toUpperCase(), `CN ${name}, expected ${pcid}`]),
        ...(chain.length > 0 ? await pathProblems(pki, chain, 'provisioning', 'OEM') : []),
      ];
    },
  },
  {
    id: 'provisioning-unknown',
    purpose: 'A car that the provisioning pool does not know is answered 404.',
    clause: 'OPCP 4.2',
    profiles: ['full', 'pnc'],
    cause: {
      text: 'The pool answers as if it had the car, or breaks.',
      remedy: 'Answer 404 for a PCID that is well formed and not there.',
    },
    async ask(pki) {
      const { paths } = poolsOf(pki);
      // The same maker as the known car, so that the rights of the caller are the same.
      const wmi = (pki.options.pcid ?? 'WVW').slice(0, 3);
      const { status } = permitted(await get(pki, paths.provisioning(`${wmi}BENCHNOSUCHCAR`)));
      return unless([status === 404, `HTTP ${status}, expected 404`]);
    },
  },
  {
    id: 'provisioning-malformed',
    purpose: 'A PCID that is none is answered 400, 404 or 422, never a 5xx.',
    clause: 'OPCP 4.2',
    profiles: ['full', 'security'],
    cause: { text: 'The PCID is used as it comes.', remedy: 'Check it: 17 or 18 letters and digits.' },
    async ask(pki) {
      const { paths } = poolsOf(pki);
      const { status } = permitted(await get(pki, paths.provisioning("bench'--")));
      return unless([[400, 404, 422].includes(status), `HTTP ${status}, expected 400, 404 or 422`]);
    },
  },
  ...(['no-json', 'field-missing'] as const).map(
    (kind): PkiCase => ({
      id: `provisioning-put-${kind}`,
      purpose: `A car that is put in with ${kind === 'no-json' ? 'a body that is no JSON' : 'no certificate'} is answered 400 or 422.`,
      clause: 'OPCP 4.2',
      profiles: ['full', 'security'],
      cause: {
        text: 'The body is not checked before it is used.',
        remedy: 'Answer 400 naming the field, before anything is stored.',
      },
      async ask(pki) {
        const { url, paths } = poolsOf(pki);
        const { status } = permitted(
          await pki.ask(`PUT ${paths.putProvisioning}`, {
            method: 'PUT',
            url: url + paths.putProvisioning,
            headers: { 'content-type': 'application/json', ...(await pki.authorization()) },
            body: jsonBody(kind === 'no-json' ? '{ no JSON' : {}),
          }),
        );
        return unless([[400, 422].includes(status), `HTTP ${status}, expected 400 or 422`]);
      },
    }),
  ),
  {
    id: 'cps-signers',
    purpose: 'The signers of contract data are told, each with a chain to a V2G root of the root pool.',
    clause: 'OPCP 4.3',
    profiles: ['full', 'pnc'],
    cause: ended,
    async ask(pki) {
      const { dialect, paths } = poolsOf(pki);
      const answer = permitted(await get(pki, paths.signers));
      if (answer.status !== 200) return [`HTTP ${answer.status}`];
      const body = (jsonOf(answer) ?? {}) as Json;
      const list = dialect === 'opcp' ? body.cpsCertificates : body.cpsCertificateDataCollection;
      if (!Array.isArray(list) || list.length === 0) return ['no signer'];
      const problems: string[] = [];
      for (const one of list as readonly Json[]) {
        const chain =
          dialect === 'opcp'
            ? certificatesIn(one, 'cpsCertificate', 'cpsSubCa2Certificate', 'cpsSubCa1Certificate')
            : certificatesIn(
                (one.cpsCertificateChain ?? {}) as Json,
                'certificate',
                'subCa2Certificate',
                'subCa1Certificate',
              );
        if (chain.length === 0) problems.push('a signer without a certificate');
        else problems.push(...(await pathProblems(pki, chain, 'cps', 'V2G')));
      }
      return problems;
    },
  },
];
