/** Reports of runs: what they hold, that they stand alone, and that a run goes on where it was. @module */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BenchCase } from '@openpnc/bench/benchCase';
import type { BenchReport, CaseOutcome } from '@openpnc/bench/benchReport';
import { catalogue } from '@openpnc/bench/catalogue';
import { type CaseRunner, runFolder } from '@openpnc/bench/runFolder';
import { simRunner } from '@openpnc/bench/simRun';
import type { TraceRecord } from '@openpnc/core/trace';

const chosen = ['ac-pnc', 'contract-revoked', 'PaymentDetails-emaid-forged'];
const cases = catalogue.filter(({ id }) => chosen.includes(id));

function folder(t: { after: (work: () => void) => void }): string {
  const made = mkdtempSync(join(tmpdir(), 'openpnc-report-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('a run leaves HTML that stands alone, JSON, JUnit and the trace of each case', async (t) => {
  const place = folder(t);
  const report = await runFolder({
    target: 'sim',
    subject: 'us',
    profile: 'quick',
    cases,
    runner: simRunner(),
    folder: place,
  });
  assert.deepEqual(report.counts, { passed: 3, failed: 0, inconclusive: 0 });
  const html = readFileSync(join(place, 'report.html'), 'utf8');
  assert.ok(!/<script|<link|src=|url\((?!#)/.test(html), 'nothing is fetched or run');
  for (const id of chosen) {
    assert.ok(html.includes(`id="${id}"`), id);
    assert.ok(existsSync(join(place, 'cases', id, 'trace.jsonl')), id);
  }
  // Every hop of a charged session is in its timing budget.
  const whole = html.slice(
    html.indexOf('<details id="ac-pnc"'),
    html.indexOf('</details>', html.indexOf('<details id="ac-pnc"')),
  );
  for (const hop of ['EV:', 'SECC:', 'CSMS:', 'OCSP:', 'eMSP:']) assert.ok(whole.includes(hop), hop);
  assert.match(whole, /AuthorizationReq.*? of 1500 ms/s);
  assert.match(html, /Cause <b>contract_revoked<\/b>.*<i>Remedy:<\/i>/s);
  const junit = readFileSync(join(place, 'junit.xml'), 'utf8');
  assert.match(junit, /tests="3" failures="0" skipped="0"/);
  const json = JSON.parse(readFileSync(join(place, 'report.json'), 'utf8')) as BenchReport;
  assert.deepEqual(
    json.cases.map(({ verdict }) => verdict),
    ['passed', 'passed', 'passed'],
  );
});

/** A runner that says what it is told to. */
function saying(verdicts: Readonly<Record<string, CaseOutcome['verdict']>>, ran: string[]): CaseRunner {
  const record: TraceRecord = {
    type: 'message',
    at: 5,
    party: 'station',
    from: 'ev',
    to: 'station',
    protocol: 'iso15118-2',
    message: 'AuthorizationReq',
    result: 'FAILED <b>&"\u0001',
    took_ms: 3_000,
    limit_ms: 1_500,
  };
  return {
    async run({ id }: BenchCase) {
      ran.push(id);
      const verdict = verdicts[id];
      if (!verdict) throw new Error('the run is broken off here');
      return {
        verdict,
        differences: verdict === 'passed' ? [] : ['<why>\u0001'],
        outcome: 'failed',
        cause: null,
        took_ms: 1,
        trace: [record],
      };
    },
    close: async () => {},
  };
}

test('a run that was broken off goes on where it was; one case can be run again', async (t) => {
  const place = folder(t);
  const [a, b, c] = cases.map(({ id }) => id) as [string, string, string];
  const run = (verdicts: Readonly<Record<string, CaseOutcome['verdict']>>, ran: string[], more: object = {}) =>
    runFolder({
      target: 'sim',
      subject: 'us',
      profile: 'quick',
      cases,
      runner: saying(verdicts, ran),
      folder: place,
      ...more,
    });
  const first: string[] = [];
  await assert.rejects(run({ [a]: 'passed', [b]: 'failed' }, first));
  assert.deepEqual(first, [a, b, c]);
  const second: string[] = [];
  const resumed = await run({ [c]: 'inconclusive' }, second, { isResumed: true });
  assert.deepEqual(second, [c]);
  assert.deepEqual(resumed.counts, { passed: 1, failed: 1, inconclusive: 1 });
  const third: string[] = [];
  const again = await run({ [b]: 'passed' }, third, { only: [b] });
  assert.deepEqual(third, [b]);
  assert.deepEqual(again.counts, { passed: 2, failed: 0, inconclusive: 1 });
  const fourth: string[] = [];
  const judged = await run({ [c]: 'passed' }, fourth, { isResumed: true });
  assert.deepEqual(fourth, [c], 'what could not be judged is no verdict to keep');
  assert.deepEqual(judged.counts, { passed: 3, failed: 0, inconclusive: 0 });
  await assert.rejects(run({}, [], { only: ['nonsense'] }), { code: 'case_unknown' });
});

test('a late answer is told without colour, and texts of a peer cannot become markup', async (t) => {
  const place = folder(t);
  const verdicts = Object.fromEntries(chosen.map((id) => [id, 'failed' as const]));
  await runFolder({
    target: 'sim',
    subject: '<us>',
    profile: 'quick',
    cases,
    runner: saying(verdicts, []),
    folder: place,
  });
  const html = readFileSync(join(place, 'report.html'), 'utf8');
  assert.match(html, /3000 of 1500 ms, 200 % LATE/);
  assert.match(html, /url\(#hatch\)/);
  assert.ok(!html.includes('<why>') && !html.includes('<us>') && !html.includes('FAILED <b>'));
  const junit = readFileSync(join(place, 'junit.xml'), 'utf8');
  assert.match(junit, /failures="3"/);
  assert.ok(!junit.includes('\u0001'));
});
