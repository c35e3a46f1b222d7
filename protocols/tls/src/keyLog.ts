/** NSS key logs: the secrets of sessions by their client random, as Wireshark reads them. @module */
import { fromHex, toHex } from '@openpnc/core/bytes';

/** One line for the master secret of a TLS 1.2 session, with its line feed. */
export function keyLogLine(clientRandom: Uint8Array, master: Uint8Array): string {
  return `CLIENT_RANDOM ${toHex(clientRandom)} ${toHex(master)}\n`;
}

/**
 * Reads the master secrets of a key log: client random (lower-case hex) to 48 bytes. Comments, labels of TLS 1.3 and
 * lines that are no key log lines are left out.
 */
export function parseKeyLog(text: string): ReadonlyMap<string, Uint8Array> {
  const masters = new Map<string, Uint8Array>();
  for (const line of text.split('\n')) {
    const found = /^CLIENT_RANDOM ([0-9a-f]{64}) ([0-9a-f]{96})\s*$/i.exec(line);
    if (found) masters.set(found[1]!.toLowerCase(), fromHex(found[2]!));
  }
  return masters;
}
