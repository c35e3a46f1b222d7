/** Which network interface the V2G link uses. @module */
import { networkInterfaces } from 'node:os';
import { OperatorError } from '@openpnc/core/errors';

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
