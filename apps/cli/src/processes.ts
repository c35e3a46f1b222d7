/**
 * The parties of a lab as processes of their own, each an `openpnc` command that writes its trace to standard output;
 * on this host, or on another one that a command line leads to.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '@openpnc/core/errors';
import type { Trace, TraceRecord } from '@openpnc/core/trace';
import type { Party, StartedParty, Starter } from '@openpnc/lab/parties';

const main = fileURLToPath(new URL(`./main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));
/** A party that does not end by itself by then is killed. */
const END_MS = 5_000;

/** A line that a party writes beside its trace. */
export type PartyLine =
  | { readonly type: 'ready'; readonly addresses: readonly string[] }
  | { readonly type: 'outcome'; readonly outcome: 'charged' | 'refused' | 'failed' };

/** A command line as it has to be started to run at some other place, e.g. in a network namespace. */
export type CommandAt = (program: string, ...parameters: readonly string[]) => readonly [string, ...string[]];

/** Starts each party as a child process on this host; its faults come back as one line each. */
export const inProcesses: Starter = (party, _configuration, folder, trace) =>
  startProcess(party, join(folder, 'openpnc.json'), trace);

/** Starts one party as a child process. @throws OperatorError `party_failed` with what it said when it ends before it is ready */
export async function startProcess(
  party: Party,
  configurationFile: string,
  trace: Trace,
  at: CommandAt = (...command) => command,
): Promise<StartedParty> {
  const [program, ...parameters] = at(process.execPath, main, party, '--config', configurationFile, '--trace', '-');
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit').then(([code, signal]) => `${party} ended with ${signal ?? `code ${code}`}`);
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const outcome = Promise.withResolvers<{ readonly outcome: 'charged' | 'refused' | 'failed' }>();
  outcome.promise.catch(() => {}); // only the car has an outcome: nobody waits for the others'
  const ready = Promise.withResolvers<readonly string[]>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as TraceRecord | PartyLine;
    if (line.type === 'ready') ready.resolve(line.addresses);
    else if (line.type === 'outcome') outcome.resolve(line);
    else trace(line);
  });
  void exited.then((how) => {
    const text = complaints.trim().replace(/^openpnc: /, '') || how;
    ready.reject(new OperatorError('party_failed', `${party}: ${text}`));
    outcome.reject(new OperatorError('party_failed', `${party}: ${text}`));
  });
  const addresses = await ready.promise;
  return {
    addresses,
    outcome: outcome.promise,
    async close() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
