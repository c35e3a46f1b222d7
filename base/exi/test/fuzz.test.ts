/** A short slice of the long run with damaged streams (`npm run soak -- exi`). @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from '../../../scripts/soak/exi.ts';

const seed = Number(process.env.EXI_SEED ?? Date.now() % 2 ** 32);

test(`damaged streams do no harm: no crash, no foreign error, no long time, no growth above 64 (seed ${seed})`, async (context) => {
  const { figures, failures } = await soak({ count: 60_000, seed, log: (line) => context.diagnostic(line) });
  assert.deepEqual(failures, []);
  assert.ok(figures.read! > 5_000 && figures.refused! > 20_000, JSON.stringify(figures));
});
