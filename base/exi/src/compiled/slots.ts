/**
 * A content model as the line of places that the compiled codec walks: attributes, text, elements, and at the end EE. Types
 * that are no such line (repeated choices of several elements, optional sequences) are left to the interpreter; of the
 * messages of ISO 15118 none needs them.
 *
 * @module
 */

import { codeBits, type Production, type State, startOf } from '../grammar.ts';
import type { ComplexType, Element, Particle, SimpleType } from '../schema.ts';
import { isChoice } from '../schemaSet.ts';

/** One place of the line. */
export interface Slot {
  readonly kind: 'attribute' | 'text' | 'element' | 'end';
  readonly alternatives: readonly Alternative[];
  readonly isRequired: boolean;
  /** Above 1 for a list; Infinity for an unbounded one. */
  readonly max: number;
  /** Productions of wildcards that come before this one's: only EE has any. */
  readonly offset: number;
}

/** What may stand in a place. */
export interface Alternative {
  /** Key of the value; empty for EE. */
  readonly key: string;
  readonly element?: Element;
  readonly type?: SimpleType;
}

/** A line with the states before its places. */
export interface Line {
  readonly slots: readonly Slot[];
  /** By place: the state in which all earlier places are done with; its productions begin with those of the place. */
  readonly states: readonly State[];
  /** By place: of a list the state in which more may follow. */
  readonly loops: readonly State[];
  /** Whether a value is nothing but one of several alternatives. */
  readonly isChoice: boolean;
}

/** The line of a type, or undefined if it is none. */
export function lineOf(type: ComplexType): Line | undefined {
  const slots: Slot[] = type.attributes.map(({ name, type, isRequired }) => ({
    kind: 'attribute',
    alternatives: [{ key: name, type }],
    isRequired,
    max: 1,
    offset: 0,
  }));
  let wildcards = 0;
  if (type.text !== undefined)
    slots.push({
      kind: 'text',
      alternatives: [{ key: 'value', type: type.text }],
      isRequired: true,
      max: 1,
      offset: 0,
    });
  if (type.content !== undefined && !add(type.content)) return undefined;
  slots.push({ kind: 'end', alternatives: [{ key: '' }], isRequired: true, max: 1, offset: wildcards });
  const start = startOf(type);
  return isLine(slots, start) ? { slots, ...statesOf(slots, start), isChoice: isChoice(type) } : undefined;

  function add(particle: Particle): boolean {
    const { min, max } = particle;
    if (wildcards > 0) return false;
    switch (particle.particle) {
      case 'element':
        if (min > 1) return false;
        addElements(particle.alternatives, min, max);
        return true;
      case 'wildcard':
        wildcards++;
        return min === 0;
      case 'sequence':
        return min === 1 && max === 1 && particle.items.every(add);
      case 'choice': {
        const named = particle.items.filter((item) => item.particle === 'element');
        if (named.some((item) => item.min !== 1 || item.max !== 1)) return false;
        const others = particle.items.length - named.length;
        // A choice that repeats is a list if it has one name; a wildcard beside it is never taken.
        if (max > 1 ? named.length !== 1 || min > 0 : others > 0) return false;
        addElements(
          named.flatMap((item) => item.alternatives),
          min,
          max,
        );
        wildcards += others;
        return true;
      }
    }
  }

  function addElements(elements: readonly Element[], min: number, max: number): void {
    const alternatives = elements.map((element) => ({ key: element.name, element }));
    slots.push({ kind: 'element', alternatives, isRequired: min === 1, max, offset: 0 });
  }
}

function statesOf(slots: readonly Slot[], start: State): Pick<Line, 'states' | 'loops'> {
  const states = [start];
  const loops: State[] = [];
  for (const slot of slots.slice(0, -1)) {
    const loop = afterSlot(states.at(-1)!, slot);
    loops.push(loop);
    states.push(slot.max > 1 ? afterLast(loop, slot) : loop);
  }
  return { states, loops };
}

/** Whether the grammar agrees with the line: the productions of every state are those of the places in their order. */
function isLine(slots: readonly Slot[], start: State): boolean {
  let states: readonly State[] = [start];
  for (const [index, slot] of slots.entries()) {
    const after: State[] = [];
    for (const state of states) {
      if (!expects(state, slots, index)) return false;
      if (slot.kind === 'end') continue;
      const first = afterSlot(state, slot);
      if (slot.max > 1) {
        if (!expects(first, slots, index, true)) return false;
        after.push(dropped(first, slot), afterLast(first, slot));
      } else after.push(first);
      if (!slot.isRequired) after.push(dropped(state, slot));
    }
    states = after;
  }
  return true;
}

/** `state` without the productions of `slot`. */
function dropped(state: State, slot: Slot): State {
  return { bits: state.bits, productions: state.productions.slice(slot.alternatives.length) };
}

/** Whether `state` has the productions of the places from `from` on, of which the first may have been taken already. */
function expects(state: State, slots: readonly Slot[], from: number, isTaken = false): boolean {
  let at = 0;
  for (let i = from; i < slots.length; i++) {
    const slot = slots[i]!;
    if (slot.kind === 'end') at += slot.offset;
    for (const alternative of slot.alternatives) {
      const production = state.productions[at++];
      if (production === undefined || !isFor(production, slot, alternative)) return false;
    }
    if (slot.isRequired && !(isTaken && i === from)) return slot.kind === 'end' || at === state.productions.length;
  }
  return true;
}

function isFor(production: Production, { kind }: Slot, { key, element }: Alternative): boolean {
  if (production.event !== kind) return false;
  if (production.event === 'attribute') return production.attribute.name === key;
  return production.event !== 'element' || production.element === element;
}

/** The state after the first content of a place whose productions begin `state`. */
function afterSlot(state: State, slot: Slot): State {
  const index = slot.kind === 'end' ? slot.offset : 0;
  return state.productions[index]!.next();
}

/** The state after as many contents as the place may have; `state` follows the first. */
function afterLast(state: State, slot: Slot): State {
  const productions = state.productions.slice(slot.alternatives.length);
  return { bits: codeBits(productions.length), productions };
}
