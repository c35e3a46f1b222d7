/** The facts of events of sessions that run, as long as there is room: what is told of a session is made of them. @module */
import type { EventFacts } from './foldEvent.ts';

/** Whole sessions by their key, bounded by the events in all; the session that began first has to go. */
export class EventMemory {
  readonly #sessions = new Map<string, EventFacts[]>();
  /** Stands before the session that began first. */
  readonly #first = this.#sessions.keys();
  readonly #limit: number;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The facts of all events of a session, by their numbers; undefined when it is not here. */
  get(key: string): readonly EventFacts[] | undefined {
    const events = this.#sessions.get(key);
    return events && [...events];
  }

  /** Takes a session up, with all events that it has. */
  begin(key: string, events: readonly EventFacts[]): void {
    this.forget(key);
    this.#sessions.set(key, [...events]);
    this.#grown(events.length);
  }

  /** One event more of a session that is here. One that is not the next is not sorted in: the session is forgotten. */
  add(key: string, event: EventFacts): void {
    const events = this.#sessions.get(key);
    if (!events) return;
    const last = events.at(-1);
    if (last && last.seqNo >= event.seqNo) this.forget(key);
    else {
      events.push(event);
      this.#grown(1);
    }
  }

  forget(key: string): void {
    this.#size -= this.#sessions.get(key)?.length ?? 0;
    this.#sessions.delete(key);
  }

  #grown(by: number): void {
    this.#size += by;
    while (this.#size > this.#limit) this.forget(this.#first.next().value!);
  }
}
