/** The record that every party writes of what it did: debug output, live page, evidence and replay file in one. @module */

import type { Millis } from './machine.ts';

/** The parties of Plug & Charge, and those beside them that our parties talk to. */
export type Party = 'ev' | 'station' | 'csms' | 'emsp' | 'pki';

/**
 * One thing that happened. `message` records show an exchange between parties; `machine` records hold a machine's input
 * and effects and are enough to replay it; `finding` records hold what a check found and are what `diagnosis` reads.
 */
export type TraceRecord = MessageRecord | MachineRecord | FindingRecord | SessionRecord;

interface TraceHead {
  /** When, ms since the epoch. */
  readonly at: Millis;
  /** Who wrote this record. */
  readonly party: Party;
  /** 32 hex digits, made by the station for each attempt; absent where the party cannot know it (the EV). */
  readonly traceId?: string;
  /** ISO 15118 SessionID, upper-case hex, once there is one. */
  readonly sessionId?: string;
}

/** A message that this party sent or received, or a whole exchange when its answer is in. */
export interface MessageRecord extends TraceHead {
  readonly type: 'message';
  readonly from: string;
  readonly to: string;
  readonly protocol: 'sdp' | 'tls' | 'iso15118-2' | 'ocpp2.0.1' | 'ocpi' | 'ocsp' | 'http' | 'plug';
  /** The standard's name, e.g. `AuthorizationReq`, `Authorize`, `POST tokens/authorize`. */
  readonly message: string;
  /** The answer's essence: a ResponseCode, a status. */
  readonly result?: string;
  /** From the request's first byte out (or in) to the whole answer. */
  readonly took_ms?: number;
  /** The standard's limit for the answer. */
  readonly limit_ms?: number;
  /** The payload in the protocol's own JSON form; keys and passwords never. */
  readonly payload?: unknown;
}

/** One step of a machine: what replays it. */
export interface MachineRecord extends TraceHead {
  readonly type: 'machine';
  readonly machine: string;
  readonly input: unknown;
  readonly effects: readonly unknown[];
}

/** What a check found, in the words of the package that found it. */
export interface FindingRecord extends TraceHead {
  readonly type: 'finding';
  /** Snake-case code, e.g. `contract_certificate_expired`. The causes of `diagnosis` name the codes that are their evidence. */
  readonly code: string;
  readonly severity: 'info' | 'warning' | 'refusal';
  /** One sentence with the values: what was expected, what came, where. */
  readonly text: string;
  readonly spec?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A milestone of the session as a party sees it. */
export interface SessionRecord extends TraceHead {
  readonly type: 'session';
  readonly event: 'plugged' | 'started' | 'authorized' | 'refused' | 'charging' | 'stopped' | 'ended';
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Takes records. Must not throw and must not block. */
export type Trace = (record: TraceRecord) => void;

/** A trace that goes nowhere. */
export const noTrace: Trace = () => {};
