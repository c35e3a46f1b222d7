/**
 * The text of a decoder: for each complex type a function of straight lines, made from the type's line. What the text leaves
 * out (events of the second level, integers longer than they need be, faults and their places) it hands to the interpreter by
 * giving up, so that its own checks are no more than comparisons.
 *
 * A function `r<n>(q)` reads the content of an element from bit `q` and leaves the bit after it in `p`. The fixed bits at its
 * begin and end are checked by its caller together with the caller's own.
 *
 * @module
 */

import { fixedBits, isBig, isUnsigned } from '../datatypes.ts';
import { codeBits } from '../grammar.ts';
import type {
  BinaryType,
  ComplexType,
  Element,
  EnumerationType,
  IntegerType,
  SimpleType,
  StringType,
} from '../schema.ts';
import type { Schema } from '../schemaSet.ts';
import { BitRun, type FixedBits, type TypeFunction } from './bitRun.ts';
import { type Alternative, type Line, lineOf, type Slot } from './slots.ts';

/** A named field of a few bits; `check` is a condition under which to give up. */
interface FieldBits {
  readonly kind: 'field';
  readonly count: number;
  readonly name: string;
  readonly check: string;
}

/** Bits that a load of 32 at any bit offset is sure to hold. */
const loadBits = 25;

/** Most combinations of optional members for which each has an object literal of its own. */
const literalLimit = 16;

/** The text of a decoder for the documents and fragments of `schema`; it stands after the text of the runtime. */
export function decoderText(schema: Schema): string {
  const types = new Types();
  const documents = schema.elements.map((element) => (schema.roots.has(element.name) ? element.type : undefined));
  const fragments = schema.fragments.map(({ types: [type, ...others], isAbstract }) =>
    isAbstract || others.length > 0 ? undefined : type,
  );
  const end: FixedBits = {
    kind: 'fixed',
    count: codeBits(fragments.length + 1),
    value: fragments.length + 1,
  };
  const entries = [
    entry(types, 'readDocument', codeBits(documents.length), documents, []),
    entry(types, 'readFragment', end.count, fragments, [end]),
  ];
  return [...types.texts, ...entries].join('\n');
}

/** A function that reads the code of the root, then the root and what follows it. */
function entry(
  types: Types,
  name: string,
  bits: number,
  roots: readonly (SimpleType | ComplexType | undefined)[],
  after: readonly FixedBits[],
): string {
  const cases = roots.flatMap((type, code) => {
    const content = type?.kind === 'complex' ? types.functionOf(type) : undefined;
    if (content === undefined) return [];
    const run = new Run();
    run.items.push(...content.before);
    const lines = [...run.flush(), `value = ${content.name}(q);`, 'q = p;'];
    run.items.push(...content.after, ...after);
    return [`case ${code}: {`, ...lines, ...run.flush(), 'break;', '}'];
  });
  return [
    `function ${name}() {`,
    `let q = ${8 + bits}, t, value;`,
    `root = D.getInt32(1) >>> ${32 - bits};`,
    'switch (root) {',
    ...cases,
    'default: bail();',
    '}',
    'p = q;',
    'return value;',
    '}',
  ].join('\n');
}

/** The functions of the types, callees first. */
class Types {
  readonly texts: string[] = [];
  readonly #functions = new Map<ComplexType, TypeFunction | undefined>();
  readonly #enumerations = new Map<EnumerationType, string>();

  /** Undefined for a type that is left to the interpreter. */
  functionOf(type: ComplexType): TypeFunction | undefined {
    if (!this.#functions.has(type)) {
      const line = lineOf(type);
      const text = line && new TypeText(type, line, this);
      this.#functions.set(type, text && { name: text.name, before: text.before, after: text.after });
      if (text) this.texts.push(text.text);
    }
    return this.#functions.get(type);
  }

  /** A name that no other function has. */
  nameOf(type: ComplexType): string {
    return `r${this.#functions.size}_${type.name.replace(/\W/g, '_')}`;
  }

  /** The array of an enumeration's values. */
  enumeration(type: EnumerationType): string {
    let name = this.#enumerations.get(type);
    if (name === undefined) {
      name = `E${this.#enumerations.size}`;
      this.#enumerations.set(type, name);
      this.texts.push(`const ${name} = ${JSON.stringify(type.values)};`);
    }
    return name;
  }
}

/** Fixed bits and fields that follow one another, to be read and checked with few loads. */
class Run extends BitRun<FieldBits> {
  field(count: number, name: string, check = ''): void {
    this.items.push({ kind: 'field', count, name, check });
  }

  /** The lines that read all items from bit `q`. */
  flush(): string[] {
    const lines: string[] = [];
    while (this.items.length > 0) {
      let used = 0;
      let mask = 0;
      let expected = 0;
      const fields: string[] = [];
      const checks: string[] = [];
      for (const { item, before } of this.takeUpTo(loadBits)) {
        used = before + item.count;
        const shift = 32 - used;
        const ones = 2 ** item.count - 1;
        if (item.kind === 'fixed') {
          mask |= ones << shift;
          expected |= item.value << shift;
        } else {
          fields.push(`const ${item.name} = ${before === 0 ? `t >>> ${shift}` : `(t >>> ${shift}) & ${ones}`};`);
          if (item.check !== '') checks.push(`if (${item.check}) bail();`);
        }
      }
      if (used === 0) continue;
      lines.push('t = D.getInt32(q >> 3) << (q & 7);');
      if (mask !== 0) lines.push(`if ((t & ${mask}) !== ${expected}) bail();`);
      lines.push(...fields, ...checks, `q += ${used};`);
    }
    return lines;
  }
}

/** A member of the value: always there, or one of several of which at most one is. */
type Member =
  | { readonly kind: 'always'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'oneOf';
      readonly options: readonly { readonly key: string; readonly name: string }[];
      readonly mayBeNone: boolean;
    };

/** The text of a type's function. */
class TypeText {
  readonly name: string;
  readonly before: readonly FixedBits[];
  readonly after: readonly FixedBits[];
  readonly text: string;
  readonly #types: Types;
  readonly #line: Line;
  readonly #run = new Run();
  readonly #body: string[] = [];
  readonly #variables = ['t'];
  readonly #members: Member[] = [];
  #before: FixedBits[] | undefined;
  #names = 0;

  constructor(type: ComplexType, line: Line, types: Types) {
    this.#types = types;
    this.#line = line;
    const { isChoice } = line;
    if (isChoice) this.#variables.push('o');
    this.#slots(isChoice);
    this.after = this.#run.takeTrailing();
    this.#flush();
    this.before = this.#before ?? [];
    const result = isChoice ? ['return o;'] : this.#result();
    this.name = types.nameOf(type);
    this.text = [
      `function ${this.name}(q) {`,
      `let ${this.#variables.join(', ')};`,
      ...this.#body,
      'p = q;',
      ...result,
      '}',
    ].join('\n');
  }

  /** Reads what is pending. The first fixed bits of the function are the caller's. */
  #flush(): void {
    this.#before ??= this.#run.takeLeading();
    this.#body.push(...this.#run.flush());
  }

  #fresh(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #variable(prefix: string): string {
    const name = this.#fresh(prefix);
    this.#variables.push(name);
    return name;
  }

  /**
   * Walks the line. Before a place the reader stands in a known state with no code read (`code` undefined), or past the
   * place's event code (`'entered'`), or has read a code into a variable, which counts from the place's first production.
   */
  #slots(isChoice: boolean): void {
    const { slots, states, loops } = this.#line;
    let code: string | undefined;
    for (const [index, slot] of slots.entries()) {
      const following = slots[index + 1];
      const after = states[index + 1];
      const isAlone = slot.isRequired && slot.alternatives.length === 1;
      if (isAlone) {
        if (code === undefined) this.#run.fixed(states[index]!.bits, slot.offset);
        else if (code !== 'entered') this.#body.push(`if (${code} !== ${slot.offset}) bail();`);
        code = undefined;
        if (slot.kind === 'end') return;
        if (slot.max > 1) {
          const list = this.#variable('a');
          code = this.#list(slot, list, loops[index]!.bits, after!.bits);
          this.#members.push({ kind: 'always', key: slot.alternatives[0]!.key, value: list });
        } else
          this.#members.push({
            kind: 'always',
            key: slot.alternatives[0]!.key,
            value: this.#content(slot, slot.alternatives[0]!),
          });
        continue;
      }
      if (code === undefined) {
        code = this.#fresh('c');
        this.#run.field(states[index]!.bits, code);
      }
      this.#flush();
      const options = slot.alternatives.flatMap((alternative) =>
        alternative.element?.isAbstract ? [] : [{ key: alternative.key, name: this.#variable('f') }],
      );
      if (!isChoice) this.#members.push({ kind: 'oneOf', options, mayBeNone: !slot.isRequired });
      const count = slot.alternatives.length;
      if (slot.isRequired) {
        this.#choose(slot, code, options, isChoice);
        this.#body.push('} else bail();');
        code = undefined;
        continue;
      }
      // What follows and has but one way in is entered in both branches.
      const joins = following!.isRequired && following!.alternatives.length === 1;
      const next = joins ? undefined : this.#variable('c');
      if (slot.max > 1) {
        this.#body.push(`if (${code} === 0) {`);
        const left = this.#list(slot, options[0]!.name, loops[index]!.bits, after!.bits);
        this.#body.push(joins ? `if (${left} !== ${following!.offset}) bail();` : `${next} = ${left};`);
      } else {
        this.#choose(slot, code, options, isChoice, () => {
          if (joins) this.#run.fixed(after!.bits, following!.offset);
          else {
            const read = this.#fresh('c');
            this.#run.field(after!.bits, read);
            this.#flush();
            this.#body.push(`${next} = ${read};`);
          }
          this.#flush();
        });
      }
      if (joins)
        this.#body.push(
          `} else ${isChoice ? '{ o = {}; ' : ''}if (${code} !== ${count + following!.offset}) bail();${isChoice ? ' }' : ''}`,
        );
      else this.#body.push(`} else ${next} = ${code} - ${count};`);
      code = joins ? 'entered' : next;
    }
  }

  /** An if-chain or a switch over the alternatives of a place that occurs once, open at its end for an else. */
  #choose(
    slot: Slot,
    code: string,
    options: readonly { readonly key: string; readonly name: string }[],
    isWhole: boolean,
    then: () => void = () => {},
  ): void {
    const read = (alternative: Alternative): void => {
      const option = options.find(({ key }) => key === alternative.key);
      if (option === undefined) {
        this.#body.push('bail();');
        return;
      }
      const value = this.#content(slot, alternative);
      this.#flush();
      this.#body.push(isWhole ? `o = { ${propertyOf(option.key)}: ${value} };` : `${option.name} = ${value};`);
    };
    if (slot.alternatives.length === 1) {
      this.#body.push(`if (${code} === 0) {`);
      read(slot.alternatives[0]!);
    } else {
      this.#body.push(`if (${code} < ${slot.alternatives.length}) {`, `switch (${code}) {`);
      for (const [index, alternative] of slot.alternatives.entries()) {
        this.#body.push(`case ${index}: {`);
        read(alternative);
        this.#body.push('break;', '}');
      }
      this.#body.push('}');
    }
    then();
  }

  /** Reads a list into `list`; its first event code has been read. Gives the variable of the code that ended it. */
  #list(slot: Slot, list: string, loopBits: number, afterBits: number): string {
    const end = this.#variable('c');
    this.#flush();
    const first = this.#content(slot, slot.alternatives[0]!);
    this.#flush();
    this.#body.push(`${list} = [${first}];`, 'for (;;) {');
    if (slot.max !== Infinity) {
      const read = this.#fresh('c');
      this.#body.push(`if (${list}.length === ${slot.max}) {`);
      this.#run.field(afterBits, read);
      this.#flush();
      this.#body.push(`${end} = ${read};`, 'break;', '}');
    }
    const read = this.#fresh('c');
    this.#run.field(loopBits, read);
    this.#flush();
    this.#body.push(`if (${read} !== 0) { ${end} = ${read} - 1; break; }`);
    const item = this.#content(slot, slot.alternatives[0]!);
    this.#flush();
    this.#body.push(`${list}.push(${item});`, '}');
    return end;
  }

  /** Reads what follows the event code of a place, up to its EE. Gives an expression that holds once the run is flushed. */
  #content(slot: Slot, { element, type }: Alternative): string {
    if (slot.kind !== 'element') return this.#value(type!);
    return this.#element(element!);
  }

  #element({ type }: Element): string {
    if (type.kind !== 'complex') {
      this.#run.fixed(1, 0);
      const value = this.#value(type);
      this.#run.fixed(1, 0);
      return value;
    }
    const content = this.#types.functionOf(type);
    if (content === undefined) {
      this.#flush();
      this.#body.push('bail();');
      return 'undefined';
    }
    this.#run.items.push(...content.before);
    this.#flush();
    const value = this.#fresh('v');
    this.#body.push(`const ${value} = ${content.name}(q);`, 'q = p;');
    this.#run.items.push(...content.after);
    return value;
  }

  #value(type: SimpleType): string {
    return valueTexts[type.kind](this.#access, type as never);
  }

  /** What the texts of values need of this text. */
  readonly #access: Access = {
    field: (count, check) => {
      const name = this.#fresh('x');
      this.#run.field(count, name, check?.(name));
      return name;
    },
    lines: (lines) => {
      this.#flush();
      this.#body.push(...lines);
    },
    fresh: (prefix) => this.#fresh(prefix),
    enumeration: (type) => this.#types.enumeration(type),
  };

  /** The lines that make the value: a literal for each combination of its members, or one that grows if there are too many. */
  #result(): string[] {
    const combinations = this.#members.reduce(
      (product, member) =>
        product * (member.kind === 'always' ? 1 : member.options.length + (member.mayBeNone ? 1 : 0)),
      1,
    );
    if (combinations <= literalLimit) return [`return ${this.#literal(0, [])};`];
    const lines = [`const o = { ${this.#leading().join(', ')} };`];
    for (const member of this.#members.slice(this.#leading().length)) {
      if (member.kind === 'always') lines.push(`o[${JSON.stringify(member.key)}] = ${member.value};`);
      else
        for (const { key, name } of member.options)
          lines.push(`if (${name} !== undefined) o[${JSON.stringify(key)}] = ${name};`);
    }
    return [...lines, 'return o;'];
  }

  #leading(): string[] {
    const end = this.#members.findIndex(({ kind }) => kind !== 'always');
    return this.#members
      .slice(0, end < 0 ? undefined : end)
      .map((member) => (member.kind === 'always' ? `${propertyOf(member.key)}: ${member.value}` : ''));
  }

  #literal(index: number, properties: readonly string[]): string {
    const member = this.#members[index];
    if (member === undefined) return `{ ${properties.join(', ')} }`;
    if (member.kind === 'always')
      return this.#literal(index + 1, [...properties, `${propertyOf(member.key)}: ${member.value}`]);
    const branches = member.options.map(({ key, name }) => ({
      name,
      literal: this.#literal(index + 1, [...properties, `${propertyOf(key)}: ${name}`]),
    }));
    let text = member.mayBeNone ? this.#literal(index + 1, properties) : branches.pop()!.literal;
    for (const { name, literal } of branches.reverse()) text = `(${name} !== undefined ? ${literal} : ${text})`;
    return text;
  }
}

function propertyOf(key: string): string {
  return JSON.stringify(key);
}

interface Access {
  /** Adds a field to the run and gives its name; `check` makes of it a condition to give up. */
  field(count: number, check?: (name: string) => string): string;
  /** Reads what is pending, then runs the lines. */
  lines(lines: readonly string[]): void;
  fresh(prefix: string): string;
  enumeration(type: EnumerationType): string;
}

/** How each kind of simple type is read; gives an expression. */
const valueTexts: { [K in SimpleType['kind']]: (access: Access, type: Extract<SimpleType, { kind: K }>) => string } = {
  boolean: ({ field }) => `${field(1)} === 1`,
  enumeration({ field, enumeration }, type) {
    const bits = fixedBits(type)!;
    const { length } = type.values;
    if (bits === 0) return `${enumeration(type)}[0]`;
    const index = field(bits, (name) => (length < 2 ** bits ? `${name} >= ${length}` : ''));
    return `${enumeration(type)}[${index}]`;
  },
  integer: (access, type) =>
    isBig(type) ? bigText(access, type as IntegerType<bigint>) : integerText(access, type as IntegerType<number>),
  string: (access, type) => lengthText(access, type, 'S'),
  binary: (access, type) => lengthText(access, type, 'Y'),
};

function integerText({ field, lines, fresh }: Access, type: IntegerType<number>): string {
  const { min, max } = type as { min: number; max: number };
  const bits = fixedBits(type);
  if (bits === 0) return `${min}`;
  if (bits !== undefined) {
    const name = field(bits, (name) => (max - min < 2 ** bits - 1 ? `${name} > ${max - min}` : ''));
    return min === 0 ? name : `${name} ${min < 0 ? '-' : '+'} ${Math.abs(min)}`;
  }
  const sign = isUnsigned(type) ? undefined : field(1);
  const octet = field(8);
  const value = fresh('i');
  lines([`let ${value} = ${octet};`, `if (${octet} > 127) { ${value} = U(q, ${octet}); q = p; }`]);
  if (sign !== undefined) lines([`if (${sign} === 1) ${value} = -${value} - 1;`]);
  lines([`if (${value} > ${max} || ${value} < ${min}) bail();`]);
  return value;
}

function bigText({ field, lines, fresh }: Access, type: IntegerType<bigint>): string {
  const { min, max } = type;
  const sign = isUnsigned(type) ? undefined : field(1);
  const octet = field(8);
  const value = fresh('i');
  // A single octet is inside all bounds.
  const bounds = [max === undefined ? '' : `${value} > ${max}n`, min === undefined ? '' : `${value} < ${min}n`].filter(
    Boolean,
  );
  lines([
    `let ${value};`,
    `if (${octet} > 127) {`,
    `${value} = B(q, ${octet});`,
    'q = p;',
    ...(sign === undefined ? [] : [`if (${sign} === 1) ${value} = -${value} - 1n;`]),
    ...(bounds.length === 0 ? [] : [`if (${bounds.join(' || ')}) bail();`]),
    `} else ${value} = BigInt(${sign === undefined ? octet : `${sign} === 1 ? -${octet} - 1 : ${octet}`});`,
  ]);
  return value;
}

/** A length that is checked against the facets and against what is left of the stream, then the value by a function of the runtime. */
function lengthText({ field, lines, fresh }: Access, type: StringType | BinaryType, reader: 'S' | 'Y'): string {
  const octet = field(8);
  const length = fresh('n');
  const value = fresh('v');
  const shortest = type.minLength ?? 0;
  const checks = [
    ...(reader === 'S' || shortest > 0 ? [`${length} < ${shortest}`] : []),
    ...(type.maxLength === undefined ? [] : [`${length} > ${type.maxLength}`]),
    `${length} * 8 > end - q`,
  ];
  lines([
    `let ${length} = ${octet};`,
    `if (${octet} > 127) { ${length} = U(q, ${octet}); q = p; }`,
    ...(reader === 'S' ? [`${length} -= 2;`] : []),
    `if (${checks.join(' || ')}) bail();`,
    `const ${value} = ${reader}(q, ${length});`,
    reader === 'S' ? 'q = p;' : `q += ${length} * 8;`,
  ]);
  return value;
}
