/** The JSON lines between us and a rig at the plug: what we say, what a rig may say, and what is wrong with a line. @module */
import { OperatorError } from '@openpnc/core/errors';
import type { IsolationStatus, PilotState, PlugChange, PlugEvent } from '@openpnc/core/ports';

/** Which end of the cable we are. */
export type PlugSide = 'car' | 'outlet';

/** Our first line. */
export interface Greeting {
  readonly openpnc: 'plug';
  readonly version: 1;
  readonly side: PlugSide;
}

/** Our wish; the rig answers with `done` or `failed` of this id. */
export type Command = { readonly id: number } & PlugChange;

/** A line of the rig, understood. A line may hold several keys. */
export interface RigLine {
  readonly events: readonly PlugEvent[];
  readonly meter?: { readonly energy_Wh: number; readonly power_W: number };
  /** The command of this id is carried out. */
  readonly done?: number;
  /** The command of this id is not. */
  readonly failed?: { readonly id: number; readonly text: string };
}

const pilots: readonly PilotState[] = ['A', 'B', 'C', 'D', 'E', 'F'];
const isolations: readonly IsolationStatus[] = ['Invalid', 'Valid', 'Warning', 'Fault', 'No_IMD'];

/** What a rig may say, by key: what the value has to be, and what it comes to. */
const keys: Readonly<
  Record<
    string,
    {
      readonly expected: string;
      read(value: unknown, line: Readonly<Record<string, unknown>>): Partial<RigLine> | undefined;
    }
  >
> = {
  pilot: {
    expected: `one of ${pilots.join(', ')}`,
    read: (value) => event(pilots.includes(value as PilotState) && { type: 'pilot', state: value as PilotState }),
  },
  duty_percent: {
    expected: 'a number from 0 to 100',
    read: (value) => event(isNumber(value, 0, 100) && { type: 'duty', duty_percent: value }),
  },
  matched: {
    expected: 'true or false',
    read: (value) => event(typeof value === 'boolean' && { type: 'link', matched: value }),
  },
  contactor: {
    expected: 'open or closed',
    read: (value) => event((value === 'open' || value === 'closed') && { type: 'contactor', state: value }),
  },
  isolation: {
    expected: `one of ${isolations.join(', ')}`,
    read: (value) =>
      event(isolations.includes(value as IsolationStatus) && { type: 'isolation', status: value as IsolationStatus }),
  },
  dc: {
    expected: 'an object with the numbers voltage_V and current_A',
    read(value) {
      const { voltage_V, current_A } = (value ?? {}) as Record<string, unknown>;
      return event(isNumber(voltage_V) && isNumber(current_A) && { type: 'dc', voltage_V, current_A });
    },
  },
  wake: { expected: 'true', read: (value) => event(value === true && { type: 'wake' }) },
  meter: {
    expected: 'an object with the numbers energy_Wh and power_W',
    read(value) {
      const { energy_Wh, power_W } = (value ?? {}) as Record<string, unknown>;
      return isNumber(energy_Wh, 0) && isNumber(power_W) ? { meter: { energy_Wh, power_W } } : undefined;
    },
  },
  done: { expected: 'the id of a command', read: (value) => (isNumber(value, 1) ? { done: value } : undefined) },
  failed: {
    expected: 'the id of a command',
    read: (value, { text }) =>
      isNumber(value, 1) ? { failed: { id: value, text: String(text ?? 'no text') } } : undefined,
  },
  text: { expected: 'a text', read: (value) => (typeof value === 'string' ? {} : undefined) },
};

/** Reads a line of the rig. @throws OperatorError `plug_malformed`: what was expected and what came */
export function parseRigLine(text: string): RigLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    throw malformed(`expected a JSON object, came ${shown(text)}`);
  }
  if (typeof line !== 'object' || line === null || Array.isArray(line))
    throw malformed(`expected a JSON object, came ${shown(text)}`);
  const fields = line as Readonly<Record<string, unknown>>;
  let read: RigLine = { events: [] };
  for (const [name, value] of Object.entries(fields)) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (!key) throw malformed(`unknown key ${shown(name)}; known: ${Object.keys(keys).join(', ')}`);
    const part = key.read(value, fields);
    if (!part) throw malformed(`${name}: expected ${key.expected}, came ${shown(JSON.stringify(value))}`);
    read = { ...read, ...part, events: [...read.events, ...(part.events ?? [])] };
  }
  return read;
}

function event(read: PlugEvent | false): Partial<RigLine> | undefined {
  return read ? { events: [read] } : undefined;
}

function isNumber(value: unknown, least = -Infinity, most = Infinity): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most;
}

function malformed(problem: string): OperatorError {
  return new OperatorError('plug_malformed', problem);
}

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
