/**
 * `npm run bench -- session`: processor time of the station's machine for each answer of AC and DC Plug & Charge sessions
 * (V2GTP, EXI, checks and signatures; no sockets), beside the performance time of ISO 15118-2:2014 table 109.
 *
 * @module
 */
import type { Timeout } from '@openpnc/core/machine';
import { SeccConnection, type StreamInput } from '@openpnc/iso15118/connection';
import type { SeccEffect, SeccInput } from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import { PathMemory } from '@openpnc/x509/path';
import { certificate } from '../protocols/iso15118/test/pki.ts';
import { run, type Scenario } from '../protocols/iso15118/test/v2/world.ts';
import type { BenchReport } from './run.ts';

const SESSIONS = 200;

/** The machine with a stopwatch: time of each request until its answer is out, waiting for the world outside left out. */
class TimedConnection extends SeccConnection<SeccInput, SeccEffect> {
  static spent = new Map<string, number[]>();
  #since_ms = 0;

  override step(input: SeccInput | StreamInput | Timeout, now: number) {
    const began = performance.now();
    const effects = super.step(input, now);
    this.#since_ms += performance.now() - began;
    const sent = effects.find((effect) => effect.do === 'send' && 'exchange' in effect);
    if (sent?.do === 'send' && 'exchange' in sent) {
      const { message } = sent.exchange;
      const times = TimedConnection.spent.get(message) ?? [];
      times.push(this.#since_ms);
      TimedConnection.spent.set(message, times);
      this.#since_ms = 0;
    }
    return effects;
  }
}

/** p50 and p99 of each answer, ms; every p99 at most a tenth of the limit, CurrentDemand's below 10 ms. */
export async function bench(): Promise<BenchReport> {
  const trust = {
    anchors: () => [certificate('moRoot')],
    isClockSynchronised: () => true,
    isPrivateEnvironment: false,
    memory: new PathMemory(),
  };
  const common: Scenario = {
    station: { trust },
    settings: { receipts: { every_ms: 20_000 } },
    backEnd: { after_ms: 0, outcome: 'accepted' },
    link: { reads: 'whole' },
    connection: (options) => new TimedConnection(options),
  };
  const kinds: Readonly<Record<string, Scenario>> = {
    AC: common,
    DC: {
      ...common,
      settings: { ...common.settings, energyTransferModes: ['DC_extended'] },
      car: { energyTransferModes: ['DC_extended'], loopPause_ms: 1_000 },
    },
  };
  const figures: Record<string, number> = {};
  const aims: Record<string, { value: number; aim: number; holds: boolean }> = {};
  for (const [kind, scenario] of Object.entries(kinds)) {
    await run(scenario);
    TimedConnection.spent = new Map();
    for (let i = 0; i < SESSIONS; i += 1) {
      const { end } = await run({ ...scenario, seed: `${kind} ${i}` });
      if (!end?.ok) throw new Error(`${kind} ${i}: ${end?.text ?? 'no end'}`);
    }
    for (const [message, times] of TimedConnection.spent) {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (part: number) => round(sorted[Math.floor((sorted.length - 1) * part)]!);
      const limit_ms =
        timing.V2G_SECC_Msg_Performance_Time[message as keyof typeof timing.V2G_SECC_Msg_Performance_Time];
      figures[`${kind}_${message}_p50_ms`] = at(0.5);
      figures[`${kind}_${message}_p99_ms`] = at(0.99);
      figures[`${kind}_${message}_limit_ms`] = limit_ms;
      const aim = message === 'CurrentDemandReq' ? 10 : limit_ms / 10;
      aims[`${kind}_${message}_p99_ms`] = { value: at(0.99), aim, holds: at(0.99) <= aim };
    }
  }
  return { figures, aims };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
