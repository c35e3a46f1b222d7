/** Judges what a case came to: outcome, cause, the answers on the wire, and what holds in every session. @module */
import { fromBase64, toHex } from '@openpnc/core/bytes';
import type { TraceRecord } from '@openpnc/core/trace';
import { partsOf, v2gBody } from '../check/evidence.ts';
import { faultName } from '../faults.ts';
import type { BenchCase } from './benchCase.ts';

/** What a run of a case has shown. */
interface CaseObservation {
  readonly outcome: 'charged' | 'refused' | 'failed';
  /** Code of the diagnosis. */
  readonly cause: string | null;
  readonly trace: readonly TraceRecord[];
  /** Names of the faults that struck; undefined where nobody counts them. */
  readonly faultsReached?: readonly string[];
  /** What flowed, Wh; undefined where nobody measured. */
  readonly energy_Wh?: number;
}

/**
 * What differs from what is expected; empty: passed.
 * @param seen `wire`: only outcome and answers are compared, since a foreign party tells nothing of its reasons
 */
export function differencesOf(
  { expected, faults = [] }: BenchCase,
  observed: CaseObservation,
  seen: 'all' | 'wire' = 'all',
): readonly string[] {
  const { outcome, cause, trace, energy_Wh = 0, faultsReached } = observed;
  const found: string[] = [];
  if (!among(expected.outcome, outcome)) found.push(`outcome ${outcome}, expected ${shown(expected.outcome)}`);
  const isAll = seen === 'all';
  if (isAll && !among(expected.cause, cause)) found.push(`cause ${cause ?? 'none'}, expected ${shown(expected.cause)}`);
  for (const [request, wanted] of Object.entries(expected.wire ?? {})) {
    const last = answers(trace, request).at(-1) ?? null;
    if (!among(wanted ?? null, last))
      found.push(`${request} was answered ${last ?? 'not at all'}, expected ${shown(wanted ?? null)}`);
  }
  for (const code of isAll ? (expected.findings ?? []) : [])
    if (!trace.some((record) => record.type === 'finding' && record.code === code)) found.push(`no finding ${code}`);
  if (isAll && expected.check !== undefined) {
    const check = trace.flatMap((record) => (record.type === 'finding' ? (record.data?.check ?? []) : [])).at(0);
    if (!among(expected.check, String(check ?? 'none')))
      found.push(`check ${check ?? 'none'}, expected ${shown(expected.check)}`);
  }
  for (const name of isAll ? (expected.messages ?? []) : [])
    if (!trace.some((record) => record.type === 'message' && record.message === name)) found.push(`no ${name}`);
  for (const fault of faultsReached ? faults : [])
    if (!faultsReached!.includes(faultName(fault))) found.push(`the fault never struck: ${faultName(fault)}`);
  // Whatever the case: no energy without an authorization, and a refusal has its cause.
  const isAuthorized = trace.some(({ type, party, ...record }) => {
    return type === 'session' && party === 'station' && 'event' in record && record.event === 'authorized';
  });
  if (energy_Wh > 0.5 && !isAuthorized) found.push(`${energy_Wh} Wh flowed without an authorization`);
  if (isAll && cause === 'unexplained') found.push('the refusal has no cause in the table');
  return found;
}

/** What of the stations' randomness came twice, and which bits of a challenge never changed; empty: nothing. Needs the messages in the trace. */
export function repeatedIn(trace: readonly TraceRecord[]): readonly string[] {
  const own = trace.flatMap((record) => (record.type === 'message' && record.party === 'station' ? [record] : []));
  const challenges = own.flatMap((record) => {
    const body = v2gBody(partsOf(record).response, 'PaymentDetailsRes');
    return body ? [fromBase64(String(body.GenChallenge))] : [];
  });
  const sessions = own.flatMap(({ message, sessionId }) => (message === 'SessionSetupReq' ? [sessionId ?? ''] : []));
  const found: string[] = [];
  for (const [what, values] of [
    ['GenChallenge', challenges.map(toHex)],
    ['SessionID', sessions],
  ] as const) {
    if (values.length < 2) found.push(`${values.length} values of ${what}: nothing to compare`);
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) found.push(`${what} ${twice} came twice`);
  }
  for (let bit = 0; bit < 128; bit += 1) {
    const ones = challenges.filter((bytes) => (bytes[bit >> 3]! >> (bit & 7)) & 1).length;
    // Six standard deviations on either side of one half.
    const most = 3 * Math.sqrt(challenges.length);
    if (Math.abs(ones - challenges.length / 2) > most)
      found.push(`bit ${bit} of GenChallenge was set in ${ones} of ${challenges.length}`);
  }
  return found;
}

/** Codes by which the station answered a request, in order; the car's view where there is no station's. */
function answers(trace: readonly TraceRecord[], request: string): readonly string[] {
  const of = (party: 'station' | 'ev') =>
    trace.flatMap((record) =>
      record.type === 'message' && record.party === party && record.message === request && record.result !== undefined
        ? [record.result]
        : [],
    );
  const own = of('station');
  return own.length > 0 ? own : of('ev');
}

function among<T extends string | null>(wanted: T | readonly T[], came: string | null): boolean {
  return (Array.isArray(wanted) ? wanted : [wanted]).includes(came as T);
}

function shown(wanted: string | null | readonly (string | null)[]): string {
  return (Array.isArray(wanted) ? wanted : [wanted]).map((one) => one ?? 'none').join(' or ');
}
