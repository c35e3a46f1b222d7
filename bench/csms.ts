/**
 * `npm run bench -- csms`: one CSMS process with durable storage, load over loopback WebSockets from this process, closed
 * loop: each station has one call open. Beside it the floor: plain `ws` with schema checks and no CSMS behind.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derToPem } from '@openpnc/x509/certificate';
import WebSocket from 'ws';
import { root } from '../drivers/node/test/localhostPki.ts';
import { pack, startTime } from './csms/packed.ts';
import type { BenchReport } from './run.ts';

const STATIONS = 100;
const SECONDS = 6;
const WARM_S = 3;
const BOOTS = 1000;
const TLS_BOOTS = 200;
const CUT = 500;
const IDLE = 5000;

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
  /** The same door with TLS. */
  readonly securePort: number;
  readonly told: Readonly<Record<string, unknown>>;
}

/** A station of the load: one socket, one call at a time. */
class Station {
  readonly identity: string;
  readonly #socket: WebSocket;
  #count = 0;
  #answered: ((text: string) => void) | undefined;

  constructor(identity: string, socket: WebSocket) {
    this.identity = identity;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#answered?.(data.toString()));
  }

  call(action: string, payload: string): Promise<string> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#count += 1;
      this.#socket.send(`[2,"${this.identity}-${this.#count}","${action}",${payload}]`);
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}

/** Figures and aims of issue 6. */
export async function bench(): Promise<BenchReport> {
  const figures: Record<string, number> = {};
  const floor = await start('floor');
  const floorStations = await Promise.all(names(STATIONS).map((name) => connect(floor.port, name)));
  await load(floorStations, () => AUTHORIZE_OF_FLOOR, WARM_S);
  Object.assign(figures, prefixed('floor_authorize', await measured(floor, floorStations, () => AUTHORIZE_OF_FLOOR)));
  const floorEvent = transactionEvents();
  Object.assign(figures, prefixed('floor_transactionEvent', await measured(floor, floorStations, floorEvent)));
  for (const station of floorStations) station.close();
  await stop(floor);

  const folder = mkdtempSync(join(tmpdir(), 'openpnc-bench-'));
  const server = await start('server', folder);
  const { passwords } = await ask<{ passwords: string[] }>(server, 'enrol', IDLE);
  const authorize = JSON.stringify(server.told.authorize);
  const open = (name: string, i: number) => connect(server.port, name, { password: passwords[i] });

  const stations = await inBatches(names(STATIONS), open);
  await Promise.all(stations.map((station) => good(station.call('BootNotification', BOOT))));
  await load(stations, () => authorize, WARM_S);
  Object.assign(figures, prefixed('authorize', await measured(server, stations, () => authorize)));
  const event = transactionEvents();
  await load(stations, event, WARM_S);
  Object.assign(figures, prefixed('transactionEvent', await measured(server, stations, event)));
  const { events, decisions } = await ask<{ events: number; decisions: number }>(server, 'counts');
  figures.stored_events = events;
  figures.stored_decisions = decisions;
  for (const station of stations) station.close();

  figures.boots_1000_ms = await boots(BOOTS, open);
  Object.assign(figures, await cut(server, open));
  await stop(server);
  figures.start_ms = await restarts(folder, passwords[0]!);
  rmSync(folder, { recursive: true });

  // In processes of their own: what a load has left behind would count for the stations, or hide what they take.
  const idleFolder = mkdtempSync(join(tmpdir(), 'openpnc-bench-'));
  const quiet = await start('server', idleFolder);
  const enrolled = await ask<{ passwords: string[] }>(quiet, 'enrol', IDLE);
  // Each second one asks for compression, as many stations do.
  const idle = await idleEach(quiet, await ask<Memory>(quiet, 'memory'), (name, i) =>
    connect(quiet.port, name, { password: enrolled.passwords[i], isCompressed: i % 2 === 1 }),
  );
  figures.idle_5000_kB_each = idle.rss;
  figures.idle_5000_heap_kB_each = idle.heapUsed;
  await stop(quiet);
  rmSync(idleFolder, { recursive: true });

  const secureFolder = mkdtempSync(join(tmpdir(), 'openpnc-bench-'));
  const secure = await start('server', secureFolder);
  const secured = await ask<{ passwords: string[] }>(secure, 'enrol', IDLE);
  const secureBefore = await ask<Memory>(secure, 'memory');
  const openSecure = (name: string, i: number) =>
    connect(secure.securePort, name, { password: secured.passwords[i], isTls: true });
  figures.boots_200_tls_ms = await boots(TLS_BOOTS, openSecure);
  figures.idle_5000_tls_kB_each = (await idleEach(secure, secureBefore, openSecure)).rss;
  await stop(secure);
  rmSync(secureFolder, { recursive: true });

  const aim = (key: string, limit: number, isMost: boolean) => {
    const value = figures[key]!;
    return [key, { value, aim: limit, holds: isMost ? value <= limit : value >= limit }] as const;
  };
  return {
    figures,
    aims: Object.fromEntries([
      aim('authorize_per_s', 15_000, false),
      aim('authorize_p99_ms', 25, true),
      aim('transactionEvent_per_s', 5000, false),
      aim('boots_1000_ms', 5000, true),
      aim('cut_500_ms', 5000, true),
      aim('cut_500_missing_events', 0, true),
      aim('boots_200_tls_ms', 5000, true),
      aim('idle_5000_kB_each', 15, true),
      aim('idle_5000_tls_kB_each', 70, true),
      aim('start_ms', 1000, true),
    ]),
  };
}

const rootPem = derToPem(root);
const BOOT = JSON.stringify({ reason: 'PowerUp', chargingStation: { model: 'Bench', vendorName: 'OpenPnC' } });
const entry = (serialNumber: string) => ({
  hashAlgorithm: 'SHA256',
  issuerNameHash: 'a'.repeat(64),
  issuerKeyHash: 'b'.repeat(64),
  serialNumber,
  responderURL: 'http://127.0.0.1:8080/ocsp',
});
const AUTHORIZE_OF_FLOOR = JSON.stringify({
  idToken: { idToken: 'DE8AAC12345678D', type: 'eMAID' },
  iso15118CertificateHashData: ['1', '2', '3'].map(entry),
});

/** Started, 3 Updated, Ended, again and again, each station with transactions of its own. */
function transactionEvents({ hasToken = true } = {}): (station: Station, round: number) => string {
  const kinds = ['Started', 'Updated', 'Updated', 'Updated', 'Ended'];
  const run = Math.random().toString(36).slice(2);
  const counts = new Map<Station, number>();
  return (station) => {
    const count = counts.get(station) ?? 0;
    counts.set(station, count + 1);
    const seqNo = count % 5;
    const timestamp = new Date().toISOString();
    return JSON.stringify({
      eventType: kinds[seqNo],
      triggerReason: seqNo === 1 ? 'Authorized' : 'MeterValuePeriodic',
      seqNo,
      timestamp,
      transactionInfo: {
        transactionId: `${run}-${station.identity}-${Math.floor(count / 5)}`,
        chargingState: 'Charging',
      },
      evse: { id: 1, connectorId: 1 },
      meterValue: [
        {
          timestamp,
          sampledValue: [
            { value: 1000 + 100 * seqNo, context: 'Sample.Periodic' },
            { value: 11_000, measurand: 'Power.Active.Import' },
          ],
        },
      ],
      ...(hasToken && seqNo === 1 && { idToken: { idToken: 'DE8AAC12345678D', type: 'eMAID' } }),
    });
  };
}

async function load(
  stations: readonly Station[],
  payload: (station: Station, round: number) => string,
  seconds = SECONDS,
): Promise<Readonly<Record<string, number>>> {
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  const started = performance.now();
  await Promise.all(
    stations.map(async (station) => {
      for (let round = 0; performance.now() < until; round += 1) {
        const text = payload(station, round);
        const at = performance.now();
        await good(station.call(text.startsWith('{"eventType') ? 'TransactionEvent' : 'Authorize', text));
        times.push(performance.now() - at);
      }
    }),
  );
  const took_s = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number) => round(times[Math.floor((times.length - 1) * part)]!);
  return {
    calls: times.length,
    per_s: Math.round(times.length / took_s),
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    max_ms: round(times.at(-1)!),
  };
}

/** Load with the processor time of the CSMS for each call, all its threads together. */
async function measured(
  server: Server,
  stations: readonly Station[],
  payload: (station: Station, round: number) => string,
): Promise<Readonly<Record<string, number>>> {
  const cpu = async () => {
    const { cpu } = await ask<{ cpu: { user: number; system: number } }>(server, 'memory');
    return cpu.user + cpu.system;
  };
  const before = await cpu();
  const { calls, ...figures } = await load(stations, payload);
  return { ...figures, cpu_us: round(((await cpu()) - before) / calls!) };
}

/** So many stations connect and boot within 2 s; the time until the last is accepted. */
async function boots(count: number, open: (name: string, i: number) => Promise<Station>): Promise<number> {
  const started = performance.now();
  const stations = await Promise.all(
    names(count).map(async (name, i) => {
      await new Promise((done) => setTimeout(done, (i * 2000) / count));
      const station = await open(name, i);
      await good(station.call('BootNotification', BOOT));
      return station;
    }),
  );
  const took = performance.now() - started;
  for (const station of stations) station.close();
  return Math.round(took);
}

/** 500 stations in a transaction are cut at once and come back within 2 s, each with an event to tell: the time until the last is acknowledged, and whether any event is lost or double. */
async function cut(
  server: Server,
  open: (name: string, i: number) => Promise<Station>,
): Promise<Readonly<Record<string, number>>> {
  const event = transactionEvents({ hasToken: false });
  const before = (await ask<{ events: number }>(server, 'counts')).events;
  const stations = await inBatches(names(CUT), open);
  await Promise.all(
    stations.map(async (station) => {
      await good(station.call('BootNotification', BOOT));
      await good(station.call('TransactionEvent', event(station, 0)));
    }),
  );
  for (const station of stations) station.close();
  const started = performance.now();
  await Promise.all(
    stations.map(async (old, i) => {
      await new Promise((done) => setTimeout(done, (i * 2000) / CUT));
      const station = await open(old.identity, i);
      await good(station.call('TransactionEvent', event(old, 1)));
      station.close();
    }),
  );
  const took = Math.round(performance.now() - started);
  const { events } = await ask<{ events: number }>(server, 'counts');
  return { cut_500_ms: took, cut_500_missing_events: 2 * CUT - (events - before) };
}

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/**
 * Memory of the CSMS for each of 5,000 stations that have booted and say nothing, kB: of the process, and of V8's heap alone.
 */
async function idleEach(
  server: Server,
  before: Memory,
  open: (name: string, i: number) => Promise<Station>,
): Promise<Memory> {
  const stations = await inBatches(names(IDLE), open);
  for (let at = 0; at < stations.length; at += 100)
    await Promise.all(stations.slice(at, at + 100).map((station) => good(station.call('BootNotification', BOOT))));
  await new Promise((done) => setTimeout(done, 1000));
  const { rss, heapUsed } = await ask<Memory>(server, 'memory');
  for (const station of stations) station.close();
  const each = (bytes: number) => round(bytes / IDLE / 1024);
  return { rss: each(rss - before.rss), heapUsed: each(heapUsed - before.heapUsed) };
}

/** The packed command on the database that the load has left: the middle one of five starts. */
async function restarts(folder: string, password: string): Promise<number> {
  const program = await pack(folder);
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) times.push(await startTime(program, folder, { identity: 'S0', password }));
  return round(times.toSorted((a, b) => a - b)[2]!);
}

async function inBatches(
  list: readonly string[],
  open: (name: string, i: number) => Promise<Station>,
): Promise<Station[]> {
  const stations: Station[] = [];
  for (let at = 0; at < list.length; at += 100)
    stations.push(...(await Promise.all(list.slice(at, at + 100).map((name, i) => open(name, at + i)))));
  return stations;
}

async function good(answer: Promise<string>): Promise<void> {
  const text = await answer;
  if (!text.startsWith('[3')) throw new Error(text);
}

interface StationOptions {
  readonly password?: string | undefined;
  readonly isTls?: boolean;
  readonly isCompressed?: boolean;
}

function connect(
  port: number,
  name: string,
  { password, isTls = false, isCompressed = false }: StationOptions = {},
): Promise<Station> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${isTls ? 'wss' : 'ws'}://127.0.0.1:${port}/ocpp/${name}`, ['ocpp2.0.1'], {
      perMessageDeflate: isCompressed,
      ...(isTls && { ca: rootPem }),
      ...(password !== undefined && { headers: { authorization: `Basic ${btoa(`${name}:${password}`)}` } }),
    });
    socket.once('open', () => resolve(new Station(name, socket)));
    socket.once('error', reject);
  });
}

function start(name: 'server' | 'floor', ...args: readonly string[]): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'csms', `${name}.ts`), args, {
    execArgv: ['--conditions=openpnc-source', '--expose-gc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (told: { port: number; securePort: number }) =>
      resolve({ child, ...told, told: { ...told } }),
    );
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

async function stop({ child }: Server): Promise<void> {
  const exit = new Promise((done) => child.once('exit', done));
  child.send({ ask: 'stop' });
  await exit;
}

function ask<T>({ child }: Server, what: string, count?: number): Promise<T> {
  return new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as T));
    child.send({ ask: what, count });
  });
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `S${i}`);
}

function prefixed(name: string, values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}_${key}`, value]));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
