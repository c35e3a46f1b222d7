/**
 * The CSMS killed with SIGKILL under load, again and again: every event and decision that it acknowledged is in its database
 * afterwards, and none twice. A hundred kills if no count is given.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import WebSocket from 'ws';
import type { SoakOptions, SoakReport } from '../soak.ts';

const STATIONS = 40;

interface Told {
  readonly port: number;
  readonly authorize: object;
}

/** What was acknowledged, by every station. */
interface Ledger {
  readonly events: Set<string>;
  readonly decisions: Set<string>;
}

/** See the module. */
export async function soak({ count = 100, seed, log }: SoakOptions): Promise<SoakReport> {
  const next = randomOf(seed);
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-soak-'));
  const ledger: Ledger = { events: new Set(), decisions: new Set() };
  let passwords: readonly string[] = [];
  const stations = Array.from({ length: STATIONS }, (_, i) => new Station(i, ledger));
  let slowestStart_ms = 0;
  try {
    for (let kill = 0; kill <= count; kill += 1) {
      const began = performance.now();
      const { child, told } = await start(folder);
      slowestStart_ms = Math.max(slowestStart_ms, performance.now() - began);
      if (passwords.length === 0) passwords = (await ask<{ passwords: string[] }>(child, STATIONS)).passwords;
      const load = Promise.all(stations.map((station, i) => station.run(told, passwords[i]!)));
      await sleep(300 + (next() % 600));
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
      await load;
      if (kill % 10 === 0)
        log(`${kill} kills, ${ledger.events.size} events and ${ledger.decisions.size} decisions acknowledged`);
    }
    return checked(folder, ledger, count);
  } finally {
    rmSync(folder, { recursive: true });
  }

  function checked(path: string, { events, decisions }: Ledger, kills: number): SoakReport {
    const db = new DatabaseSync(join(path, 'csms.sqlite'));
    const failures: string[] = [];
    const rows = db
      .prepare('select station, transaction_id, seq_no, count(*) as n from session_event group by 1, 2, 3')
      .all() as { station: string; transaction_id: string; seq_no: number; n: number }[];
    const stored = new Map(
      rows.map(({ station, transaction_id, seq_no, n }) => [`${station} ${transaction_id} ${seq_no}`, n]),
    );
    for (const event of events) if (!stored.has(event)) failures.push(`acknowledged event is lost: ${event}`);
    for (const [event, n] of stored) if (n > 1) failures.push(`event is there ${n} times: ${event}`);
    const traces = new Set(
      (db.prepare('select trace_id from decision').all() as { trace_id: string }[]).map(({ trace_id }) => trace_id),
    );
    for (const decision of decisions)
      if (!traces.has(decision)) failures.push(`acknowledged decision is lost: ${decision}`);
    const ended = db
      .prepare(
        `select count(*) as n from session_event e left join outbox o on o.subject = e.station || char(10) || e.transaction_id
         where e.event_type = 'Ended' and o.id is null`,
      )
      .get() as { n: number };
    // An Ended that was stored and not acknowledged is sent again; then its CDR is ordered too.
    const open = stations.filter(({ isWaiting }) => isWaiting).length;
    if (ended.n > open) failures.push(`${ended.n} ended transactions have no CDR in the outbox, at most ${open} may`);
    db.close();
    return {
      figures: {
        kills,
        acknowledged_events: events.size,
        stored_events: stored.size,
        acknowledged_decisions: decisions.size,
        slowest_start_ms: Math.round(slowestStart_ms),
      },
      failures: failures.slice(0, 20),
    };
  }
}

/** Sends events one after another, and one that was not acknowledged again. */
class Station {
  readonly #name: string;
  readonly #ledger: Ledger;
  #count = 0;
  #calls = 0;
  #waiting: string | undefined;

  constructor(index: number, ledger: Ledger) {
    this.#name = `S${index}`;
    this.#ledger = ledger;
  }

  /** An event was sent and its answer has not come. */
  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** Until the connection is gone. */
  async run({ port, authorize }: Told, password: string): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ocpp/${this.#name}`, ['ocpp2.0.1'], {
      perMessageDeflate: false,
      headers: { authorization: `Basic ${btoa(`${this.#name}:${password}`)}` },
    });
    const closed = new Promise<void>((done) => socket.once('close', () => done()));
    socket.on('error', () => {});
    const opened = await Promise.race([
      new Promise<true>((done) => socket.once('open', () => done(true))),
      closed.then(() => false),
    ]);
    if (!opened) return;
    let answered: ((text: string | undefined) => void) | undefined;
    socket.on('message', (data: Buffer) => answered?.(data.toString()));
    void closed.then(() => answered?.(undefined));
    const call = (action: string, payload: object, id: string) =>
      new Promise<string | undefined>((done) => {
        answered = done;
        socket.send(JSON.stringify([2, id, action, payload]));
      });
    const boot = { reason: 'PowerUp', chargingStation: { model: 'Soak', vendorName: 'OpenPnC' } };
    if (!(await call('BootNotification', boot, this.#id()))) return;
    for (;;) {
      const trace = this.#id();
      const decided = await call('Authorize', authorize, `${trace}0001`);
      if (!decided) return;
      if (decided.startsWith('[3')) this.#ledger.decisions.add(trace);
      const seqNo = this.#count % 5;
      const transactionId = `${this.#name}-${Math.floor(this.#count / 5)}`;
      const key = `${this.#name} ${transactionId} ${seqNo}`;
      this.#waiting = key;
      const answer = await call('TransactionEvent', event(transactionId, seqNo), this.#id());
      if (!answer) return; // sent again after the reconnect
      this.#waiting = undefined;
      if (!answer.startsWith('[3')) continue;
      this.#ledger.events.add(key);
      this.#count += 1;
    }
  }

  #id(): string {
    this.#calls += 1;
    const digits = `${this.#name.slice(1).padStart(4, '0')}${this.#calls.toString(16).padStart(12, '0')}`;
    return digits.padStart(32, '0');
  }
}

function event(transactionId: string, seqNo: number): object {
  // The same event again must be the same: its time is made of its number.
  const timestamp = new Date(Date.UTC(2026, 5, 1) + seqNo * 1000).toISOString();
  return {
    eventType: ['Started', 'Updated', 'Updated', 'Updated', 'Ended'][seqNo],
    triggerReason: 'MeterValuePeriodic',
    seqNo,
    timestamp,
    transactionInfo: { transactionId, chargingState: 'Charging' },
    evse: { id: 1, connectorId: 1 },
    meterValue: [{ timestamp, sampledValue: [{ value: 1000 * seqNo }] }],
    ...(seqNo === 1 && { idToken: { idToken: 'DE8AAC12345678D', type: 'eMAID' } }),
  };
}

function start(folder: string): Promise<{ readonly child: ChildProcess; readonly told: Told }> {
  const child = fork(join(import.meta.dirname, '../../bench/csms/server.ts'), [folder], {
    execArgv: ['--conditions=openpnc-source'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve({ child, told: told as Told }));
    child.once('exit', (code) => reject(new Error(`the CSMS ended with ${code}`)));
  });
}

function ask<T>(child: ChildProcess, count: number): Promise<T> {
  return new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as T));
    child.send({ ask: 'enrol', count });
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
