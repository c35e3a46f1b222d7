/** What an item of the checklist comes to, and the small words that rules are written with. @module */
import type { Evidence, Sourced } from './evidence.ts';
import type { Scope } from './scope.ts';
import type { Subject } from './subject.ts';

/** The six answers. They are never merged: what is not applicable has not passed. */
export type Result = 'pass' | 'fail' | 'not applicable' | 'not yet in force' | 'no evidence' | 'manual';

/** What a rule found. */
export interface Verdict {
  readonly result: Result;
  /** What was seen, with values. */
  readonly text: string;
  /** Sources that it rests on. */
  readonly evidence: readonly string[];
}

/** What a rule looks at. */
export interface Question {
  readonly evidence: Evidence;
  readonly subject: Subject;
  /** The day as of which is checked. */
  readonly asOf: string;
  /** Verdicts of the items before it, by id. */
  readonly before: ReadonlyMap<string, Verdict>;
}

/** One line of the checklist. */
export interface Item {
  readonly id: string;
  readonly what: string;
  /** The act or standard it comes from; ENG: a need of engineering, not law. */
  readonly source: string;
  readonly scope: (subject: Subject, asOf: string) => Scope;
  readonly check: (question: Question) => Verdict;
}

export const pass = (text: string, evidence: readonly string[]): Verdict => verdict('pass', text, evidence);
export const fail = (text: string, evidence: readonly string[]): Verdict => verdict('fail', text, evidence);
export const none = (text: string, evidence: readonly string[] = []): Verdict => verdict('no evidence', text, evidence);

/** What a person has to say. An attestation is shown, and the answer stays `manual`. */
export function manual(id: string, { attestations }: Subject, text: string, evidence: readonly string[] = []): Verdict {
  const said = attestations[id];
  return verdict('manual', said === undefined ? text : `${text}; attested: ${said}`, evidence);
}

/** The source of what is declared. */
export function declarations({ subject }: Evidence): readonly string[] {
  return subject === undefined ? [] : [subject];
}

/** The sources of these facts, each once. */
export function sourcesOf(facts: readonly Pick<Sourced<unknown>, 'source'>[]): readonly string[] {
  return [...new Set(facts.map(({ source }) => source))];
}

/** The verdict of bench cases: all of them passed, one failed, or they were not all run. Groups: each needs a case that ran. */
export function byCases({ cases }: Evidence, groups: readonly (readonly string[])[]): Verdict {
  const found = groups.map((ids) => ids.flatMap((id) => cases.get(id) ?? []));
  const ran = found.flat();
  const sources = sourcesOf(ran);
  const failed = ran.filter(({ verdict: came }) => came === 'failed').map(({ id }) => id);
  if (failed.length > 0) return fail(`bench cases failed: ${failed.join(', ')}`, sources);
  const lacking = groups.filter((_, i) => !found[i]!.some(({ verdict: came }) => came === 'passed'));
  if (lacking.length > 0)
    return none(`no bench case passed of ${lacking.map((ids) => ids.join(' or ')).join('; ')}`, sources);
  return pass(`bench cases passed: ${ran.map(({ id }) => id).join(', ')}`, sources);
}

function verdict(result: Result, text: string, evidence: readonly string[]): Verdict {
  return { result, text, evidence: [...new Set(evidence)] };
}
