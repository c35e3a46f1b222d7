/**
 * A rig as a plug: control pilot, data link, contactor, meter and insulation monitor of real hardware, told in JSON lines
 * by a program (`exec:CMD`) or over TCP (`tcp:HOST:PORT`). docs/operations/hil.md.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Duplex, Readable, Writable } from 'node:stream';
import { OperatorError } from '@openpnc/core/errors';
import type { PilotState, Plug, PlugChange, PlugEvent } from '@openpnc/core/ports';
import { realClock } from './clock.ts';
import { type Command, type Greeting, type PlugSide, parseRigLine, type RigLine } from './plugLines.ts';

/** How a rig is used. */
export interface PlugOptions {
  readonly side: PlugSide;
  /** Longest wait for the connection and the first pilot state, ms. Default 5000. */
  readonly ready_ms?: number;
  /** Longest wait for the answer to a command, ms. Default 1500, the time that ISO 15118-2 gives the pilot. */
  readonly command_ms?: number;
  /** Sees each line. `us`: from us to the rig. */
  readonly trace?: (from: 'us' | 'rig', line: string) => void;
  /** The rig is lost: told once. The plug is in pilot state F from then on. */
  readonly lost?: (error: OperatorError) => void;
}

/** A plug that ends. */
export interface RigPlug extends Plug {
  /** Ends the program or the connection. */
  close(): Promise<void>;
}

/** The two ways to a rig. */
interface Line {
  readonly input: Writable;
  readonly output: Readable;
  /** Why the line is gone; resolves once. */
  readonly ended: Promise<OperatorError>;
  close(): Promise<void>;
}

/**
 * Connects to a rig and waits until it has told its pilot state.
 * @param target `exec:CMD` (run by the shell) or `tcp:HOST:PORT`
 * @throws OperatorError `plug_target`, `plug_unreachable`, `plug_ended`, `plug_malformed`, `plug_silent`
 */
export async function openPlug(target: string, options: PlugOptions): Promise<RigPlug> {
  const { side, ready_ms = 5_000, command_ms = 1_500, trace, lost } = options;
  const line = await openLine(target);
  const watchers = new Set<(event: PlugEvent) => void>();
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  const ready = Promise.withResolvers<void>();
  let pilot: PilotState | undefined;
  let meter: RigLine['meter'];
  let failure: OperatorError | undefined;
  let isClosing = false;
  let ids = 0;
  let lines = 0;

  // Errors of the stream come here too; `ended` tells them.
  createInterface({ input: line.output })
    .on('line', heard)
    .on('error', () => {});
  void line.ended.then(fail);
  // What a dead rig does not read is told by `ended`.
  line.input.on('error', () => {});
  say({ openpnc: 'plug', version: 1, side });
  const cancel = realClock.alarm(realClock.now() + ready_ms, () =>
    fail(
      new OperatorError('plug_silent', `${target}: no pilot state within ${ready_ms / 1000} s, expected {"pilot":"A"}`),
    ),
  );
  try {
    await ready.promise;
  } catch (error) {
    await line.close();
    throw error;
  } finally {
    cancel();
  }
  return {
    state: () => pilot!,
    set,
    watch(seen) {
      watchers.add(seen);
      return () => void watchers.delete(seen);
    },
    meter: () => meter,
    async close() {
      isClosing = true;
      await line.close();
    },
  };

  function say(said: Greeting | Command): void {
    const text = JSON.stringify(said);
    trace?.('us', text);
    line.input.write(`${text}\n`);
  }

  function heard(text: string): void {
    lines += 1;
    if (failure || text.trim() === '') return;
    trace?.('rig', text);
    let read: RigLine;
    try {
      read = parseRigLine(text);
    } catch (error) {
      const { code, message } = error as OperatorError;
      fail(new OperatorError(code, `${target}: line ${lines}: ${message}`));
      return;
    }
    if (read.meter) meter = read.meter;
    for (const event of read.events) see(event);
    if (read.done !== undefined) answered(read.done, (command) => command.resolve());
    const { failed } = read;
    if (failed)
      answered(failed.id, (command) => command.reject(new OperatorError('plug_failed', `${target}: ${failed.text}`)));
  }

  function see(event: PlugEvent): void {
    if (event.type === 'pilot') {
      pilot = event.state;
      ready.resolve();
    }
    for (const seen of [...watchers]) seen(event);
  }

  function answered(id: number, settle: (command: PromiseWithResolvers<void>) => void): void {
    const command = waiting.get(id);
    waiting.delete(id);
    if (command) settle(command);
  }

  function set(change: PlugChange): Promise<void> {
    const done = carryOut(change);
    // Whoever does not wait for it hears of a failure by the trace.
    done.catch(() => {});
    return done;
  }

  async function carryOut(change: PlugChange): Promise<void> {
    if (failure) throw failure;
    ids += 1;
    const id = ids;
    const command = Promise.withResolvers<void>();
    waiting.set(id, command);
    const cancelWait = realClock.alarm(realClock.now() + command_ms, () =>
      answered(id, ({ reject }) =>
        reject(
          new OperatorError('plug_timeout', `${target}: ${JSON.stringify(change)} not done within ${command_ms} ms`),
        ),
      ),
    );
    say({ id, ...change });
    try {
      await command.promise;
    } finally {
      cancelWait();
    }
    if ('pilot' in change) pilot = change.pilot;
  }

  /** Nobody knows what the hardware does now: that is a fault of the pilot, and no power. */
  function fail(error: OperatorError): void {
    if (failure || isClosing) return;
    failure = error;
    for (const id of [...waiting.keys()]) answered(id, ({ reject }) => reject(error));
    ready.reject(error);
    if (pilot !== undefined) {
      see({ type: 'pilot', state: 'F' });
      lost?.(error);
    }
    void line.close();
  }
}

function openLine(target: string): Promise<Line> {
  const tcp = /^tcp:(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(target);
  if (tcp) return connectLine(target, (tcp[1] ?? tcp[2])!, Number(tcp[3]));
  if (/^exec:\s*\S/.test(target)) return Promise.resolve(runLine(target, target.slice('exec:'.length)));
  throw new OperatorError('plug_target', `plug ${target}: expected exec:CMD or tcp:HOST:PORT`);
}

/** How long a program may take to end by itself once its input has ended, ms. */
const END_MS = 1_000;

function runLine(target: string, command: string): Line {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-400);
  });
  const ended = new Promise<OperatorError>((resolve) => {
    child.once('error', ({ message }) => resolve(new OperatorError('plug_ended', `${target}: ${message}`)));
    child.once('close', (code, signal) => {
      const last = complaint.trim().split('\n').at(-1);
      const how = `the program ended with ${signal ?? `code ${code}`}${last ? `: ${last}` : ''}`;
      resolve(new OperatorError('plug_ended', `${target}: ${how}`));
    });
  });
  return {
    input: child.stdin,
    output: child.stdout,
    ended,
    async close() {
      child.stdin.end();
      const cancel = realClock.alarm(realClock.now() + END_MS, () => child.kill());
      await ended;
      cancel();
    },
  };
}

function connectLine(target: string, host: string, port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket: Duplex & { destroy(): void } = connect({ host, port, noDelay: true });
    let last = 'the connection ended';
    socket.on('error', ({ message }) => {
      last = message;
    });
    const ended = new Promise<OperatorError>((gone) => {
      socket.once('close', () => gone(new OperatorError('plug_ended', `${target}: ${last}`)));
    });
    const unreachable = () => reject(new OperatorError('plug_unreachable', `${target}: ${last}`));
    socket.once('close', unreachable);
    socket.once('connect', () => {
      socket.off('close', unreachable);
      resolve({
        input: socket,
        output: socket,
        ended,
        async close() {
          socket.end();
          socket.destroy();
          await ended;
        },
      });
    });
  });
}
