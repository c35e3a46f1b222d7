/** The grammar of a complex type: its states, their productions and event codes. EXI 1.0 8.5.4, non-strict. @module */

import type { ExiErrorCode } from './errors.ts';
import type { Attribute, ComplexType, Element, Particle } from './schema.ts';

/** A point in the content of an element. */
export interface State {
  /** Width of the first part of an event code; one value more than there are productions, the escape, must fit. */
  readonly bits: number;
  /** The index is the event code. */
  readonly productions: readonly Production[];
}

/** What may come in a state, and the state that follows. */
export type Production = (
  | { readonly event: 'attribute'; readonly attribute: Attribute }
  | { readonly event: 'element'; readonly element: Element; readonly isArray: boolean }
  | { readonly event: 'end' | 'text' | 'wildcard' | 'mixed' }
) & {
  /** Why this event is refused although it has a code. */
  readonly refused?: ExiErrorCode;
  next(): State;
};

/** What is still to come: a particle, how often it has occurred, and the rest. */
interface Rest {
  readonly particle: Particle;
  readonly count: number;
  /** In a repeated choice the alternative taken last: the value keeps its elements by name, so the order must not go back. */
  readonly last: number;
  /** Largest maxOccurs of the groups around. */
  readonly repeats: number;
  readonly tail: Rest | undefined;
}

interface Step {
  readonly particle: Particle & { particle: 'element' | 'wildcard' };
  readonly element: Element | undefined;
  /** Largest maxOccurs of the element and the groups around. */
  readonly repeats: number;
  readonly isOutOfOrder: boolean;
  readonly rest: Rest | undefined;
}

const starts = new WeakMap<ComplexType, State>();

/** The state after the start tag of an element of `type`. */
export function startOf(type: ComplexType): State {
  let start = starts.get(type);
  if (start === undefined) {
    start = build(type);
    starts.set(type, start);
  }
  return start;
}

/** Bits of the first part of an event code among `count` productions and the escape. */
export function codeBits(count: number): number {
  return 32 - Math.clz32(count);
}

const never = (): State => {
  throw new TypeError('nothing follows this event');
};
const end: Production = { event: 'end', next: never };
/** The only state after the last event but EE. */
const endState: State = { bits: 1, productions: [end] };

function build(type: ComplexType): State {
  const ids = new Map<Particle, number>();
  const states = new Map<string, State>();
  const content = type.content && pushed(type.content, undefined, 1);
  return attributeState(0);

  function attributeState(from: number): State {
    const productions: Production[] = [];
    for (let i = from; i < type.attributes.length; i++) {
      const attribute = type.attributes[i]!;
      productions.push({ event: 'attribute', attribute, next: once(() => attributeState(i + 1)) });
      if (attribute.isRequired) return stateOf(productions);
    }
    return stateOf([...productions, ...contentProductions(content)]);
  }

  function contentProductions(rest: Rest | undefined): Production[] {
    if (type.text !== undefined) return [{ event: 'text', next: () => endState }];
    const { steps, isNullable } = expand(rest);
    const productions = steps.map(productionOf);
    const named = productions.filter(({ event }) => event === 'element');
    const wild = productions.filter(({ event }) => event === 'wildcard');
    const mixed: Production[] = type.isMixed ? [{ event: 'mixed', refused: 'mixed_content', next: never }] : [];
    return [...named, ...wild, ...(isNullable ? [end] : []), ...mixed];
  }

  function productionOf({ element, repeats, isOutOfOrder, rest }: Step): Production {
    const next = once(() => contentState(rest));
    if (element === undefined) return { event: 'wildcard', refused: 'wildcard', next };
    const refused: ExiErrorCode | undefined = element.isAbstract
      ? 'abstract_element'
      : isOutOfOrder
        ? 'element_order'
        : undefined;
    return { event: 'element', element, isArray: repeats > 1, next, ...(refused && { refused }) };
  }

  function contentState(rest: Rest | undefined): State {
    const key = keyOf(rest);
    let state = states.get(key);
    if (state === undefined) {
      state = stateOf(contentProductions(rest));
      states.set(key, state);
    }
    return state;
  }

  function keyOf(rest: Rest | undefined): string {
    let key = '';
    for (let at = rest; at !== undefined; at = at.tail) {
      const id = ids.get(at.particle) ?? ids.size;
      ids.set(at.particle, id);
      key += `${id}:${at.count}:${at.last} `;
    }
    return key;
  }
}

function stateOf(productions: readonly Production[]): State {
  return { bits: codeBits(productions.length), productions };
}

function once(make: () => State): () => State {
  let state: State | undefined;
  return () => {
    state ??= make();
    return state;
  };
}

function pushed(particle: Particle, tail: Rest | undefined, repeats: number): Rest {
  return { particle, count: 0, last: 0, repeats, tail };
}

/** The elements that may come next, in schema order, and whether none need come. */
function expand(rest: Rest | undefined): { steps: Step[]; isNullable: boolean } {
  if (rest === undefined) return { steps: [], isNullable: true };
  const { particle, count, last, tail } = rest;
  const repeats = Math.max(rest.repeats, particle.max);
  const steps: Step[] = [];
  let isNullable = count >= particle.min;
  if (count < particle.max) {
    // An unbounded particle has no more states than its minimum tells apart.
    const counted = particle.max === Infinity ? Math.min(count + 1, Math.max(particle.min, 1)) : count + 1;
    const after = (taken: number): Rest | undefined =>
      counted < particle.max ? { particle, count: counted, last: taken, repeats: rest.repeats, tail } : tail;
    switch (particle.particle) {
      case 'element':
        for (const element of particle.alternatives)
          steps.push({
            particle,
            element,
            repeats,
            isOutOfOrder: false,
            rest: after(0),
          });
        break;
      case 'wildcard':
        steps.push({ particle, element: undefined, repeats, isOutOfOrder: false, rest: after(0) });
        break;
      case 'choice':
        for (const [index, item] of particle.items.entries()) {
          const inner = expand(pushed(item, after(index), repeats));
          if (canBeEmpty(item)) throw new TypeError('an alternative of a choice must not be empty');
          for (const step of inner.steps) steps.push({ ...step, isOutOfOrder: step.isOutOfOrder || index < last });
        }
        break;
      case 'sequence': {
        const chain = particle.items.reduceRight<Rest | undefined>(
          (next, item) => pushed(item, next, repeats),
          after(0),
        );
        const inner = expand(chain);
        steps.push(...inner.steps);
        // The chain went on into what follows by itself.
        if (inner.isNullable || particle.items.every(canBeEmpty)) return { steps, isNullable: inner.isNullable };
        break;
      }
    }
  }
  if (!isNullable) return { steps, isNullable };
  const following = expand(tail);
  steps.push(...following.steps);
  isNullable = following.isNullable;
  return { steps, isNullable };
}

function canBeEmpty(particle: Particle): boolean {
  if (particle.min === 0) return true;
  switch (particle.particle) {
    case 'element':
    case 'wildcard':
      return false;
    case 'choice':
      return particle.items.some(canBeEmpty);
    case 'sequence':
      return particle.items.every(canBeEmpty);
  }
}
