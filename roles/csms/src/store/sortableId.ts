/** Ids that sort by time: rows are appended, pages are cut at an id, and two processes never make the same one. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Random } from '@openpnc/core/ports';

/** 12 hex digits of the time in ms, 6 of a counter, 12 of chance that belong to this process. */
export class SortableIds {
  readonly #process: string;
  #count = 0;
  /** The millisecond of the last id, and its text. */
  #last = { at: Number.NaN, text: '' };

  constructor(random: Random) {
    this.#process = toHex(random.bytes(6));
  }

  /** Smaller than every id of this time or later. */
  static from(at: Millis): string {
    return Math.max(0, Math.floor(at)).toString(16).padStart(12, '0');
  }

  next(now: Millis): string {
    this.#count = (this.#count + 1) & 0xffffff;
    const at = Math.floor(now);
    if (at !== this.#last.at) this.#last = { at, text: at.toString(16).padStart(12, '0') };
    return this.#last.text + this.#count.toString(16).padStart(6, '0') + this.#process;
  }
}
