/** Which network interface the V2G link uses. @module */
import { randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { OperatorError } from '@openpnc/core/errors';
import { realClock } from './clock.ts';

/** The link between car and station on this host. */
export type V2gLink =
  | { readonly kind: 'multicast'; readonly interface: string; readonly address: string }
  /** No interface has a link-local address: SDP goes by unicast to ::1. */
  | { readonly kind: 'loopback'; readonly interface: string; readonly address: '::1' };

/**
 * The interface by name, or the first one with a link-local IPv6 address, or the loopback.
 * @throws OperatorError `interface_unknown` naming the existing ones, `interface_without_ipv6`, `no_ipv6`.
 */
export function chooseLink(name?: string, list = networkInterfaces): V2gLink {
  const found = list();
  const linkLocal = (entries: NonNullable<(typeof found)[string]>) =>
    entries.find(({ family, address }) => family === 'IPv6' && address.startsWith('fe80'))?.address;
  if (name !== undefined) {
    const entries = found[name];
    if (!entries)
      throw new OperatorError(
        'interface_unknown',
        `interface ${name}: there is none of that name that is up; there are ${Object.keys(found).join(', ')}`,
      );
    const address = linkLocal(entries);
    if (address !== undefined) return { kind: 'multicast', interface: name, address };
    if (entries.some((entry) => entry.address === '::1')) return { kind: 'loopback', interface: name, address: '::1' };
    throw new OperatorError(
      'interface_without_ipv6',
      `interface ${name}: it has no IPv6 link-local address (fe80::), which ISO 15118 needs`,
    );
  }
  for (const [candidate, entries] of Object.entries(found)) {
    const address = entries && linkLocal(entries);
    if (address !== undefined) return { kind: 'multicast', interface: candidate, address };
  }
  const loopback = Object.entries(found).find(([, entries]) => entries?.some(({ address }) => address === '::1'));
  if (loopback) return { kind: 'loopback', interface: loopback[0], address: '::1' };
  throw new OperatorError('no_ipv6', 'no interface of this machine has IPv6, which ISO 15118 needs: switch it on');
}

/** `[fe80::1%eth1]:15118` */
export function endpointText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Duplicate address detection keeps a new address unusable for about two seconds: tries in that time. */
const TENTATIVE = { tries: 30, pause_ms: 100 };

/**
 * Opens something on a local address; tries again while the address is tentative (EADDRNOTAVAIL).
 * @throws OperatorError `port_in_use`, `address_unusable`: one line that begins with `what`.
 */
export async function untilUsable<T>(what: string, open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE')
        throw new OperatorError('port_in_use', `${what}: the port is in use by another program`);
      if (code === 'EACCES')
        throw new OperatorError('address_unusable', `${what}: not allowed (a port below 1024 needs rights)`);
      if (code !== 'EADDRNOTAVAIL' || attempt >= TENTATIVE.tries)
        throw new OperatorError('address_unusable', `${what}: ${message}`);
      await realClock.sleep(TENTATIVE.pause_ms);
    }
  }
}

/** The ports that ISO 15118 allows for SDP clients and for the TCP and TLS ports of a station. ISO 15118-2:2014 7.10.1, RFC 6335. */
const DYNAMIC_PORTS = { first: 49_152, last: 65_535 } as const;
const PORT_TRIES = 100;

/**
 * Opens something on a free port of that range; the operating system's own choice of port 0 begins lower, and strict
 * peers drop an SDP answer with such a port.
 */
export async function onDynamicPort<T>(open: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await open(randomInt(DYNAMIC_PORTS.first, DYNAMIC_PORTS.last + 1));
    } catch (error) {
      const isTaken = ['EADDRINUSE', 'port_in_use'].includes((error as { readonly code?: string }).code ?? '');
      if (!isTaken || tries >= PORT_TRIES) throw error;
    }
  }
}
