/** The evidence of a V2G connection: its capture and the key log that opens it, written by our own side. @module */
import { keyLogFile } from '@openpnc/node/keyLog';
import { type Recorder, recorderFile } from '@openpnc/node/recorder';
import Type from 'typebox';

/** The setting `capture` of the sections `ev` and `station`. */
export const CaptureSetting = Type.Optional(
  Type.String({
    minLength: 1,
    description:
      'Bench: records the V2G traffic as NAME.pcap with its TLS secrets in NAME.keys (openpnc pcap reads both). Whoever has them reads the sessions: never in production',
  }),
);

/** Where a recording goes. */
interface Evidence {
  readonly recorder: Recorder;
  readonly keyLog: (line: string) => void;
  close(): void;
}

/** @throws OperatorError `capture_unwritable`, `key_log_unusable` */
export function openEvidence(name: string): Evidence {
  const recorder = recorderFile(`${name}.pcap`);
  const keys = keyLogFile(`${name}.keys`);
  return {
    recorder,
    keyLog: (line) => keys.write(line),
    close() {
      recorder.close();
      keys.close();
    },
  };
}
