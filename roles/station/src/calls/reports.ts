/** Long answers in several messages: NotifyReport and its like. OCPP 2.0.1 B07, B08, N02. @module */

/** Items a message. */
const PER_MESSAGE = 100;

/** One piece of a report. */
export interface Piece<Item> {
  readonly items: readonly Item[];
  readonly seqNo: number;
  /** More follows. */
  readonly tbc: boolean;
}

/** Cuts a report; an empty one is one piece. */
export function piecesOf<Item>(items: readonly Item[], perMessage = PER_MESSAGE): readonly Piece<Item>[] {
  const count = Math.max(1, Math.ceil(items.length / perMessage));
  return Array.from({ length: count }, (_, seqNo) => ({
    items: items.slice(seqNo * perMessage, (seqNo + 1) * perMessage),
    seqNo,
    tbc: seqNo < count - 1,
  }));
}
