/**
 * A contract chain of four certificates as a station checks it: the leaf is parsed anew each time, the sub-CAs were seen
 * before. Beside it one bare ECDSA verification by node:crypto, which no check can do without.
 *
 * Medians of many short rounds, the two taken in turns, so that a machine that is busy for a while slows both alike.
 *
 * @module
 */
import { verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { PathMemory, validatePath } from '@openpnc/x509/path';

/** Figures in us, and the aim: a known chain within twice one verification. */
export async function bench(): Promise<{
  readonly figures: Readonly<Record<string, number>>;
  readonly aims: Readonly<Record<string, { readonly value: number; readonly aim: number; readonly holds: boolean }>>;
}> {
  const pki = JSON.parse(readFileSync(join(import.meta.dirname, '../vectors/crypto/pki-small.json'), 'utf8'));
  const at = Date.parse(pki.checkAt);
  const der = (name: string): Uint8Array => Uint8Array.from(pemToDer(pki.certificates[name].pem)[0]!);
  const chain = ['contract', 'moSub2', 'moSub1'].map(der);
  const anchors = [parseCertificate(der('moRoot')), parseCertificate(der('v2gRoot'))];
  const memory = new PathMemory();
  const leaf = parseCertificate(chain[0]!);
  const key = parseCertificate(chain[1]!).publicKey;

  const works = {
    bare_verification_us: () => verify('sha256', leaf.tbs, key, leaf.signature),
    leaf_parse_us: () => parseCertificate(chain[0]!).isCa === false,
    chain_known_us: () =>
      validatePath({ chain: chain.map((one) => memory.certificate(one)), anchors, at, purpose: 'contract', memory }).ok,
    chain_first_sight_us: () =>
      validatePath({ chain: chain.map(parseCertificate), anchors, at, purpose: 'contract' }).ok,
  };
  const names = Object.keys(works) as (keyof typeof works)[];
  const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const begin = performance.now();
      for (let repeat = 0; repeat < REPEATS; repeat += 1)
        if (!works[name]()) throw new Error(`${name}: the chain was refused`);
      if (round >= WARM_UP) times[name]!.push(((performance.now() - begin) / REPEATS) * 1000);
    }
  }
  const figures = Object.fromEntries(names.map((name) => [name, rounded(median(times[name]!))]));
  const ratio = rounded(figures.chain_known_us! / figures.bare_verification_us!);
  return {
    figures: { ...figures, chain_known_per_verification: ratio },
    aims: { chain_known_per_verification: { value: ratio, aim: 2, holds: ratio <= 2 } },
  };
}

const ROUNDS = 300;
const WARM_UP = 50;
const REPEATS = 20;

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
