/** A PKI service as a CSMS sees it, in either dialect: roots, contracts for cars, station certificates. OPCP 4, OPNC 1.0. @module */

import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { DeadlineExceeded, within } from '@openpnc/core/deadline';
import { ProtocolError } from '@openpnc/core/errors';
import { HttpFailure, type HttpHandler, type HttpRequest, type HttpResponse } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import Type, { type Static } from 'typebox';
import type { EstCa, RootType } from './backend.ts';
import { type EnrolmentOutcome, type EstPaths, enrol, estPaths } from './est.ts';
import { fixedToken, TokenFailure, type TokenSource, tokenSource } from './token.ts';

const closed = { additionalProperties: false } as const;
const ISO2 = 'urn:iso:15118:2:2013:MsgDef';

/** One PKI service in a configuration. */
export const ProviderSettings = Type.Object(
  {
    name: Type.String({ default: 'pki', description: 'Name in logs and metrics' }),
    dialect: Type.Union([Type.Literal('opcp'), Type.Literal('opnc')], {
      default: 'opcp',
      description: 'Protocol of the service',
    }),
    baseUrl: Type.String({ default: 'http://127.0.0.1:8880', description: 'Base URL of the service' }),
    auth: Type.Union([Type.Literal('oauth2'), Type.Literal('fixed'), Type.Literal('none')], {
      default: 'oauth2',
      description: 'Where the bearer token comes from: a token server, the setting token, or there is none',
    }),
    tokenUrl: Type.Optional(Type.String({ description: 'Token server; default: baseUrl + /oauth/token' })),
    clientId: Type.String({ default: '' }),
    clientSecret: Type.String({ default: '', description: 'Secret of the client: give it by the environment' }),
    token: Type.String({ default: '', description: 'The token of auth fixed' }),
    audience: Type.Optional(Type.String({ description: 'Audience of the token; default: baseUrl' })),
    tokenBody: Type.Union([Type.Literal('json'), Type.Literal('form')], {
      default: 'json',
      description: 'Form of the token request',
    }),
    sendsApiKey: Type.Boolean({ default: false, description: 'Repeat the token in X-API-Key, as MaEVe does' }),
    est: Type.Union(
      [
        Type.Literal('opcp'),
        Type.Literal('maeve'),
        Type.Literal('citrineos'),
        Type.Literal('opnc'),
        Type.Literal('rfc7030'),
        Type.Object({ simpleenroll: Type.String(), cacerts: Type.String() }, closed),
      ],
      {
        default: 'opcp',
        description: 'Paths of EST: a known spelling, or two templates with {ca}, {isoVersion} and {algorithm}',
      },
    ),
    estCa: Type.String({
      default: 'cpo',
      description: 'Branch for station certificates, with a regional prefix where the service has one',
    }),
    isBroadcast: Type.Boolean({
      default: false,
      description: 'Header broadcast: true tells the service not to ask other ecosystems',
    }),
  },
  { ...closed, default: {} },
);
export type ProviderSettings = Static<typeof ProviderSettings>;

/** A root that a pool offers, still to be judged: everything is decided from the certificate. */
export interface OfferedRoot {
  readonly certificate: Certificate;
  /** What the pool says it is; some leave it out. */
  readonly type: RootType | undefined;
  readonly id: string | undefined;
}

/** A call that brought nothing. `malformed`: an answer that is none; `refused`: the service said no. */
export interface ProviderFailure {
  readonly ok: false;
  readonly problem: 'unreachable' | 'timeout' | 'unauthorized' | 'refused' | 'malformed' | 'token';
  readonly status?: number;
  readonly text: string;
}

/** What came for a car. */
export type ContractAnswer =
  | {
      readonly ok: true /** False: the EXI holds a failure code. */;
      readonly isFound: boolean;
      readonly exi: Uint8Array;
      readonly eMAID?: string;
    }
  | ProviderFailure;

/** One service, ready to be called. */
export interface Provider {
  readonly name: string;
  /** The token source: its owner calls `refresh` ahead of need. */
  readonly tokens: TokenSource;
  /** All roots, or those of a type. Those that can't be parsed are told in `unreadable` and left out. */
  roots(
    deadline: Millis,
    type?: RootType,
  ): Promise<
    | { readonly ok: true; readonly roots: readonly OfferedRoot[]; readonly unreadable: readonly string[] }
    | ProviderFailure
  >;
  /** The answer for a car. @param exi the whole request message of the car, header included */
  contract(exi: Uint8Array, namespace: string, deadline: Millis): Promise<ContractAnswer>;
  /**
   * Orders a contract certificate for a car, made and signed by the service, as a mobility operator. The same order again
   * gives the certificate that is there. @param from ms since the epoch @param until the same
   */
  orderContract(
    order: { readonly eMAID: string; readonly pcid: string; readonly from: Millis; readonly until: Millis },
    deadline: Millis,
  ): Promise<{ readonly ok: true; readonly contract: Certificate } | ProviderFailure>;
  /** Takes a contract out of the pool and revokes its certificates; one that is not there is good. */
  endContract(eMAID: string, deadline: Millis): Promise<{ readonly ok: true } | ProviderFailure>;
  /** Enrols a station's request. */
  enrol(
    csr: { readonly der: Uint8Array; readonly publicKey: Uint8Array },
    deadline: Millis,
  ): Promise<EnrolmentOutcome | ProviderFailure>;
}

/** Makes a provider of its settings. */
export function provider(http: HttpHandler, clock: Pick<Clock, 'now'>, settings: ProviderSettings): Provider {
  const base = settings.baseUrl.replace(/\/$/, '');
  const tokens =
    settings.auth === 'oauth2'
      ? tokenSource(http, clock, {
          tokenUrl: settings.tokenUrl ?? `${base}/oauth/token`,
          clientId: settings.clientId,
          clientSecret: settings.clientSecret,
          audience: settings.audience ?? base,
          body: settings.tokenBody,
        })
      : fixedToken(settings.token);
  const { dialect } = settings;
  const paths: EstPaths = typeof settings.est === 'string' ? estPaths[settings.est] : settings.est;

  return {
    name: settings.name,
    tokens,
    async roots(deadline, type) {
      const query =
        type === undefined
          ? ''
          : dialect === 'opcp'
            ? `?rootType=${type.toLowerCase()}`
            : `?pkiType=${type === 'MO' ? 'emsp' : type.toLowerCase()}`;
      const path = dialect === 'opcp' ? '/v1/root/rootCerts' : '/opnc/v1/rcp/rootcertificates';
      const response = await call({ method: 'GET', url: base + path + query, headers: {} }, deadline);
      if ('ok' in response) return response;
      if (response.status !== 200) return refused('roots', response);
      const list = rootsIn(jsonOf(response), dialect);
      return list ? readRoots(list, type) : malformed('roots', response);
    },
    async contract(exi, namespace, deadline) {
      const path = dialect === 'opcp' ? '/v1/ccp/signedContractData' : '/opnc/v1/ccp/signedcontractdata';
      const response = await call(
        {
          method: 'POST',
          url: base + path,
          headers: {
            'content-type': 'application/json',
            alwaysreturnexi: 'true',
            broadcast: String(settings.isBroadcast),
          },
          body: toUtf8(JSON.stringify({ certificateInstallationReq: toBase64(exi), xsdMsgDefNamespace: namespace })),
        },
        deadline,
      );
      if ('ok' in response) return response;
      // A 404 carries the failure EXI for the car: its body counts.
      if (response.status !== 200 && response.status !== 404) return refused('contract', response);
      const found = contractIn(jsonOf(response), dialect);
      if (!found) return response.status === 404 ? refused('contract', response) : malformed('contract', response);
      return { ok: true, isFound: response.status === 200, ...found };
    },
    async orderContract({ eMAID, pcid, from, until }, deadline) {
      const known = await contractOfCar(eMAID, pcid, deadline);
      if ('ok' in known) return known;
      if (known.contract) return { ok: true, contract: known.contract };
      const path = dialect === 'opcp' ? '/v1/cps/generate/signedContractData' : undefined;
      if (path === undefined) return unknownHere('orders of contracts');
      const body = {
        emaid: eMAID,
        pcid,
        contractBegins: new Date(from).toISOString(),
        contractEnds: new Date(until).toISOString(),
        xsdMsgDefNamespace: ISO2,
      };
      const response = await call(
        {
          method: 'PUT',
          url: base + path,
          headers: { 'content-type': 'application/json' },
          body: toUtf8(JSON.stringify(body)),
        },
        deadline,
      );
      if ('ok' in response) return response;
      if (response.status >= 300) return refused('order of a contract', response);
      const made = await contractOfCar(eMAID, pcid, deadline);
      if ('ok' in made) return made;
      return made.contract ? { ok: true, contract: made.contract } : malformed('order of a contract', response);
    },
    async endContract(eMAID, deadline) {
      if (dialect !== 'opcp') return unknownHere('ends of contracts');
      const url = `${base}/v1/ccp/signedContractData/${encodeURIComponent(eMAID)}`;
      const response = await call({ method: 'DELETE', url, headers: {} }, deadline);
      if ('ok' in response) return response;
      return response.status < 300 || response.status === 404 ? { ok: true } : refused('end of a contract', response);
    },
    async enrol(csr, deadline) {
      const first = await authorization(deadline);
      if (!first.ok) return first;
      const options = { http, baseUrl: base, paths, ca: settings.estCa as EstCa };
      try {
        const outcome = await enrol(csr, { ...options, headers: first.headers }, deadline);
        if (outcome.ok || (outcome.status !== 401 && outcome.status !== 403) || settings.auth !== 'oauth2')
          return outcome;
        tokens.refused(tokenIn(first.headers));
        const second = await authorization(deadline);
        return second.ok ? await enrol(csr, { ...options, headers: second.headers }, deadline) : second;
      } catch (error) {
        return failureOf(error);
      }
    },
  };

  /** The certificate that the pool holds of this contract for this car, while it is valid. */
  async function contractOfCar(
    eMAID: string,
    pcid: string,
    deadline: Millis,
  ): Promise<{ readonly contract: Certificate | undefined } | ProviderFailure> {
    if (dialect !== 'opcp') return unknownHere('look-ups of contracts');
    const url = `${base}/v1/ccp/lookupContract/${encodeURIComponent(eMAID)}`;
    const response = await call({ method: 'GET', url, headers: {} }, deadline);
    if ('ok' in response) return response;
    if (response.status === 404) return { contract: undefined };
    if (response.status !== 200) return refused('look-up of a contract', response);
    const { XMLContracts: list } = (jsonOf(response) ?? {}) as { readonly XMLContracts?: unknown };
    if (!Array.isArray(list)) return malformed('look-up of a contract', response);
    for (const one of list as readonly Readonly<Record<string, unknown>>[]) {
      if (String(one.pcid).toUpperCase() !== pcid.toUpperCase()) continue;
      try {
        const contract = parseCertificate(fromBase64(String(one.contractCertificate)));
        if (contract.notAfter > clock.now()) return { contract };
      } catch {
        return malformed('look-up of a contract', response);
      }
    }
    return { contract: undefined };
  }

  function unknownHere(what: string): ProviderFailure {
    return { ok: false, problem: 'refused', text: `${settings.name}: the dialect ${dialect} has no ${what} here` };
  }

  /** Calls with a token; one that is refused is fetched anew once. */
  async function call(
    request: HttpRequest,
    deadline: Millis,
    isRepeat = false,
  ): Promise<HttpResponse | ProviderFailure> {
    const access = await authorization(deadline);
    if (!access.ok) return access;
    let response: HttpResponse;
    try {
      response = await http(
        { ...request, headers: { accept: 'application/json', ...request.headers, ...access.headers } },
        { deadline },
      );
    } catch (error) {
      return failureOf(error);
    }
    if (response.status !== 401 && response.status !== 403) return response;
    if (settings.auth !== 'oauth2' || isRepeat)
      return {
        ok: false,
        problem: 'unauthorized',
        status: response.status,
        text: `${settings.name}: HTTP ${response.status} for ${request.url}`,
      };
    tokens.refused(tokenIn(access.headers));
    return call(request, deadline, true);
  }

  async function authorization(
    deadline: Millis,
  ): Promise<{ readonly ok: true; readonly headers: Readonly<Record<string, string>> } | ProviderFailure> {
    if (settings.auth === 'none') return { ok: true, headers: {} };
    try {
      const token = await tokens.token(deadline);
      return {
        ok: true,
        headers: { authorization: `Bearer ${token}`, ...(settings.sendsApiKey && { 'x-api-key': token }) },
      };
    } catch (error) {
      if (error instanceof TokenFailure)
        return { ok: false, problem: 'token', text: `${settings.name}: ${error.message}` };
      return failureOf(error);
    }
  }

  function failureOf(error: unknown): ProviderFailure {
    if (!(error instanceof HttpFailure)) throw error;
    return {
      ok: false,
      problem: error.code === 'timeout' || error.code === 'aborted' ? 'timeout' : 'unreachable',
      text: `${settings.name}: ${error.message}`,
    };
  }

  function refused(what: string, response: HttpResponse): ProviderFailure {
    const messages = (jsonOf(response) as { errorMessages?: unknown } | undefined)?.errorMessages;
    const why = Array.isArray(messages) ? `: ${messages.join('; ')}` : '';
    return {
      ok: false,
      problem: 'refused',
      status: response.status,
      text: `${settings.name} ${what}: HTTP ${response.status}${why}`,
    };
  }

  function malformed(what: string, { status, body }: HttpResponse): ProviderFailure {
    return {
      ok: false,
      problem: 'malformed',
      status,
      text: `${settings.name} ${what}: an answer of ${body?.length ?? 0} bytes that is not of ${dialect}`,
    };
  }
}

/**
 * Asks several services for a car's contract: the first at once, each further one after a head start or as soon as those
 * before it have nothing. The first found contract wins; else the first failure EXI; else the failures.
 */
export async function contractFrom(
  providers: readonly Provider[],
  exi: Uint8Array,
  namespace: string,
  {
    clock,
    deadline,
    headStart_ms,
  }: { readonly clock: Clock; readonly deadline: Millis; readonly headStart_ms: Millis },
): Promise<{
  readonly answer: ContractAnswer;
  readonly from: string | undefined;
  readonly failures: readonly ProviderFailure[];
}> {
  const failures: ProviderFailure[] = [];
  let notFound: { readonly answer: ContractAnswer; readonly from: string } | undefined;
  let settle: (found: { readonly answer: ContractAnswer; readonly from: string } | undefined) => void = () => {};
  const settled = new Promise<{ readonly answer: ContractAnswer; readonly from: string } | undefined>((resolve) => {
    settle = resolve;
  });
  const cancels = new Set<() => void>();
  let next = 0;
  let open = 0;

  const ask = () => {
    const one = providers[next];
    if (!one) return;
    next += 1;
    open += 1;
    const cancel = clock.alarm(clock.now() + headStart_ms, ask);
    cancels.add(cancel);
    one.contract(exi, namespace, deadline).then(
      (answer) => {
        open -= 1;
        cancel();
        if (answer.ok && answer.isFound) return settle({ answer, from: one.name });
        if (answer.ok) notFound ??= { answer, from: one.name };
        else failures.push(answer);
        if (next < providers.length) ask();
        else if (open === 0) settle(undefined);
      },
      (error: unknown) => {
        open -= 1;
        failures.push({ ok: false, problem: 'malformed', text: `${one.name}: ${(error as Error).message}` });
        if (next < providers.length) ask();
        else if (open === 0) settle(undefined);
      },
    );
  };
  if (providers.length === 0) settle(undefined);
  ask();
  let found: { readonly answer: ContractAnswer; readonly from: string } | undefined;
  try {
    found = await within(clock, deadline, 'contract', () => settled);
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    failures.push({
      ok: false,
      problem: 'timeout',
      text: `no contract from ${providers.map(({ name }) => name).join(', ')} in time`,
    });
  } finally {
    for (const cancel of cancels) cancel();
  }
  const best = found ?? notFound;
  if (best) return { ...best, failures };
  return {
    answer: failures[0] ?? { ok: false, problem: 'unreachable', text: 'no PKI service is configured' },
    from: undefined,
    failures,
  };
}

function tokenIn(headers: Readonly<Record<string, string>>): string {
  return headers.authorization!.slice('Bearer '.length);
}

function readRoots(list: readonly Record<string, unknown>[], asked: RootType | undefined) {
  const roots: OfferedRoot[] = [];
  const unreadable: string[] = [];
  for (const entry of list) {
    const id = typeof entry.rootCertificateId === 'string' ? entry.rootCertificateId : undefined;
    try {
      const certificate = parseCertificate(fromBase64(String(entry.caCertificate)));
      roots.push({ certificate, type: typeIn(entry) ?? asked, id });
    } catch (error) {
      if (!(error instanceof ProtocolError || error instanceof RangeError)) throw error;
      unreadable.push(`${id ?? 'root without id'}: ${error.message}`);
    }
  }
  return { ok: true, roots, unreadable } as const;
}

function typeIn({ rootType, rootTypeList }: Readonly<Record<string, unknown>>): RootType | undefined {
  const [named] = [rootType, ...(Array.isArray(rootTypeList) ? rootTypeList : [])].filter(
    (one): one is string => typeof one === 'string',
  );
  const type = named?.toUpperCase() === 'EMSP' ? 'MO' : named?.toUpperCase();
  return type === 'V2G' || type === 'MO' || type === 'OEM' || type === 'PE' ? type : undefined;
}

function rootsIn(body: unknown, dialect: 'opcp' | 'opnc'): readonly Record<string, unknown>[] | undefined {
  const answer = body as
    | { RootCertificateCollection?: { rootCertificates?: unknown }; rootCertificateCollection?: unknown }
    | undefined;
  const list =
    dialect === 'opcp' ? answer?.RootCertificateCollection?.rootCertificates : answer?.rootCertificateCollection;
  return Array.isArray(list)
    ? list.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : undefined;
}

/** The first entry with EXI that is base64. */
function contractIn(
  body: unknown,
  dialect: 'opcp' | 'opnc',
): { readonly exi: Uint8Array; readonly eMAID?: string } | undefined {
  const answer = body as
    | { CCPResponse?: { emaidContent?: readonly { messageDef?: unknown }[] }; signedContractDataCollection?: unknown }
    | undefined;
  const list =
    dialect === 'opcp'
      ? answer?.CCPResponse?.emaidContent?.map?.((entry) => entry?.messageDef)
      : answer?.signedContractDataCollection;
  if (!Array.isArray(list)) return undefined;
  for (const entry of list as readonly { certificateInstallationRes?: unknown; emaid?: unknown }[]) {
    if (typeof entry?.certificateInstallationRes !== 'string' || entry.certificateInstallationRes === '') continue;
    try {
      const exi = fromBase64(entry.certificateInstallationRes);
      return { exi, ...(typeof entry.emaid === 'string' && { eMAID: entry.emaid }) };
    } catch {
      // The next entry may be readable.
    }
  }
  return undefined;
}

function jsonOf({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(fromUtf8(body ?? new Uint8Array()));
  } catch {
    return undefined;
  }
}
