/** What is outside of a CSMS, for its tests and benches: settings with one eMSP, an OCSP responder, stations' material. @module */
import assert from 'node:assert/strict';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure, type HttpHandler, type HttpRequest, type HttpResponse } from '@openpnc/core/http';
import type { Clock } from '@openpnc/core/ports';
import { CsmsSettings } from '@openpnc/csms/settings';
import { contractChainPem, contractHashData } from '@openpnc/ocpp/contractChain';
import type { Requests } from '@openpnc/ocpp/v201';
import type { Certificate } from '@openpnc/x509/certificate';
import { buildOcspResponse, type OcspStatus, ocspRefusal, parseOcspRequest } from '@openpnc/x509/ocsp';
import { Check, Default, Errors } from 'typebox/value';
import type { Tree } from '../../../base/x509/test/tree.ts';

export const EMAID = 'DE-8AA-C12345678-D';
export const EMSP_URL = 'http://emsp.example/ocpi/2.3.0';

export const PARTNER = {
  name: 'emsp',
  parties: [{ country_code: 'DE', party_id: '8AA' }],
  token: 'token-of-the-csms',
  endpoints: [
    { identifier: 'tokens', role: 'SENDER', url: `${EMSP_URL}/tokens` },
    { identifier: 'cdrs', role: 'RECEIVER', url: `${EMSP_URL}/cdrs` },
  ],
} as const;

export function settingsOf(changes: Readonly<Record<string, unknown>> = {}): CsmsSettings {
  const filled = Default(CsmsSettings, { partners: [PARTNER], trust: { apply: 'off', poll_s: 0 }, ...changes });
  assert.ok(Check(CsmsSettings, filled), JSON.stringify([...Errors(CsmsSettings, filled)]));
  return filled as CsmsSettings;
}

/** The path of the contract, leaf first, root last. */
export function contractPath({ certificates: { leaf, sub2, sub1, root } }: Tree): readonly Certificate[] {
  return [leaf, sub2, sub1, root];
}

/** Authorize of the contract by hash data. */
export function byHashes(pki: Tree, eMAID = EMAID): Requests['Authorize'] {
  return {
    idToken: { idToken: eMAID, type: 'eMAID' },
    iso15118CertificateHashData: contractHashData(contractPath(pki)).entries,
  };
}

/** Authorize of the contract by its chain. */
export function byCertificate(pki: Tree, eMAID = EMAID): Requests['Authorize'] {
  return { idToken: { idToken: eMAID, type: 'eMAID' }, certificate: contractChainPem(contractPath(pki))! };
}

/** Which status a certificate has, by its serial number; good by default. */
export type Statuses = Readonly<Record<string, OcspStatus>>;

/** An OCSP responder: each CA answers for what it issued, and sends its chain along. */
export function responder(
  pki: Tree,
  clock: Clock,
  {
    statuses = {},
    signedBy,
    lifetime_ms = 3_600_000,
    withChain = true,
  }: {
    statuses?: Statuses;
    signedBy?: 'leaf' | 'ocsp';
    lifetime_ms?: number;
    withChain?: boolean;
  } = {},
): HttpHandler {
  return async ({ body }) => {
    const [hashes] = parseOcspRequest(body!).certIds;
    const { certificates, signers } = pki;
    const of = (['leaf', 'sub2', 'sub1'] as const).find(
      (member) => certificates[member].serialNumber === hashes!.serialNumber,
    );
    const headers = { 'content-type': 'application/ocsp-response' };
    if (of === undefined) return { status: 200, headers, body: ocspRefusal('unauthorized') };
    const issuer = ({ leaf: 'sub2', sub2: 'sub1', sub1: 'root' } as const)[of];
    const signer = signedBy ?? issuer;
    const response = await buildOcspResponse({
      answers: [
        {
          ...(statuses[hashes!.serialNumber] ?? { status: 'good' }),
          hashes: hashes!,
          thisUpdate: clock.now() - 1000,
          nextUpdate: clock.now() + lifetime_ms,
        },
      ],
      responder: certificates[signer],
      signer: signers[signer],
      producedAt: clock.now(),
      certificates: withChain
        ? [certificates.sub2, certificates.sub1, ...(signedBy ? [certificates[signedBy]] : [])]
        : [],
    });
    return { status: 200, headers, body: response };
  };
}

/** An eMSP that answers every authorization the same, and takes every CDR. */
export function emsp(clock: Clock, allowed: string, more: Readonly<Record<string, unknown>> = {}): HttpHandler {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname.endsWith('/cdrs'))
      return envelope(clock, undefined, { status: 201, headers: { location: `${EMSP_URL}/cdrs/1` } });
    const uid = /tokens\/([^/]+)\/authorize$/.exec(pathname)?.[1];
    assert.ok(uid, request.url);
    const type = new URLSearchParams(search).get('type');
    return envelope(clock, {
      allowed,
      token: {
        country_code: 'DE',
        party_id: '8AA',
        uid,
        type,
        contract_id: uid,
        issuer: 'Test',
        valid: true,
        whitelist: 'NEVER',
        language: 'de',
        last_updated: '2026-06-01T12:00:00Z',
      },
      authorization_reference: 'REF1',
      info: { language: 'de', text: 'Willkommen' },
      ...more,
    });
  };
}

/** An OCPI envelope. */
export function envelope(
  clock: Clock,
  data: unknown,
  {
    status = 200,
    status_code = 1000,
    headers = {},
  }: { status?: number; status_code?: number; headers?: Readonly<Record<string, string>> } = {},
): HttpResponse {
  const body = { ...(data !== undefined && { data }), status_code, timestamp: new Date(clock.now()).toISOString() };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: toUtf8(JSON.stringify(body)) };
}

/** Nobody there. */
export const refusing: HttpHandler = async () => {
  throw new HttpFailure('unreachable', 'connection refused');
};

/** Takes the request and never answers. */
export const silent: HttpHandler = (_request, { signal }) =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new HttpFailure('aborted', 'given up'))));

/** The JSON that the CSMS sent. */
export function bodyOf({ body }: HttpRequest): unknown {
  return JSON.parse(fromUtf8(body!));
}
