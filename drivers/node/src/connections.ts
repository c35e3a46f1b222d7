/** The limit on connections of a charging interface: a silent peer makes room for the next car. @module */
import type { Socket } from 'node:net';

interface Entry {
  hasSpoken: boolean;
  readonly drop: (reason: string) => void;
}

/**
 * Counts the connections of a listener. At the limit the oldest one that has not spoken yet is dropped for a new one,
 * so peers that connect and stay silent never keep a car out; when all have spoken, the new one is refused.
 */
export class Connections {
  readonly #limit: number;
  readonly #entries = new Map<Socket, Entry>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a new connection. `drop` is called when it has to make room. @returns false when there is no room. */
  admit(socket: Socket, drop: (reason: string) => void): boolean {
    if (this.#entries.size >= this.#limit) {
      const silent = [...this.#entries].find(([, { hasSpoken }]) => !hasSpoken);
      if (!silent) return false;
      this.#entries.delete(silent[0]);
      silent[1].drop(`${this.#limit} connections are open and this one has been silent longest`);
    }
    this.#entries.set(socket, { hasSpoken: false, drop });
    socket.once('close', () => this.#entries.delete(socket));
    return true;
  }

  /** The peer's first whole application bytes have come: this connection stays. */
  spoke(socket: Socket): void {
    const entry = this.#entries.get(socket);
    if (entry) entry.hasSpoken = true;
  }

  /** Drops all. */
  clear(): void {
    for (const socket of this.#entries.keys()) socket.destroy();
  }
}
