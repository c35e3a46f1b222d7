/** A clock that is moved by hand, counted randomness and two parties: what the tests of this package share. @module */
import type { Clock, Random } from '@openpnc/core/ports';
import type { OcpiPartner } from '@openpnc/roaming/ocpi/call';
import type { Token } from '@openpnc/roaming/ocpi/token';

export const START = Date.UTC(2026, 5, 1, 12);

/** Moves only by `advance`. */
export function handClock(): Clock & { advance(ms: number): void } {
  let now = START;
  const alarms = new Set<{ at: number; ring: () => void }>();
  const alarm = (at: number, ring: () => void) => {
    const entry = { at, ring };
    alarms.add(entry);
    return () => void alarms.delete(entry);
  };
  return {
    now: () => now,
    alarm,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const cancel = alarm(now + ms, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason);
        });
      }),
    advance(ms) {
      now += ms;
      for (const entry of [...alarms]) {
        if (entry.at > now) continue;
        alarms.delete(entry);
        entry.ring();
      }
    },
  };
}

/** 1, 2, 3 ... as bytes; the first two tell how often 256 was passed, so that no id comes twice. */
export function countedRandom(): Random {
  let count = 0;
  return {
    bytes: (length) => {
      count += 1;
      const bytes = new Uint8Array(length).fill(count);
      if (count > 255) bytes.set([count >> 16, count >> 8].slice(0, length));
      return bytes;
    },
  };
}

export const CPO = { country_code: 'NL', party_id: 'CPO' };
export const EMSP = { country_code: 'DE', party_id: '8AA' };

export const partner: OcpiPartner = {
  version: '2.3.0',
  token: 'token-of-the-cpo',
  endpoints: [
    { identifier: 'tokens', role: 'SENDER', url: 'https://emsp.example/ocpi/2.3.0/tokens/' },
    { identifier: 'cdrs', role: 'RECEIVER', url: 'https://emsp.example/ocpi/2.3.0/cdrs' },
  ],
  from: CPO,
  to: EMSP,
};

export const token: Token = {
  ...EMSP,
  uid: 'DE8AAC12345678D',
  type: 'EMAID',
  contract_id: 'DE-8AA-C12345678-D',
  issuer: 'Example Mobility',
  valid: true,
  whitelist: 'NEVER',
  last_updated: '2026-06-01T00:00:00Z',
};
