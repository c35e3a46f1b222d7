/** All 128 messages against a second, independent validator: whole payloads and each single fault in them. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { OCPP20 } from 'typed-ocpp';
import { type Action, checkRequest, checkResponse, strictProfile } from '../src/v201.ts';

interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
}

const schemas: readonly Schema[] = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('ocpp-rpc/lib/schemas/ocpp2_0_1.json'), 'utf8'),
);
const messages = schemas.map((schema) => {
  const [, action, kind] = /^urn:(\w+)\.(req|conf)$/.exec(schema.$id!)!;
  return { schema, action: action as Action, isRequest: kind === 'req' };
});

function ours(action: Action, isRequest: boolean, payload: unknown): boolean {
  return (isRequest ? checkRequest : checkResponse)(action, payload, strictProfile).ok;
}

function theirs(action: Action, isRequest: boolean, payload: unknown): boolean {
  if (isRequest) return OCPP20.validate([2, 'id', action, payload] as never);
  // A result is judged with the call that it answers; the call itself is not looked at again.
  return OCPP20.checkCallResult([3, 'id', payload] as never, [2, 'id', action, {}] as never);
}

/** A value with everything in it that the schema allows. */
function whole(schema: Schema, root: Schema): unknown {
  if (schema.$ref) return whole(definition(schema.$ref, root), root);
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'string':
      return schema.format === 'date-time' ? '2026-11-24T21:00:00.000Z' : schema.format === 'uri' ? 'http://a.b' : 'x';
    case 'integer':
      return schema.minimum ?? 1;
    case 'number':
      return 1.5;
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => whole(schema.items!, root));
    default:
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, whole(property, root)]),
      );
  }
}

/** Each way to spoil one place of `value`, with the place. */
function* spoiled(value: unknown, schema: Schema, root: Schema, path = ''): Generator<readonly [string, unknown]> {
  if (schema.$ref) return yield* spoiled(value, definition(schema.$ref, root), root, path);
  yield [`${path} of another type`, typeof value === 'object' ? 'text' : {}];
  if (schema.enum) yield [`${path} not of the list`, 'Nonsense'];
  if (schema.maxLength !== undefined && !schema.enum) {
    yield [`${path} as long as allowed`, 'x'.repeat(schema.maxLength)];
    yield [`${path} too long`, 'x'.repeat(schema.maxLength + 1)];
  }
  if (schema.minimum !== undefined) yield [`${path} too small`, schema.minimum - 1];
  if (schema.maximum !== undefined) yield [`${path} too large`, schema.maximum + 1];
  if (schema.type === 'integer') yield [`${path} a fraction`, 1.25];
  if (schema.format === 'date-time') yield [`${path} no time`, 'yesterday'];
  if (Array.isArray(value)) {
    yield [`${path} empty`, []];
    if (schema.maxItems !== undefined) yield [`${path} too many`, Array(schema.maxItems + 1).fill(value[0])];
    for (const [where, item] of spoiled(value[0], schema.items!, root, `${path}/0`)) yield [where, value.with(0, item)];
    return;
  }
  if (schema.type !== 'object') return;
  const object = value as Readonly<Record<string, unknown>>;
  if (!path.endsWith('customData')) yield [`${path} with an unknown property`, { ...object, unknownThing: 1 }];
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const { [name]: present, ...rest } = object;
    yield [`${path}/${name} absent`, rest];
    for (const [where, item] of spoiled(present, property, root, `${path}/${name}`))
      yield [where, { ...object, [name]: item }];
  }
}

function definition(reference: string, root: Schema): Schema {
  return root.definitions![reference.slice('#/definitions/'.length)]!;
}

for (const isRequest of [true, false]) {
  test(`each of the 64 ${isRequest ? 'requests' : 'responses'} is judged as a second validator judges it, whole and with each single fault`, () => {
    let [judged, refused] = [0, 0];
    const differences: string[] = [];
    const asked = messages.filter((message) => message.isRequest === isRequest);
    assert.equal(asked.length, 64);
    for (const { schema, action } of asked) {
      const payload = whole(schema, schema);
      assert.ok(ours(action, isRequest, payload), `${action}: a whole payload is refused`);
      assert.ok(theirs(action, isRequest, payload), `${action}: the second validator refuses a whole payload`);
      for (const [where, spoilt] of spoiled(payload, schema, schema)) {
        const [mine, other] = [ours(action, isRequest, spoilt), theirs(action, isRequest, spoilt)];
        judged += 1;
        if (!mine) refused += 1;
        // The second validator lets unknown properties pass everywhere; our strict profile does not.
        if (where.endsWith('with an unknown property')) assert.equal(mine, false, `${action}${where}`);
        else if (mine !== other) differences.push(`${action}${where}: ${mine ? 'passes' : 'fails'} here alone`);
      }
    }
    assert.deepEqual(differences, []);
    assert.ok(judged > 1_000 && refused > judged / 2, `${judged} judged, ${refused} refused`);
  });
}
