/**
 * `npm run bench -- authorize`: questions at a fixed rate from this process to a CSMS in another, which asks eMSPs in others
 * again over HTTP: one that is well, one that hangs and one that refuses connections; then its own list, up to a million tokens.
 *
 * Times of `realtime` and `storm` run from the moment at which the schedule wants the question until the answer is back here:
 * a stall of anybody, this process included, is in them. `inside` are those that the CSMS measures itself.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { listed } from './authorize/listed.ts';
import type { BenchReport } from './run.ts';

/** What the CSMS is asked: `budget_ms` from now. */
export interface Question {
  readonly i: number;
  readonly eMAID: string;
  readonly budget_ms: number;
}

/** Its answer. */
export interface Answered {
  readonly i: number;
  readonly status: string;
  /** Why not, where it was not accepted. */
  readonly reason?: string;
  readonly took_ms: number;
}

const RATE = 500;
const SECONDS = 6;
const MILLION = 1_000_000;
/** Rounds of calm and storm, turn by turn: on a shared machine one of each would compare two states of its neighbours. */
const ROUNDS = 5;

/** Where a CSMS has its store and whom it asks. */
export interface CsmsPlace {
  readonly folder: string;
  readonly ports: { readonly healthy: number; readonly hanging: number; readonly listing: number };
}

/** A list that was pulled whole. */
export interface Synced {
  readonly synced_s: number;
  readonly items: number;
  readonly rss_MB: number;
  readonly heap_MB: number;
  readonly file_MB: number;
}

/** Figures and aims of issue 7. */
export async function bench(): Promise<BenchReport> {
  const children: ChildProcess[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-bench-'));
  const place = (name: string, listing: Started): string => {
    mkdirSync(join(folder, name), { recursive: true });
    const ports = { healthy: healthy.port, hanging: hanging.port, listing: listing.port };
    return JSON.stringify({ folder: join(folder, name), ports } satisfies CsmsPlace);
  };
  const [healthy, hanging, short, long] = (await Promise.all(
    ['healthy', 'hanging', 'list:1000', `list:${MILLION}`].map((kind) => start(children, 'emsp', kind)),
  )) as [Started, Started, Started, Started];
  try {
    const figures: Record<string, number> = { load_before: round(loadavg()[0]!) };
    const first = await start(children, 'csms', place('small', short));
    await asking(figures, first.child, healthy.child);
    const few = await asked<Synced>(first.child, { sync: true }, isSynced);
    await looking(figures, first.child, 1000, few);
    await ended(first.child);

    const again = () => start(children, 'csms', place('large', long));
    const killed = await again();
    const began = performance.now();
    killed.child.send({ sync: true });
    await heard<{ readonly progress: number }>(killed.child, ({ progress }) => progress >= MILLION / 2);
    figures.sync_until_kill_s = round((performance.now() - began) / 1000);
    const gone = once(killed.child, 'exit');
    killed.child.kill('SIGKILL');
    await gone;
    const second = await again();
    const whole = await asked<Synced>(second.child, { sync: true }, isSynced);
    figures.sync_after_kill_s = round(whole.synced_s);
    const { served } = await asked<{ readonly served: number }>(long.child, {});
    // Tokens that were asked for twice because of the kill.
    figures.sync_asked_twice = served - MILLION;
    await looking(figures, second.child, MILLION, whole);
    await ended(second.child);
    // A process that only answers from the list, as after a restart.
    const third = await again();
    await looking(
      figures,
      third.child,
      MILLION,
      await asked<Synced>(third.child, { sync: true }, isSynced),
      'restarted',
    );
    figures.load_after = round(loadavg()[0]!);
    return { figures, aims: aimsOf(figures) };
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
    await Promise.all(
      children.map((child) => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined)),
    );
    rmSync(folder, { recursive: true });
  }
}

const isSynced = (message: object) => 'synced_s' in message;

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}

/** Real-time questions, calm and in the storm. */
async function asking(figures: Record<string, number>, csms: ChildProcess, emsp: ChildProcess): Promise<void> {
  const children = { csms, emsp };
  const healthy = (i: number): Wanted => ({ eMAID: `DE8AAC${String(i % 1000).padStart(8, '0')}`, budget_ms: 8000 });
  const trouble = (i: number): Wanted => ({
    eMAID: `DE8${i % 2 === 0 ? 'BB' : 'CC'}C${String(i).padStart(8, '0')}`,
    budget_ms: DEADLINE,
  });
  for (const rate of [50, 200, RATE, RATE]) await paced(csms, [{ rate, one: healthy }], 2);

  const cpuUsed: Record<string, number> = {};
  const calm: Times[] = [];
  const storm: Times[] = [];
  const troubled: Times[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await cpu(children);
    calm.push(...(await paced(csms, [{ rate: RATE, one: healthy }], SECONDS)));
    const after = await cpu(children);
    for (const [name, used] of Object.entries(after))
      cpuUsed[name] = (cpuUsed[name] ?? 0) + (used - before[name]!) / (RATE * SECONDS * ROUNDS);
    const [good, bad] = await paced(
      csms,
      [
        { rate: RATE, one: healthy },
        { rate: RATE, one: trouble, isTrouble: true },
      ],
      SECONDS,
    );
    storm.push(good!);
    troubled.push(bad!);
  }
  for (const [name, times] of [
    ['realtime', calm],
    ['storm', storm],
  ] as const) {
    const all = { whole: times.flatMap(({ whole }) => whole), inside: times.flatMap(({ inside }) => inside) };
    Object.assign(figures, named(name, spread(all.whole)), named(`${name}_inside`, spread(all.inside)));
    figures[`${name}_wrong`] = told(`${name}: not accepted`, times);
  }
  for (const [name, used] of Object.entries(cpuUsed)) figures[`realtime_cpu_${name}_us`] = Math.round(used);
  // The middle one of the rounds: a single stall of the machine falls into one of them.
  const [before, after] = [calm, storm].map((times) => median(times.map(({ whole }) => spread(whole).p99_ms!)));
  Object.assign(figures, { realtime_middle_p99_ms: before!, storm_middle_p99_ms: after! });
  figures.storm_p99_rise_percent = round((after! / before! - 1) * 100);
  told('storm: accepted by one in trouble', troubled);
  figures.storm_latest_ms = round(Math.max(...troubled.flatMap(({ inside }) => inside)));
}

/** Look-ups in a list of `size` tokens. */
async function looking(
  figures: Record<string, number>,
  csms: ChildProcess,
  size: number,
  { rss_MB, heap_MB, file_MB }: Synced,
  name = `list_${size}`,
): Promise<void> {
  Object.assign(figures, {
    [`${name}_rss_MB`]: Math.round(rss_MB),
    [`${name}_heap_MB`]: Math.round(heap_MB),
    [`${name}_file_MB`]: Math.round(file_MB),
  });
  // A different token each time: nothing remembered helps.
  const one = (i: number): Wanted => ({ eMAID: listed((i * 7919) % size), budget_ms: 8000 });
  await paced(csms, [{ rate: LIST_RATE, one }], 2);
  const [times] = await paced(csms, [{ rate: LIST_RATE, one: (i) => one(i + 4000) }], 10);
  figures[`${name}_wrong`] = told(`${name}: not accepted`, [times!]);
  Object.assign(figures, named(name, spread(times!.whole)), named(`${name}_inside`, spread(times!.inside)));
}

function aimsOf(figures: Record<string, number>): BenchReport['aims'] {
  const most = (key: string, aim: number) => {
    const value = figures[key]!;
    return [key, { value, aim, holds: value <= aim }] as const;
  };
  return Object.fromEntries([
    most('realtime_p50_ms', 3),
    most('realtime_p99_ms', 15),
    most('realtime_wrong', 0),
    most('storm_p99_rise_percent', 20),
    most('storm_latest_ms', DEADLINE),
    most('storm_wrong', 0),
    most('list_1000_inside_p99_ms', 1),
    most(`list_${MILLION}_inside_p99_ms`, 1),
    most(`list_${MILLION}_wrong`, 0),
    most('sync_asked_twice', 1000),
  ]);
}

/** The budget of the questions to those in trouble. */
const DEADLINE = 2000;
const LIST_RATE = 1000;

type Wanted = Omit<Question, 'i'>;

/** Questions at a steady rate. */
interface Stream {
  readonly rate: number;
  one(i: number): Wanted;
  /** Its eMSPs give no good answer. */
  readonly isTrouble?: boolean;
}

/** Of each question, ms. */
interface Times {
  readonly whole: readonly number[];
  readonly inside: readonly number[];
  /** Answers that are not the right ones. */
  readonly wrong: readonly string[];
}

/** Asks each stream's questions at their times, whether answers come or not. */
async function paced(csms: ChildProcess, streams: readonly Stream[], seconds: number): Promise<readonly Times[]> {
  const began = performance.now();
  const results = streams.map(({ rate }) => ({
    due: (i: number) => began + (i * 1000) / rate,
    count: rate * seconds,
    asked: 0,
    whole: [] as number[],
    inside: [] as number[],
    wrong: [] as string[],
  }));
  const done = Promise.withResolvers<void>();
  let open = results.reduce((sum, { count }) => sum + count, 0);
  const onAnswer = (message: Answered) => {
    if (!('status' in message)) return;
    const { i, status, reason, took_ms } = message;
    const at = performance.now();
    const which = i % streams.length;
    const result = results[which]!;
    if ((status === 'Accepted') === (streams[which]!.isTrouble ?? false)) result.wrong.push(`${status}: ${reason}`);
    result.whole.push(at - result.due(Math.floor(i / streams.length)));
    result.inside.push(took_ms);
    open -= 1;
    if (open === 0) done.resolve();
  };
  csms.on('message', onAnswer);
  const timer = setInterval(() => {
    for (const [which, result] of results.entries()) {
      while (result.asked < result.count && result.due(result.asked) <= performance.now()) {
        const i = result.asked;
        result.asked += 1;
        csms.send({ i: i * streams.length + which, ...streams[which]!.one(i) } satisfies Question);
      }
    }
  }, 1);
  try {
    await done.promise;
  } finally {
    clearInterval(timer);
    csms.off('message', onAnswer);
  }
  return results;
}

/** Processor time that each has used, us: a measure that busy neighbours change little. */
async function cpu(children: Readonly<Record<string, ChildProcess>>): Promise<Record<string, number>> {
  const entries = Object.entries(children).map(async ([name, child]) => {
    const { user, system } = await asked<NodeJS.CpuUsage>(child, { cpu: true });
    return [name, user + system] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** How many answers were wrong; some of them are shown. */
function told(what: string, times: readonly Times[]): number {
  const wrong = times.flatMap((one) => one.wrong);
  for (const text of new Set(wrong)) console.log(`${what}: ${text}`);
  return wrong.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function spread(times: readonly number[]): Record<string, number> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => round(sorted[Math.floor((sorted.length - 1) * part)]!);
  return { p50_ms: at(0.5), p90_ms: at(0.9), p99_ms: at(0.99), max_ms: at(1) };
}

function named(name: string, values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}_${key}`, value]));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Sends a message; the first answer that fits. */
function asked<T extends object>(
  child: ChildProcess,
  message: object,
  fits: (answer: T) => boolean = () => true,
): Promise<T> {
  const answer = heard(child, fits);
  child.send(message);
  return answer;
}

/** The first message that fits; rejects when the process ends before. */
function heard<T extends object>(child: ChildProcess, fits: (message: T) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const listen = (message: unknown) => {
      if (!fits(message as T)) return;
      child.off('message', listen);
      child.off('exit', gone);
      resolve(message as T);
    };
    const gone = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
    child.on('message', listen);
    child.once('exit', gone);
  });
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
}

function start(children: ChildProcess[], what: string, argument: string): Promise<Started> {
  const child = fork(join(import.meta.dirname, `authorize/${what}.ts`), [argument], {
    execArgv: ['--conditions=openpnc-source', ...(process.env.BENCH_EXEC_ARGV?.split(' ') ?? [])],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('message', (ready: { port: number }) => resolve({ child, port: ready.port }));
    child.once('exit', (code) => reject(new Error(`${what} ${argument} ended with ${code}`)));
  });
}
