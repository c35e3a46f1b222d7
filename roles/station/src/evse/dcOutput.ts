/** The DC output of an outlet without hardware: its cable is sound, its voltage and current follow the target at once. @module */
import type { SessionEffect } from './v2gSession.ts';

type Feed = (
  input:
    | { readonly type: 'isolation'; readonly status: 'Valid' }
    | { readonly type: 'present'; readonly voltage_V: number; readonly current_A: number },
) => void;

/** What is carried out here. */
type DcEffect = Extract<SessionEffect, { do: 'cableCheck' | 'target' | 'energy' }>;

/** Before the contactor of the car is closed, and after it has opened, nothing flows whatever the target is. */
export function simulateDc(effect: DcEffect, feed: Feed): void {
  if (effect.do === 'cableCheck') feed({ type: 'isolation', status: 'Valid' });
  else if (effect.do === 'energy') {
    if (effect.want === 'stop') feed({ type: 'present', voltage_V: 0, current_A: 0 });
  } else
    feed({
      type: 'present',
      voltage_V: effect.voltage_V,
      current_A: effect.phase === 'charge' ? effect.current_A : 0,
    });
}
