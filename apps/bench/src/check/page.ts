/** A check as text and as one self-contained HTML page that prints well. @module */
import type { CheckReport } from './check.ts';
import type { Result } from './verdict.ts';

const MARKS: Readonly<Record<Result, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  'not applicable': 'n/a',
  'not yet in force': 'later',
  'no evidence': '?',
  manual: 'see',
};

/** One line an item. */
export function checkText({ subject, asOf, rules, items, sources, counts }: CheckReport): string {
  const lines = items.map(({ id, result, what, text, evidence }) => {
    const proof = evidence.length > 0 ? ` [${evidence.join(', ')}]` : '';
    return `${id}  ${result.padEnd(16)} ${what}: ${text}${proof}`;
  });
  return [
    `readiness of ${subject.name} as of ${asOf} (rules of ${rules}; not legal advice)`,
    '',
    ...lines,
    '',
    ...sources.map(({ id, kind, name, sha256 }) => `${id}  ${kind.padEnd(10)} ${name}  sha256 ${sha256}`),
    '',
    countsText(counts),
  ].join('\n');
}

/** `12 pass, 1 fail, ...` */
export function countsText(counts: CheckReport['counts']): string {
  return Object.entries(counts)
    .map(([result, count]) => `${count} ${result}`)
    .join(', ');
}

/** The same as HTML: no script, no outside file, no colour alone. */
export function checkHtml({ subject, asOf, rules, items, sources, counts }: CheckReport): string {
  const rows = items.map(
    ({ id, what, source, result, text, evidence }) =>
      `<tr class="${result.replaceAll(' ', '-')}"><td>${id}</td><td><b>${MARKS[result]}</b><br>${result}</td><td><b>${escaped(what)}</b><br>${escaped(text)}</td><td>${evidence.join(', ')}</td><td>${escaped(source)}</td></tr>`,
  );
  const files = sources.map(
    ({ id, kind, name, sha256 }) =>
      `<tr><td>${id}</td><td>${kind}</td><td>${escaped(name)}</td><td><code>${sha256}</code></td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Readiness of ${escaped(subject.name)}</title><style>${STYLE}</style></head><body>
<h1>Readiness of ${escaped(subject.name)}</h1>
<p>As of <b>${asOf}</b>, rules of ${rules}. ${countsText(counts)}. Not legal advice; where no evidence was given, nothing is claimed.</p>
<table><thead><tr><th>Item</th><th>Result</th><th>What, and what was seen</th><th>Evidence</th><th>Source</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
<h2>Evidence</h2>
<table><thead><tr><th>Id</th><th>Kind</th><th>File</th><th>SHA-256</th></tr></thead><tbody>
${files.join('\n')}
</tbody></table>
<h2>Subject</h2>
<pre>${escaped(JSON.stringify(subject, null, 2))}</pre>
</body></html>
`;
}

/** For HTML text and attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;color:#111;background:#fff;max-width:75rem;margin:1rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}
thead{display:table-header-group}tr{break-inside:avoid}code{font-size:11px;word-break:break-all}
.fail td:nth-child(2){background:#f6cfc9;border-left:6px solid #a11}.pass td:nth-child(2){background:#d7ecd7;border-left:6px double #262}
.no-evidence td:nth-child(2){background:#f3ecd0;border-left:6px dotted #765}.manual td:nth-child(2){border-left:6px dashed #336}`;
