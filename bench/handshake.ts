/**
 * What Plug & Charge costs a station, on real sockets with the station in a process of its own:
 *
 * - processor time of that process from accept to AuthorizationRes(Finished), beside a bare `tls.createServer` with the same
 *   chain, suite and staple that makes the session's verify and digest calls by node:crypto; in turns, no TLS resumption.
 *   The car is plugged in before: what a station does then is not counted;
 * - time at the car from supportedAppProtocolReq to AuthorizationRes, CSMS and eMSP asked over their sockets each time;
 * - CurrentDemand of DC sessions without a pause between two rounds.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connect } from 'node:tls';
import type { MessageRecord, TraceRecord } from '@openpnc/core/trace';
import { prepareLab } from '@openpnc/lab/lab';
import { openMaterial } from '@openpnc/lab/material';
import { inProcess } from '@openpnc/lab/parties';
import type { World } from '@openpnc/lab/scenarios';
import type { Configuration } from '@openpnc/lab/sections';
import { chooseLink } from '@openpnc/node/interfaces';
import { parseCertificate } from '@openpnc/x509/certificate';
import type { BareWork } from './handshake/bare.ts';
import type { ChildLine, CryptoCall } from './handshake/childLine.ts';
import { openBenchRig } from './handshake/rig.ts';
import type { BenchReport } from './run.ts';

const SESSIONS = 200;
const WARM_UP = 120;
/** Between a session's end and the next one: what the station still has to tell the CSMS is not the next one's. */
const REST_MS = 60;
/** Sizes of the requests from supportedAppProtocolReq to AuthorizationReq, about; the fifth holds a contract chain. */
const MESSAGES = [70, 30, 25, 25, 1_650, 280];
const DC_SESSIONS = 10;
const DC_ROUNDS = 200;

/** See the module. */
export async function bench(): Promise<BenchReport> {
  const authorization = await withLab({ world: {}, rounds: 2 }, measureAuthorization);
  const demands = await withLab({ world: { energy: 'DC' }, rounds: DC_ROUNDS }, measureCurrentDemand);
  const figures = { ...authorization, ...demands };
  return {
    figures,
    aims: {
      cpu_ratio_mean: aim(figures.cpu_ratio_mean, 2),
      authorization_p50_ms: aim(figures.authorization_p50_ms, 10),
      CurrentDemand_p99_ms: aim(figures.CurrentDemand_p99_ms, 10),
      CurrentDemand_car_p99_ms: aim(figures.CurrentDemand_car_p99_ms, 10),
    },
  };
}

/** A lab whose station is another process; the others are here. */
interface BenchLab {
  readonly folder: string;
  readonly configuration: Configuration;
  readonly secc: Child;
  /** Questions so far. */
  readonly asked: { readonly csms: number; readonly emsp: number };
}

async function withLab<Figures>(
  { world, rounds }: { readonly world: World; readonly rounds: number },
  measure: (lab: BenchLab) => Promise<Figures>,
): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-bench-'));
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const { sections } = await prepareLab(folder, world, chooseLink().interface);
    const { station, ev } = sections;
    const rig = await openBenchRig(REST_MS);
    closers.push(() => rig.close());
    const evses = station.evses.map((evse) => ({ ...evse, pilot: 'wired' as const }));
    const configuration: Configuration = {
      ...sections,
      station: { ...station, evses, plug: rig.target, receipts_s: 0 },
      ev: { ...ev, plug: rig.target, ongoingPause_ms: 0, loopPause_ms: 0, stop: { rounds, how: 'stop' } },
    };
    const file = join(folder, 'openpnc.json');
    writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
    const asked = { csms: 0, emsp: 0 };
    const count = (record: TraceRecord) => {
      if (record.type !== 'message') return;
      if (record.party === 'csms' && record.message === 'Authorize') asked.csms += 1;
      if (record.party === 'emsp' && record.message.includes('authorize')) asked.emsp += 1;
    };
    for (const party of ['pki', 'emsp', 'csms'] as const) {
      const running = await inProcess(party, configuration, folder, count);
      closers.push(() => running.close());
    }
    const secc = child('station.ts', [file, String(WARM_UP)]);
    closers.push(() => secc.close());
    await secc.line('ready');
    return await measure({ folder, configuration, secc, asked });
  } finally {
    for (const close of closers.toReversed()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processor time and time to AuthorizationRes. */
async function measureAuthorization({ folder, configuration, secc, asked }: BenchLab) {
  let calls: readonly CryptoCall[] = [];
  for (let i = 1; i <= WARM_UP; i += 1) {
    const session = secc.line('session');
    await charge(configuration);
    ({ calls } = await session);
    await rest();
  }
  for (const line of listed(calls)) console.log(line);

  const { secc: identity, pem } = await openMaterial(folder);
  const bare = child('bare.ts', []);
  try {
    const link = chooseLink();
    const host = link.kind === 'multicast' ? `${link.address}%${link.interface}` : link.address;
    const staple = stapleOf(folder, identity.certificates[0]!);
    bare.send({ host, cert: pem(identity.certificates), key: identity.keyPem, staple, calls } satisfies BareWork);
    const { port } = await bare.line('ready');
    for (let i = 0; i < WARM_UP; i += 1) await bareSession(host, port!, bare);

    const ours: number[] = [];
    const whole: number[] = [];
    const theirs: number[] = [];
    const talked: number[] = [];
    const times: number[] = [];
    const polls: number[] = [];
    const before = { ...asked };
    for (let i = 0; i < SESSIONS; i += 1) {
      const line = await bareSession(host, port!, bare);
      theirs.push(line.handshake_us);
      talked.push(line.talked_us);
      await rest();
      const [session, ended] = [secc.line('session'), secc.line('ended')];
      const seen = await charge(configuration);
      ours.push((await session).cpu_us);
      whole.push((await ended).cpu_us);
      times.push(seen.authorization_ms);
      polls.push(seen.polls);
      await rest();
    }
    return {
      sessions: SESSIONS,
      secc_cpu_mean_us: mean(ours),
      secc_cpu_p50_us: at(ours, 0.5),
      secc_cpu_whole_session_mean_us: mean(whole),
      bare_cpu_mean_us: mean(theirs),
      bare_cpu_p50_us: at(theirs, 0.5),
      bare_cpu_with_messages_mean_us: mean(talked),
      cpu_ratio_mean: ratio(mean(ours), mean(theirs)),
      cpu_ratio_p50: ratio(at(ours, 0.5), at(theirs, 0.5)),
      authorization_p50_ms: at(times, 0.5),
      authorization_p99_ms: at(times, 0.99),
      polls_mean: mean(polls),
      csms_asked: asked.csms - before.csms,
      emsp_asked: asked.emsp - before.emsp,
    };
  } finally {
    await bare.close();
  }
}

/** CurrentDemand in the station (request whole until the answer is out) and at the car (request out until the answer is in). */
async function measureCurrentDemand({ configuration, secc }: BenchLab) {
  await charge(configuration);
  await rest();
  const [atStation, atCar]: [number[], number[]] = [[], []];
  for (let i = 0; i < DC_SESSIONS; i += 1) {
    const ended = secc.line('ended');
    const { exchanges } = await charge(configuration);
    for (const { message, took_ms } of exchanges) if (message === 'CurrentDemandReq') atCar.push(took_ms!);
    atStation.push(...(await ended).took_ms);
    await rest();
  }
  return {
    CurrentDemand_count: atStation.length,
    CurrentDemand_p50_ms: at(atStation, 0.5),
    CurrentDemand_p99_ms: at(atStation, 0.99),
    CurrentDemand_car_p50_ms: at(atCar, 0.5),
    CurrentDemand_car_p99_ms: at(atCar, 0.99),
    CurrentDemand_limit_ms: 25,
  };
}

interface Charge {
  readonly authorization_ms: number;
  readonly polls: number;
  readonly exchanges: readonly MessageRecord[];
}

/** One session of the car: from supportedAppProtocolReq out until AuthorizationRes is in. */
async function charge(configuration: Configuration): Promise<Charge> {
  const exchanges: MessageRecord[] = [];
  const ev = await inProcess('ev', configuration, '', (record) => {
    if (record.type === 'message' && record.protocol === 'iso15118-2') exchanges.push(record);
  });
  const { outcome } = await ev.outcome!;
  await ev.close();
  if (outcome !== 'charged') throw new Error(`the session ended ${outcome}`);
  const first = exchanges.find(({ message }) => message === 'supportedAppProtocolReq')!;
  const authorizations = exchanges.filter(({ message }) => message === 'AuthorizationReq');
  return {
    authorization_ms: authorizations.at(-1)!.at - (first.at - first.took_ms!),
    polls: authorizations.length - 1,
    exchanges,
  };
}

/**
 * One car at the bare server: handshake with staple, one byte, then as many messages as a session has until its
 * AuthorizationRes, which nobody reads: what the traffic alone costs.
 */
async function bareSession(
  host: string,
  port: number,
  bare: Child,
): Promise<{ readonly handshake_us: number; readonly talked_us: number }> {
  const [session, ended] = [bare.line('session'), bare.line('ended')];
  const socket = connect({
    host,
    port,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: 'ECDHE-ECDSA-AES128-SHA256',
    ecdhCurve: 'prime256v1',
    sigalgs: 'ECDSA+SHA256',
    requestOCSP: true,
    rejectUnauthorized: false,
  });
  let staple: Buffer | undefined;
  socket.on('OCSPResponse', (response: Buffer) => {
    staple = response;
  });
  await once(socket, 'data');
  for (const bytes of MESSAGES) {
    const answer = once(socket, 'data');
    socket.write(Buffer.alloc(bytes, 1));
    await answer;
  }
  const closed = once(socket, 'close');
  socket.end();
  await closed;
  if (!staple || socket.isSessionReused()) throw new Error('no staple, or a resumed session');
  return { handshake_us: (await session).cpu_us, talked_us: (await ended).cpu_us };
}

/** The OCSP response that the station staples, hex. */
function stapleOf(folder: string, leaf: Uint8Array): string {
  const database = new DatabaseSync(join(folder, 'station', 'station.sqlite'), { readOnly: true });
  const row = database
    .prepare('select response from staple where fingerprint = ?')
    .get(parseCertificate(leaf).fingerprint);
  database.close();
  if (!row) throw new Error('the station has no OCSP response');
  return Buffer.from(row.response as Uint8Array).toString('hex');
}

/** The session's calls for people, alike ones together. */
function listed(calls: readonly CryptoCall[]): string[] {
  const counts = new Map<string, number>();
  for (const { name, algorithm, data } of calls) {
    const what = `${name} ${algorithm} of ${data.length / 2} bytes`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return ["the session's calls of node:crypto:", ...[...counts].map(([what, times]) => `  ${times} x ${what}`)];
}

/** A process of this bench. */
interface Child {
  /** The next line of a type. */
  line<Type extends ChildLine['type']>(type: Type): Promise<Extract<ChildLine, { type: Type }>>;
  send(message: object): void;
  close(): Promise<void>;
}

function child(script: string, parameters: readonly string[]): Child {
  const forked: ChildProcess = fork(join(import.meta.dirname, 'handshake', script), parameters);
  const ended = once(forked, 'exit').then(() => {
    throw new Error(`${script} has ended`);
  });
  ended.catch(() => {});
  // Without a listener the channel would keep its lines for the next one.
  forked.on('message', () => {});
  return {
    line: <Type extends ChildLine['type']>(type: Type) => {
      const came = new Promise<Extract<ChildLine, { type: Type }>>((resolve) => {
        const heard = (line: ChildLine) => {
          if (line.type !== type) return;
          forked.off('message', heard);
          resolve(line as Extract<ChildLine, { type: Type }>);
        };
        forked.on('message', heard);
      });
      return Promise.race([came, ended]);
    },
    send: (message) => void forked.send(message),
    async close() {
      forked.disconnect();
      await ended.catch(() => {});
    },
  };
}

function rest(): Promise<void> {
  return new Promise((done) => setTimeout(done, REST_MS));
}

function mean(values: readonly number[]): number {
  return round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function at(values: readonly number[], part: number): number {
  return round(values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)]!);
}

function ratio(ours: number, theirs: number): number {
  return round(ours / theirs);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function aim(value: number, limit: number): BenchReport['aims'][string] {
  return { value, aim: limit, holds: value <= limit };
}
