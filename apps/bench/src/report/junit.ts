/** A report as JUnit XML, for a CI that shows it: failed cases are failures, inconclusive ones are skipped with their reason. @module */
import { escaped } from '../check/page.ts';
import type { BenchReport } from './benchReport.ts';

/** The file. */
export function reportJunit({ target, startedAt, seconds, counts, cases }: BenchReport): string {
  const tests = cases.map(({ id, verdict, differences, took_ms, cause }) => {
    const why = escaped(clean(differences.join('; ')));
    const detail = cause ? escaped(clean(`${cause.code}: ${cause.text} ${cause.remedy}`)) : '';
    const inner =
      verdict === 'passed'
        ? ''
        : verdict === 'failed'
          ? `<failure message="${why}">${detail}</failure>`
          : `<skipped message="${why}"/>`;
    return `  <testcase classname="openpnc.bench.${target}" name="${escaped(id)}" time="${(took_ms / 1_000).toFixed(3)}">${inner}</testcase>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="openpnc bench ${target}" timestamp="${escaped(startedAt)}" time="${seconds}" tests="${cases.length}" failures="${counts.failed}" skipped="${counts.inconclusive}" errors="0">
${tests.join('\n')}
</testsuite>
`;
}

/** Without what XML 1.0 cannot hold. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken away.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?');
}
