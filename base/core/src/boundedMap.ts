/** A map that forgets its oldest entries: what strangers fill cannot grow for ever. @module */

/** Keeps the `limit` entries that were set last. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  /** Stands before the oldest entry. A new iterator would step over all that was deleted in front of it, each time anew. */
  readonly #oldest = this.#entries.keys();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#oldest.next().value!);
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
