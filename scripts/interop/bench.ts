/** Two hosts, a folder and processes: what the cases of all peers stand on. @module */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '@openpnc/cli/processes';
import type { TraceRecord } from '@openpnc/core/trace';
import { prepareLab } from '@openpnc/lab/lab';
import type { Party, StartedParty } from '@openpnc/lab/parties';
import type { World } from '@openpnc/lab/scenarios';
import type { Cable } from '@openpnc/node/namespaces';
import { Unavailable } from './peer.ts';

export type Host = 'car' | 'station';

/** A program that runs, with all that it has said. */
export interface Program {
  readonly said: () => string;
  /** Resolves when it has said this. @throws Error when it ends or `within_ms` is over before */
  readonly until: (pattern: RegExp, within_ms: number) => Promise<void>;
  /** Resolves with all that it said when it has ended; kills it at the limit. */
  readonly ended: (limit_ms: number) => Promise<string>;
  readonly kill: () => void;
}

/** What a case works with. */
export class Bench {
  readonly folder: string;
  readonly #cable: Cable | undefined;
  readonly #programs = new Set<ChildProcess>();
  readonly #parties: StartedParty[] = [];
  #records: TraceRecord[] = [];

  constructor(folder: string, cable: Cable | undefined) {
    this.folder = folder;
    this.#cable = cable;
  }

  /** What our parties have traced in this case. */
  get records(): readonly TraceRecord[] {
    return this.#records;
  }

  /** Interface of a host towards the other one. */
  link(host: Host): string {
    return this.#end(host).interface;
  }

  /** Folders and configuration of all our parties; `settings` go over the lab's, a section a party. @returns the folder */
  async lay(
    name: string,
    world: World = {},
    settings: Readonly<Partial<Record<Party, Readonly<Record<string, unknown>>>>> = {},
  ): Promise<string> {
    const lab = join(this.folder, name);
    mkdirSync(lab, { recursive: true });
    await prepareLab(lab, world, this.link('station'));
    const file = join(lab, 'openpnc.json');
    const sections = JSON.parse(readFileSync(file, 'utf8'));
    sections.ev = { ...sections.ev, interface: this.link('car'), multicastHops: 1 };
    for (const [party, changed] of Object.entries(settings)) sections[party] = { ...sections[party], ...changed };
    writeFileSync(file, JSON.stringify(sections, null, 2));
    return lab;
  }

  /** Starts our parties, each when the one before is ready; the car on its host, all others on the station's. */
  async start(lab: string, ...parties: readonly Party[]): Promise<readonly StartedParty[]> {
    const started: StartedParty[] = [];
    for (const party of parties) {
      const { command } = this.#end(party === 'ev' ? 'car' : 'station');
      const record = (told: TraceRecord) => void this.#records.push(told);
      const running = await startProcess(party, join(lab, 'openpnc.json'), record, command);
      this.#parties.push(running);
      started.push(running);
    }
    return started;
  }

  /** Resolves when our trace has such a record. @throws Error naming `what` when it does not come */
  async traced(what: string, is: (record: TraceRecord) => boolean, within_ms = 20_000): Promise<void> {
    for (const end = performance.now() + within_ms; !this.#records.some(is); await sleep(50)) {
      if (performance.now() > end) throw new Error(`our trace has no ${what} after ${within_ms} ms`);
    }
  }

  /** Starts a foreign program on a host. */
  spawn(
    host: Host,
    command: readonly [string, ...string[]],
    environment: Readonly<Record<string, string>> = {},
  ): Program {
    const [program, ...parameters] = this.#end(host).command(...command);
    const child = spawn(program, parameters, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.#programs.add(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    }
    const exited = once(child, 'close');
    return {
      said: () => text,
      async until(pattern, within_ms) {
        for (const end = performance.now() + within_ms; !pattern.test(text); await sleep(50)) {
          if (child.exitCode !== null)
            throw new Error(`${command[0]} ended with code ${child.exitCode}: ${tail(text)}`);
          if (performance.now() > end) throw new Error(`${command[0]} did not say ${pattern}: ${tail(text)}`);
        }
      },
      async ended(limit_ms) {
        const timer = setTimeout(() => child.kill('SIGKILL'), limit_ms);
        await exited;
        clearTimeout(timer);
        return text;
      },
      kill: () => child.kill('SIGKILL'),
    };
  }

  /** What our side has against the session, for the text of a failure. */
  refusals(): string {
    const texts = this.#records.flatMap((record) =>
      record.type === 'finding' && record.severity === 'refusal' ? [`${record.party}: ${record.text}`] : [],
    );
    return texts.slice(-4).join(' | ') || 'nothing';
  }

  /** Ends everything of a case. */
  async clear(): Promise<void> {
    for (const child of this.#programs) child.kill('SIGKILL');
    this.#programs.clear();
    for (const running of this.#parties.splice(0).toReversed()) await running.close();
    this.#records = [];
  }

  #end(host: Host) {
    if (!this.#cable) throw new Error('this peer is not said to work over a cable');
    return this.#cable[host];
  }
}

/** The last lines of a log. */
export function tail(text: string, lines = 12): string {
  return text.trim().split('\n').slice(-lines).join('\n    ');
}

/** A virtual environment of Python in the bench's folder with packages from the registry that pip is set to. @returns its interpreter */
export function pythonWith(bench: Bench, name: string, ...packages: readonly string[]): string {
  const venv = join(bench.folder, name);
  const python = join(venv, 'bin/python');
  run('python3', '-m', 'venv', venv);
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', ...packages);
  return python;
}

function run(program: string, ...parameters: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8', timeout: 600_000 });
  if (status === 0) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim().split('\n').at(-1);
  throw new Unavailable(`${[program.split('/').at(-1), ...parameters].join(' ')}: ${said}`);
}
