/** The items that declarations and published data answer, and those that a person must. @module */
import { type Json, list } from './evidence.ts';
import { always, pnc2, publicFrom } from './scope.ts';
import { byCases, declarations, fail, type Item, manual, none, pass, type Verdict } from './verdict.ts';

/** R01, R33 to R39. */
export const subjectItem: Item = {
  id: 'R01',
  what: 'applicability dates',
  source: '2025/656 annex 0, 2.1',
  scope: always,
  check({ evidence, subject: { accessibility, installedOn, renovatedOn }, asOf }) {
    const declared = declarations(evidence);
    if (accessibility === undefined || installedOn === undefined)
      return none(
        `not declared: ${[accessibility === undefined && 'accessibility', installedOn === undefined && 'installedOn'].filter(Boolean).join(', ')}`,
      );
    const days = [installedOn, ...(renovatedOn === undefined ? [] : [renovatedOn])];
    const wrong = days.find((day) => Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day);
    if (wrong !== undefined) return fail(`${wrong} is no date`, declared);
    if (renovatedOn !== undefined && renovatedOn < installedOn)
      return fail('renovated before it was installed', declared);
    if (installedOn > asOf) return fail(`installed on ${installedOn}, after ${asOf}`, declared);
    return pass(
      `declared: ${accessibility}, installed ${installedOn}${renovatedOn ? `, renovated ${renovatedOn}` : ''}`,
      declared,
    );
  },
};

export const dataItems: readonly Item[] = [
  {
    id: 'R33',
    what: 'price electronically available',
    source: 'AFIR Art. 5(4)',
    scope: publicFrom('2024-04-13'),
    check({ evidence: { locations, tariffs } }) {
      if (!locations || !tariffs) return none('OCPI locations and tariffs were not both given');
      const known = new Set(tariffs.list.map(({ id }) => id));
      const sources = [locations.source, tariffs.source];
      const open = connectorsOf(locations.list).filter(({ connector }) => {
        const ids = connector.tariff_ids;
        return !Array.isArray(ids) || ids.length === 0 || !ids.every((id) => known.has(id));
      });
      if (open.length > 0) return fail(`without a known tariff: ${open.map(({ name }) => name).join(', ')}`, sources);
      return connectorsOf(locations.list).length > 0
        ? pass('each connector has a known tariff', sources)
        : none('no connectors in the export', sources);
    },
  },
  {
    id: 'R34',
    what: 'no surcharge for cross-border roaming',
    source: 'AFIR Art. 5(5)',
    scope: publicFrom('2024-04-13'),
    check: ({ subject }) =>
      manual('R34', subject, 'the tariffs of the mobility providers by country: a person has to compare'),
  },
  {
    id: 'R35',
    what: 'ad-hoc payment',
    source: 'AFIR Art. 5(1)',
    scope: publicFrom('2024-04-13'),
    check({ subject }) {
      const { paid, ratedKw, terminal, installedOn } = subject;
      if (paid === false) return { result: 'not applicable', text: 'charging is free', evidence: [] };
      if (terminal === 'none') return fail('declared: no way of ad-hoc payment', []);
      if (
        terminal === 'qr' &&
        ratedKw !== undefined &&
        ratedKw >= 50 &&
        installedOn !== undefined &&
        installedOn >= '2024-04-13'
      )
        return fail(`declared: QR alone at ${ratedKw} kW; from 50 kW a reader is needed`, []);
      return manual(
        'R35',
        subject,
        `terminal ${terminal ?? 'not declared'}, ${ratedKw ?? 'unknown'} kW: that it works, a person has to see`,
      );
    },
  },
  {
    id: 'R36',
    what: 'static data published',
    source: 'AFIR Art. 20, 2025/655',
    scope: publicFrom('2026-04-14'),
    check({ evidence: { locations } }) {
      if (!locations) return none('no OCPI export of locations was given');
      const gaps = locations.list.flatMap((location) =>
        ['id', 'address', 'city', 'country', 'coordinates', 'evses', 'last_updated']
          .filter((field) => location[field] === undefined || location[field] === '')
          .map((field) => `${String(location.id)}.${field}`),
      );
      if (gaps.length > 0) return fail(`missing: ${gaps.join(', ')}`, [locations.source]);
      return none('the fields are there; one export does not show that a change is published within 24 h', [
        locations.source,
      ]);
    },
  },
  {
    id: 'R37',
    what: 'dynamic data published',
    source: 'AFIR Art. 20, 2025/655 (60 s unsure)',
    scope: publicFrom('2026-04-14'),
    check: ({ evidence }) => byCases(evidence, [['status-feed']]),
  },
  {
    id: 'R38',
    what: 'DATEX II export valid',
    source: '2025/655, CEN/TS 16157-10:2022',
    scope: publicFrom('2026-04-14'),
    check({ evidence: { datex }, subject }) {
      if (!datex) return none('no DATEX II export was given');
      if (!/<[\w:]*(payload|messageContainer|d2LogicalModel)\b/.test(datex.text) || !datex.text.includes('datex2.eu'))
        return fail('no DATEX II document: neither its root nor its namespace', [datex.source]);
      return manual('R38', subject, 'a DATEX II document; validate it with the schema of the national profile', [
        datex.source,
      ]);
    },
  },
  {
    id: 'R39',
    what: 'Plug & Charge flags truthful',
    source: 'ENG, OCPI 2.3.0 Connector capabilities',
    scope: pnc2,
    check({ evidence: { locations }, before }) {
      if (!locations) return none('no OCPI export of locations was given');
      const measured = before.get('R10');
      if (measured?.result !== 'pass' && measured?.result !== 'fail')
        return none('R10 was not measured', [locations.source]);
      const claims = connectorsOf(locations.list).filter(({ connector }) => {
        const flags = connector.capabilities;
        return Array.isArray(flags) && flags.includes('ISO_15118_2_PLUG_AND_CHARGE');
      });
      const sources = [locations.source, ...measured.evidence];
      const isClaimed = claims.length > 0;
      const text = `ISO_15118_2_PLUG_AND_CHARGE is ${isClaimed ? 'claimed' : 'not claimed'}, R10 says ${measured.result}`;
      return isClaimed === (measured.result === 'pass') ? pass(text, sources) : fail(text, sources);
    },
  },
];

/** R40: each pass with the hashes of what it rests on. Looks at all the others. */
export function evidencePack(verdicts: ReadonlyMap<string, Verdict>): Verdict {
  const passed = [...verdicts].filter(([, { result }]) => result === 'pass');
  if (passed.length === 0) return none('nothing passed');
  const bare = passed.filter(([, { evidence }]) => evidence.length === 0).map(([id]) => id);
  const sources = passed.flatMap(([, { evidence }]) => evidence);
  if (bare.length > 0) return fail(`by declaration alone: ${bare.join(', ')}`, sources);
  return pass(`${passed.length} passes, each with hashed evidence`, sources);
}

function connectorsOf(locations: readonly Json[]) {
  return locations.flatMap((location) =>
    list(location.evses).flatMap((evse) =>
      list(evse.connectors).map((connector) => ({
        name: `${String(location.id)}/${String(evse.uid)}/${String(connector.id)}`,
        connector,
      })),
    ),
  );
}
