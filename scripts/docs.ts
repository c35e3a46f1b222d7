/** Writes the pages of `docs/` that are made from the code; `--check` only compares and exits 1 on a difference. @module */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cataloguePage } from '@openpnc/bench/cataloguePage';
import { causesPage } from '@openpnc/diagnosis/page';
import { messagesPage } from '@openpnc/exi/messagesPage';
import { seccStatesPage } from '@openpnc/iso15118/v2/statesPage';

const root = join(import.meta.dirname, '..');
const pages: Readonly<Record<string, () => string>> = {
  'docs/cases.md': cataloguePage,
  'docs/errors.md': causesPage,
  'docs/exi-messages.md': messagesPage,
  'docs/secc-states.md': seccStatesPage,
};

let isSame = true;
for (const [file, page] of Object.entries(pages)) {
  const path = join(root, file);
  if (!process.argv.includes('--check')) writeFileSync(path, page());
  else if (readFileSync(path, 'utf8') !== page()) {
    console.error(`${file} is not what the code says: npm run docs`);
    isSame = false;
  }
}
process.exitCode = isSame ? 0 : 1;
