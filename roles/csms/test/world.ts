/** A CSMS in memory with a hand-driven clock, scripted responders and eMSPs, and stations that speak raw frames. @module */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import {
  type HttpContext,
  HttpFailure,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from '@openpnc/core/http';
import type { ChannelReceiver, Clock, PasswordHash, Random } from '@openpnc/core/ports';
import type { FindingRecord, TraceRecord } from '@openpnc/core/trace';
import { type Csms, createCsms } from '@openpnc/csms/csms';
import { CsmsSettings } from '@openpnc/csms/settings';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { contractChainPem, contractHashData } from '@openpnc/ocpp/contractChain';
import type { Action, Requests, Responses } from '@openpnc/ocpp/v201';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import type { Certificate } from '@openpnc/x509/certificate';
import { buildOcspResponse, type OcspStatus, parseOcspRequest } from '@openpnc/x509/ocsp';
import type { Kysely } from 'kysely';
import { Check, Default, Errors } from 'typebox/value';
import { at as START, type Tree, tree } from '../../../base/x509/test/tree.ts';
import { Judge } from '../../../protocols/ocpp/test/judge.ts';

export { START };

export const EMAID = 'DE-8AA-C12345678-D';
export const EMSP_URL = 'http://emsp.example/ocpi/2.3.0';

/** Moves only by `advance`. */
export interface HandClock extends Clock {
  /** Moves on in steps to every alarm on the way, and lets all that follows happen. */
  advance(ms: number): Promise<void>;
}

export function handClock(): HandClock {
  let now = START;
  const alarms = new Set<{ at: number; ring: () => void }>();
  const alarm = (at: number, ring: () => void) => {
    const entry = { at, ring };
    alarms.add(entry);
    return () => void alarms.delete(entry);
  };
  return {
    now: () => now,
    alarm,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const cancel = alarm(now + ms, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason);
        });
      }),
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const next = [...alarms].filter((entry) => entry.at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        alarms.delete(next);
        now = Math.max(now, next.at);
        next.ring();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}

/** Lets all that is under way in memory happen: it runs in microtasks. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Bytes that count up, so ids differ. */
function countedRandom(): Random {
  let count = 0;
  return {
    bytes: (length) => {
      count += 1;
      return Uint8Array.from({ length }, (_, i) => (i < 4 ? count >> (8 * (3 - i)) : count * (i + 7)) & 0xff);
    },
  };
}

/** Salted HMAC for both kinds: what the driver has, without scrypt. */
export const testPasswords: PasswordHash = {
  hash: async (password) => {
    const salt = randomBytes(8).toString('hex');
    return `${salt}$${createHmac('sha256', salt).update(password).digest('hex')}`;
  },
  isPasswordOf: async (stored, password) => {
    const [salt = '', hash] = stored.split('$');
    return createHmac('sha256', salt).update(password).digest('hex') === hash;
  },
};

/** A request that the CSMS made. */
export interface Called extends HttpRequest {
  readonly context: HttpContext;
}

/** How the outside answers; a test changes what it wants otherwise. */
export interface Outside {
  ocsp: HttpHandler;
  emsp: HttpHandler;
  /** `pki.example` and every host below it. */
  pki: HttpHandler;
}

export interface World {
  readonly csms: Csms;
  readonly clock: HandClock;
  readonly random: Random;
  readonly db: Kysely<CsmsTables>;
  readonly records: TraceRecord[];
  readonly published: { readonly topic: string; readonly record: unknown }[];
  readonly calls: Called[];
  readonly outside: Outside;
  readonly pki: Tree;
  /** Another CSMS over the same tables, as after a restart. */
  restarted(): Promise<World>;
}

const trees = new Map<string, Promise<Tree>>();
/** The tree of a contract for {@link EMAID}; keys are made once for all tests. */
export function contractTree(): Promise<Tree> {
  let made = trees.get('contract');
  if (!made) {
    made = tree(
      {},
      {
        leafName: [
          ['O', 'Lab'],
          ['CN', 'DE8AAC12345678'],
          ['DC', 'MO'],
        ],
      },
    );
    trees.set('contract', made);
  }
  return made;
}

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

export async function world(
  changes: Readonly<Record<string, unknown>> = {},
  given: Partial<Pick<World, 'db' | 'clock' | 'outside' | 'calls' | 'random'>> = {},
): Promise<World> {
  const db = given.db ?? openSqlite<CsmsTables>(':memory:');
  await migrate(db, 'csms', csmsMigrations);
  const clock = given.clock ?? handClock();
  const random = given.random ?? countedRandom();
  const pki = await contractTree();
  const records: TraceRecord[] = [];
  const published: { topic: string; record: unknown }[] = [];
  const calls: Called[] = given.calls ?? [];
  const outside: Outside = given.outside ?? {
    ocsp: responder(pki, clock),
    emsp: emsp(clock, 'ALLOWED'),
    pki: refusing,
  };
  const csms = await createCsms(settingsOf(changes), {
    clock,
    random,
    db,
    passwords: testPasswords,
    http: async (request, context) => {
      calls.push({ ...request, context });
      const { hostname } = new URL(request.url);
      if (hostname === 'emsp.example') return outside.emsp(request, context);
      if (hostname.endsWith('pki.example')) return outside.pki(request, context);
      return outside.ocsp(request, context);
    },
    trace: (record) => records.push(record),
    publish: (topic, record) => void published.push({ topic, record }),
  });
  return {
    csms,
    clock,
    random,
    db,
    records,
    published,
    calls,
    outside,
    pki,
    restarted: async () => {
      await csms.stop();
      return world(changes, { db, clock, outside, calls, random });
    },
  };
}

/** A world that trusts the contract's root, with one accepted station. */
export async function ready(
  changes: Readonly<Record<string, unknown>> = {},
): Promise<World & { station: TestStation }> {
  const made = await world(changes);
  await made.csms.addRoot('mo', made.pki.certificates.root.der);
  const station = await accepted(made);
  return { ...made, station };
}

/** Findings of the trace, by code. */
export function findings(records: readonly TraceRecord[], code?: string): FindingRecord[] {
  return records.filter(
    (record): record is FindingRecord => record.type === 'finding' && (code === undefined || record.code === code),
  );
}

/** A station that speaks raw frames; those of the CSMS, and its own that are not meant to be wrong, must please a second, independent validator. */
export class TestStation {
  readonly identity: string;
  readonly frames: string[] = [];
  readonly closes: { readonly code: number | undefined; readonly reason: string | undefined }[] = [];
  bufferedBytes = 0;
  /** Whether frames must please the second validator. */
  isStrict = true;
  /** Answers to the calls of the CSMS. */
  readonly answers: Partial<Record<Action, (payload: never) => unknown>> = {};
  readonly asked: { readonly action: string; readonly payload: unknown }[] = [];
  #receiver: ChannelReceiver | undefined;
  #count = 0;
  readonly #judge = new Judge();
  readonly #open = new Map<string, { readonly action: string; resolve(frame: unknown[]): void }>();

  constructor(identity: string) {
    this.identity = identity;
  }

  /** Opens a channel. @returns the status of a refusal, else 101. */
  async connect(
    csms: Csms,
    password: string,
    {
      protocols = ['ocpp2.0.1'],
      user = this.identity,
      path = `/ocpp/${encodeURIComponent(this.identity)}`,
      clientCertificates,
    }: {
      protocols?: readonly string[];
      user?: string;
      path?: string;
      clientCertificates?: readonly Uint8Array[];
    } = {},
  ): Promise<{
    readonly status: number;
    readonly protocol?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
  }> {
    const authorization = `Basic ${toBase64(toUtf8(`${user}:${password}`))}`;
    const acceptance = await csms.accept({
      path,
      headers: { authorization },
      protocols,
      peer: '127.0.0.1:1',
      ...(clientCertificates && { clientCertificates }),
    });
    if (!acceptance.accept) return { status: acceptance.status, headers: acceptance.headers };
    const self = this;
    this.#receiver = acceptance.open({
      send: (text) => self.#sent(text),
      close: (code, reason) => {
        self.closes.push({ code, reason });
        queueMicrotask(() => self.drop(code));
      },
      get bufferedBytes() {
        return self.bufferedBytes;
      },
    });
    return { status: 101, protocol: acceptance.protocol };
  }

  /** The connection is gone. */
  drop(code = 1006): void {
    this.#receiver?.closed(code, 'gone');
    this.#receiver = undefined;
  }

  raw(text: string): void {
    this.#receiver!.text(text);
  }

  /** Sends a CALL; the whole frame of the answer. */
  callFrame(action: string, payload: unknown, id = this.nextId()): Promise<unknown[]> {
    const answer = new Promise<unknown[]>((resolve) => this.#open.set(id, { action, resolve }));
    this.raw(JSON.stringify([2, id, action, payload]));
    return answer;
  }

  /** Sends a CALL; the payload of its CALLRESULT. */
  async call<A extends Action>(action: A, payload: Requests[A], id = this.nextId()): Promise<Responses[A]> {
    if (this.isStrict) this.#judge.see(JSON.stringify([2, id, action, payload]));
    const frame = await this.callFrame(action, payload, id);
    assert.equal(frame[0], 3, JSON.stringify(frame));
    return frame[2] as Responses[A];
  }

  nextId(trace = 'ab'.repeat(16)): string {
    this.#count += 1;
    return trace + this.#count.toString(16).padStart(4, '0');
  }

  #sent(text: string): void {
    this.frames.push(text);
    const frame = JSON.parse(text) as unknown[];
    const [type, id, action, payload] = frame as [number, string, string, unknown];
    if (this.isStrict) this.#judge.see(text);
    if (type === 2) {
      this.asked.push({ action, payload });
      const answer = this.answers[action as Action] as ((payload: unknown) => unknown) | undefined;
      if (answer)
        queueMicrotask(() => {
          const reply = JSON.stringify([3, id, answer(payload)]);
          this.#judge.see(reply);
          this.#receiver?.text(reply);
        });
      return;
    }
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.resolve(frame);
  }
}

export const BOOT: Requests['BootNotification'] = {
  reason: 'PowerUp',
  chargingStation: { model: 'Bench', vendorName: 'OpenPnC', serialNumber: 'S1' },
};

/** What a station answers to GetVariables that has none of them. */
export function noVariables({ getVariableData }: Requests['GetVariables']): Responses['GetVariables'] {
  return {
    getVariableResult: getVariableData.map(({ component, variable }) => ({
      component,
      variable,
      attributeStatus: 'UnknownVariable',
    })) as unknown as Responses['GetVariables']['getVariableResult'],
  };
}

/** An enrolled, connected and accepted station with two EVSEs. */
export async function accepted({ csms }: Pick<World, 'csms'>, identity = 'CS1'): Promise<TestStation> {
  const station = new TestStation(identity);
  const { password } = await csms.enrol(identity);
  assert.deepEqual(await station.connect(csms, password), { status: 101, protocol: 'ocpp2.0.1' });
  assert.equal((await station.call('BootNotification', BOOT)).status, 'Accepted');
  for (const evseId of [1, 2])
    await station.call('StatusNotification', {
      timestamp: new Date(START).toISOString(),
      connectorStatus: 'Available',
      evseId,
      connectorId: 1,
    });
  return station;
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
    )!;
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
    return { status: 200, headers: { 'content-type': 'application/ocsp-response' }, body: response };
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
