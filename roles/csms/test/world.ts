/** A CSMS in memory with a hand-driven clock, scripted responders and eMSPs, and stations that speak raw frames. @module */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import type { HttpContext, HttpHandler, HttpRequest } from '@openpnc/core/http';
import type { ChannelReceiver, Clock, PasswordHash, Random } from '@openpnc/core/ports';
import type { FindingRecord, TraceRecord } from '@openpnc/core/trace';
import { type Csms, createCsms } from '@openpnc/csms/csms';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import type { Action, Requests, Responses } from '@openpnc/ocpp/v201';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import type { Kysely } from 'kysely';
import { at as START, type Tree, tree } from '../../../base/x509/test/tree.ts';
import { Judge } from '../../../protocols/ocpp/test/judge.ts';
import { emsp, refusing, responder, settingsOf } from './outside.ts';

export * from './outside.ts';
export { START };

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
