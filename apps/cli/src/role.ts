/** One role as a program: its section of the configuration, its trace, and an end by signal. @module */
import { createWriteStream } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';
import type { Trace, TraceRecord } from '@openpnc/core/trace';
import { jsonValue } from '@openpnc/lab/lab';
import { liveView } from '@openpnc/lab/live';
import { inProcess, type Party } from '@openpnc/lab/parties';
import { sections } from '@openpnc/lab/sections';
import { realClock } from '@openpnc/node/clock';
import { configuration } from './configuration.ts';
import type { PartyLine } from './processes.ts';

/** Flags that every role command has. */
export interface RoleFlags {
  readonly config?: string;
  readonly set: readonly string[];
  /** A file for the trace as JSON lines; `-` is standard output, which then holds nothing else. */
  readonly trace?: string;
  readonly interface?: string;
  /** Certificates, keys and records of the role. */
  readonly folder?: string;
  /** A JSON file with settings of the role for this run. */
  readonly scenario?: string;
  /** `exec:CMD` or `tcp:HOST:PORT`. */
  readonly plug?: string;
}

/** Exit codes of the car by its outcome. */
const exitCodes = { charged: 0, refused: 2, failed: 3 } as const;

/** Runs a role until it is told to end; a car until its session is over. */
export async function runRole(party: Party, flags: RoleFlags): Promise<void> {
  const settings = configuration(sections, {
    ...((flags.config ?? process.env.OPENPNC_CONFIG) !== undefined && {
      file: flags.config ?? process.env.OPENPNC_CONFIG!,
    }),
    ...(flags.scenario !== undefined && { scenario: { section: party, file: flags.scenario } }),
    environment: process.env,
    flags: [
      ...flags.set,
      ...(flags.folder === undefined ? [] : [`${party}.folder=${flags.folder}`]),
      ...(flags.interface === undefined ? [] : [`${party}.interface=${flags.interface}`]),
      ...(flags.plug === undefined ? [] : [`${party}.plug=${flags.plug}`]),
    ],
  });
  const output = await openTrace(flags.trace);
  const running = await inProcess(party, settings, '', output.trace);
  output.tell({ type: 'ready', addresses: running.addresses });
  const stop = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.resolve());
  void running.broken?.then(stop.reject);
  if (running.outcome) {
    void running.outcome.then((ended) => {
      output.tell({ type: 'outcome', outcome: ended.outcome });
      process.exitCode = exitCodes[ended.outcome];
      stop.resolve();
    }, stop.reject);
  }
  try {
    await stop.promise;
  } finally {
    await running.close();
    await output.close();
  }
}

interface Output {
  readonly trace: Trace;
  tell(line: PartyLine): void;
  close(): Promise<void>;
}

async function openTrace(target: string | undefined): Promise<Output> {
  const line = (value: unknown) => `${JSON.stringify(value, jsonValue)}\n`;
  if (target === '-') {
    return {
      trace: (record) => void process.stdout.write(line(record)),
      tell: (told) => void process.stdout.write(line(told)),
      close: async () => {},
    };
  }
  const show = liveView((text) => console.log(text), realClock.now());
  const file = target === undefined ? undefined : createWriteStream(target, { flags: 'a', mode: 0o600 });
  if (file) {
    await new Promise<void>((opened, failed) => {
      file.once('open', () => opened());
      file.once('error', (error) =>
        failed(new OperatorError('trace_unwritable', `--trace ${target}: ${error.message}`)),
      );
    });
  }
  return {
    trace(record: TraceRecord) {
      file?.write(line(record));
      show(record);
    },
    tell(told) {
      if (told.type === 'ready') for (const address of told.addresses) console.log(address);
      else console.log(`outcome: ${told.outcome}`);
    },
    close: () => new Promise((done) => (file ? file.end(() => done()) : done())),
  };
}
