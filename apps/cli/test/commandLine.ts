/** The program as a child process, for tests of its commands. @module */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The root of the repository. */
export const repository = join(import.meta.dirname, '../../..');

const program = ['--conditions=openpnc-source', join(repository, 'apps/cli/src/main.ts')];

/** Runs `openpnc` with these arguments to its end. */
export function openpnc(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [...program, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...environment },
  });
}

/** `openpnc` with these arguments while it runs; its lines of output as they come. */
export class Running {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #complaints = '';
  #heard: () => void = () => {};

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [...program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.#child = child;
    this.#exited = once(child, 'exit').then(() => this.#heard());
    child.stderr.on('data', (chunk: Buffer) => {
      this.#complaints += chunk.toString();
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#heard();
    });
  }

  /** The first line, also of those that have come, that pleases; rejects when the program ends without one. */
  async line(pleases: (line: string) => boolean): Promise<string> {
    for (let seen = 0; ; ) {
      for (; seen < this.lines.length; seen += 1) if (pleases(this.lines[seen]!)) return this.lines[seen]!;
      if (this.#child.exitCode !== null) throw new Error(`ended with ${this.#child.exitCode}: ${this.#complaints}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  /** Ends it at once, without a word: `kill -9`. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Ends it as a person does at the keyboard. @returns its exit code */
  async interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT');
    await this.#exited;
    return this.#child.exitCode;
  }
}
