/** The causes as one page of documentation. @module */
import { causes } from './causes.ts';

/** `docs/errors.md`: every cause with who acts, the remedy and the findings that prove it. */
export function causesPage(): string {
  const rows = causes.map(
    ({ code, act, text, remedy, spec, evidence }) =>
      `### \`${code}\`\n\n${text}\n\n${remedy}\n\n- acts: ${act}\n- evidence: ${evidence.map((one) => `\`${one}\``).join(', ')}${spec === undefined ? '' : `\n- source: ${spec}`}\n`,
  );
  return `# Why a car was refused

Each refusal ends with one cause. The order is the rank: a cause further up explains away one further down. The evidence are the codes of the findings
that the parties write into the trace when a check refuses. Made from \`diagnosis/src/causes.ts\` by \`npm run docs\`.

${rows.join('\n')}`;
}
