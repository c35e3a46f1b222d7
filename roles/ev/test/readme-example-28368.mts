import { Ev, type EvOutcome, type EvPorts } from '@openpnc/ev/ev';
import { EvSettings } from '@openpnc/ev/settings';
import { Default } from 'typebox/value';

/** `ports`: dialer, clock, keys (`contract`, `provisioning`), wallet, trace, and a plug where there is one. */
export async function charge(ports: EvPorts): Promise<EvOutcome> {
  const settings = Default(EvSettings, { stop: { energy_Wh: 5_000 }, battery: { soc_percent: 30 } }) as EvSettings;
  const ev = new Ev(settings, ports);
  const outcome = await ev.charge();
  for (const { message, took_ms, limit_ms } of outcome.steps) console.log(message, took_ms, 'of', limit_ms, 'ms');
  return outcome.paused ? ev.charge({ resume: outcome.paused }) : outcome;
}
