/**
 * `npm test`: types, lint and all tests. `npm test -- check` stops before the tests; `npm test -- PATTERN ...` runs the
 * test files that hold one of the patterns in their path and nothing else.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const patterns = process.argv.slice(2);

if (patterns.length === 0 || patterns[0] === 'check') {
  step('types', bin('tsc'), ['-b']);
  step('lint', bin('biome'), ['check', '--error-on-warnings', '.']);
}
if (patterns[0] !== 'check') {
  const files = globSync('{base,protocols,diagnosis,roles,drivers,apps,tidy,bench,scripts}/{*/,}test/**/*.test.ts', {
    cwd: root,
  })
    .filter((file) => !file.includes('node_modules'))
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
    .toSorted();
  if (files.length === 0) {
    console.error(`no test file holds ${patterns.join(' or ')} in its path`);
    process.exit(1);
  }
  step('tests', process.execPath, [
    '--test',
    '--test-timeout=120000',
    '--import',
    join(root, 'scripts', 'propertySeed.ts'),
    ...files,
  ]);
}

function step(name: string, command: string, args: readonly string[]): void {
  if (!existsSync(command)) {
    console.error(`${name}: ${command} is missing; run npm ci`);
    process.exit(1);
  }
  const started = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  console.error(`${name}: good, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
