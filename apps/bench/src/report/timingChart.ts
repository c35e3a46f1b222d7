/** The timing budget of a session: each kind of answer as a bar beside its limit, grouped by the hop that gave it. @module */
import type { ReportCase, ReportMessage } from './benchReport.ts';
import { label, picture, short, tag } from './svg.ts';

/** A hop: who answered. */
const HOPS: readonly (readonly [string, string, (message: ReportMessage) => boolean])[] = [
  ['SECC', 'the station answers the car', ({ to, protocol }) => to === 'station' && protocol !== 'ocpp2.0.1'],
  ['CSMS', 'the CSMS answers the station', ({ to, protocol }) => to === 'csms' && protocol === 'ocpp2.0.1'],
  ['Station', 'the station answers the CSMS', ({ to, protocol }) => to === 'station' && protocol === 'ocpp2.0.1'],
  ['OCSP', 'the responder answers', ({ to, protocol }) => to === 'ocsp' || protocol === 'ocsp'],
  ['eMSP', 'the eMSP answers', ({ to }) => to === 'emsp'],
  ['PKI', 'the PKI answers', ({ to }) => to === 'pki'],
];

const WIDTH = 960;
const NAMES = 250;
const BARS = 520;
const ROW = 18;
/** Where the limit is drawn: bars may run over it. */
const LIMIT_AT = 0.8;
/** Answers without a limit of the standard are drawn on this scale. */
const SCALE_MS = 2_000;

/** The picture; empty text when nothing was timed. */
export function timingChart({ id, messages, waits }: Pick<ReportCase, 'id' | 'messages' | 'waits'>): string {
  const timed = messages.filter(({ took_ms }) => took_ms !== undefined);
  const car = { name: 'EV', what: 'how long the car waits', kinds: kindsOf(waits) };
  const hops = [car, ...HOPS.map(([name, what, isIt]) => ({ name, what, kinds: kindsOf(timed.filter(isIt)) }))].filter(
    ({ kinds }) => kinds.length > 0,
  );
  if (hops.length === 0) return '';
  const parts: string[] = [];
  let y = 20;
  for (const { name, what, kinds } of hops) {
    parts.push(label(4, y, `${name}: ${what}`, { class: 'party' }));
    y += ROW;
    for (const kind of kinds) {
      parts.push(row(kind, y));
      y += ROW;
    }
    y += 6;
  }
  const limit = NAMES + BARS * LIMIT_AT;
  const line = tag('line', { x1: limit, y1: 6, x2: limit, y2: y - 8, class: 'limit' });
  const note = label(limit, y + 8, `limit of the standard (100 %); without one: ${SCALE_MS} ms`, {
    class: 'time',
    'text-anchor': 'middle',
  });
  return picture(WIDTH, y + 16, `Timing of ${id}`, hatch, line, ...parts, note);
}

interface Kind {
  readonly message: string;
  readonly times: number;
  readonly longest_ms: number;
  readonly limit_ms: number | undefined;
}

function row({ message, times, longest_ms, limit_ms }: Kind, y: number): string {
  const share = longest_ms / (limit_ms ?? SCALE_MS);
  const isLate = limit_ms !== undefined && share > 1;
  const length = Math.max(1.5, Math.min(1, share * LIMIT_AT) * BARS);
  const numbers =
    limit_ms === undefined
      ? `${tenth(longest_ms)} ms`
      : `${tenth(longest_ms)} of ${limit_ms} ms, ${tenth(100 * share)} %${isLate ? ' LATE' : ''}`;
  return [
    label(NAMES - 8, y, short(`${message}${times > 1 ? ` ×${times}` : ''}`, 38), {
      class: 'said',
      'text-anchor': 'end',
    }),
    tag('rect', {
      x: NAMES,
      y: y - 11,
      width: length,
      height: 11,
      class: isLate ? 'bar late' : limit_ms === undefined ? 'bar free' : 'bar',
    }),
    label(Math.min(NAMES + length + 6, NAMES + BARS + 6), y - 1, numbers, { class: isLate ? 'said bad' : 'said' }),
  ].join('');
}

/** Messages of one name: how many, and the longest. */
function kindsOf(messages: readonly ReportMessage[]): readonly Kind[] {
  return [...Map.groupBy(messages, ({ message }) => message)].map(([message, same]) => ({
    message,
    times: same.length,
    longest_ms: Math.max(...same.map(({ took_ms }) => took_ms!)),
    limit_ms: same[0]!.limit_ms,
  }));
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Late bars are hatched: the picture tells them without colour. */
const hatch = tag(
  'defs',
  {},
  tag(
    'pattern',
    { id: 'hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    tag('rect', { width: 5, height: 5, fill: '#fff' }),
    tag('rect', { width: 2.5, height: 5, fill: '#a11' }),
  ),
);
