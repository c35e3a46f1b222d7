/** The package in a browser: bundled, without anything of Node, with and without code made from strings. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { vectors } from './vectors.ts';

const session = vectors('ac-pnc-session.jsonl');

/** What runs in the browser: reads and writes a session in all forms, and gives the number of vectors that came out right. */
const program = `
import { createCodec, ExiError, explain } from '@openpnc/exi';
import { iso15118v2, decodeMessage, encodeMessage, encodeFragment } from '@openpnc/exi/iso15118-2';
import { iso15118v20CommonMessages } from '@openpnc/exi/iso15118-20';
import { appProtocol, decodeSap, encodeSap } from '@openpnc/exi/sap';
import { xmldsig, encodeSignedInfo } from '@openpnc/exi/xmldsig';
import { fromXml, toXml } from '@openpnc/exi/xml';
const codecs = { sap: createCodec(appProtocol), xmldsig: createCodec(xmldsig), 'iso15118-2': createCodec(iso15118v2), 'iso15118-20': createCodec(iso15118v20CommonMessages) };
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (exi) => Array.from(exi, (byte) => byte.toString(16).padStart(2, '0')).join('');
globalThis.check = (vectors) => vectors.filter(({ schema, kind, exi, json, xml }) => {
  const codec = codecs[schema];
  const isFragment = kind === 'fragment';
  const { name, value } = isFragment ? codec.decodeFragment(bytes(exi)) : codec.decode(bytes(exi));
  const again = isFragment ? codec.encodeFragmentFromJson(json) : codec.encodeFromJson(json);
  return hex(again) === exi && toXml(codec.schema, name, value) === xml && fromXml(codec.schema, xml).name === name;
}).length;
globalThis.refuse = (exi) => { try { decodeMessage(bytes(exi)); return ''; } catch (error) { return error instanceof ExiError ? error.code : String(error); } };
globalThis.entries = [encodeMessage, encodeFragment, decodeSap, encodeSap, encodeSignedInfo, explain].length;
`;

const bundle = await bundled();

test('the bundle holds no node: module and none of Node’s globals', () => {
  assert.doesNotMatch(bundle, /\bnode:|\brequire\(|\bprocess\.|\bBuffer\b|\bimport\(/);
  assert.ok(bundle.length < 200_000, `${bundle.length} characters`);
});

for (const [how, strings] of [
  ['a page', true],
  ['a page whose policy forbids code made from strings', false],
] as const) {
  test(`all vectors of a session are read and written in ${how}`, () => {
    const context = createContext({ TextDecoder }, { codeGeneration: { strings, wasm: false } });
    runInContext(bundle, context);
    assert.equal(runInContext('entries', context), 6);
    assert.equal(runInContext(`check(${JSON.stringify(session)})`, context), session.length);
    assert.equal(runInContext("refuse('809802')", context), 'end_of_stream');
    assert.equal(runInContext("refuse('00')", context), 'header');
  });
}

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

test(`all vectors of a session are read and written in Chromium${chromium ? '' : ' (skipped: no Chromium is installed)'}`, {
  skip: !chromium,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'exi-browser-'));
  try {
    const file = join(folder, 'page.html');
    const script = `${bundle}\ndocument.body.textContent = 'right: ' + check(${JSON.stringify(session)}) + ', refused: ' + refuse('809802');`;
    writeFileSync(
      file,
      `<!doctype html><meta charset="utf-8"><body><script>${script.replaceAll('</', '<\\/')}</script>`,
    );
    const args = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--dump-dom',
      `file://${file}`,
    ];
    const { stdout, stderr } = spawnSync(chromium!, args, { encoding: 'utf8', timeout: 60_000 });
    assert.match(stdout, new RegExp(`right: ${session.length}, refused: end_of_stream`), stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function bundled(): Promise<string> {
  const entry = '\0program.js';
  const build = await rolldown({
    input: entry,
    resolve: { conditionNames: ['openpnc-source', 'import'] },
    platform: 'browser',
    cwd: join(import.meta.dirname, '..'),
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? program : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  return output[0].code;
}
