/** A report as one self-contained HTML page: light, printable, no script, no outside file. @module */
import { escaped } from '../check/page.ts';
import type { BenchReport, ReportCase } from './benchReport.ts';
import { ladder } from './ladder.ts';
import { timingChart } from './timingChart.ts';

const MARKS = { passed: '✔ passed', failed: '✘ failed', inconclusive: '? inconclusive' } as const;

/** The page. */
export function reportHtml(report: BenchReport): string {
  const { target, subject, profile, startedAt, seconds, counts, cases } = report;
  const order = { failed: 0, inconclusive: 1, passed: 2 } as const;
  const sorted = cases.toSorted((a, b) => order[a.verdict] - order[b.verdict]);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bench ${escaped(target)}: ${counts.failed} failed</title><style>${STYLE}</style></head><body>
<h1>Bench: ${escaped(target)}, ${escaped(subject)}</h1>
<p class="sum"><b>${cases.length}</b> cases of profile <b>${escaped(profile)}</b>: <b>✔ ${counts.passed}</b> passed, <b>✘ ${counts.failed}</b> failed, <b>? ${counts.inconclusive}</b> inconclusive. Begun ${escaped(startedAt)}, ${seconds} s.</p>
${bar(counts, cases.length)}
<table class="index"><thead><tr><th>Verdict</th><th>Case</th><th>What it shows</th><th>Outcome</th><th>Cause</th></tr></thead><tbody>
${sorted.map(indexRow).join('\n')}
</tbody></table>
${sorted.map(section).join('\n')}
</body></html>
`;
}

function indexRow({ id, purpose, verdict, outcome, cause }: ReportCase): string {
  return `<tr class="${verdict}"><td>${MARKS[verdict]}</td><td><a href="#${id}">${escaped(id)}</a></td><td>${escaped(purpose)}</td><td>${escaped(outcome)}</td><td>${cause ? escaped(cause.code) : ''}</td></tr>`;
}

function section(one: ReportCase): string {
  const { id, purpose, clause, verdict, differences, outcome, cause, took_ms, findings, files } = one;
  const told = findings.filter(({ severity }) => severity !== 'info');
  return `<details id="${id}"${verdict === 'passed' ? '' : ' open'} class="${verdict}"><summary>${MARKS[verdict]} <b>${escaped(id)}</b></summary>
<p>${escaped(purpose)} <span class="clause">${escaped(clause)}</span></p>
${differences.length > 0 ? `<ul class="diff">${differences.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>` : ''}
<p>Outcome <b>${escaped(outcome)}</b>, ${took_ms} ms.${cause ? ` Cause <b>${escaped(cause.code)}</b>: ${escaped(cause.text)} <i>Remedy:</i> ${escaped(cause.remedy)}` : ''}</p>
${figure('Timing budget', timingChart(one))}
${figure('Ladder', ladder(one))}
${told.length > 0 ? `<table><thead><tr><th>At</th><th>Party</th><th>Finding</th><th>Text</th></tr></thead><tbody>${told.map(({ at_ms, party, severity, code, text, spec }) => `<tr><td>${(at_ms / 1_000).toFixed(2)} s</td><td>${party}</td><td>${severity}<br><code>${escaped(code)}</code></td><td>${escaped(text)}${spec ? ` <span class="clause">${escaped(spec)}</span>` : ''}</td></tr>`).join('')}</tbody></table>` : ''}
${files.length > 0 ? `<p>Evidence: ${files.map((file) => `<a href="${escaped(file)}">${escaped(file)}</a>`).join(', ')}</p>` : ''}
</details>`;
}

function figure(title: string, svg: string): string {
  return svg === '' ? '' : `<figure><figcaption>${title}</figcaption>${svg}</figure>`;
}

function bar(counts: BenchReport['counts'], total: number): string {
  const part = (name: keyof typeof counts) =>
    counts[name] === 0
      ? ''
      : `<span class="${name}" style="flex:${counts[name]}">${MARKS[name]} ${counts[name]}</span>`;
  return total === 0 ? '' : `<div class="bar3">${part('passed')}${part('inconclusive')}${part('failed')}</div>`;
}

const STYLE = `:root{color-scheme:light}body{font:14px/1.45 system-ui,sans-serif;color:#111;background:#fff;max-width:70rem;margin:1rem auto;padding:0 1rem}
h1{font-size:1.4rem}table{border-collapse:collapse;width:100%;margin:.5rem 0}th,td{border:1px solid #bbb;padding:.2rem .45rem;text-align:left;vertical-align:top}thead{display:table-header-group}
tr,figure{break-inside:avoid}td:first-child{white-space:nowrap}.index td:first-child{white-space:nowrap}tr.failed td:first-child,.bar3 .failed{background:#f6cfc9;font-weight:bold}tr.passed td:first-child,.bar3 .passed{background:#dcefdc}
tr.inconclusive td:first-child,.bar3 .inconclusive{background:#f3ecd0}.bar3{display:flex;border:1px solid #777}.bar3 span{padding:.2rem .5rem;border-right:1px solid #777;white-space:nowrap}
details{border:1px solid #bbb;border-left-width:6px;margin:.5rem 0;padding:.3rem .7rem}details.failed{border-left:6px double #a11}details.passed{border-left-color:#4a7}summary{cursor:pointer}
.clause{color:#555}.diff{color:#900;font-weight:bold}figure{margin:.6rem 0}figcaption{font-weight:bold}svg{max-width:100%;height:auto}code{font-size:12px}
svg text{font:11px system-ui,sans-serif;fill:#111;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}svg .party{font-weight:bold;font-size:12px}svg .time{fill:#555;font-size:10px}svg .bad{font-weight:bold;fill:#900}
svg .life{stroke:#999;stroke-dasharray:3 3}svg .wire{stroke:#246;stroke-width:1.2}svg .wire.bad{stroke:#900;stroke-width:2.2;stroke-dasharray:6 2}svg .head{fill:#246}svg .cross{stroke:#900;stroke-width:2.4;fill:none}
svg .bar{fill:#8ab;stroke:#246}svg .bar.free{fill:#fff;stroke:#246;stroke-dasharray:2 2}svg .bar.late{fill:url(#hatch);stroke:#900}svg .limit{stroke:#900;stroke-width:1.5;stroke-dasharray:7 3}
@media print{details::details-content{content-visibility:visible;display:block}body{max-width:none}a{color:inherit;text-decoration:none}}`;
