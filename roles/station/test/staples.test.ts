/** OCSP responses of the station's own chain: fetched in advance, proved, stapled, renewed. OCPP 2.0.1 M06. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64 } from '@openpnc/core/bytes';
import type { GetCertificateStatusRequest } from '@openpnc/ocpp/v201';
import { certHashes } from '@openpnc/x509/hashData';
import { buildOcspResponse, type OcspStatus } from '@openpnc/x509/ocsp';
import { type Issued, pki, startAt } from './pki.ts';
import { build, codes, visit, type World } from './world.ts';

const day = 86_400_000;
const chain: readonly (readonly [Issued, Issued])[] = [
  [pki.secc, pki.cpo2],
  [pki.cpo2, pki.cpo1],
  [pki.cpo1, pki.v2gRoot],
];

interface Responder {
  readonly status?: OcspStatus;
  readonly signer?: Issued;
  readonly nextUpdate_ms?: number;
}

/** A CSMS whose responder knows the station's chain. */
function respond(world: World, { status = { status: 'good' }, signer, nextUpdate_ms = 7 * day }: Responder = {}): void {
  world.csms.answers.GetCertificateStatus = async ({ ocspRequestData }: GetCertificateStatusRequest) => {
    const [asked, issuer] = chain.find(
      ([{ certificate }]) => certificate.serialNumber === ocspRequestData.serialNumber,
    )!;
    const by = signer ?? issuer;
    const response = await buildOcspResponse({
      answers: [
        {
          hashes: certHashes(asked.certificate, issuer.certificate, ocspRequestData.hashAlgorithm),
          ...status,
          thisUpdate: world.clock.now(),
          nextUpdate: world.clock.now() + nextUpdate_ms,
        },
      ],
      responder: by.certificate,
      signer: by.key,
      producedAt: world.clock.now(),
      certificates: [],
    });
    return { status: 'Accepted', ocspResult: toBase64(response) };
  };
}

const stapled = (world: World) => world.network.links.at(-1)?.a.info.tls?.ocspResponse;

test('after the boot one GetCertificateStatus goes out for each certificate of the chain with an OCSP URL, and the leaf is stapled', async () => {
  const world = await build();
  respond(world);
  await world.start();
  assert.deepEqual(
    world.csms.of('GetCertificateStatus').map(({ ocspRequestData }) => ocspRequestData.serialNumber),
    chain.map(([{ certificate }]) => certificate.serialNumber),
  );
  const { end } = await world.clock.settle(visit(world));
  assert.ok(end?.ok);
  assert.ok(stapled(world));
  assert.deepEqual(codes(world, 'warning'), []);
});

test('a response is renewed before it ends, and at least weekly', async () => {
  for (const [nextUpdate_ms, within_ms] of [
    [3 * day, 2 * day],
    [60 * day, 7 * day],
  ] as const) {
    const world = await build();
    respond(world, { nextUpdate_ms });
    await world.start();
    await world.clock.advance(within_ms - 3_600_000);
    assert.equal(world.csms.of('GetCertificateStatus').length, 3);
    await world.clock.advance(day);
    assert.equal(world.csms.of('GetCertificateStatus').length, 6);
  }
});

test('a response that proves nothing is not stapled: wrong signer, old, for another certificate, not base64', async () => {
  const answers: readonly (readonly [string, (world: World) => void])[] = [
    ['wrong signer', (world) => respond(world, { signer: pki.moRoot })],
    ['stale', (world) => respond(world, { nextUpdate_ms: -2 * 3_600_000 })],
    ['unknown', (world) => respond(world, { status: { status: 'unknown' } })],
    [
      'not base64',
      (world) => {
        world.csms.answers.GetCertificateStatus = () => ({ status: 'Accepted', ocspResult: '%%%' });
      },
    ],
    [
      'failed',
      (world) => {
        world.csms.answers.GetCertificateStatus = () => ({ status: 'Failed' });
      },
    ],
    [
      'accepted without a response',
      (world) => {
        world.csms.answers.GetCertificateStatus = () => ({ status: 'Accepted' });
      },
    ],
  ];
  for (const [name, prepare] of answers) {
    const world = await build();
    prepare(world);
    await world.start();
    assert.ok(codes(world, 'warning').includes('staple_not_renewed'), name);
    const { end } = await world.clock.settle(visit(world));
    assert.ok(end?.ok, name);
    assert.equal(stapled(world), undefined, name);
    assert.ok(codes(world, 'warning').includes('staple_missing'), name);
  }
});

test('a failure is tried again with growing waits [M06]', async () => {
  const world = await build();
  await world.start();
  const at: number[] = [];
  world.csms.answers.GetCertificateStatus = () => {
    at.push(Math.round((world.clock.now() - startAt) / 60_000));
    return { status: 'Failed' };
  };
  await world.clock.advance(30 * 60_000);
  assert.deepEqual([...new Set(at)], [1, 3, 7, 15]);
});

test('a revoked SECC certificate is stapled as revoked: the car shall hear it', async () => {
  const world = await build();
  respond(world, { status: { status: 'revoked', at: startAt - day } });
  await world.start();
  await world.clock.settle(visit(world));
  assert.ok(stapled(world));
  assert.ok(codes(world, 'warning').includes('secc_certificate_revoked'));
});

test('responses outlive a restart', async () => {
  const first = await build();
  respond(first);
  await first.start();
  await first.clock.settle(first.station.stop());
  const second = await build({ database: first.database, startAt: first.clock.now() });
  second.csms.isDown = true;
  await second.start();
  await second.clock.settle(visit(second));
  assert.ok(stapled(second));
});
