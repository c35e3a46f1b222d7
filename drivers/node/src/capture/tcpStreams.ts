/**
 * TCP segments of a capture put together to the byte streams of their connections: retransmissions left out, disorder
 * mended, gaps told. RFC 9293 3.4.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import type { Packet, PacketEnd } from './packet.ts';

/** A segment with its time. */
export type Segment = Extract<Packet, { protocol: 'tcp' }> & { readonly at: Millis };

/** What a connection shows next. */
export type StreamEvent =
  | { readonly type: 'bytes'; readonly from: 'client' | 'server'; readonly bytes: Uint8Array; readonly at: Millis }
  | { readonly type: 'closed'; readonly from: 'client' | 'server'; readonly how: 'fin' | 'reset'; readonly at: Millis }
  /** So many bytes were never recorded; what comes after them is left out. */
  | { readonly type: 'gap'; readonly from: 'client' | 'server'; readonly bytes: number; readonly at: Millis };

/** One connection. */
export interface TcpConnection {
  readonly client: PacketEnd;
  readonly server: PacketEnd;
}

interface Direction {
  /** Next expected sequence number; undefined before the first segment. */
  next: number | undefined;
  readonly waiting: Map<number, Segment>;
  waitingBytes: number;
  isClosed: boolean;
}

interface Flow extends TcpConnection {
  readonly key: string;
  readonly directions: { readonly client: Direction; readonly server: Direction };
}

/** All connections of a capture. */
export class TcpStreams {
  readonly #seen: (connection: TcpConnection, event: StreamEvent) => void;
  readonly #flows = new Map<string, Flow>();

  /** @param seen gets the events of each connection in order; a connection is the same object each time. */
  constructor(seen: (connection: TcpConnection, event: StreamEvent) => void) {
    this.#seen = seen;
  }

  push(segment: Segment): void {
    const key = flowKey(segment);
    let flow = this.#flows.get(key);
    // The same two ports again: a new connection.
    const known = flow?.directions.client.next;
    if (flow && known !== undefined && segment.isSyn && !segment.isAck && known !== add(segment.sequence, 1)) {
      this.#end(flow, segment.at);
      flow = undefined;
    }
    if (!flow) {
      if (segment.isReset || (!segment.isSyn && segment.payload.length === 0)) return;
      // Without its SYN the first that speaks counts as the client: a car, a browser, a station towards its CSMS.
      const isAnswer = segment.isSyn && segment.isAck;
      const [client, server] = isAnswer ? [segment.to, segment.from] : [segment.from, segment.to];
      flow = { key, client, server, directions: { client: direction(), server: direction() } };
      this.#flows.set(key, flow);
    }
    this.#segment(flow, isSame(segment.from, flow.client) ? 'client' : 'server', segment);
  }

  /** Tells the gaps that were never filled. */
  end(at: Millis): void {
    for (const flow of [...this.#flows.values()]) this.#end(flow, at);
  }

  #segment(flow: Flow, from: 'client' | 'server', segment: Segment): void {
    const direction = flow.directions[from];
    if (direction.isClosed) return;
    if (segment.isReset) {
      direction.isClosed = true;
      this.#seen(flow, { type: 'closed', from, how: 'reset', at: segment.at });
      return;
    }
    if (segment.isSyn) {
      direction.next = add(segment.sequence, 1);
      return;
    }
    direction.next ??= segment.sequence;
    if (ahead(segment.sequence, direction.next) > 0) {
      if (direction.waiting.has(segment.sequence) || (segment.payload.length === 0 && !segment.isFin)) return;
      direction.waiting.set(segment.sequence, segment);
      direction.waitingBytes += segment.payload.length;
      if (direction.waitingBytes > MAX_WAITING_BYTES) this.#lose(flow, from, segment.at);
      return;
    }
    this.#take(flow, from, segment, segment.at);
    for (let next = this.#due(direction); next; next = this.#due(direction)) this.#take(flow, from, next, segment.at);
  }

  /** A waiting segment whose turn has come, also one that overlaps what is there. */
  #due(direction: Direction): Segment | undefined {
    for (const [sequence, segment] of direction.waiting) {
      if (ahead(sequence, direction.next!) > 0) continue;
      direction.waiting.delete(sequence);
      direction.waitingBytes -= segment.payload.length;
      return segment;
    }
    return undefined;
  }

  #take(flow: Flow, from: 'client' | 'server', segment: Segment, at: Millis): void {
    const direction = flow.directions[from];
    if (direction.isClosed) return;
    const known = -ahead(segment.sequence, direction.next!);
    const bytes = segment.payload.subarray(Math.min(known, segment.payload.length));
    if (bytes.length > 0) {
      direction.next = add(direction.next!, bytes.length);
      this.#seen(flow, { type: 'bytes', from, bytes, at });
    }
    if (!segment.isFin || known > segment.payload.length) return;
    direction.isClosed = true;
    this.#seen(flow, { type: 'closed', from, how: 'fin', at });
  }

  #end(flow: Flow, at: Millis): void {
    for (const from of ['client', 'server'] as const) this.#lose(flow, from, at);
    this.#flows.delete(flow.key);
  }

  #lose(flow: Flow, from: 'client' | 'server', at: Millis): void {
    const direction = flow.directions[from];
    if (direction.isClosed || direction.waiting.size === 0) return;
    const bytes = Math.min(...[...direction.waiting.keys()].map((sequence) => ahead(sequence, direction.next!)));
    direction.isClosed = true;
    direction.waiting.clear();
    this.#seen(flow, { type: 'gap', from, bytes, at });
  }
}

function direction(): Direction {
  return { next: undefined, waiting: new Map(), waitingBytes: 0, isClosed: false };
}

function flowKey({ from, to }: Segment): string {
  return [from, to]
    .map(({ address, port }) => `${address}|${port}`)
    .toSorted()
    .join(' ');
}

function isSame(a: PacketEnd, b: PacketEnd): boolean {
  return a.address === b.address && a.port === b.port;
}

/** How far `sequence` is ahead of `other`, negative when behind; sequence numbers wrap at 2^32. */
function ahead(sequence: number, other: number): number {
  return (sequence - other) | 0;
}

function add(sequence: number, bytes: number): number {
  return (sequence + bytes) >>> 0;
}

const MAX_WAITING_BYTES = 4_194_304;
