/** Random valid values of any type of a schema. @module */
import type { ComplexType, Particle, SimpleType, Type } from '@openpnc/exi';
import fc from 'fast-check';

type Fields = Readonly<Record<string, unknown>>;

/** Valid values of `type`; undefined if it has none, because a wildcard is required. */
export function valuesOf(type: Type): fc.Arbitrary<unknown> | undefined {
  return type.kind === 'complex' ? complexValues(type) : simpleValues(type);
}

function complexValues({ attributes, text, content }: ComplexType): fc.Arbitrary<Fields> | undefined {
  const parts: fc.Arbitrary<Fields>[] = attributes.map(({ name, type, isRequired }) =>
    isRequired ? one(name, simpleValues(type)) : fc.oneof(fc.constant({}), one(name, simpleValues(type))),
  );
  if (text !== undefined) parts.push(one('value', simpleValues(text)));
  if (content !== undefined) {
    const inner = particleValues(content);
    if (inner === undefined) return undefined;
    parts.push(inner);
  }
  return merged(parts);
}

function particleValues(particle: Particle): fc.Arbitrary<Fields> | undefined {
  const { min, max } = particle;
  switch (particle.particle) {
    case 'wildcard':
      return min > 0 ? undefined : fc.constant({});
    case 'element': {
      const alternatives = particle.alternatives.flatMap(({ name, type, isAbstract }) => {
        const values = isAbstract ? undefined : valuesOf(type);
        if (values === undefined) return [];
        return [
          max > 1
            ? one(name, fc.array(values, { minLength: Math.max(min, 1), maxLength: listLimit(max) }))
            : one(name, values),
        ];
      });
      return optionally(min, alternatives);
    }
    case 'sequence': {
      const items = particle.items.map(particleValues);
      if (items.includes(undefined)) return min > 0 ? undefined : fc.constant({});
      const all = merged(items as fc.Arbitrary<Fields>[]);
      return optionally(min, [max > 1 ? grouped(all) : all]);
    }
    case 'choice': {
      const items = particle.items
        .filter(({ particle }) => particle !== 'wildcard')
        .flatMap((item) => particleValues(item) ?? []);
      return optionally(min, max > 1 ? items.map(grouped) : items);
    }
  }
}

/** Up to eight, or now and then as many as there may be if that is not too many. */
function listLimit(max: number): number {
  return Math.min(max, 24);
}

function optionally(min: number, alternatives: readonly fc.Arbitrary<Fields>[]): fc.Arbitrary<Fields> | undefined {
  if (min === 0) return fc.oneof(fc.constant({}), ...alternatives);
  return alternatives.length === 0 ? undefined : fc.oneof(...alternatives);
}

/** Elements of a repeated group are arrays. */
function grouped(values: fc.Arbitrary<Fields>): fc.Arbitrary<Fields> {
  return values.map((fields) => Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, [value]])));
}

function one(name: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Fields> {
  return values.map((value) => ({ [name]: value }));
}

function merged(parts: readonly fc.Arbitrary<Fields>[]): fc.Arbitrary<Fields> {
  return fc.tuple(...parts).map((fields) => Object.assign({}, ...fields) as Fields);
}

function simpleValues(type: SimpleType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'boolean':
      return fc.boolean();
    case 'enumeration':
      return fc.constantFrom(...type.values);
    case 'integer': {
      const { min, max } = type;
      if (typeof min === 'number' && typeof max === 'number')
        return fc.oneof(
          fc.integer({ min, max }),
          fc.constantFrom(min, max, Math.max(min, Math.min(max, 127)), Math.max(min, Math.min(max, 128))),
        );
      const bounds = { min: BigInt(min ?? -(2n ** 200n)), max: BigInt(max ?? 2n ** 200n) };
      const near = [0n, 127n, 128n, 2n ** 32n, 2n ** 49n - 1n, 2n ** 49n, 2n ** 53n].filter(
        (value) => value >= bounds.min && value <= bounds.max,
      );
      return fc.oneof(fc.bigInt(bounds), fc.constantFrom(bounds.min, bounds.max, ...near));
    }
    case 'string': {
      const length = { minLength: type.minLength ?? 0, maxLength: Math.min(type.maxLength ?? 80, 80) };
      const ascii = fc.integer({ min: 0x20, max: 0x7e }).map((point) => String.fromCodePoint(point));
      const any = fc.oneof(
        { weight: 6, arbitrary: ascii },
        fc.constantFrom(
          '\t',
          '\n',
          '\r',
          '\u007f',
          'ä',
          'ÿ',
          'Ā',
          '–',
          '電',
          '\ud7ff',
          '\ue000',
          '\ufffd',
          '🔌',
          '\u{10ffff}',
        ),
      );
      const text = (unit: fc.Arbitrary<string>) => fc.array(unit, length).map((units) => units.join(''));
      return fc.oneof({ weight: 3, arbitrary: text(ascii) }, text(any));
    }
    case 'binary': {
      const { minLength = 0, maxLength = 700 } = type;
      const bytes = (longest: number) =>
        fc.uint8Array({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, longest)) });
      return fc.oneof(bytes(8), bytes(70), bytes(700));
    }
  }
}
