/** Contracts out of and into a CSV file, with a report row by row. An exported file imports as "same". @module */
import { displayEmaid, parseEmaid } from '@openpnc/core/emaid';
import { OperatorError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { WhitelistType } from '@openpnc/roaming/ocpi/token';
import type { Kysely } from 'kysely';
import {
  type ContractFields,
  type ContractOutcome,
  type ContractPorts,
  changeContract,
  createContract,
  findContract,
  moveContract,
} from './contracts.ts';
import { csvLine, csvRecords } from './csv.ts';
import { type ContractRow, type ContractStatus, contractStatuses, type EmspTables } from './store/tables.ts';

/** What came of a row. */
export interface ImportedRow {
  /** In the file, from 1; the header is 1. */
  readonly line: number;
  readonly emaid: string;
  readonly outcome: 'created' | 'changed' | 'same' | 'refused';
  /** Why it was refused. */
  readonly code?: string;
  readonly text?: string;
}

/** The columns, in the order of an export. `emaid` may be empty for a new contract; a column that is absent changes nothing. */
export const contractColumns = [
  'emaid',
  'status',
  'pcid',
  'valid_from',
  'valid_to',
  'language',
  'whitelist',
  'group_id',
  'allowed_parties',
  'has_credit',
  'reference',
] as const;
type Column = (typeof contractColumns)[number];

/** All contracts as CSV, a page of lines at a time. Times are ISO 8601 in UTC, parties are separated by spaces. */
export async function* exportContracts(db: Kysely<EmspTables>): AsyncGenerator<string> {
  yield csvLine(contractColumns);
  let after = '';
  for (;;) {
    const rows = await db
      .selectFrom('contract')
      .selectAll()
      .where('id14', '>', after)
      .orderBy('id14')
      .limit(PAGE)
      .execute();
    if (rows.length === 0) return;
    after = rows.at(-1)!.id14;
    yield rows.map((row) => csvLine(contractColumns.map((column) => cellOf(row, column)))).join('');
  }
}

/**
 * Takes contracts from a CSV text: new ones are made, known ones changed and moved to the status of the row. Each row is
 * done or refused by itself, and reported in order.
 * @throws OperatorError `csv_header` when the first line has unknown columns or none that we know; nothing is changed then.
 */
export async function* importContracts(ports: ContractPorts, text: string, now: Millis): AsyncGenerator<ImportedRow> {
  const records = csvRecords(text);
  const columns = headerOf(records.next().value?.fields ?? []);
  const seen = new Set<string>();
  let batch: Promise<ImportedRow>[] = [];
  for (const { line, fields, isOpen } of records) {
    batch.push(imported(ports, columns, line, fields, seen, now, isOpen === true));
    if (batch.length < AT_A_TIME) continue;
    yield* await Promise.all(batch);
    batch = [];
  }
  yield* await Promise.all(batch);
}

/** How many rows had each outcome. */
export function importSummary(rows: readonly ImportedRow[]): Readonly<Record<ImportedRow['outcome'], number>> {
  const count = { created: 0, changed: 0, same: 0, refused: 0 };
  for (const { outcome } of rows) count[outcome] += 1;
  return count;
}

function headerOf(fields: readonly string[]): readonly Column[] {
  const names = fields.map((field) => field.trim().toLowerCase());
  const unknown = names.filter((name) => !(contractColumns as readonly string[]).includes(name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (names.length === 0 || unknown.length > 0 || twice !== undefined)
    throw new OperatorError(
      'csv_header',
      `contracts CSV, line 1: ${twice !== undefined ? `column ${twice} twice` : unknown.length > 0 ? `unknown columns ${unknown.join(', ')}` : 'no header'}; known are ${contractColumns.join(', ')}`,
    );
  return names as Column[];
}

async function imported(
  ports: ContractPorts,
  columns: readonly Column[],
  line: number,
  fields: readonly string[],
  seen: Set<string>,
  now: Millis,
  isOpen: boolean,
): Promise<ImportedRow> {
  const cells: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries()) cells[column] = (fields[i] ?? '').trim();
  const emaid = cells.emaid ?? '';
  const refused = (code: string, text: string): ImportedRow => ({ line, emaid, outcome: 'refused', code, text });
  if (isOpen) return refused('csv_quote', 'a quote is not closed');
  if (fields.length !== columns.length)
    return refused('csv_fields', `${fields.length} fields, the header has ${columns.length}`);
  const row = rowOf(cells);
  if ('code' in row) return refused(row.code, row.text);
  const id14 = parseEmaid(emaid)?.id14;
  if (id14 !== undefined && seen.has(id14)) return refused('emaid_twice', `${emaid} is in the file before`);
  if (id14 !== undefined) seen.add(id14);
  const known = emaid === '' ? undefined : await findContract(ports.db, emaid);
  const outcome = known ? await update(ports, known, row, now) : await create(ports, emaid, row, now);
  if (!outcome.ok) return refused(outcome.code, outcome.text);
  const { contract } = outcome;
  const isSame = known !== undefined && contract.updated_at === known.updated_at;
  return { line, emaid: displayEmaid(contract.emaid)!, outcome: known ? (isSame ? 'same' : 'changed') : 'created' };
}

interface Row {
  readonly status: ContractStatus | undefined;
  readonly fields: ContractFields;
}

async function create(
  ports: ContractPorts,
  emaid: string,
  { status, fields }: Row,
  now: Millis,
): Promise<ContractOutcome> {
  const isOpen = status === undefined || status === 'ordered' || status === 'active';
  const made = await createContract(
    ports,
    { ...fields, ...(emaid !== '' && { emaid }), status: isOpen ? (status ?? 'ordered') : 'active' },
    now,
  );
  if (!made.ok || isOpen) return made;
  return moveContract(ports.db, made.contract.emaid, status, { now, reason: 'imported' });
}

async function update(
  { db }: ContractPorts,
  known: ContractRow,
  { status, fields }: Row,
  now: Millis,
): Promise<ContractOutcome> {
  const changed = await changeContract(db, known.emaid, fields, now);
  if (!changed.ok || status === undefined) return changed;
  return moveContract(db, known.emaid, status, { now, reason: 'imported' });
}

/** The cells as values; an empty cell takes the value away, where there can be none. */
function rowOf(cells: Partial<Record<Column, string>>): Row | { readonly code: string; readonly text: string } {
  const bad = (column: Column, expected: string) => ({
    code: 'csv_value',
    text: `${column}: expected ${expected}, came '${cells[column]}'`,
  });
  const { status, language, whitelist, has_credit } = cells;
  if (status && !(contractStatuses as readonly string[]).includes(status))
    return bad('status', `one of ${contractStatuses.join(', ')}`);
  if (language && !/^[a-z]{2}$/.test(language)) return bad('language', 'two lower-case letters (ISO 639-1)');
  if (whitelist && !WHITELISTS.includes(whitelist)) return bad('whitelist', `one of ${WHITELISTS.join(', ')}`);
  if (has_credit && !/^(true|false|1|0)$/.test(has_credit)) return bad('has_credit', 'true or false');
  const times: { validFrom?: Millis | null; validTo?: Millis | null } = {};
  for (const [column, name] of [
    ['valid_from', 'validFrom'],
    ['valid_to', 'validTo'],
  ] as const) {
    const cell = cells[column];
    if (cell === undefined) continue;
    const time = cell === '' ? null : timeOf(cell);
    if (time === undefined) return bad(column, 'a time like 2026-01-31T00:00:00Z');
    times[name] = time;
  }
  const parties = cells.allowed_parties?.split(/\s+/).filter(Boolean);
  if (parties?.some((party) => !/^[A-Za-z]{2}[A-Za-z0-9]{3}$/.test(party)))
    return bad('allowed_parties', 'parties like NLCPO, separated by spaces');
  return {
    status: status ? (status as ContractStatus) : undefined,
    fields: {
      ...times,
      ...(language && { language }),
      ...(whitelist && { whitelist: whitelist as WhitelistType }),
      ...(has_credit && { hasCredit: has_credit === 'true' || has_credit === '1' }),
      ...(cells.pcid !== undefined && { pcid: cells.pcid || null }),
      ...(cells.group_id !== undefined && { groupId: cells.group_id || null }),
      ...(cells.reference !== undefined && { reference: cells.reference || null }),
      ...(parties && { allowedParties: parties.length > 0 ? parties : null }),
    },
  };
}

function timeOf(cell: string): Millis | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(cell)) return undefined;
  const time = Date.parse(cell);
  return Number.isNaN(time) ? undefined : time;
}

function cellOf(row: ContractRow, column: Column): string {
  switch (column) {
    case 'emaid':
      return displayEmaid(row.emaid)!;
    case 'valid_from':
    case 'valid_to':
      return row[column] === null ? '' : new Date(row[column]).toISOString();
    case 'allowed_parties':
      return row.allowed_parties === null ? '' : (JSON.parse(row.allowed_parties) as string[]).join(' ');
    case 'has_credit':
      return row.has_credit === 1 ? 'true' : 'false';
    default:
      return row[column] ?? '';
  }
}

const WHITELISTS: readonly string[] = ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'];
const PAGE = 500;
/** Rows that go into the store together: they share its commits. */
const AT_A_TIME = 64;
