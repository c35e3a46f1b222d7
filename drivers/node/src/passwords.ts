/** Hashes of station passwords: fast for long random ones, slow for chosen ones. @module */
import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fromHex, toHex } from '@openpnc/core/bytes';
import type { PasswordHash } from '@openpnc/core/ports';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * A random password of 32 characters has nothing to guess, so one salted HMAC-SHA-256 keeps it; a chosen one gets scrypt,
 * once in a process: the proof is remembered as a keyed hash. Stored as `hmac-sha256$SALT$HASH` or `scrypt$SALT$HASH`, hex.
 */
export function passwordHashes(): PasswordHash {
  const proved = new Map<string, Buffer>();
  const memoryKey = randomBytes(HASH_BYTES);
  return {
    async hash(password, kind) {
      const salt = randomBytes(SALT_BYTES);
      const method = kind === 'random' ? 'hmac-sha256' : 'scrypt';
      return `${method}$${toHex(salt)}$${toHex(await hashed(method, password, salt))}`;
    },
    async isPasswordOf(stored, password) {
      const [method, salt, hash] = stored.split('$');
      if ((method !== 'hmac-sha256' && method !== 'scrypt') || salt === undefined || hash === undefined) return false;
      const proof = createHmac('sha256', memoryKey).update(password, 'utf8').digest();
      const known = proved.get(stored);
      if (known && timingSafeEqual(known, proof)) return true;
      const [wanted, came] = [fromHex(hash), await hashed(method, password, fromHex(salt))];
      const isRight = wanted.length === came.length && timingSafeEqual(wanted, came);
      if (isRight && method === 'scrypt') remember(stored, proof);
      return isRight;
    },
  };

  function remember(stored: string, proof: Buffer): void {
    if (proved.size >= MOST_REMEMBERED) proved.clear();
    proved.set(stored, proof);
  }
}

const MOST_REMEMBERED = 10_000;

async function hashed(kind: 'hmac-sha256' | 'scrypt', password: string, salt: Uint8Array): Promise<Uint8Array> {
  if (kind === 'hmac-sha256') return new Uint8Array(createHmac('sha256', salt).update(password, 'utf8').digest());
  return new Uint8Array(await derive(password, Buffer.from(salt), HASH_BYTES));
}
