/** Scripts: initiators written top to bottom like the sequence diagram, as generators over steps that are data. @module */

/**
 * A protocol story that yields steps and is resumed with the answer of each. `any` stands for the answer's type, which
 * depends on the step yielded; typed `function*` wrappers (`request`, `call`, `now`) give it its type.
 */
// biome-ignore lint/suspicious/noExplicitAny: TNext of a generator cannot depend on the yielded step.
export type Script<Result, Step = unknown> = Generator<Step, Result, any>;

/** The script leaves its line because the peer refused: becomes the outcome value of {@link outcomeOf}. */
export class PeerRefused extends Error {
  readonly step: string;
  readonly code: string;

  constructor(step: string, code: string, message = `${step} was refused: ${code}`) {
    super(message);
    this.name = 'PeerRefused';
    this.step = step;
    this.code = code;
  }
}

/**
 * Runs `script` with the steps of `before(step)` in front of each of its steps; errors go into the script. The bench's
 * faults are made with it: a delay before one request, a message sent twice.
 */
export function* mapScript<Result, Step>(
  script: Script<Result, Step>,
  before: (step: Step) => Iterable<Step>,
): Script<Result, Step> {
  let turn = script.next();
  while (!turn.done) {
    let answer: unknown;
    try {
      for (const step of before(turn.value)) yield step;
      answer = yield turn.value;
    } catch (error) {
      turn = script.throw(error);
      continue;
    }
    turn = script.next(answer);
  }
  return turn.value;
}

/** Runs `script` with each of its steps replaced by `change(step)`: a field made wrong, a signature left out. */
export function* changeScript<Result, Step>(
  script: Script<Result, Step>,
  change: (step: Step) => Step,
): Script<Result, Step> {
  let turn = script.next();
  while (!turn.done) {
    let answer: unknown;
    try {
      answer = yield change(turn.value);
    } catch (error) {
      turn = script.throw(error);
      continue;
    }
    turn = script.next(answer);
  }
  return turn.value;
}
