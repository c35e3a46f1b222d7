/** A session as the sum of its events, whatever their order: properties. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransactionEventRequest } from '@openpnc/ocpp/v201';
import fc from 'fast-check';
import {
  foldEvent,
  gapsOf,
  hasNumber,
  type Ranges,
  rangesOf,
  registersOf,
  withNumber,
} from '../src/sessions/foldEvent.ts';
import type { SessionRow } from '../src/store/tables.ts';

const at = (seconds: number) => new Date(1_780_000_000_000 + seconds * 1000).toISOString();

test('ranges hold exactly the numbers put in, and gaps the rest up to the last', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1 }), (numbers) => {
      const ranges = numbers.reduce<Ranges>((sum, number) => withNumber(sum, number), []);
      const first = Math.min(...numbers);
      for (let number = 0; number <= 31; number += 1) {
        const isIn = numbers.includes(number);
        assert.equal(hasNumber(ranges, number), isIn);
        const isGap = number < Math.max(...numbers) && !isIn && !(first === 1 && number === 0);
        assert.equal(hasNumber(gapsOf(ranges), number), isGap);
      }
    }),
  );
});

test('the sum of the events does not depend on their order', () => {
  const events = [0, 1, 2, 3, 4, 5].map(
    (seqNo): TransactionEventRequest => ({
      eventType: seqNo === 0 ? 'Started' : seqNo === 5 ? 'Ended' : 'Updated',
      triggerReason: 'MeterValuePeriodic',
      seqNo,
      timestamp: at(seqNo),
      transactionInfo: {
        transactionId: 'T',
        chargingState: seqNo === 5 ? 'Idle' : 'Charging',
        ...(seqNo === 5 && { stoppedReason: 'Local' as const }),
      },
      meterValue: [{ timestamp: at(seqNo), sampledValue: [{ value: 100 * seqNo }] }],
      ...(seqNo === 1 && { idToken: { idToken: 'DE8AAC12345678', type: 'eMAID' as const } }),
    }),
  );
  const sum = (list: readonly TransactionEventRequest[]) =>
    list.reduce<SessionRow | undefined>(
      (session, event) => foldEvent(session, 'CS1', event, 1_780_000_000_000),
      undefined,
    );
  const expected = sum(events);
  assert.deepEqual(rangesOf(expected!), [[0, 5]]);
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: 6 }), (shuffled) => assert.deepEqual(sum(shuffled), expected)),
  );
});

test('the register is the imported energy of the outlet, of all phases, in Wh', () => {
  const value = (more: object) =>
    registersOf({ timestamp: at(0), sampledValue: [{ value: 2, ...more }] }).map(({ wh }) => wh);
  assert.deepEqual(value({}), [2]);
  assert.deepEqual(value({ unitOfMeasure: { unit: 'kWh' } }), [2000]);
  assert.deepEqual(value({ unitOfMeasure: { unit: 'Wh', multiplier: 3 } }), [2000]);
  assert.deepEqual(value({ measurand: 'Power.Active.Import' }), []);
  assert.deepEqual(value({ phase: 'L1' }), []);
  assert.deepEqual(value({ location: 'EV' }), []);
});
