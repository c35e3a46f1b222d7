/** Randomness of the system. @module */
import { randomBytes } from 'node:crypto';
import type { Random } from '@openpnc/core/ports';

/** The system's random bytes. */
export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
