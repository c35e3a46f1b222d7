/**
 * Remembers what `node:crypto` has verified: the same signature over the same bytes by the same key is worked out once in
 * this process. For simulations that check the same chains over and over; a real party never has it.
 *
 * @module
 */
import crypto, { type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** The synchronous form. */
type Verify = (
  algorithm: string | null | undefined,
  data: NodeJS.ArrayBufferView,
  key: Parameters<typeof crypto.verify>[2],
  signature: NodeJS.ArrayBufferView,
) => boolean;

/** How often it was asked, and how often it knew. */
export interface VerifyMemo {
  readonly asked: number;
  readonly known: number;
  /** Verifies anew from now on. */
  stop(): void;
}

/**
 * Puts the memory in front of `crypto.verify` for every module of the process.
 * @param limit results that are kept; then it begins anew
 */
export function memoiseVerify(limit = 100_000): VerifyMemo {
  const real = crypto.verify as Verify;
  const keys = new WeakMap<KeyObject, number>();
  const results = new Map<string, boolean>();
  const counts = { asked: 0, known: 0 };
  let lastKey = 0;
  const keyId = (key: KeyObject): number => {
    let id = keys.get(key);
    if (id === undefined) {
      lastKey += 1;
      id = lastKey;
      keys.set(key, id);
    }
    return id;
  };
  const memoised: Verify = (...args) => {
    const [algorithm, data, given, signature] = args;
    const key = given instanceof crypto.KeyObject ? given : (given as { readonly key?: unknown }).key;
    if (!(key instanceof crypto.KeyObject)) return real(...args);
    counts.asked += 1;
    const digest = crypto.hash('sha256', data, 'base64');
    const encoding = (given as { readonly dsaEncoding?: string }).dsaEncoding ?? 'der';
    const id = `${keyId(key)} ${algorithm} ${encoding} ${digest} ${Buffer.from(signature as Uint8Array).toString('base64')}`;
    const known = results.get(id);
    if (known !== undefined) {
      counts.known += 1;
      return known;
    }
    const result = real(algorithm, data, given, signature);
    if (results.size >= limit) results.clear();
    results.set(id, result);
    return result;
  };
  install(memoised);
  return {
    get asked() {
      return counts.asked;
    },
    get known() {
      return counts.known;
    },
    stop: () => install(real),
  };
}

function install(verify: Verify): void {
  crypto.verify = verify as typeof crypto.verify;
  syncBuiltinESMExports();
}
