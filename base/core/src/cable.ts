/** A charging cable in memory: both ends of one plug, contactor and meter on the outlet's side. IEC 61851-1 states, no electronics. @module */

import type { Millis } from './machine.ts';
import type { Clock, PilotState, Plug, PlugChange, PlugEvent } from './ports.ts';

/** The two ends of a cable. */
export interface Cable {
  /** Moves the pilot and draws power. Has no meter. */
  readonly car: Plug;
  /** Sets the duty and switches the contactor. Has the meter. */
  readonly outlet: Plug;
}

/** The share of PWM that asks for digital communication. IEC 61851-1 Annex A */
const DIGITAL_DUTY = 5;

/**
 * A cable that is not plugged in: pilot A, contactor open, duty 100. Power flows while the contactor is closed and the
 * pilot is in C or D; the data link is matched while the pilot is plugged and the duty asks for it.
 *
 * @param energy_Wh what the meter reads at the start
 */
export function cable(clock: Pick<Clock, 'now'>, energy_Wh = 0): Cable {
  const seenByCar = new Set<(event: PlugEvent) => void>();
  const seenByOutlet = new Set<(event: PlugEvent) => void>();
  let pilot: PilotState = 'A';
  let duty_percent = 100;
  let contactor: 'open' | 'closed' = 'open';
  let isMatched = false;
  let wanted_W = 0;
  let counted_Wh = energy_Wh;
  let countedAt: Millis = clock.now();

  const tell = (watchers: ReadonlySet<(event: PlugEvent) => void>, event: PlugEvent) => {
    for (const seen of [...watchers]) seen(event);
  };
  const power_W = () => (contactor === 'closed' && (pilot === 'C' || pilot === 'D') ? wanted_W : 0);
  const count = () => {
    const now = clock.now();
    counted_Wh += (power_W() * (now - countedAt)) / 3_600_000;
    countedAt = now;
  };
  const match = () => {
    const matched = pilot !== 'A' && pilot !== 'E' && pilot !== 'F' && duty_percent === DIGITAL_DUTY;
    if (matched === isMatched) return;
    isMatched = matched;
    for (const watchers of [seenByOutlet, seenByCar]) tell(watchers, { type: 'link', matched });
  };
  const watch = (watchers: Set<(event: PlugEvent) => void>) => (seen: (event: PlugEvent) => void) => {
    watchers.add(seen);
    return () => void watchers.delete(seen);
  };

  const set = (other: ReadonlySet<(event: PlugEvent) => void>) => async (asked: PlugChange) => {
    count();
    if ('pilot' in asked && asked.pilot !== pilot) {
      pilot = asked.pilot;
      tell(seenByOutlet, { type: 'pilot', state: pilot });
    } else if ('duty_percent' in asked && asked.duty_percent !== duty_percent) {
      duty_percent = asked.duty_percent;
      tell(seenByCar, { type: 'duty', duty_percent });
    } else if ('contactor' in asked && asked.contactor !== contactor) {
      contactor = asked.contactor;
      for (const watchers of [seenByOutlet, seenByCar]) tell(watchers, { type: 'contactor', state: contactor });
    } else if ('power_W' in asked) wanted_W = asked.power_W;
    else if ('wake' in asked) tell(other, { type: 'wake' });
    match();
  };

  return {
    car: { state: () => pilot, set: set(seenByOutlet), watch: watch(seenByCar), meter: () => undefined },
    outlet: {
      state: () => pilot,
      set: set(seenByCar),
      watch: watch(seenByOutlet),
      meter() {
        count();
        return { energy_Wh: counted_Wh, power_W: power_W() };
      },
    },
  };
}
