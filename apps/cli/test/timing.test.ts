/** The timing report: each response of a whole session beside the limit that the standard sets. ISO 15118-2:2014 8.7. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const main = join(import.meta.dirname, '../src/main.ts');
const SDP_PORT = String(30_000 + (process.pid % 10_000));
const folder = mkdtempSync(join(tmpdir(), 'openpnc-timing-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Limits of the station's responses, ms; the one of SDP is the time that a car waits. */
const common = {
  SECCDiscoveryReq: 250,
  supportedAppProtocolReq: 1_500,
  SessionSetupReq: 1_500,
  ServiceDiscoveryReq: 1_500,
  PaymentServiceSelectionReq: 1_500,
  PaymentDetailsReq: 4_500,
  AuthorizationReq: 1_500,
  ChargeParameterDiscoveryReq: 1_500,
  PowerDeliveryReq: 4_500,
  MeteringReceiptReq: 1_500,
  SessionStopReq: 1_500,
};
const sessions = {
  accepted: { ...common, ChargingStatusReq: 1_500 },
  'accepted-dc': {
    ...common,
    CableCheckReq: 1_500,
    PreChargeReq: 1_500,
    CurrentDemandReq: 25,
    WeldingDetectionReq: 1_500,
  },
};

for (const [scenario, limits] of Object.entries(sessions)) {
  test(`lab ${scenario} --timing shows every response of the session beside its limit`, () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--conditions=openpnc-source', main, 'lab', scenario, '--timing', '--folder', folder, '--sdp-port', SDP_PORT],
      { encoding: 'utf8', timeout: 60_000 },
    );
    assert.equal(status, 0, stdout + stderr);
    const rows = stdout.matchAll(/^(\w+Req) +(\d+) +([\d.]+) +([\d.]+) +(\d+) +[\d.]+ %( LATE)?$/gm);
    const seen = new Map<string, { readonly times: number; readonly longest_ms: number; readonly limit_ms: number }>();
    for (const [, message, times, , longest, limit] of rows)
      seen.set(message!, { times: Number(times), longest_ms: Number(longest), limit_ms: Number(limit) });
    assert.deepEqual(Object.fromEntries([...seen].map(([message, { limit_ms }]) => [message, limit_ms])), limits);
    for (const [message, { times, longest_ms }] of seen) {
      const shown = [
        ...stdout.matchAll(
          new RegExp(`ev -> station +${message} +([\\d.]+) ms of ${seen.get(message)!.limit_ms} ms`, 'g'),
        ),
      ];
      assert.equal(shown.length, times, `${message}: a line each`);
      assert.ok(longest_ms > 0);
    }
  });
}
