/** The readiness check: dates and duties, verdicts from evidence alone, and our own parties. AFIR, (EU) 2025/656. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type CheckReport, checklist, runCheck } from '@openpnc/bench/check';
import { checkHtml, checkText } from '@openpnc/bench/checkPage';
import { Evidence } from '@openpnc/bench/evidence';
import { labEvidence, labSubject } from '@openpnc/bench/labEvidence';
import { parseSubject } from '@openpnc/bench/subject';
import { toUtf8 } from '@openpnc/core/bytes';
import type { MessageRecord } from '@openpnc/core/trace';
import { freePort } from '../../lab/src/folder.ts';

const point = {
  accessibility: 'public',
  currentType: 'AC',
  mode: 3,
  installedOn: '2026-02-01',
  paid: true,
  offersAutoAuth: ['pnc2'],
};
const results = (report: CheckReport) => Object.fromEntries(report.items.map(({ id, result }) => [id, result]));
const check = (declared: object, asOf = '2026-11-25', evidence = new Evidence()) =>
  results(runCheck(evidence, parseSubject(declared), asOf));

/** A trace of these messages of a station. */
function traced(...messages: readonly Partial<MessageRecord>[]): Evidence {
  const evidence = new Evidence();
  const lines = messages.map((message, i) => ({
    type: 'message',
    at: 1_000 + i,
    party: 'station',
    from: 'ev',
    to: 'station',
    protocol: 'iso15118-2',
    ...message,
  }));
  evidence.addTrace('station.jsonl', toUtf8(lines.map((line) => JSON.stringify(line)).join('\n')));
  return evidence;
}

const NS_2 = 'urn:iso:15118:2:2013:MsgDef';
const NS_DIN = 'urn:din:70121:2012:MsgDef';
const NS_20 = 'urn:iso:std:iso:15118:-20:AC';
function negotiation(offered: readonly string[], SchemaID?: number): Partial<MessageRecord> {
  const AppProtocol = offered.map((ProtocolNamespace, i) => ({ ProtocolNamespace, SchemaID: i + 1, Priority: i + 1 }));
  const ResponseCode = SchemaID === undefined ? 'Failed_NoNegotiation' : 'OK_SuccessfulNegotiation';
  return {
    message: 'supportedAppProtocolReq',
    result: ResponseCode,
    payload: {
      request: { supportedAppProtocolReq: { AppProtocol } },
      response: { supportedAppProtocolRes: { ResponseCode, ...(SchemaID !== undefined && { SchemaID }) } },
    },
  };
}
function discovery(...PaymentOption: readonly string[]): Partial<MessageRecord> {
  const ServiceDiscoveryRes = { ResponseCode: 'OK', PaymentOptionList: { PaymentOption } };
  return {
    message: 'ServiceDiscoveryReq',
    payload: { request: {}, response: { V2G_Message: { Body: { ServiceDiscoveryRes } } } },
  };
}
const handshake: Partial<MessageRecord> = { protocol: 'tls', message: 'handshake', result: 'TLSv1.2' };

test('the list has R01 to R40, each with its source', () => {
  assert.deepEqual(
    checklist.map(({ id }) => id),
    Array.from({ length: 40 }, (_, i) => `R${String(i + 1).padStart(2, '0')}`),
  );
  assert.ok(checklist.every(({ source, what }) => source.length > 2 && what.length > 5));
});

describe('without evidence nothing passes', () => {
  for (const [name, declared] of Object.entries({
    nothing: {},
    'a public point': point,
    'a private point': { ...point, accessibility: 'private' },
    'a point of 2027 with everything': { ...point, installedOn: '2027-02-01', offersAutoAuth: ['pnc2', 'pnc20'] },
  }))
    test(name, () => {
      for (const asOf of ['2024-01-01', '2026-11-25', '2030-01-01']) {
        const { R01, R40, ...rest } = check(declared, asOf);
        assert.ok(!Object.values(rest).includes('pass'), JSON.stringify(rest));
        assert.ok(!Object.values(rest).includes('fail'));
        assert.notEqual(R40, 'pass');
        assert.equal(
          R01,
          name === 'nothing' ? 'no evidence' : (declared as typeof point).installedOn > asOf ? 'fail' : 'pass',
        );
      }
    });
});

describe('dates and whom they bind', () => {
  test('2.1.1 binds public points installed or renovated from 8 January 2026', () => {
    assert.equal(check(point, '2026-01-07').R03, 'not yet in force');
    assert.equal(check(point, '2026-01-08').R03, 'no evidence');
    assert.equal(check({ ...point, installedOn: '2026-01-07' }).R03, 'not applicable');
    assert.equal(check({ ...point, installedOn: '2025-01-07', renovatedOn: '2026-05-05' }).R03, 'no evidence');
    assert.equal(check({ ...point, accessibility: 'private' }).R03, 'not applicable');
    assert.equal(check({ ...point, installedOn: undefined }).R03, 'no evidence');
  });

  test('2.1.2 and 2.1.3 bind from 1 January 2027, private Mode 3 and 4 as well, Mode 2 not', () => {
    const later = { ...point, installedOn: '2027-01-01' };
    assert.equal(check(later, '2026-12-31').R04, 'not yet in force');
    assert.equal(check(later, '2027-01-01').R04, 'no evidence');
    assert.equal(check(point, '2027-01-01').R04, 'not applicable');
    assert.equal(check({ ...later, accessibility: 'private' }, '2027-01-01').R04, 'no evidence');
    assert.equal(check({ ...later, accessibility: 'private', mode: 2 }, '2027-01-01').R04, 'not applicable');
    assert.equal(check({ ...later, accessibility: 'private' }, '2027-01-01').R05, 'not applicable');
    assert.equal(check({ ...later, offersAutoAuth: [] }, '2027-01-01').R05, 'not applicable');
    assert.equal(check({ ...later, offersAutoAuth: ['autocharge'] }, '2027-01-01').R05, 'no evidence');
  });

  test('a way without automatic authentication is owed where it is offered, and only there', () => {
    assert.equal(check({ ...point, terminal: 'reader' }).R12, 'pass');
    assert.equal(check({ ...point, offersAutoAuth: [] }).R12, 'not applicable');
    assert.equal(check({ ...point, accessibility: 'private' }).R12, 'not applicable');
  });
});

describe('verdicts from what was seen', () => {
  test('DIN alone fails 2.1.1 and says so', () => {
    const evidence = traced(negotiation([NS_2]), negotiation([NS_DIN], 1));
    const report = runCheck(evidence, parseSubject(point), '2026-11-25');
    assert.equal(results(report).R03, 'fail');
    assert.match(report.items.find(({ id }) => id === 'R07')!.text, /^DIN only/);
  });

  test('both editions pass 2.1.2 only with Plug & Charge in both', () => {
    const later = { ...point, installedOn: '2027-01-01' };
    const evidence = traced(negotiation([NS_2], 1), negotiation([NS_20], 1), handshake, discovery('Contract'));
    const found = check(later, '2027-01-01', evidence);
    assert.deepEqual([found.R03, found.R04, found.R05], ['pass', 'pass', 'no evidence']);
    const lacking = traced(negotiation([NS_2], 1), negotiation([NS_20]), handshake, discovery('Contract'));
    assert.equal(check(later, '2027-01-01', lacking).R05, 'fail');
  });

  test('priority needs both orders, and the wrong choice fails', () => {
    const single = [negotiation([NS_2], 1), negotiation([NS_DIN], 1)];
    assert.equal(check(point, '2026-11-25', traced(...single, negotiation([NS_2, NS_DIN], 1))).R06, 'no evidence');
    const both = traced(...single, negotiation([NS_2, NS_DIN], 1), negotiation([NS_DIN, NS_2], 1));
    assert.equal(check(point, '2026-11-25', both).R06, 'pass');
    assert.equal(check(point, '2026-11-25', traced(...single, negotiation([NS_2, NS_DIN], 2))).R06, 'fail');
  });

  test('Contract over plain TCP is no Plug & Charge', () => {
    assert.equal(check(point, '2026-11-25', traced(handshake, discovery('Contract'))).R10, 'pass');
    assert.equal(check(point, '2026-11-25', traced(discovery('Contract'))).R10, 'no evidence');
    assert.equal(check(point, '2026-11-25', traced(handshake, discovery('ExternalPayment'))).R10, 'fail');
  });

  test('a late answer fails, and a session that was not seen to its end leaves it open', () => {
    const stop = { message: 'SessionStopReq', took_ms: 10, limit_ms: 1_500 };
    assert.equal(check(point, '2026-11-25', traced(stop)).R24, 'pass');
    assert.equal(check(point, '2026-11-25', traced(stop, { ...stop, took_ms: 1_501 })).R24, 'fail');
    assert.equal(check(point, '2026-11-25', traced({ ...stop, message: 'SessionSetupReq' })).R24, 'no evidence');
  });

  test('a request for TLS that is answered with plain TCP fails', () => {
    const sdp = { protocol: 'sdp', message: 'SECCDiscoveryReq', payload: { security: 'tls' } } as const;
    assert.equal(check(point, '2026-11-25', traced({ ...sdp, result: 'none [fe80::1]:50000' })).R09, 'fail');
    assert.equal(check(point, '2026-11-25', traced({ ...sdp, result: 'tls [fe80::1]:50000' })).R09, 'no evidence');
    assert.equal(check(point, '2026-11-25', traced({ ...sdp, result: 'tls [fe80::1]:50000' }, handshake)).R09, 'pass');
  });

  test('Authorize of an eMAID without its certificate data fails', () => {
    const authorize = (more: object) => ({
      protocol: 'ocpp2.0.1' as const,
      message: 'Authorize',
      payload: { request: { idToken: { type: 'eMAID', idToken: 'DE8AA' }, ...more }, response: {} },
    });
    assert.equal(check(point, '2026-11-25', traced(authorize({}))).R20, 'fail');
    assert.equal(check(point, '2026-11-25', traced(authorize({ certificate: 'x' }))).R20, 'pass');
  });

  test('flags that claim more or less than R10 measured fail', () => {
    for (const [options, flags, result] of [
      ['Contract', ['ISO_15118_2_PLUG_AND_CHARGE'], 'pass'],
      ['Contract', [], 'fail'],
      ['ExternalPayment', ['ISO_15118_2_PLUG_AND_CHARGE'], 'fail'],
    ] as const) {
      const evidence = traced(handshake, discovery(options));
      const location = { id: 'L', evses: [{ uid: 'E', connectors: [{ id: '1', capabilities: flags }] }] };
      evidence.addOcpi('locations', 'locations.json', toUtf8(JSON.stringify([location])));
      assert.equal(check(point, '2026-11-25', evidence).R39, result);
    }
  });

  test('bench cases: one that failed fails, one that is missing leaves it open', () => {
    const cases = (list: readonly object[]) => {
      const evidence = new Evidence();
      evidence.addCases('report.json', toUtf8(JSON.stringify({ cases: list })));
      return check(point, '2026-11-25', evidence).R23;
    };
    const [challenge, signature] = ['Authorization-challenge-wrong', 'Authorization-signature-wrong'];
    assert.equal(cases([{ id: challenge, verdict: 'passed' }]), 'no evidence');
    assert.equal(
      cases([
        { id: challenge, verdict: 'passed' },
        { id: signature, verdict: 'inconclusive' },
      ]),
      'no evidence',
    );
    assert.equal(
      cases([
        { id: challenge, verdict: 'passed' },
        { id: signature, verdict: 'passed' },
      ]),
      'pass',
    );
    assert.equal(
      cases([
        { id: challenge, verdict: 'failed' },
        { id: signature, verdict: 'passed' },
      ]),
      'fail',
    );
  });

  test('what a person has to see stays manual, with the attestation shown', () => {
    const report = runCheck(new Evidence(), parseSubject({ ...point, attestations: { R34: 'J. Doe' } }), '2026-11-25');
    const item = report.items.find(({ id }) => id === 'R34')!;
    assert.equal(item.result, 'manual');
    assert.match(item.text, /attested: J\. Doe/);
  });
});

test('what cannot be read is one clear line', () => {
  const evidence = new Evidence();
  assert.throws(() => evidence.addTrace('t.jsonl', toUtf8('{"type":"message"}\n{')), {
    message: /^t\.jsonl: line 2: not JSON/,
  });
  assert.throws(() => evidence.addCases('c.json', toUtf8('{}')), { code: 'evidence_unreadable' });
  assert.throws(() => evidence.addRoots('r.pem', toUtf8('no PEM')), { code: 'evidence_unreadable' });
  assert.throws(() => parseSubject({ instaledOn: '2026-01-01' }), {
    code: 'subject_invalid',
    message: /instaledOn.*known:/,
  });
  assert.throws(() => parseSubject({ installedOn: '1.1.2026' }), { code: 'subject_invalid', message: /installedOn/ });
});

test('our own parties pass what they can show, and nothing fails', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-check-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const evidence = await labEvidence({ folder, sdpPort: await freePort() });
  evidence.addSubject('the lab', toUtf8(JSON.stringify(labSubject)));
  const report = runCheck(evidence, labSubject, '2026-11-25');
  const failed = report.items.filter(({ result }) => result === 'fail');
  assert.deepEqual(failed, []);
  const found = results(report);
  for (const id of [
    'R01',
    'R02',
    'R03',
    'R08',
    'R09',
    'R10',
    'R12',
    'R14',
    'R15',
    'R16',
    'R17',
    'R18',
    'R20',
    'R21',
    'R22',
    'R23',
    'R24',
    'R25',
    'R26',
    'R27',
    'R28',
    'R31',
    'R40',
  ])
    assert.equal(found[id], 'pass', `${id}: ${JSON.stringify(report.items.find((item) => item.id === id))}`);
  const known = new Set(report.sources.map(({ id }) => id));
  for (const { evidence: sources } of report.items) for (const source of sources) assert.ok(known.has(source));
  assert.match(checkText(report), /R17 {2}pass/);
  const html = checkHtml(report);
  assert.ok(!/<script|https?:\/\/|src=/.test(html), 'self-contained');
});
