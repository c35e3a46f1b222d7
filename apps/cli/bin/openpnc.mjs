#!/usr/bin/env node
/** The `openpnc` command: starts the built program, or the sources in a checkout, under Node 24 or later. @module */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(fileURLToPath(import.meta.url), '../..');
const checkout = resolve(folder, '../..', 'scripts/run.mjs');
if (existsSync(join(folder, 'src/main.ts')) && existsSync(checkout)) {
  start(process.execPath, [checkout, 'apps/cli/src/main.ts', ...process.argv.slice(2)]);
} else if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`openpnc: Node 24 or later is needed, this is ${process.versions.node}`);
  process.exitCode = 1;
} else start(process.execPath, [join(folder, 'dist/main.js'), ...process.argv.slice(2)]);

function start(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
