/** The reference page says what the schemas say. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { messagesPage } from '@openpnc/exi/messagesPage';

test('docs/exi-messages.md is what the schemas say (npm run docs)', () => {
  const page = messagesPage();
  assert.equal(readFileSync(join(import.meta.dirname, '../../../docs/exi-messages.md'), 'utf8'), page);
});

test('every link of the page leads to one place of it', () => {
  const page = messagesPage();
  const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
  assert.equal(new Set(anchors).size, anchors.length);
  for (const [, target] of page.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.includes(target), target);
});
