/** A cable between two hosts that are none: two network namespaces joined by a veth pair. Linux with root rights. @module */
import { spawnSync } from 'node:child_process';
import { OperatorError } from '@openpnc/core/errors';
import { realClock } from './clock.ts';

/** One end of the cable. */
export interface CableEnd {
  readonly namespace: string;
  /** The interface in that namespace; it gets an fe80 address by itself. */
  readonly interface: string;
  /** A command line as it has to be started to run at this end. */
  command(program: string, ...parameters: readonly string[]): readonly [string, ...string[]];
}

/** The cable. It is gone after `close`, and with the process at the latest: one that was killed is cleared away by the next. */
export interface Cable {
  readonly station: CableEnd;
  readonly car: CableEnd;
  /** Plugs an end out and in: the other side sees loss, no error. */
  link(end: 'station' | 'car', state: 'up' | 'down'): void;
  close(): void;
}

/** Why no cable can be made here; undefined when one can. Tries it. */
export async function cableUnavailable(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'no root rights';
  try {
    (await layCable()).close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Lays a cable whose ends have their addresses.
 * @param isTentative leaves duplicate address detection on: the addresses then cannot be used for about two seconds.
 * @throws OperatorError `namespaces_unavailable`
 */
export async function layCable({ isTentative = false }: { readonly isTentative?: boolean } = {}): Promise<Cable> {
  sweep();
  count += 1;
  const station = end(`openpnc-${process.pid}-${count}-station`, 'secc0');
  const car = end(`openpnc-${process.pid}-${count}-car`, 'evcc0');
  const close = () => {
    process.removeListener('exit', close);
    for (const { namespace } of [station, car]) spawnSync('ip', ['netns', 'del', namespace]);
  };
  process.once('exit', close);
  try {
    for (const { namespace } of [station, car]) ip('netns', 'add', namespace);
    ip(
      ...['link', 'add', station.interface, 'netns', station.namespace, 'type', 'veth'],
      ...['peer', 'name', car.interface, 'netns', car.namespace],
    );
    for (const { namespace, interface: name } of [station, car]) {
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
      const settings = `/proc/sys/net/ipv6/conf/${name}/accept_dad`;
      if (!isTentative) ip('netns', 'exec', namespace, 'sh', '-c', `echo 0 > ${settings}`);
      ip('-n', namespace, 'link', 'set', name, 'up');
    }
    for (const one of [station, car]) await addressed(one, isTentative);
  } catch (error) {
    close();
    throw error;
  }
  return {
    station,
    car,
    link: (which, state) => {
      const { namespace, interface: name } = which === 'station' ? station : car;
      ip('-n', namespace, 'link', 'set', name, state);
    },
    close,
  };
}

let count = 0;

/** Takes away the ends of processes that were killed and could not. */
function sweep(): void {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  for (const [namespace, pid] of (stdout ?? '').matchAll(/^openpnc-(\d+)-\d+-(?:station|car)\b/gm)) {
    if (!isAlive(Number(pid))) spawnSync('ip', ['netns', 'del', namespace]);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function end(namespace: string, name: string): CableEnd {
  return {
    namespace,
    interface: name,
    command: (program, ...parameters) => ['ip', 'netns', 'exec', namespace, program, ...parameters],
  };
}

/** The link comes up, and gets its address, a little after the command. */
async function addressed({ namespace, interface: name }: CableEnd, isTentative: boolean): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const shown = ip('-n', namespace, '-6', 'address', 'show', 'dev', name, 'scope', 'link');
    const isUp = ip('-n', namespace, 'link', 'show', 'dev', name).includes('LOWER_UP');
    if (isUp && shown.includes('fe80') && (isTentative || !shown.includes('tentative'))) return;
    await realClock.sleep(20);
  }
  throw new OperatorError('namespaces_unavailable', `${name} in ${namespace}: no link-local address came up`);
}

function ip(...parameters: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('ip', parameters, { encoding: 'utf8' });
  if (status !== 0)
    throw new OperatorError(
      'namespaces_unavailable',
      `ip ${parameters.join(' ')}: ${error?.message ?? stderr.trim().split('\n')[0]}`,
    );
  return stdout;
}
