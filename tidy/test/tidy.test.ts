/** The rules of the house that a compiler does not know: who imports whom, what a deterministic core may not touch, headers, exports, links. @module */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');

/** The legal imports between packages. Anything else fails. */
const legal: Readonly<Record<string, string>> = {
  core: '',
  exi: '',
  x509: 'core',
  tls: 'core',
  iso15118: 'core exi x509',
  ocpp: 'core x509',
  roaming: 'core',
  opcp: 'core x509',
  diagnosis: 'core exi x509 tls iso15118 ocpp roaming opcp',
  ev: 'core exi x509 tls iso15118 diagnosis',
  station: 'core exi x509 tls iso15118 diagnosis ocpp',
  csms: 'core exi x509 iso15118 ocpp roaming opcp diagnosis',
  emsp: 'core x509 roaming opcp diagnosis',
  pki: 'core exi x509 iso15118 opcp diagnosis',
  node: 'core tls',
  store: 'core tls',
  sim: 'core tls',
  lab: 'core exi x509 tls iso15118 ocpp roaming opcp diagnosis ev station csms emsp pki node store sim',
  bench: 'core exi x509 tls iso15118 ocpp roaming opcp diagnosis ev station csms emsp pki node store sim lab',
  cli: 'core exi x509 tls iso15118 ocpp roaming opcp diagnosis ev station csms emsp pki node store sim lab bench dashboard',
  dashboard: 'core exi',
};

const deterministic = 'core exi x509 tls iso15118 ocpp roaming opcp diagnosis ev station csms emsp pki'.split(' ');

/** What a deterministic package may not touch, with the door to use instead. */
const banned: readonly (readonly [RegExp, string])[] = [
  [
    /from '(node:)?(net|tls|dgram|http|https|http2|fs|fs\/promises|dns|dns\/promises|timers|timers\/promises|child_process|worker_threads|sqlite)'/,
    'a port of core',
  ],
  [/from '(fastify|ws|undici|pino|prom-client|jose)'/, 'a port of core'],
  [/(?<![\w.])fetch\(|new WebSocket\(/, 'an HttpHandler or a Channel'],
  [/Date\.now|new Date\(\)|performance\.now/, 'the now argument or Clock'],
  [/(?<![\w.])(setTimeout|setInterval|setImmediate)\(|AbortSignal\.timeout/, 'a deadline or Clock.sleep'],
  [
    /Math\.random|(?<![\w.])(randomBytes|randomUUID|randomInt|randomFillSync|generateKeyPair|generateKeyPairSync)\b/,
    'Random or Keys',
  ],
  [/crypto\.subtle|webcrypto/, 'synchronous node:crypto or Signer'],
];
const cryptoAllowed = ['x509', 'tls', 'iso15118'];

const packages = globSync('{base,protocols,roles,drivers,apps}/*/package.json', { cwd: root })
  .concat(existsSync(join(root, 'diagnosis/package.json')) ? ['diagnosis/package.json'] : [])
  .map((file) => ({ folder: dirname(file), manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) }))
  .map((found) => ({ ...found, name: String(found.manifest.name).replace('@openpnc/', '') }));

const sources = (folder: string, part: 'src' | 'test') =>
  globSync(`${folder}/${part}/**/*.ts`, { cwd: root }).map((file) => ({
    file,
    text: readFileSync(join(root, file), 'utf8'),
  }));

/** The code without comments, so that a rule does not trip over prose. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function importsOf(text: string): string[] {
  return [...code(text).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((found) => found[1]!);
}

test('every package imports only what stands below it', () => {
  const wrong: string[] = [];
  for (const { folder, name, manifest } of packages) {
    const allowed = legal[name];
    assert.ok(allowed !== undefined, `${folder}: the table of legal imports lacks ${name}`);
    for (const part of ['src', 'test'] as const) {
      const names = new Set([
        name,
        ...allowed.split(' '),
        ...(part === 'test' ? ['node', 'store', 'sim', 'core'] : []),
      ]);
      for (const { file, text } of sources(folder, part)) {
        for (const specifier of importsOf(text)) {
          const target = /^@openpnc\/([^/]+)/.exec(specifier)?.[1];
          if (target && !names.has(target)) wrong.push(`${file} imports ${specifier}`);
          if (
            specifier.startsWith('.') &&
            relative(join(root, folder), resolve(root, dirname(file), specifier)).startsWith('..')
          ) {
            if (part === 'src') wrong.push(`${file} leaves its package by ${specifier}`);
          }
        }
      }
    }
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      const target = /^@openpnc\/(.+)/.exec(dependency)?.[1];
      if (target && !allowed.split(' ').includes(target)) wrong.push(`${folder}/package.json depends on ${dependency}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('deterministic packages touch no socket, file, clock, timer or randomness', () => {
  const wrong: string[] = [];
  for (const { folder, name } of packages.filter((found) => deterministic.includes(found.name))) {
    for (const { file, text } of sources(folder, 'src')) {
      const body = code(text);
      for (const [pattern, instead] of banned) {
        const found = pattern.exec(body);
        if (found) wrong.push(`${file}: ${found[0]} (use ${instead})`);
      }
      if (/from '(node:)?crypto'/.test(body) && !cryptoAllowed.includes(name))
        wrong.push(`${file}: node:crypto (only ${cryptoAllowed.join(', ')})`);
      if (['core', 'exi'].includes(name) && /from 'node:/.test(body)) wrong.push(`${file}: node: (runs in a browser)`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('every source begins with a header that says what it is', () => {
  const wrong: string[] = [];
  for (const file of globSync('{base,protocols,diagnosis,roles,drivers,apps,bench,scripts,tidy}/**/*.{ts,mjs}', {
    cwd: root,
  })) {
    if (/node_modules|\/dist\/|\/generated\/|\.d\.ts$/.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8').replace(/^#!.*\n/, '');
    if (!/^\/\*\*[\s\S]*?@module\s*\*\//.test(text)) wrong.push(file);
  }
  assert.deepEqual(wrong, []);
});

test('no enum, namespace, decorator, parameter property, index file or default export', () => {
  const wrong: string[] = [];
  for (const { folder } of packages) {
    for (const { file, text } of [...sources(folder, 'src'), ...sources(folder, 'test')]) {
      if (file.includes('/generated/')) continue;
      if (/\/index\.ts$/.test(file)) wrong.push(`${file}: index files are never`);
      if (/\/(utils?|common|helpers?|types)\.ts$/.test(file)) wrong.push(`${file}: name the concept`);
      const found =
        /^\s*(export\s+)?(const\s+)?enum\s|^\s*(export\s+)?namespace\s|^\s*@\w+\(|constructor\([^)]*(private|public|protected)\s|^export default/m.exec(
          code(text),
        );
      if (found) wrong.push(`${file}: ${found[0].trim()}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('every export of a source is reached by an entry file, a bin or another module', () => {
  const wrong: string[] = [];
  const everything = globSync('{base,protocols,diagnosis,roles,drivers,apps,bench,scripts,tidy}/**/*.ts', { cwd: root })
    .filter((file) => !/node_modules|\/dist\//.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  for (const { folder, manifest } of packages) {
    const entries = new Set(
      Object.values(manifest.exports ?? {}).map((target) =>
        join(folder, (target as Record<string, string>)['openpnc-source']!),
      ),
    );
    for (const entry of entries)
      if (!entry.includes('*')) assert.ok(existsSync(join(root, entry)), `${folder}: export ${entry} is missing`);
    const patterns = [...entries]
      .filter((entry) => entry.includes('*'))
      .map((entry) => entry.split('*') as [string, string]);
    for (const { file, text } of sources(folder, 'src')) {
      if (entries.has(file) || file.includes('/generated/')) continue;
      if (patterns.some(([before, after]) => file.startsWith(before) && file.endsWith(after))) continue;
      for (const [, name] of code(text).matchAll(
        /^export (?:async )?(?:const|function\*?|class|type|interface|let) (\w+)/gm,
      )) {
        const word = new RegExp(`\\b${name}\\b`);
        if (!everything.some((other) => other.file !== file && word.test(other.text))) wrong.push(`${file}: ${name}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('links in the documents lead somewhere', () => {
  const wrong: string[] = [];
  for (const file of globSync(
    '{*.md,docs/**/*.md,{base,protocols,diagnosis,roles,drivers,apps}/**/README.md,vectors/**/*.md}',
    { cwd: root },
  )) {
    if (file.includes('node_modules')) continue;
    for (const [, link] of readFileSync(join(root, file), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:|^#/.test(link!)) continue;
      if (!existsSync(join(root, dirname(file), link!.split('#')[0]!))) wrong.push(`${file}: ${link}`);
    }
  }
  assert.deepEqual(wrong, []);
});
