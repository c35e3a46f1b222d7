/** The program as a child process, for tests of its commands. @module */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The root of the repository. */
export const repository = join(import.meta.dirname, '../../..');

/** Runs `openpnc` with these arguments to its end. */
export function openpnc(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [join(repository, 'apps/cli/src/main.ts'), ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...environment },
  });
}
