/** How large a decoded message can get: computed from the grammar instead of tried. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec, ExiError, explain, type Fragment, type SimpleType, type Type } from '@openpnc/exi';
import { type Production, type State, startOf } from '@openpnc/exi/grammar';
import { schemas } from './vectors.ts';

/** Bytes that a field counts beside the bytes of its value, and how many times the input all may be. */
const field = 64;
const growth = 64;

for (const [name, schema] of Object.entries(schemas)) {
  test(`${name}: no stream whose values all have characters decodes to more than ${growth} times its size`, () => {
    const documentBits = 8 + width(schema.elements.length);
    for (const { name: root, type } of schema.elements.filter(({ name }) => schema.roots.has(name))) {
      const excess = excessOf(type) - cost(documentBits);
      assert.ok(excess <= 0, `document ${root} can exceed by ${excess}`);
    }
    const fragmentBits = 8 + 2 * width(schema.fragments.length + 1);
    for (const { name: root, types } of schema.fragments.filter(isSigned)) {
      const excess = excessOf(types[0]) - cost(fragmentBits);
      assert.ok(excess <= 0, `fragment ${root} can exceed by ${excess}`);
    }
  });
}

test('a stream of empty values without characters is refused when it would exceed that', () => {
  const codec = createCodec(schemas['iso15118-20']!);
  const { value } = codec.decodeFragment(omitting(4));
  assert.deepEqual(value, { ProviderID: ['', '', '', ''] });
  assert.throws(
    () => codec.decodeFragment(omitting(128)),
    (error) => error instanceof ExiError && error.code === 'growth' && error.offset !== undefined,
  );
  assert.match(explain(schemas['iso15118-20']!, omitting(128), { isFragment: true }), /! growth: /);
});

/** Only what has an Id is ever sent or kept as a fragment. */
function isSigned({ types }: Fragment): boolean {
  return types.some((type) => type.kind === 'complex' && type.attributes.some(({ name }) => name === 'Id'));
}

/** A fragment SupportedProviders with empty names, each written as escape and EE. */
function omitting(count: number): Uint8Array {
  const { fragments } = schemas['iso15118-20']!;
  const codeBits = width(fragments.length + 1);
  const code = (value: number) => value.toString(2).padStart(codeBits, '0');
  const items = Array.from({ length: count }, (_, index) => `${index === 0 ? '0' : '00'}1000`).join('');
  const end = count === 128 ? '0' : '01';
  const bits = `10000000${code(fragments.findIndex(({ name }) => name === 'SupportedProviders'))}${items}${end}${code(fragments.length + 1)}`;
  return Uint8Array.from(bits.match(/.{1,8}/g)!, (byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
}

/**
 * Largest difference of what a value counts and what its bits allow: each bit allows growth / 8. A stream fits if the sum is
 * at most zero.
 */
function excessOf(type: Type): number {
  if (type.kind !== 'complex') return simpleExcess(type) - cost(2);
  const excess = excesses.get(type) ?? longest(startOf(type), type.text, new Map());
  excesses.set(type, excess);
  return excess;
}
const excesses = new Map<Type, number>();

function longest(state: State, text: SimpleType | undefined, known: Map<State, number>): number {
  const done = known.get(state);
  if (done !== undefined) return done;
  let best = Number.NEGATIVE_INFINITY;
  for (const production of state.productions.filter(({ refused }) => !refused)) {
    const gain = gainOf(production, text) - cost(state.bits);
    if (production.event === 'end') best = Math.max(best, gain);
    else {
      const next = production.next();
      if (next === state) assert.ok(gain <= 0, 'an unbounded list must not grow faster than its stream');
      else best = Math.max(best, gain + longest(next, text, known));
    }
  }
  known.set(state, best);
  return best;
}

function gainOf(production: Production, text: SimpleType | undefined): number {
  switch (production.event) {
    case 'attribute':
      return simpleExcess(production.attribute.type);
    case 'element':
      return excessOf(production.element.type);
    case 'text':
      return simpleExcess(text!);
    default:
      return 0;
  }
}

/** A value as short as it can be: more bytes cost more than they count. CH and EE, two bits, are not in it. */
function simpleExcess(type: SimpleType): number {
  switch (type.kind) {
    case 'boolean':
      return field - cost(1);
    case 'enumeration':
      return field - cost(width(type.values.length - 1));
    case 'integer': {
      const { min, max } = type;
      if (typeof min === 'number' && typeof max === 'number' && max - min < 4096) return field - cost(width(max - min));
      return field - cost(min !== undefined && min >= 0 ? 8 : 9);
    }
    case 'string':
    case 'binary': {
      const length = type.minLength ?? 0;
      return field + length - cost(8 + 8 * length);
    }
  }
}

function cost(bits: number): number {
  return (bits * growth) / 8;
}

/** Bits of the numbers from 0 to `last`. */
function width(last: number): number {
  return last.toString(2).replace(/^0$/, '').length;
}
