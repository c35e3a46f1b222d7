/** What a case of the bench is: a stimulus as data, and what must come of it on the wire and in the diagnosis. @module */
import type { RequestName } from '@openpnc/iso15118/v2/message';
import type { Fault } from '../faults.ts';
import type { CarWish, WorldOptions } from '../world.ts';

/** Which runs a case belongs to: a first look, everything, Plug & Charge alone, attacks and forged material. */
export type BenchProfile = 'quick' | 'full' | 'pnc' | 'security';

/** What is needed before the car comes: everything that is not said is as it should be. */
export interface CaseWorld
  extends Pick<
    WorldOptions,
    'station' | 'csms' | 'emsp' | 'pki' | 'stationRoots' | 'pooledContract' | 'pooledForgery' | 'pooledBytes' | 'staple'
  > {
  /** Which part of the contract's chain is of another PKI; `rolled-over`: all of it, of one with the same names and other keys. */
  readonly foreign?: 'leaf' | 'sub-ca-2' | 'sub-ca-1' | 'chain' | 'rolled-over';
  /** The leaf of the contract otherwise than it is, issued by the same CA: padded to a length, with a country, of another name. */
  readonly leaf?: { readonly bytes?: number; readonly C?: string; readonly CN?: string };
  /** Cars that come first, with their outcome, e.g. to fill a cache. */
  readonly before?: readonly CarWish[];
  /** Lets so much time pass in front of the car, ms. */
  readonly idle_ms?: number;
  /** The station is not there for so long in front of that, ms. */
  readonly away_ms?: number;
}

/** What must be seen. */
export interface CaseExpected {
  readonly outcome: 'charged' | 'refused' | 'failed' | readonly ('charged' | 'refused' | 'failed')[];
  /** Code of the diagnosis; null: nothing is refused. A list: each is right. */
  readonly cause: string | null | readonly (string | null)[];
  /** ResponseCode of the station's last answer to a request; null: there is none. */
  readonly wire?: { readonly [R in RequestName | 'supportedAppProtocolReq']?: string | null | readonly string[] };
  /** Codes of findings that must be in the trace. */
  readonly findings?: readonly string[];
  /** The check of the car that a new contract did not pass, as its finding names it. */
  readonly check?: string | readonly string[];
  /** Every challenge and SessionID of the cars before this one and of this one: none comes twice, and no bit stands still. */
  readonly isFresh?: true;
  /** Codes of findings that must have come before the car. */
  readonly alarms?: readonly string[];
  /** What a partner reads of the status of the outlet by OCPI while the car comes and goes: each change once. */
  readonly statuses?: readonly string[];
  /** Messages that must have been exchanged, by their name in the trace. */
  readonly messages?: readonly string[];
}

/** One case. */
export interface BenchCase {
  readonly id: string;
  readonly purpose: string;
  /** Clause of the standard or reference of the conformance list. */
  readonly clause: string;
  readonly profiles: readonly BenchProfile[];
  readonly world?: CaseWorld;
  readonly car?: CarWish;
  readonly faults?: readonly Fault[];
  readonly expected: CaseExpected;
  /** How far the stimulus is from the limit that the case is about, ms: on real sockets a machine that stands still for longer cannot judge it. */
  readonly margin_ms?: number;
}

/** Whether the stimulus is the car's alone, so that a real station can be tested with it. */
export function isCarOnly({ world, faults = [], car = {} }: BenchCase): boolean {
  return world === undefined && car.card === undefined && faults.every(({ kind }) => kind === 'script');
}
