/** Inputs for fuzzing, from numbers of a seed: damaged bytes, and JSON that is damaged where it hurts. @module */
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { mutated } from '../../base/exi/test/mutations.ts';

/** Numbers of 32 bits. */
export type Next = () => number;

/** One of a list. */
export function pick<T>(list: readonly T[], next: Next): T {
  return list[next() % list.length]!;
}

/** A damaged copy of one of the seeds, with pieces of another. */
export function damaged(seeds: readonly Uint8Array[], next: Next): Uint8Array {
  return mutated(pick(seeds, next), next, pick(seeds, next));
}

/** JSON of one of the seeds with one to three places changed; now and then its bytes damaged. */
export function damagedJson(seeds: readonly string[], next: Next): Uint8Array {
  const text = pick(seeds, next);
  if (next() % 6 === 0) return mutated(toUtf8(text), next, toUtf8(pick(seeds, next)));
  let value = JSON.parse(text) as unknown;
  for (let left = 1 + (next() % 3); left > 0; left -= 1) value = changed(value, next, 0);
  return toUtf8(JSON.stringify(value) ?? 'null');
}

/** The same as text. */
export function damagedText(seeds: readonly string[], next: Next): string {
  return fromUtf8(damagedJson(seeds, next).map((byte) => (byte < 0x80 ? byte : 0x3f)));
}

function changed(value: unknown, next: Next, depth: number): unknown {
  const isHere = next() % 4 === 0 || depth > 8;
  if (Array.isArray(value) && value.length > 0 && !isHere) {
    const at = next() % value.length;
    if (next() % 5 === 0) return [...value, ...value].slice(0, next() % 200);
    return value.map((one, i) => (i === at ? changed(one, next, depth + 1) : one));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isHere) {
    const entries = Object.entries(value);
    const at = next() % Math.max(entries.length, 1);
    if (next() % 6 === 0) return Object.fromEntries(entries.filter((_, i) => i !== at));
    if (next() % 8 === 0) return { ...value, [pick(KEYS, next)]: edge(next) };
    return Object.fromEntries(entries.map(([key, one], i) => [key, i === at ? changed(one, next, depth + 1) : one]));
  }
  return edge(next);
}

/** Values at which code breaks. */
function edge(next: Next): unknown {
  switch (next() % 16) {
    case 0:
      return null;
    case 1:
      return [];
    case 2:
      return {};
    case 3:
      return '';
    case 4:
      return 'A'.repeat(1 + (next() % 20_000));
    case 5:
      return pick([0, -1, 1e308, -1e308, 1.5, 2 ** 31, 2 ** 53 + 2, -0], next);
    case 6:
      return next() % 2 === 0;
    case 7:
      return pick(
        ['9999-12-31T23:59:59Z', '0000-00-00T00:00:00Z', '2026-02-30T00:00:00Z', '+275760-09-13T00:00:00Z'],
        next,
      );
    case 8:
      return pick(['\u0000', '\ud800', '\u202e', '%00', '../../..', "' or 1=1 --", '\r\nx: y'], next);
    case 9:
      return nested(next() % 3_000);
    case 10:
      return pick(['DE8AAC12345678D', 'DE-8AA-C12345678-D', 'de8aac12345678', 'ÄÖÜ8AAC12345678'], next);
    case 11:
      return pick(
        ['http://127.0.0.1:1/', 'file:///etc/passwd', 'http://[::1', 'javascript:1', 'http://a.example/\u0000'],
        next,
      );
    case 12:
      return pick(['AAAA', '////', 'A', 'MIIB', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'], next);
    case 13:
      return Array.from({ length: next() % 300 }, () => 'x');
    case 14:
      return next();
    default:
      return pick(['true', '1', 'null', 'NaN', 'Accepted', 'ALLOWED'], next);
  }
}

function nested(depth: number): unknown {
  let value: unknown = 0;
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

const KEYS = ['__proto__', 'constructor', 'toString', 'length', 'id', 'customData', 'hasOwnProperty', ''];
