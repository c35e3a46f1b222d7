/** Issues contracts for ever into the database of its argument and prints each fingerprint once it has it: the victim of the kill test. @module */
import { labPki } from '@openpnc/pki/lab';
import { portsOf, settingsOf } from './world.ts';

const ports = await portsOf(process.argv[2]);
const pki = await labPki(ports, settingsOf());
console.log('ready');
for (let i = 0; ; i += 1) {
  const eMAID = `DE8AAC${String(i).padStart(8, '0')}`;
  const made = await Promise.all(
    [0, 1, 2].map((j) => pki.issueContract({ eMAID: eMAID.replace('C0', `${j}0`), under: 'v2g' })),
  );
  console.log(made.map(({ certificate }) => certificate.fingerprint).join('\n'));
}
