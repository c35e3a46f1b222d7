/**
 * Enrolment over Secure Transport in every path spelling of the field: as a service from one backend, and as a client that
 * puts the chain in order itself. RFC 7030, OPCP est.v1, OPNC pki.
 *
 * @module
 */

import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import type { HttpHandler, HttpResponse, Route, RoutedRequest } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { type Certificate, pemBlocks } from '@openpnc/x509/certificate';
import { encodeCertsOnly, orderedChain, parseCertsOnly } from '@openpnc/x509/pkcs7';
import type { BackendProblem, Est, EstCa } from './backend.ts';
import type { Grant } from './grant.ts';
import type { Guard } from './guard.ts';

/** Where the two calls of EST are: `{ca}`, `{isoVersion}` and `{algorithm}` are filled in. */
export interface EstPaths {
  readonly simpleenroll: string;
  readonly cacerts: string;
}

/** The spellings of the field; each is relative to the base URL of the service. */
export const estPaths = {
  opcp: {
    simpleenroll: '/.well-known/est/{ca}/simpleenroll/{isoVersion}',
    cacerts: '/{ca}/cacerts/{isoVersion}/{algorithm}/',
  },
  maeve: { simpleenroll: '/{ca}/simpleenroll/{isoVersion}', cacerts: '/{ca}/cacerts/{isoVersion}' },
  citrineos: { simpleenroll: '/.well-known/{ca}/simpleenroll', cacerts: '/.well-known/{ca}/cacerts' },
  opnc: {
    simpleenroll: '/opnc/v1/pki/est/simpleenroll?caDomain={ca}&iso15118Version={isoVersion}',
    cacerts: '/opnc/v1/pki/est/cacerts?caDomain={ca}&iso15118Version={isoVersion}',
  },
  rfc7030: { simpleenroll: '/.well-known/est/{ca}/simpleenroll', cacerts: '/.well-known/est/{ca}/cacerts' },
} as const satisfies Readonly<Record<string, EstPaths>>;

/** Name of a spelling. */
export type EstSpelling = keyof typeof estPaths;

/**
 * Routes of all spellings under `base`.
 * @param label the CA of the RFC 7030 paths without label
 */
export function estRoutes(
  est: Est,
  guard: Guard,
  { base = '', label = 'cpo' }: { readonly base?: string; readonly label?: EstCa } = {},
): readonly Route[] {
  const paths = (call: 'simpleenroll' | 'cacerts') => [
    ...(call === 'simpleenroll'
      ? [
          '/.well-known/est/:ca/simpleenroll/:isoVersion',
          '/.well-known/est/:ca/simplereenroll',
          '/.well-known/est/simplereenroll',
        ]
      : [
          '/:ca/cacerts/:isoVersion/:algorithm',
          '/.well-known/est/:ca/cacerts/:isoVersion/:algorithm',
          '/.well-known/est/:ca/cacerts/:isoVersion',
        ]),
    `/:ca/${call}/:isoVersion`,
    `/.well-known/est/:ca/${call}`,
    `/.well-known/est/${call}`,
    `/.well-known/:ca/${call}`,
    `/opnc/v1/pki/est/${call}`,
  ];
  const caOf = ({ params, query }: RoutedRequest): EstCa | undefined => {
    // A prefix of two letters names the region: `eu-cpo`.
    const name = (params.ca ?? query.get('caDomain') ?? label).toLowerCase().replace(/^[a-z]{2}-/, '');
    return (cas as readonly string[]).includes(name) ? (name as EstCa) : undefined;
  };
  const isRefusedEdition = ({ params, query }: RoutedRequest): boolean => {
    const edition = params.isoVersion ?? query.get('iso15118Version');
    return edition !== undefined && edition !== null && edition !== 'ISO15118-2';
  };

  const enroll = async (request: RoutedRequest, grant: Grant): Promise<HttpResponse> => {
    const ca = caOf(request);
    if (!ca) return text(404, 'no such CA');
    if (isRefusedEdition(request)) return text(400, 'only ISO15118-2 is served');
    let csr: Uint8Array;
    try {
      csr = csrOf(request.body ?? new Uint8Array());
    } catch (error) {
      return text(400, (error as Error).message);
    }
    const outcome = await est.enroll(ca, csr, grant.clientName);
    return outcome.ok ? pkcs7(encodeCertsOnly([outcome.value])) : text(statuses[outcome.problem], outcome.text);
  };
  const cacerts = async (request: RoutedRequest): Promise<HttpResponse> => {
    const ca = caOf(request);
    if (!ca) return text(404, 'no such CA');
    if (isRefusedEdition(request)) return text(400, 'only ISO15118-2 is served');
    return pkcs7(encodeCertsOnly(await est.cacerts(ca)));
  };

  return [
    ...paths('simpleenroll').map(
      (path): Route => ({
        method: 'POST',
        path: base + path,
        handler: (request, context) =>
          guard(request, context, (grant) => enroll(request, grant), `est.${caOf(request) ?? 'cpo'}`),
      }),
    ),
    ...paths('cacerts').map(
      (path): Route => ({
        method: 'GET',
        path: base + path,
        handler: (request, context) => guard(request, context, () => cacerts(request), `est.${caOf(request) ?? 'cpo'}`),
      }),
    ),
  ];
}

/** How a client reaches an EST service. */
export interface EstClientOptions {
  readonly http: HttpHandler;
  readonly baseUrl: string;
  readonly paths: EstPaths;
  readonly ca: EstCa;
  /** Headers of each call, e.g. `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly isoVersion?: string;
  readonly algorithm?: string;
}

/** A whole chain from EST, or why not. `wait`: HTTP 202, try again after so long. */
export type EnrolmentOutcome =
  | {
      readonly ok: true /** Leaf, Sub-CA 2, Sub-CA 1; root left out. */;
      readonly chain: readonly Certificate[];
      readonly root: Certificate | undefined;
    }
  | {
      readonly ok: false;
      readonly problem: 'refused' | 'wait' | 'answer_malformed' | 'wrong_key' | 'chain_incomplete';
      readonly status?: number;
      readonly retryAfter_s?: number;
      readonly text: string;
    };

/**
 * Enrols a request (DER) and fetches the CAs, so that the chain is complete and in order whatever order the service sends.
 * @throws HttpFailure when the service can't be reached
 */
export async function enrol(
  csr: { readonly der: Uint8Array /** SubjectPublicKeyInfo: the leaf must hold it. */; readonly publicKey: Uint8Array },
  options: EstClientOptions,
  deadline: Millis,
): Promise<EnrolmentOutcome> {
  const response = await options.http(
    {
      method: 'POST',
      url: urlOf('simpleenroll', options),
      headers: {
        ...options.headers,
        accept: 'application/pkcs7-mime',
        'content-type': 'application/pkcs10',
        'content-transfer-encoding': 'base64',
      },
      body: toUtf8(toBase64(csr.der)),
    },
    { deadline },
  );
  if (response.status === 202)
    return {
      ok: false,
      problem: 'wait',
      status: 202,
      retryAfter_s: Number(response.headers['retry-after']) || 60,
      text: 'EST: the request waits for approval',
    };
  if (response.status !== 200)
    return {
      ok: false,
      problem: 'refused',
      status: response.status,
      text: `EST: HTTP ${response.status} ${bodyText(response)}`.trimEnd(),
    };
  const issued = readCertificates(response);
  if (!issued.ok) return issued;
  const leaf = issued.certificates.find(({ spki }) => equal(spki, csr.publicKey));
  if (!leaf)
    return {
      ok: false,
      problem: 'wrong_key',
      text: `EST: none of the ${issued.certificates.length} certificates holds the key of the request`,
    };
  const cas = await caCertificates(options, deadline);
  if (!cas.ok) return cas;
  const all = [...issued.certificates, ...cas.certificates];
  const chain = orderedChain(leaf, all);
  const last = chain.at(-1)!;
  const root = all.find((other) => other.isSelfIssued && other.subject.equals(last.issuer) && last.isSignedBy(other));
  if (!root)
    return {
      ok: false,
      problem: 'chain_incomplete',
      text: `EST: the issuer ${last.issuer} of ${last.subject} is not among the CAs sent`,
    };
  return { ok: true, chain, root };
}

/** The CAs of a service, in the order sent. @throws HttpFailure */
export async function caCertificates(
  options: EstClientOptions,
  deadline: Millis,
): Promise<
  { readonly ok: true; readonly certificates: readonly Certificate[] } | Extract<EnrolmentOutcome, { ok: false }>
> {
  const response = await options.http(
    {
      method: 'GET',
      url: urlOf('cacerts', options),
      headers: { ...options.headers, accept: 'application/pkcs7-mime', 'content-transfer-encoding': 'base64' },
    },
    { deadline },
  );
  if (response.status !== 200)
    return {
      ok: false,
      problem: 'refused',
      status: response.status,
      text: `EST cacerts: HTTP ${response.status} ${bodyText(response)}`.trimEnd(),
    };
  return readCertificates(response);
}

/** HTTP status of a problem of the backend. */
export const statuses: Readonly<Record<BackendProblem, number>> = {
  not_found: 404,
  invalid: 400,
  conflict: 400,
  not_allowed: 403,
  unavailable: 503,
};

/** A request's certification request: base64 without PEM lines, with line breaks, PEM or bare DER. @throws ProtocolError `csr_malformed` */
export function csrOf(body: Uint8Array): Uint8Array {
  if (body[0] === 0x30) return body;
  try {
    const encoded = fromUtf8(body);
    const label = /-----BEGIN ((?:NEW )?CERTIFICATE REQUEST)-----/.exec(encoded)?.[1];
    return label === undefined ? fromBase64(encoded) : pemBlocks(encoded, label)[0]!;
  } catch (cause) {
    throw new ProtocolError(
      'csr_malformed',
      `certification request of ${body.length} bytes: neither base64, PEM nor DER`,
      { cause },
    );
  }
}

const cas = ['cpo', 'mo', 'oem', 'cps', 'veh', 'cs'] as const;

function urlOf(
  call: 'simpleenroll' | 'cacerts',
  { baseUrl, paths, ca, isoVersion = 'ISO15118-2', algorithm = 'secp256r1' }: EstClientOptions,
): string {
  const path = paths[call]
    .replaceAll('{ca}', ca)
    .replaceAll('{isoVersion}', isoVersion)
    .replaceAll('{algorithm}', algorithm);
  return baseUrl.replace(/\/$/, '') + path;
}

function readCertificates({
  body = new Uint8Array(),
}: HttpResponse):
  | { readonly ok: true; readonly certificates: readonly Certificate[] }
  | { readonly ok: false; readonly problem: 'answer_malformed'; readonly text: string } {
  try {
    // Base64 by RFC 7030; some send the DER itself, some a PEM.
    const der = body[0] === 0x30 ? body : derOf(fromUtf8(body));
    return { ok: true, certificates: parseCertsOnly(der) };
  } catch (error) {
    if (!(error instanceof ProtocolError || error instanceof RangeError || error instanceof TypeError)) throw error;
    return { ok: false, problem: 'answer_malformed', text: `EST answer of ${body.length} bytes: ${error.message}` };
  }
}

function derOf(encoded: string): Uint8Array {
  return encoded.includes('-----BEGIN PKCS7-----') ? pemBlocks(encoded, 'PKCS7')[0]! : fromBase64(encoded);
}

function pkcs7(der: Uint8Array): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/pkcs7-mime; smime-type=certs-only', 'content-transfer-encoding': 'base64' },
    body: toUtf8(toBase64(der)),
  };
}

function text(status: number, message: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: toUtf8(`${message}\n`) };
}

function bodyText({ body = new Uint8Array() }: HttpResponse): string {
  try {
    return fromUtf8(body.subarray(0, 300)).trim();
  } catch {
    return '';
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
