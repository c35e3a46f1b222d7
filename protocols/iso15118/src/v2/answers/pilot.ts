/** The control pilot as a condition of an answer: seen in time, or FAILED. ISO 15118-2:2014 [V2G2-913], [V2G2-917] to [V2G2-922]. @module */
import type { PilotState } from '@openpnc/core/ports';
import { type Answer, type Context, fail } from '../answer.ts';
import { timing } from '../timing.ts';

/** Holds the answer while the pilot is elsewhere; FAILED when it does not come in time. Undefined when all is well or nobody checks. */
export function awaitPilot(
  wanted: readonly PilotState[],
  name: string,
  { session, station, now, since }: Context,
): Extract<Answer<never, never>, { hold: number } | { fail: string }> | undefined {
  if (!station.settings.isPilotChecked || (session.pilot && wanted.includes(session.pilot))) return undefined;
  const hold = since + timing.V2G_SECC_CPState_Detection_Timeout;
  if (now < hold) return { hold };
  return fail('FAILED', {
    code: 'pilot_state',
    severity: 'refusal',
    text: `${name}: control pilot in state ${session.pilot ?? 'unknown'}, expected ${wanted.join(' or ')}`,
    spec: 'ISO 15118-2:2014 [V2G2-913, V2G2-917]',
  });
}
