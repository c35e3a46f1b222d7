/** `openpnc exi --jsonl`: a line in, a line out. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exiExplain, exiJsonl } from '@openpnc/cli/exi';

const vectors = ['iso15118-2', 'sap', 'fragments', 'ac-pnc-session', 'iso15118-20'].flatMap((file) =>
  readFileSync(join(import.meta.dirname, `../../../vectors/exi/${file}.jsonl`), 'utf8')
    .trim()
    .split('\n'),
);

test('all vectors pass through the lines in both directions', async () => {
  const decoded = await run('decode', vectors);
  const encoded = await run('encode', vectors);
  for (const [index, line] of vectors.entries()) {
    const { exi, json } = JSON.parse(line);
    assert.deepEqual(decoded[index], { json });
    assert.deepEqual(encoded[index], { exi });
  }
});

test('a fault is told with code, message, path and bit, and the next line is answered', async () => {
  const good = vectors[0]!;
  const answers = await run('decode', [
    '{"schema":"iso15118-2","kind":"document","exi":"8098026aeaeaeaeaeaeaeaead1d0180aad724347b800"}',
    'no json',
    '[]',
    '{"schema":"din","exi":"80"}',
    '{"schema":"sap","kind":"piece","exi":"80"}',
    '{"schema":"sap","exi":"8"}',
    '{"schema":"sap"}',
    '',
    good,
  ]);
  assert.deepEqual(answers[0], {
    error: {
      code: 'length',
      message: 'V2G_Message/Header/SessionID: 9 bytes, expected 0 to 8',
      path: 'V2G_Message/Header/SessionID',
      bit: 18,
    },
  });
  assert.deepEqual(
    answers.slice(1, 8).map((answer) => [answer.error?.code, answer.error?.path, answer.error?.bit]),
    [
      'malformed_json',
      'malformed_json',
      'unknown_schema',
      'unknown_kind',
      'malformed_hex',
      'malformed_hex',
      'malformed_json',
    ].map((code) => [code, '', null]),
  );
  assert.deepEqual(answers[8], { json: JSON.parse(good).json });
});

test('a value that the schema does not allow is told without a bit', async () => {
  const [answer] = await run('encode', [
    JSON.stringify({ schema: 'sap', json: { supportedAppProtocolRes: { ResponseCode: 'OK', SchemaID: 1 } } }),
  ]);
  assert.equal(answer?.error?.code, 'enumeration');
  assert.equal(answer?.error?.path, 'supportedAppProtocolRes/ResponseCode');
  assert.equal(answer?.error?.bit, null);
});

test('a writer that is slow is waited for', async () => {
  const written: string[] = [];
  let isBusy = false;
  await exiJsonl('decode', stream(vectors.slice(0, 5)), async (line) => {
    assert.equal(isBusy, false);
    isBusy = true;
    await Promise.resolve();
    written.push(line);
    isBusy = false;
  });
  assert.equal(written.length, 5);
});

test('a stream is explained by the schema that reads it, bit by bit', () => {
  const hex = '809802000000000000000011d0180aad724347b800';
  const { text, isGood } = exiExplain({ hex: `01FE8001 00000015 ${hex.toUpperCase().replace(/../g, '$&:')}` });
  assert.ok(isGood);
  const lines = text.trimEnd().split('\n');
  assert.equal(lines[0], 'iso15118-2, document, 21 bytes');
  assert.match(text, /^ +94 {2}011101 +SE\(SessionSetupReq\), code 29$/m);
  assert.match(text, /^ +102 {2}000001100000001010101011\.\.\. +value 6 bytes 02ab5c90d1ee$/m);
  assert.match(lines.at(-1)!, /padding$/);
  assert.match(exiExplain({ hex: '80400040' }).text, /^sap, document/);
});

test('a broken stream is explained up to its fault', () => {
  const { text, isGood } = exiExplain({
    hex: '809802312a47835dec83cd51e3402d4d14a9593150a914dc80',
    schema: 'iso15118-2',
  });
  assert.ok(!isGood);
  assert.match(
    text.trimEnd().split('\n').at(-1)!,
    /^ +102 {2}11010000 +! enumeration: V2G_Message\/Body\/SessionSetupRes\/ResponseCode/,
  );
  assert.throws(() => exiExplain({ hex: '80', schema: 'din' }), { name: 'OperatorError', code: 'unknown_schema' });
  assert.throws(() => exiExplain({ hex: '80', kind: 'piece' }), { name: 'OperatorError', code: 'unknown_kind' });
  assert.throws(() => exiExplain({ hex: 'xy' }), { name: 'OperatorError', code: 'malformed_hex' });
});

interface Answer {
  readonly json?: unknown;
  readonly exi?: string;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly path: string;
    readonly bit: number | null;
  };
}

async function run(direction: 'decode' | 'encode', lines: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  await exiJsonl(direction, stream(lines), (line) => {
    answers.push(JSON.parse(line) as Answer);
  });
  return answers;
}

async function* stream(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}
