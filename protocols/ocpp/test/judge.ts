/**
 * typed-ocpp as a second, independent judge of the frames in a test: what either side sends must please it. A frame that it
 * refuses fails the test that it was sent in, whoever swallowed the error.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { after, afterEach } from 'node:test';
import { OCPP20 } from 'typed-ocpp';

const refused: string[] = [];
const nothingRefused = () => {
  assert.deepEqual(refused.splice(0), [], 'frames that typed-ocpp refuses');
};
afterEach(nothingRefused);
after(nothingRefused);

/** Frames of one connection, in both directions. */
export class Judge {
  readonly #open = new Map<string, readonly unknown[]>();

  /** Looks at a frame of either side. */
  see(text: string): void {
    const frame = JSON.parse(text) as readonly [number, string, ...unknown[]];
    const [type, id] = frame;
    if (type === 2) {
      this.#open.set(id, frame);
      if (id.length > 36) refused.push(`${text}: an id of ${id.length} characters`);
    }
    if (type !== 3) {
      // Its list has the name that OCPP 1.6 gives this error; in 2.0.1 it is FormatViolation (Part 4, table 7).
      const spelt = type === 4 && frame[2] === 'FormatViolation' ? frame.with(2, 'FormationViolation') : frame;
      tell(OCPP20.validate(spelt as never), text);
      return;
    }
    const call = this.#open.get(id);
    if (call) tell(OCPP20.checkCallResult(frame as never, call as never), `${text} to ${JSON.stringify(call)}`);
  }
}

/** Looks at a request and, where it came, its response. */
export function judgeExchange(action: string, request: unknown, response?: unknown): void {
  const judge = new Judge();
  judge.see(JSON.stringify([2, 'id', action, request]));
  if (response !== undefined) judge.see(JSON.stringify([3, 'id', response]));
}

function tell(isGood: boolean, text: string): void {
  if (!isGood) refused.push(`${text}: ${JSON.stringify(OCPP20.validate.errors?.[0] ?? '')}`);
}
