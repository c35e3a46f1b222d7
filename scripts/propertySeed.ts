/**
 * Preloaded into every test: property tests draw the same cases in each run, so that a result depends on the code alone.
 * `OPENPNC_PROPERTY_SEED=random npm test` draws new ones, and a number repeats those of a failure.
 *
 * @module
 */
import fc from 'fast-check';

const wanted = process.env.OPENPNC_PROPERTY_SEED ?? '15118';
if (wanted !== 'random') {
  if (!/^-?\d+$/.test(wanted)) throw new TypeError(`OPENPNC_PROPERTY_SEED: expected random or a number, got ${wanted}`);
  fc.configureGlobal({ seed: Number(wanted) });
}
