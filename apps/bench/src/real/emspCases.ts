/** A real eMSP under test: our CPO's requests of OCPI, good and bad, and what has to come back. OCPI 2.2.1, 2.3.0. @module */
import type { HttpResponse } from '@openpnc/core/http';
import { realClock } from '@openpnc/node/clock';
import { httpCaller } from '@openpnc/node/http';
import { authorizationHeader } from '@openpnc/roaming/ocpi/headers';
import { CannotAsk, type Note, type PeerCase, peerRunner, unless } from './peerCase.ts';

/** How the eMSP is reached. */
export interface EmspRunOptions {
  readonly versionsUrl: string;
  readonly token: string;
  /** A contract that it is to allow; absent: the case is not run. */
  readonly eMAID?: string;
}

type Json = Readonly<Record<string, unknown>>;
/** An answer read as OCPI. */
interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly took_ms: number;
}

interface Cpo {
  readonly options: EmspRunOptions;
  get(url: string, token?: string): Promise<Answer>;
  post(url: string, body: unknown, token?: string): Promise<Answer>;
  /** The URL of a module by its identifier and role. */
  module(identifier: string, role: string): Promise<string>;
}

/** A runner of {@link emspCases}. */
export function emspRunner(options: EmspRunOptions) {
  return peerRunner<Cpo>('csms', async (note) => {
    const http = httpCaller();
    return { context: cpo(options, http.call, note), close: () => http.close() };
  });
}

function cpo(options: EmspRunOptions, call: ReturnType<typeof httpCaller>['call'], note: Note): Cpo {
  const ask = async (method: 'GET' | 'POST', url: string, body: unknown, token: string): Promise<Answer> => {
    const began = realClock.now();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response: HttpResponse = await call(
      {
        method,
        url,
        headers: {
          ...(token !== '' && { authorization: authorizationHeader(token) }),
          'x-request-id': `bench-${began}`,
          'x-correlation-id': `bench-${began}`,
          'ocpi-from-country-code': 'DE',
          'ocpi-from-party-id': 'OPC',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: new TextEncoder().encode(text) }),
      },
      { deadline: realClock.now() + 10_000 },
    );
    const took_ms = realClock.now() - began;
    const read = parsed(response.body);
    const code = read.status_code === undefined ? '' : `, ${String(read.status_code)}`;
    note({
      began,
      from: 'csms',
      to: 'emsp',
      protocol: 'ocpi',
      message: `${method} ${new URL(url).pathname}`,
      result: `HTTP ${response.status}${code}`,
    });
    return { status: response.status, body: read, took_ms };
  };
  const { token: own, versionsUrl } = options;
  return {
    options,
    get: (url, token = own) => ask('GET', url, undefined, token),
    post: (url, body, token = own) => ask('POST', url, body, token),
    async module(identifier, role) {
      const versions = dataOf((await ask('GET', versionsUrl, undefined, own)).body) as readonly Json[];
      const best = ['2.3.0', '2.2.1'].map((one) => versions.find(({ version }) => version === one)).find(Boolean);
      if (!best) throw new CannotAsk('the eMSP speaks neither OCPI 2.3.0 nor 2.2.1');
      const details = dataOf((await ask('GET', String(best.url), undefined, own)).body) as Json;
      const found = (details.endpoints as readonly Json[]).find(
        (one) => one.identifier === identifier && one.role === role,
      );
      if (!found) throw new CannotAsk(`the eMSP has no module ${identifier} as ${role}`);
      return String(found.url);
    },
  };
}

function parsed(body: Uint8Array | undefined): Json {
  try {
    return JSON.parse(new TextDecoder().decode(body ?? new Uint8Array(0))) as Json;
  } catch {
    return {};
  }
}

function dataOf(body: Json): unknown {
  return body.data;
}

/** Where the car is: a LocationReferences. */
const PLACE = { location_id: 'LOC1' };

/** Every case. */
export const emspCases: readonly PeerCase<Cpo>[] = [
  {
    id: 'versions',
    purpose: 'The versions endpoint lists 2.2.1 or 2.3.0.',
    clause: 'OCPI 2.3.0 6.1',
    profiles: ['quick', 'full', 'pnc'],
    async ask(us) {
      const { status, body } = await us.get(us.options.versionsUrl);
      const list = dataOf(body);
      const names = Array.isArray(list) ? (list as readonly Json[]).map(({ version }) => version) : [];
      return unless(
        [status === 200 && body.status_code === 1000, `HTTP ${status}, status_code ${String(body.status_code)}`],
        [names.includes('2.2.1') || names.includes('2.3.0'), `versions ${names.join(', ') || 'none'}`],
      );
    },
  },
  ...(['wrong', 'none'] as const).map(
    (kind): PeerCase<Cpo> => ({
      id: `token-${kind}`,
      purpose:
        kind === 'none' ? 'A request without a token is refused with 401.' : 'A wrong token is refused with 401.',
      clause: 'OCPI 2.3.0 4.1.1',
      profiles: ['full', 'security'],
      async ask(us) {
        const { status } = await us.get(us.options.versionsUrl, kind === 'none' ? '' : 'bench-no-such-token');
        return unless([status === 401, `HTTP ${status}, expected 401`]);
      },
    }),
  ),
  {
    id: 'authorize-good',
    purpose: 'A contract of the eMSP is ALLOWED, in time for the car.',
    clause: 'OCPI 2.3.0 12.2.2.2',
    profiles: ['quick', 'full', 'pnc'],
    async ask(us) {
      const { eMAID } = us.options;
      if (eMAID === undefined) throw new CannotAsk('no contract: give --emaid');
      const { status, body, took_ms } = await us.post(await authorizeUrl(us, eMAID), PLACE);
      const allowed = (dataOf(body) as Json | undefined)?.allowed;
      return unless(
        [status === 200 && body.status_code === 1000, `HTTP ${status}, status_code ${String(body.status_code)}`],
        [allowed === 'ALLOWED', `allowed ${String(allowed)}, expected ALLOWED`],
        [took_ms <= 3_000, `${Math.round(took_ms)} ms, at most 3000`],
      );
    },
  },
  {
    id: 'authorize-unknown',
    purpose: 'A contract that the eMSP does not know: status_code 2004 or 404, never ALLOWED.',
    clause: 'OCPI 2.3.0 12.2.2.2',
    profiles: ['full', 'pnc', 'security'],
    async ask(us) {
      const { status, body } = await us.post(await authorizeUrl(us, 'DE8AAC00000000X'), PLACE);
      const allowed = (dataOf(body) as Json | undefined)?.allowed;
      return unless(
        [allowed !== 'ALLOWED', 'ALLOWED'],
        [
          status === 404 || body.status_code === 2004,
          `HTTP ${status}, status_code ${String(body.status_code)}, expected 404 or 2004`,
        ],
      );
    },
  },
  {
    id: 'authorize-no-json',
    purpose: 'A body that is no JSON: refused by a 4xx or a 2xxx, never ALLOWED, never a 5xx.',
    clause: 'OCPI 2.3.0 4.1.7',
    profiles: ['full', 'security'],
    async ask(us) {
      const { status, body } = await us.post(
        await authorizeUrl(us, us.options.eMAID ?? 'DE8AAC00000000X'),
        'this is no JSON {',
      );
      const code = Number(body.status_code);
      return unless(
        [status < 500, `HTTP ${status}`],
        [status >= 400 || (code >= 2000 && code < 3000), `HTTP ${status}, status_code ${code}`],
      );
    },
  },
  {
    id: 'cdr-garbage',
    purpose: 'A CDR that lacks everything is refused by a 4xx or a 2xxx, never taken, never a 5xx.',
    clause: 'OCPI 2.3.0 10.2.3',
    profiles: ['full', 'pnc', 'security'],
    async ask(us) {
      const { status, body } = await us.post(await us.module('cdrs', 'RECEIVER'), { id: 'bench' });
      const code = Number(body.status_code);
      return unless([
        status >= 400 ? status < 500 : code >= 2000 && code < 3000,
        `HTTP ${status}, status_code ${code}`,
      ]);
    },
  },
  {
    id: 'path-unknown',
    purpose: 'A path that does not exist is answered 404.',
    clause: 'OCPI 2.3.0 4.1.7',
    profiles: ['full'],
    async ask(us) {
      const { status } = await us.get(`${await us.module('cdrs', 'RECEIVER')}/no/such/thing/here`);
      return unless([status === 404, `HTTP ${status}, expected 404`]);
    },
  },
];

async function authorizeUrl(us: Cpo, eMAID: string): Promise<string> {
  const tokens = await us.module('tokens', 'SENDER');
  return `${tokens.replace(/\/$/, '')}/${encodeURIComponent(eMAID)}/authorize?type=EMAID`;
}
