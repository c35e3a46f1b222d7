/** Random valid messages and fragments of every type, and values and streams that are not quite so. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec, ExiError, type Type } from '@openpnc/exi';
import { compileDecoder, compileEncoder } from '@openpnc/exi/compile';
import fc from 'fast-check';
import { valuesOf } from './arbitraries.ts';
import { mutated, random } from './mutations.ts';
import { hex, schemas } from './vectors.ts';

const seed = Number(process.env.EXI_SEED ?? 20140401);

for (const [name, schema] of Object.entries(schemas)) {
  const compiled = createCodec(schema);
  const interpreted = createCodec(schema, { isCompiled: false });

  test(`${name}: random documents come back as they were, by both codecs and as JSON (seed ${seed})`, () => {
    for (const root of schema.roots) {
      const { type } = schema.elements.find((element) => element.name === root)!;
      for (const values of variants(type)) {
        fc.assert(
          fc.property(values, (value) => {
            const exi = compiled.encode(root, value);
            assert.equal(hex(exi), hex(interpreted.encode(root, value)));
            assert.deepEqual(compiled.decode(exi), { name: root, value });
            assert.deepEqual(interpreted.decode(exi), { name: root, value });
            const json = JSON.parse(JSON.stringify(compiled.decodeToJson(exi)));
            assert.equal(hex(compiled.encodeFromJson(json)), hex(exi));
          }),
          { numRuns: 15, seed },
        );
      }
    }
  });

  test(`${name}: random fragments of every element come back as they were, by both codecs and as JSON (seed ${seed})`, () => {
    for (const fragment of schema.fragments.filter(({ isAbstract }) => !isAbstract)) {
      const qualified = `{${fragment.namespace}}${fragment.name}`;
      for (const type of fragment.types) {
        const values = valuesOf(type);
        if (values === undefined) continue;
        fc.assert(
          fc.property(values, (value) => {
            const exi = compiled.encodeFragment(qualified, value);
            assert.equal(hex(exi), hex(interpreted.encodeFragment(qualified, value)));
            const read = compiled.decodeFragment(exi);
            assert.deepEqual(read.value, value);
            assert.ok([fragment.name, qualified].includes(read.name));
            assert.deepEqual(interpreted.decodeFragment(exi), read);
            const json = JSON.parse(JSON.stringify(compiled.decodeFragmentToJson(exi)));
            assert.equal(hex(compiled.encodeFragmentFromJson(json)), hex(exi));
          }),
          { numRuns: 8, seed },
        );
      }
    }
  });

  test(`${name}: damaged values are refused alike by both codecs (seed ${seed})`, () => {
    const next = random(seed);
    let refused = 0;
    for (const root of schema.roots) {
      const { type } = schema.elements.find((element) => element.name === root)!;
      for (const values of variants(type)) {
        for (const value of fc.sample(values, { numRuns: 40, seed })) {
          const wrong = damaged(value, next);
          const outcome = outcomeOf(() => hex(interpreted.encode(root, wrong)));
          assert.deepEqual(
            outcomeOf(() => hex(compiled.encode(root, wrong))),
            outcome,
          );
          if (typeof outcome !== 'string') refused++;
        }
      }
    }
    assert.ok(refused > 20, `${refused} refused`);
  });

  test(`${name}: damaged streams are read or refused alike by both codecs (seed ${seed})`, () => {
    const next = random(seed);
    const decoder = compileDecoder(schema)!;
    let read = 0;
    for (const root of schema.roots) {
      const { type } = schema.elements.find((element) => element.name === root)!;
      for (const values of variants(type)) {
        for (const value of fc.sample(values, { numRuns: 10, seed })) {
          const exi = compiled.encode(root, value);
          for (let i = 0; i < 20; i++) {
            const stream = mutated(exi, next);
            const outcome = outcomeOf(() => interpreted.decode(stream));
            assert.deepEqual(
              outcomeOf(() => compiled.decode(stream)),
              outcome,
            );
            if (!('code' in (outcome as object))) read++;
            // What only the interpreter may decide is not decided by the compiled code.
            const direct = decoder.decode(stream, false);
            if (direct !== undefined) assert.deepEqual(direct, (outcome as { value: unknown }).value);
          }
        }
      }
    }
    assert.ok(read > 0);
  });
}

test('no vector and no random message needs the interpreter', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    const encoder = compileEncoder(schema)!;
    const decoder = compileDecoder(schema)!;
    for (const [code, { name: root, type }] of schema.elements.entries()) {
      // KeyInfo and what is in it is left to the interpreter; ISO 15118 sends none.
      if (!schema.roots.has(root) || name === 'xmldsig') continue;
      for (const values of variants(type)) {
        for (const value of fc.sample(values, { numRuns: 10, seed }).filter((value) => !holds(value, 'KeyInfo'))) {
          const exi = encoder.encode(code, value, false);
          assert.ok(exi !== undefined, `${root} was not written`);
          assert.deepEqual(decoder.decode(exi, false), value);
        }
      }
    }
  }
});

/** A document type in its variants: a message of each kind where it is a body, else the type itself. */
function variants(type: Type): fc.Arbitrary<unknown>[] {
  const values = valuesOf(type);
  if (values === undefined) return [];
  const body = type.kind === 'complex' ? bodyOf(type) : undefined;
  if (body === undefined) return [values];
  return body.flatMap(({ name, type }) => {
    const inner = valuesOf(type);
    return inner === undefined
      ? []
      : [fc.tuple(values, inner).map(([message, value]) => ({ ...(message as object), Body: { [name]: value } }))];
  });
}

function bodyOf(type: Type & { kind: 'complex' }) {
  const body = type.content?.particle === 'sequence' ? type.content.items.find(isBody) : undefined;
  const inner = body?.particle === 'element' ? body.alternatives[0]!.type : undefined;
  if (inner?.kind !== 'complex' || inner.content?.particle !== 'sequence') return undefined;
  const [group] = inner.content.items;
  return group?.particle === 'element' ? group.alternatives.filter(({ isAbstract }) => !isAbstract) : undefined;
}

function isBody(particle: {
  readonly particle: string;
  readonly alternatives?: readonly { readonly name: string }[];
}): boolean {
  return particle.particle === 'element' && particle.alternatives?.[0]?.name === 'Body';
}

function holds(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  return key in value || Object.values(value).some((inner) => holds(inner, key));
}

/** A copy of `value` with one thing changed somewhere inside. */
function damaged(value: unknown, next: () => number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || next() % 8 === 0)
    return wrong(value, next);
  if (Array.isArray(value)) {
    if (value.length === 0 || next() % 4 === 0) return next() % 2 === 0 ? [] : [...value, ...value, ...value, ...value];
    const at = next() % value.length;
    return value.map((item, index) => (index === at ? damaged(item, next) : item));
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return wrong(value, next);
  const key = keys[next() % keys.length]!;
  const fields = value as Record<string, unknown>;
  if (next() % 6 === 0) return Object.fromEntries(Object.entries(fields).filter(([other]) => other !== key));
  return { ...fields, [key]: damaged(fields[key], next) };
}

function wrong(value: unknown, next: () => number): unknown {
  const others: unknown[] = [
    undefined,
    null,
    -1,
    4,
    300,
    70_000,
    2 ** 32,
    1.5,
    Number.NaN,
    -0,
    12n,
    -(2n ** 70n),
    2n ** 5000n,
    true,
    '',
    'NoSuchValue',
    'x'.repeat(2000),
    '\ud800',
    'a\u0000b',
    'ä'.repeat(40),
    new Uint8Array(0),
    new Uint8Array(3000),
    [],
    {},
    [value],
    { value },
    { Name: 'n' },
  ];
  return others[next() % others.length];
}

function outcomeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    assert.ok(error instanceof ExiError, `threw ${error instanceof Error ? error.stack : error}`);
    return { code: error.code, path: error.path, offset: error.offset };
  }
}
