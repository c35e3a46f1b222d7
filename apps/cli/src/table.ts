/** Text tables for people. @module */
import type { Json } from './apiClient.ts';

/** A column: its head, and the value by a path in dots or a function. */
export type Column = readonly [head: string, value: string | ((item: Json) => unknown)];

/** Lines with their columns aligned; nothing but one line where there is no item. */
export function table(columns: readonly Column[], items: readonly Json[]): readonly string[] {
  if (items.length === 0) return ['none'];
  const rows = items.map((item) =>
    columns.map(([, value]) => shown(typeof value === 'string' ? at(item, value) : value(item))),
  );
  const heads = columns.map(([head]) => head);
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)));
  return [heads, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}

/** An object as lines of name and value. */
export function fields(value: Json, indent = ''): readonly string[] {
  const width = Math.max(0, ...Object.keys(value).map((name) => name.length));
  return Object.entries(value).flatMap(([name, inner]) => {
    if (Array.isArray(inner) && inner.some((one) => typeof one === 'object'))
      return [`${indent}${name}`, ...inner.map((one) => `${indent}  ${JSON.stringify(one)}`)];
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      return [`${indent}${name}`, ...fields(inner as Json, `${indent}  `)];
    return [`${indent}${name.padEnd(width)}  ${shown(inner)}`];
  });
}

/** A value in one line: times without their milliseconds, absent as a dash. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(shown).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value).replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z$/, '$1Z');
}

function at(item: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((here, key) => (here as Json | null | undefined)?.[key], item);
}
