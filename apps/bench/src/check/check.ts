/**
 * The readiness check: AFIR with its delegated regulation, and what Plug & Charge needs, item by item, from evidence. Not
 * legal advice. It never says more than its evidence: without one, an item is `no evidence`, never `pass`.
 *
 * @module
 */
import { csmsItems } from './csmsItems.ts';
import { dataItems, evidencePack, subjectItem } from './dataItems.ts';
import type { Evidence, Source } from './evidence.ts';
import { linkItems } from './linkItems.ts';
import { always } from './scope.ts';
import type { Subject } from './subject.ts';
import type { Item, Question, Result, Verdict } from './verdict.ts';

/** The reading of the acts that the rules follow: the consolidated version of AFIR of that day. */
export const rulesVersion = '2026-01-08';

/** One item with its answer. */
export interface CheckedItem extends Verdict {
  readonly id: string;
  readonly what: string;
  readonly source: string;
}

/** The whole answer. */
export interface CheckReport {
  readonly subject: Subject;
  /** The day as of which was checked, e.g. `2026-11-25`. */
  readonly asOf: string;
  readonly rules: string;
  readonly items: readonly CheckedItem[];
  readonly sources: readonly Source[];
  readonly counts: Readonly<Record<Result, number>>;
}

/** Every item, R01 to R40. */
export const checklist: readonly Item[] = [
  subjectItem,
  ...linkItems,
  ...csmsItems,
  ...dataItems,
  {
    id: 'R40',
    what: 'evidence pack complete',
    source: 'ENG',
    scope: always,
    check: ({ before }: Question) => evidencePack(before),
  },
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** Checks every item as of a day (`YYYY-MM-DD`). */
export function runCheck(evidence: Evidence, subject: Subject, asOf: string): CheckReport {
  const before = new Map<string, Verdict>();
  const items = checklist.map(({ id, what, source, scope, check }): CheckedItem => {
    const found = scope(subject, asOf);
    const verdict: Verdict = found.applies
      ? check({ evidence, subject, asOf, before })
      : { result: found.result, text: found.text, evidence: [] };
    before.set(id, verdict);
    return { id, what, source, ...verdict };
  });
  return { subject, asOf, rules: rulesVersion, items, sources: evidence.sources, counts: countsOf(items) };
}

function countsOf(items: readonly CheckedItem[]): Record<Result, number> {
  const counts: Record<Result, number> = {
    pass: 0,
    fail: 0,
    'not applicable': 0,
    'not yet in force': 0,
    'no evidence': 0,
    manual: 0,
  };
  for (const { result } of items) counts[result] += 1;
  return counts;
}
