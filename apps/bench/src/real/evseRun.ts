/**
 * A real station under test: our car plugs in over real sockets, once a case, with the case's script, faults and material.
 * Judged by what the car sees: outcome and answers. The station's own reasons are not known here.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceRecord } from '@openpnc/core/trace';
import { diagnose } from '@openpnc/diagnosis/diagnose';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import { type CarChanges, type EvSection, startEv } from '@openpnc/lab/ev';
import { realClock } from '@openpnc/node/clock';
import { memoryKeys } from '@openpnc/node/keys';
import type { BenchCase } from '../catalogue/benchCase.ts';
import { differencesOf } from '../catalogue/verdict.ts';
import { type Fault, faultName, faultyScript } from '../faults.ts';
import type { CaseOutcome } from '../report/benchReport.ts';
import type { CaseRunner } from '../report/runFolder.ts';
import { answerSweeps } from './answerSweeps.ts';
import { judged, type LoopWatch, struck, watchLoop } from './loopDelay.ts';
import { faultyDialer, isDoableOnWire } from './wireFaults.ts';

/** How a station is tested. */
export interface EvseRunOptions {
  /** Our car: its folder has the contract; `contracts/KIND` in it other ones, each like a car's folder. */
  readonly ev: EvSection;
  /** Rest between two cars, for the station to be ready again, ms. */
  readonly pause_ms?: number;
  /** Records of parties of ours that are beside the station, while a case runs. */
  readonly others?: (take: (record: TraceRecord) => void) => () => void;
  /** All parties are ours: causes are compared as well. */
  readonly isOurs?: boolean;
  /** Default: of this process. */
  readonly watch?: () => LoopWatch;
}

/** Whether a case can be run against a real station: it changes only the car and its wires. */
export function isForEvse({ world, car = {}, faults = [] }: BenchCase): boolean {
  const { card, isResumed, silentFor_ms, provisioning } = car;
  const isInReach = card === undefined && !isResumed && silentFor_ms === undefined && provisioning === undefined;
  return world === undefined && isInReach && isDoableOnWire(faults);
}

/** What a station gives, and whether somebody is there to show a card. */
export interface EvseAbilities {
  readonly energy: 'AC' | 'DC';
  readonly isCardShown: boolean;
}

/** The cases for a station of these abilities: those of a catalogue that it can be tested with, its sweeps as real sockets need them. */
export function evseCases(cases: readonly BenchCase[], { energy, isCardShown }: EvseAbilities): readonly BenchCase[] {
  return [...cases.filter(({ id }) => !id.includes('-answer-at-')), ...answerSweeps].filter((one) => {
    const { payment, energyTransferModes } = one.car?.settings ?? {};
    const isDc = energyTransferModes?.[0]?.startsWith('DC') ?? false;
    return isForEvse(one) && isDc === (energy === 'DC') && (isCardShown || payment !== 'external');
  });
}

/** A runner with one car after the other. */
export function evseRunner(options: EvseRunOptions): CaseRunner {
  const { ev, pause_ms = 1_000, others, isOurs = false, watch = watchLoop } = options;
  let isFirst = true;
  return {
    async run(one, folder) {
      if (!isFirst) await realClock.sleep(pause_ms);
      isFirst = false;
      const { contract, settings = {}, isKeyWrong, roots } = one.car ?? {};
      const own = contract === undefined || contract === 'v2g-root';
      const place = own ? ev.folder : join(ev.folder, 'contracts', contract);
      if (!existsSync(place)) return unknown(`no contract of kind ${contract}: ${place} is missing`);
      if (roots === 'foreign' && !existsSync(join(ev.folder, 'foreign')))
        return unknown(`no car with a foreign root: ${join(ev.folder, 'foreign')} is missing`);
      const trace: TraceRecord[] = [];
      const take = (record: TraceRecord) => void trace.push(record);
      const untake = others?.(take);
      const reached = new Set<string>();
      const loop = watch();
      const note = (fault: Fault) => {
        reached.add(faultName(fault));
        struck(one, fault, loop);
      };
      const { faults = [] } = one;
      const changes: CarChanges = {
        through: (dialer) => faultyDialer(dialer, faults, realClock, note),
        ...(faults.some(({ kind }) => kind === 'script') && {
          charge: { script: (car) => faultyScript(chargingSession(car), faults, note) },
        }),
        ...(isKeyWrong && { keys: await wrongKeys() }),
      };
      const section = {
        ...ev,
        certificateService: 'never',
        ...settings,
        stop: { how: 'stop', rounds: 3, ...settings.stop },
        battery: { ...ev.battery, ...settings.battery },
        retries: ev.retries,
        folder: roots === 'foreign' ? join(ev.folder, 'foreign') : place,
        ...(folder !== undefined && { capture: join(folder, 'car') }),
      } as EvSection;
      const began = performance.now();
      const running = await startEv(section, take, changes);
      let outcome: 'charged' | 'refused' | 'failed';
      let stood_ms = 0;
      try {
        ({ outcome } = await running.outcome);
        // The station and those behind it have their last word.
        await realClock.sleep(LAST_WORD_MS);
      } finally {
        stood_ms = loop.stop();
        await running.close();
        untake?.();
      }
      const cause = diagnose(trace);
      const observed = { outcome, cause: cause?.code ?? null, trace, faultsReached: [...reached] };
      const found = differencesOf(one, observed, isOurs ? 'all' : 'wire');
      return {
        ...judged(one, found, stood_ms),
        outcome,
        cause: cause && { code: cause.code, text: cause.text, remedy: cause.remedy },
        trace,
        took_ms: Math.round(performance.now() - began),
        ...(folder !== undefined && { files: ['car.pcap', 'car.keys'] }),
      };
    },
    close: async () => {},
  };
}

async function wrongKeys() {
  const keys = memoryKeys();
  await keys.make('contract');
  return keys;
}

function unknown(problem: string): CaseOutcome {
  return { verdict: 'inconclusive', differences: [problem], outcome: 'not run', cause: null, took_ms: 0, trace: [] };
}

const LAST_WORD_MS = 300;
