/** Hashes of station passwords: fast for long random ones, slow for chosen ones. @module */
import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fromHex, toHex } from '@openpnc/core/bytes';
import type { PasswordHash } from '@openpnc/core/ports';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * A random password of 32 characters has nothing to guess, so one salted HMAC-SHA-256 keeps it; a chosen one gets scrypt.
 * Stored as `hmac-sha256$SALT$HASH` or `scrypt$SALT$HASH`, hex.
 */
export const passwordHash: PasswordHash = {
  async hash(password, strength) {
    const salt = randomBytes(SALT_BYTES);
    const kind = strength === 'random' ? 'hmac-sha256' : 'scrypt';
    return `${kind}$${toHex(salt)}$${toHex(await hashed(kind, password, salt))}`;
  },
  async verify(password, stored) {
    const [kind, salt, hash] = stored.split('$');
    if ((kind !== 'hmac-sha256' && kind !== 'scrypt') || salt === undefined || hash === undefined) return false;
    const wanted = fromHex(hash);
    const came = await hashed(kind, password, fromHex(salt));
    return wanted.length === came.length && timingSafeEqual(wanted, came);
  },
};

async function hashed(kind: 'hmac-sha256' | 'scrypt', password: string, salt: Uint8Array): Promise<Uint8Array> {
  if (kind === 'hmac-sha256') return new Uint8Array(createHmac('sha256', salt).update(password, 'utf8').digest());
  return new Uint8Array(await derive(password, Buffer.from(salt), HASH_BYTES));
}
