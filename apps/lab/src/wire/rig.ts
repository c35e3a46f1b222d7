/** A rig at the plug of a car or an outlet: its setting, its lines in the trace, its loss. docs/operations/hil.md @module */
import type { OperatorError } from '@openpnc/core/errors';
import type { Party, Trace } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { openPlug, type RigPlug } from '@openpnc/node/plug';
import Type from 'typebox';

/** The setting `plug` of the sections `ev` and `station`. */
export const PlugSetting = Type.Optional(
  Type.String({
    pattern: '^(exec:\\s*\\S.*|tcp:(\\[[^\\]]+\\]|[^:]+):\\d{1,5})$',
    description: 'A rig at the plug: exec:CMD or tcp:HOST:PORT; absent: simulated (docs/operations/hil.md)',
  }),
);

/** A rig that can be lost. */
type Rig = RigPlug & { readonly broken: Promise<OperatorError> };

/** @throws OperatorError when the rig cannot be reached, says nothing or nonsense */
export async function openRig(target: string, side: 'car' | 'outlet', trace: Trace): Promise<Rig> {
  const party: Party = side === 'car' ? 'ev' : 'station';
  const broken = Promise.withResolvers<OperatorError>();
  const plug = await openPlug(target, {
    side,
    trace(from, line) {
      if (line.startsWith('{"meter"')) return;
      const [sender, to] = from === 'us' ? [party, 'rig'] : ['rig', party];
      trace({ type: 'message', at: realClock.now(), party, from: sender, to, protocol: 'plug', message: line });
    },
    lost(error) {
      const { code, message: text } = error;
      trace({ type: 'finding', at: realClock.now(), party, code, severity: 'refusal', text });
      broken.resolve(error);
    },
  });
  return Object.assign(plug, { broken: broken.promise });
}
