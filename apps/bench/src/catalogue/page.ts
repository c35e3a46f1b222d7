/** The page of all cases, made from the catalogue: `docs/cases.md`. @module */
import { faultName } from '../faults.ts';
import { wireCases } from '../real/wireRun.ts';
import type { BenchCase } from './benchCase.ts';
import { catalogueSections } from './catalogue.ts';

/** The page as Markdown. */
export function cataloguePage(): string {
  const onWire = new Set(wireCases.map(({ id }) => id));
  const all = catalogueSections.flatMap(({ cases }) => cases);
  return [
    '# Cases of the bench',
    '',
    `Made from \`apps/bench/src/catalogue\` by \`npm run docs\`; do not edit. ${all.length} cases, each with its own id. All run in virtual time`,
    `(\`openpnc bench sim --profile full\`); the ${onWire.size} with *wire* also on real sockets of this host (\`openpnc bench wire --profile full\`).`,
    'Every broken certificate at the place where it is at home, and each rollover, runs on real sockets in the tests of `apps/lab`.',
    '',
    'Expected: what comes of the session; the cause of the diagnosis ([errors.md](errors.md)); and the last answer to a request, *none* where it is not answered or not sent.',
    '',
    ...catalogueSections.flatMap(({ title, cases }) => [
      `## ${title} (${cases.length})`,
      '',
      '| id | purpose | clause | stimulus | expected | runs |',
      '|---|---|---|---|---|---|',
      ...cases.map((one) => row(one, onWire.has(one.id))),
      '',
    ]),
  ].join('\n');
}

function row(one: BenchCase, isOnWire: boolean): string {
  const { id, purpose, clause } = one;
  const cells = [`\`${id}\``, purpose, clause, stimulus(one), expectation(one), isOnWire ? 'sim, wire' : 'sim'];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The faults by their names; what is otherwise in the world, by its keys. */
function stimulus({ faults = [], world = {}, car = {} }: BenchCase): string {
  const { pki, before, ...rest } = world;
  const names = [
    ...new Set(faults.map(faultName)),
    ...(pki?.profile === undefined ? [] : [pki.profile]),
    ...(pki?.dangerOcspFault === undefined ? [] : [`responder ${pki.dangerOcspFault}`]),
    ...Object.entries(rest).map(([key, value]) => `${key} ${short(value)}`),
    ...(before ? [`${before.length} cars before`] : []),
    ...Object.entries(car).map(([key, value]) => `car ${key} ${short(value)}`),
  ];
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');
}

function short(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

function expectation({
  expected: { outcome, cause, wire = {}, findings = [], check, alarms = [], statuses },
}: BenchCase) {
  const any = (value: string | null | readonly (string | null)[]) =>
    [value]
      .flat()
      .map((one) => one ?? 'none')
      .join(' or ');
  return [
    any(outcome),
    ...(cause === null ? [] : [`cause ${any(cause)}`]),
    ...Object.entries(wire).map(([request, answer]) => `${request} ${any(answer ?? null)}`),
    ...(check === undefined ? [] : [`check ${any(check)}`]),
    ...[...findings, ...alarms].map((code) => `finding ${code}`),
    ...(statuses ? [`read ${statuses.join(', ')}`] : []),
  ].join('; ');
}
