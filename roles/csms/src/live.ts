/** What happens now, for those who watch: the last few records are kept so that a watcher who was away misses little. @module */

/** One record with its number. */
interface LiveRecord {
  readonly id: number;
  readonly topic: string;
  readonly record: unknown;
}

/** Tells watchers. Never throws and never waits. */
export class Live {
  /** Each in the place of the one that came {@link KEPT} records before. */
  readonly #kept: LiveRecord[] = [];
  readonly #watchers = new Set<(record: LiveRecord) => void>();
  #next = 1;

  tell(topic: string, record: unknown): void {
    const one = { id: this.#next, topic, record };
    this.#next += 1;
    this.#kept[one.id % KEPT] = one;
    for (const watch of this.#watchers) watch(one);
  }

  /** Watches from now on, and first what came after number `after`. @returns ends it */
  watch(after: number | undefined, watch: (record: LiveRecord) => void): () => void {
    if (after !== undefined) {
      const missed = this.#kept.filter(({ id }) => id > after);
      for (const record of missed.toSorted((a, b) => a.id - b.id)) watch(record);
    }
    this.#watchers.add(watch);
    return () => void this.#watchers.delete(watch);
  }
}

const KEPT = 500;
