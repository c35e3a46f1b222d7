/** The ladder diagram of a case: who said what to whom, with the answer and its time; repeated exchanges are drawn once. @module */
import type { ReportCase, ReportMessage } from './benchReport.ts';
import { label, picture, short, tag } from './svg.ts';

const COLUMNS = ['ev', 'station', 'csms', 'ocsp', 'emsp', 'pki'] as const;
const TITLES: Readonly<Record<string, string>> = {
  ev: 'EV',
  station: 'SECC',
  csms: 'CSMS',
  ocsp: 'OCSP',
  emsp: 'eMSP',
  pki: 'PKI',
};

const WIDTH = 960;
const MARGIN = 90;
const ROW = 21;
const HEAD = 30;

/** A message that may have come many times in a row. */
interface Rung extends ReportMessage {
  readonly times: number;
  readonly longest_ms?: number;
}

/** The picture; empty text without messages. */
export function ladder({ id, messages, findings }: Pick<ReportCase, 'id' | 'messages' | 'findings'>): string {
  const rungs = collapsed(messages);
  if (rungs.length === 0) return '';
  const used = COLUMNS.filter((name) => rungs.some(({ from, to }) => from === name || to === name));
  const step = used.length > 1 ? (WIDTH - 2 * MARGIN) / (used.length - 1) : 0;
  const x = (name: string) => MARGIN + Math.max(0, used.indexOf(name as (typeof COLUMNS)[number])) * step;
  const refusals = findings.filter(({ severity }) => severity === 'refusal');
  const rows: { readonly at_ms: number; readonly draw: (y: number) => string }[] = [
    ...rungs.map((rung) => ({ at_ms: rung.at_ms, draw: (y: number) => arrow(rung, x(rung.from), x(rung.to), y) })),
    ...refusals.map(({ at_ms, party, code }) => {
      const column = used.includes(party as (typeof COLUMNS)[number]) ? x(party) : x(used[0]!);
      return { at_ms, draw: (y: number) => refusal(column, y, code) };
    }),
  ].toSorted((a, b) => a.at_ms - b.at_ms);
  const height = HEAD + rows.length * ROW + 14;
  const lines = used.map((name) =>
    [
      tag('line', { x1: x(name), y1: HEAD - 6, x2: x(name), y2: height - 6, class: 'life' }),
      label(x(name), 16, TITLES[name]!, { class: 'party', 'text-anchor': 'middle' }),
    ].join(''),
  );
  const drawn = rows.map(({ at_ms, draw }, i) => {
    const y = HEAD + (i + 0.7) * ROW;
    return label(4, y, seconds(at_ms), { class: 'time' }) + draw(y);
  });
  return picture(WIDTH, height, `Ladder of ${id}`, ...lines, ...drawn);
}

function arrow({ message, result, took_ms, limit_ms, times, longest_ms }: Rung, from: number, to: number, y: number) {
  const isRight = to >= from;
  const head = isRight
    ? `${to - 7},${y - 3.5} ${to},${y} ${to - 7},${y + 3.5}`
    : `${to + 7},${y - 3.5} ${to},${y} ${to + 7},${y + 3.5}`;
  const time = longest_ms ?? took_ms;
  const isLate = time !== undefined && limit_ms !== undefined && time > limit_ms;
  const text = [
    message,
    ...(times > 1 ? [`×${times}`] : []),
    ...(result === undefined ? [] : [`→ ${result}`]),
    ...(time === undefined ? [] : [`(${milliseconds(time)}${isLate ? ` LATE, limit ${limit_ms} ms` : ''})`]),
  ].join(' ');
  const isBad = isLate || /failed|FAILED|Rejected|Invalid/.test(result ?? '');
  return [
    tag('line', { x1: from, y1: y, x2: to, y2: y, class: isBad ? 'wire bad' : 'wire' }),
    tag('polygon', { points: head, class: 'head' }),
    label(Math.min(from, to) + 9, y - 4, short(text, 92), { class: isBad ? 'said bad' : 'said' }),
  ].join('');
}

function refusal(x: number, y: number, code: string): string {
  return [
    tag('path', { d: `M${x - 5},${y - 9}l10,10m0,-10l-10,10`, class: 'cross' }),
    label(x + 11, y, `refused: ${short(code, 60)}`, { class: 'said bad' }),
  ].join('');
}

/** The same exchange with the same result several times in a row, also with another in turn, is one rung. */
function collapsed(messages: readonly ReportMessage[]): readonly Rung[] {
  const rungs: Rung[] = [];
  for (const message of messages) {
    const before = rungs.slice(-2).find((one) => isSame(one, message));
    if (!before) {
      rungs.push({ ...message, times: 1 });
      continue;
    }
    const longest_ms = Math.max(before.longest_ms ?? before.took_ms ?? 0, message.took_ms ?? 0);
    rungs[rungs.indexOf(before)] = { ...before, times: before.times + 1, longest_ms };
  }
  return rungs;
}

function isSame(a: ReportMessage, b: ReportMessage): boolean {
  return a.from === b.from && a.to === b.to && a.message === b.message && a.result === b.result;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 100_000 ? 2 : 0)} s`;
}

function milliseconds(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms * 10) / 10} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
