/** Ids that sort by time: rows are appended, pages are cut at an id, and two nodes never make the same one. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Random } from '@openpnc/core/ports';

/** 12 hex digits of the time in ms, then 16 of chance. */
export function sortableId(now: Millis, random: Random): string {
  return Math.floor(now).toString(16).padStart(12, '0') + toHex(random.bytes(8));
}
