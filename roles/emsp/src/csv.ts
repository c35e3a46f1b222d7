/** CSV as RFC 4180 has it, and as spreadsheets write it: a byte order mark, `;` between the fields. @module */

/** A record with the line of the file that it begins at, from 1. */
interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** The records of a text. Empty lines are none. A quote that is not closed gives one last record with `isOpen`. */
export function* csvRecords(text: string): Generator<CsvRecord & { readonly isOpen?: true }> {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const separator = separatorOf(content);
  let [line, begin, field, fields, isQuoted, wasQuoted] = [1, 1, '', [] as string[], false, false];
  const end = (isOpen?: true): (CsvRecord & { readonly isOpen?: true }) | undefined => {
    const record = { line: begin, fields: [...fields, field], ...(isOpen && { isOpen }) };
    const isEmpty = fields.length === 0 && field === '' && !wasQuoted;
    [field, fields, wasQuoted] = ['', [], false];
    return isEmpty ? undefined : record;
  };
  for (let at = 0; at < content.length; at += 1) {
    const character = content[at]!;
    if (isQuoted) {
      if (character === '\n') line += 1;
      if (character !== '"') field += character;
      else if (content[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && field === '') [isQuoted, wasQuoted] = [true, true];
    else if (character === separator) {
      fields.push(field);
      field = '';
    } else if (character === '\n') {
      const record = end();
      line += 1;
      begin = line;
      if (record) yield record;
    } else if (character !== '\r' || content[at + 1] !== '\n') field += character;
  }
  const last = end(isQuoted ? true : undefined);
  if (last) yield last;
}

/** One line with its line end; a field is quoted where it must be. */
export function csvLine(fields: readonly string[]): string {
  const quoted = fields.map((field) => (/[",;\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field));
  return `${quoted.join(',')}\r\n`;
}

/** What stands between the names of the first line. */
function separatorOf(content: string): string {
  const header = content.slice(0, (content.indexOf('\n') + 1 || content.length + 1) - 1);
  return header.includes(';') && !header.includes(',') ? ';' : ',';
}
