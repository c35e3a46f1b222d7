/** One party of a configuration in a process of its own: the victim of the kill test. Says `ready` when it serves; ends in order on SIGTERM. @module */
import { readFileSync } from 'node:fs';
import { noTrace } from '@openpnc/core/trace';
import { inProcess, type Party } from '../src/parties.ts';

const [party, file] = process.argv.slice(2);
const running = await inProcess(party as Party, JSON.parse(readFileSync(file!, 'utf8')), '', noTrace);
process.once('SIGTERM', () => void running.close().then(() => process.exit()));
console.log('ready');
