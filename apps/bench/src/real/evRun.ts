/**
 * A real car under test: our station waits for it, once a case, and disturbs what it is told. Judged by what the station
 * sees. A person (or a robot) plugs in; the bench says when.
 *
 * @module
 */
import { join } from 'node:path';
import type { TraceRecord } from '@openpnc/core/trace';
import { diagnose } from '@openpnc/diagnosis/diagnose';
import type { RequestName } from '@openpnc/iso15118/v2/message';
import { timing } from '@openpnc/iso15118/v2/timing';
import { type StationSection, startStation } from '@openpnc/lab/station';
import { realClock } from '@openpnc/node/clock';
import type { BenchCase, CaseExpected } from '../catalogue/benchCase.ts';
import { differencesOf } from '../catalogue/verdict.ts';
import { type Fault, faultName } from '../faults.ts';
import type { CaseRunner } from '../report/runFolder.ts';
import { judged, type LoopWatch, struck, watchLoop } from './loopDelay.ts';
import { faultyHost } from './wireFaults.ts';

/** How the station waits. */
export interface EvRunOptions {
  readonly station: StationSection;
  readonly wait_ms: number;
  readonly say?: (line: string) => void;
  /** Default: of this process. */
  readonly watch?: () => LoopWatch;
}

const charged: CaseExpected = { outcome: 'charged', cause: null, wire: { SessionStopReq: 'OK' } };
const left: CaseExpected = { outcome: ['failed', 'refused'], cause: null };

/** The answer to a request arrives at so many percent of the car's limit. */
function late(request: RequestName, percent: number): BenchCase {
  const limit_ms = timing.V2G_EVCC_Msg_Timeout[request as keyof typeof timing.V2G_EVCC_Msg_Timeout];
  return {
    id: `${request}-answer-at-${percent}`,
    purpose: `The answer to ${request} arrives at ${percent} % of V2G_EVCC_Msg_Timeout: the car ${percent > 100 ? 'has left' : 'goes on'}.`,
    clause: 'ISO 15118-2:2014 table 110',
    profiles: ['full', 'pnc'],
    faults: [
      {
        kind: 'wire',
        at: { leg: 'v2g', message: request, part: 'answer' },
        effect: { do: 'delay', ms: Math.round((limit_ms * percent) / 100) },
      },
    ],
    expected: percent > 100 ? left : charged,
    margin_ms: Math.abs(limit_ms - (limit_ms * percent) / 100),
  };
}

function disturbed(id: string, purpose: string, fault: Fault, expected: CaseExpected): BenchCase {
  return { id, purpose, clause: 'ISO 15118-2:2014 8.3.4', profiles: ['full', 'security'], faults: [fault], expected };
}

/** Every case. */
export const evCases: readonly BenchCase[] = [
  {
    id: 'charges',
    purpose: 'A car with a good contract charges and stops.',
    clause: 'ISO 15118-2:2014 8.4',
    profiles: ['quick', 'full', 'pnc'],
    expected: charged,
  },
  ...(['SessionSetupReq', 'PaymentDetailsReq', 'AuthorizationReq', 'ChargeParameterDiscoveryReq'] as const).flatMap(
    (request) => [late(request, 90), late(request, 110)],
  ),
  disturbed(
    'answer-lost',
    'The answer to PaymentDetailsReq never comes: the car leaves.',
    { kind: 'wire', at: { leg: 'v2g', message: 'PaymentDetailsReq', part: 'answer' }, effect: { do: 'lose' } },
    left,
  ),
  disturbed(
    'answer-corrupt',
    'The answer to AuthorizationReq is damaged in its header: the car leaves.',
    {
      kind: 'wire',
      at: { leg: 'v2g', message: 'AuthorizationReq', part: 'answer' },
      effect: { do: 'corrupt', bit: 4 },
    },
    left,
  ),
  disturbed(
    'cut-in-loop',
    'The connection is cut in the charging loop: the car stops to draw power.',
    { kind: 'wire', at: { leg: 'v2g', message: 'PowerDeliveryReq', part: 'answer' }, effect: { do: 'cut' } },
    left,
  ),
];

/** A runner that starts the station anew for each case. */
export function evRunner({ station, wait_ms, say = () => {}, watch = watchLoop }: EvRunOptions): CaseRunner {
  return {
    async run(one, folder) {
      const { faults = [] } = one;
      const trace: TraceRecord[] = [];
      const reached = new Set<string>();
      const began = performance.now();
      const section = folder === undefined ? station : { ...station, capture: join(folder, 'station') };
      const loop = watch();
      const running = await startStation(
        section,
        (record) => void trace.push(record),
        (host) =>
          faultyHost(host, faults, realClock, (fault) => {
            reached.add(faultName(fault));
            struck(one, fault, loop);
          }),
      );
      let stood_ms = 0;
      let isOver = false;
      let isCharging = false;
      const seconds = Math.round(wait_ms / 1_000);
      try {
        say(`${one.id}: plug the car in (${seconds} s)`);
        let until = realClock.now() + wait_ms;
        while (!isOver && realClock.now() < until) {
          await realClock.sleep(50);
          isOver = has(trace, 'ended');
          if (isCharging || !has(trace, 'charging')) continue;
          isCharging = true;
          until = realClock.now() + wait_ms;
          say(`${one.id}: the car charges: end it at the car (${seconds} s)`);
        }
        await realClock.sleep(LAST_WORD_MS);
      } finally {
        stood_ms = loop.stop();
        await running.close();
      }
      const files = folder === undefined ? {} : { files: ['station.pcap', 'station.keys'] };
      const took_ms = Math.round(performance.now() - began);
      if (!isOver) {
        const differences = [
          isCharging
            ? `the car charged and was not ended within ${seconds} s`
            : `no car came and left within ${seconds} s`,
        ];
        const outcome = isCharging ? 'not ended' : 'no car';
        return { verdict: 'inconclusive', differences, outcome, cause: null, trace, took_ms, ...files };
      }
      const outcome = outcomeOf(trace);
      const cause = diagnose(trace);
      const found = differencesOf(
        one,
        { outcome, cause: cause?.code ?? null, trace, faultsReached: [...reached] },
        'wire',
      );
      return {
        ...judged(one, found, stood_ms),
        outcome,
        cause: cause && { code: cause.code, text: cause.text, remedy: cause.remedy },
        trace,
        took_ms,
        ...files,
      };
    },
    close: async () => {},
  };
}

/** As the station saw it: charged when the car stopped in order after its charge. */
function outcomeOf(trace: readonly TraceRecord[]): 'charged' | 'refused' | 'failed' {
  const isStopped = trace.some(
    (record) => record.type === 'message' && record.message === 'SessionStopReq' && record.result === 'OK',
  );
  if (has(trace, 'charging') && isStopped) return 'charged';
  return trace.some((record) => record.type === 'message' && record.result?.startsWith('FAILED'))
    ? 'refused'
    : 'failed';
}

function has(trace: readonly TraceRecord[], event: string): boolean {
  return trace.some((record) => record.type === 'session' && record.event === event);
}

const LAST_WORD_MS = 500;
