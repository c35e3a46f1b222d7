/**
 * The text of an encoder: for each complex type a function of straight lines, made from the type's line. Where a value is not
 * what the schema asks for it gives up, and the interpreter finds out what is wrong.
 *
 * A function `w<n>(v, q)` writes the content of an element from bit `q` on and gives the bit after it. The fixed bits at its
 * begin and end are written by its caller together with the caller's own. Between functions the begun byte is in memory, its
 * other bits zero; inside one it is at the top of `a`.
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

/** An expression whose value has no more than `count` bits. */
interface FieldBits {
  readonly kind: 'field';
  readonly count: number;
  readonly expression: string;
}

/** Bits that one store of 32 at any bit offset is sure to hold. */
const storeBits = 24;

/** The text of an encoder for the documents and fragments of `schema`; it stands after the text of the runtime. */
export function encoderText(schema: Schema): string {
  const types = new Types();
  const documents = schema.elements.map((element) => (schema.roots.has(element.name) ? element.type : undefined));
  const fragments = schema.fragments.map(({ types: [type, ...others], isAbstract }) =>
    isAbstract || others.length > 0 ? undefined : type,
  );
  const end: FixedBits = { kind: 'fixed', count: codeBits(fragments.length + 1), value: fragments.length + 1 };
  const entries = [
    entry(types, 'writeDocument', codeBits(documents.length), documents, []),
    entry(types, 'writeFragment', end.count, fragments, [end]),
  ];
  return [...types.texts, ...entries].join('\n');
}

/** A function that writes header, code of the root, root, and what follows it. */
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
    run.fixed(8, 0x80);
    run.fixed(bits, code);
    run.items.push(...content.before);
    const lines = [...run.flush(), `q = ${content.name}(v, q);`];
    run.items.push(...content.after, ...after);
    return [
      `case ${code}: {`,
      ...lines,
      ...(run.items.length > 0 ? ['a = M[q >> 3] << 24;'] : []),
      ...run.flush(),
      'return q;',
      '}',
    ];
  });
  return [
    `function ${name}(root, v, q) {`,
    'const d = D;',
    'let a = 0;',
    'switch (root) {',
    ...cases,
    '}',
    'bail();',
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
    return `w${this.#functions.size}_${type.name.replace(/\W/g, '_')}`;
  }

  /** A map from names to their places in `names`. */
  tableOf(names: readonly string[]): string {
    const name = `T${this.texts.length}`;
    this.texts.push(`const ${name} = new Map(${JSON.stringify(names.map((key, index) => [key, index]))});`);
    return name;
  }

  /** The function that gives the index of an enumeration's value. */
  enumeration(type: EnumerationType): string {
    let name = this.#enumerations.get(type);
    if (name === undefined) {
      name = `e${this.#enumerations.size}`;
      this.#enumerations.set(type, name);
      const cases = type.values.map((value, index) => `case ${JSON.stringify(value)}: return ${index};`);
      this.texts.push([`function ${name}(v) {`, 'switch (v) {', ...cases, '}', 'bail();', '}'].join('\n'));
    }
    return name;
  }
}

/** Fixed bits and fields that follow one another, to be written with few stores. */
class Run extends BitRun<FieldBits> {
  field(count: number, expression: string): void {
    this.items.push({ kind: 'field', count, expression });
  }

  /** The lines that write all items at bit `q`. */
  flush(): string[] {
    const lines: string[] = [];
    while (this.items.length > 0) {
      let used = 0;
      let value = 0;
      const parts: string[] = [];
      for (const { item, before } of this.takeUpTo(storeBits)) {
        used = before + item.count;
        if (item.kind === 'fixed') value |= item.value << (32 - used);
        else parts.push(`(${item.expression}) << ${32 - used}`);
      }
      if (used > 0) lines.push(...store((value === 0 ? parts : [`${value}`, ...parts]).join(' | '), `${used}`));
    }
    return lines;
  }
}

/** Lines that write the top `count` bits of `bits`, whose others are zero. */
function store(bits: string, count: string): string[] {
  const merge = bits === '' ? [] : [`a |= (${bits}) >>> (q & 7);`];
  return [...merge, 'd.setInt32(q >> 3, a);', `a <<= ((q & 7) + ${count}) & 24;`, `q += ${count};`];
}

/** The text of a type's function. */
class TypeText {
  readonly name: string;
  readonly before: readonly FixedBits[];
  readonly after: readonly FixedBits[];
  readonly text: string;
  readonly #types: Types;
  readonly #line: Line;
  #run = new Run();
  readonly #body: string[] = [];
  readonly #variables: string[] = [];
  #before: FixedBits[] | undefined;
  #names = 0;

  constructor(type: ComplexType, line: Line, types: Types) {
    this.#types = types;
    this.#line = line;
    this.#slots();
    this.after = this.#run.takeTrailing();
    this.#flush();
    this.before = this.#before ?? [];
    this.name = types.nameOf(type);
    const isAnyObject = line.slots.every(({ isRequired, kind }) => kind === 'end' || !isRequired);
    this.text = [
      `function ${this.name}(v, q) {`,
      'const d = D;',
      'let a = M[q >> 3] << 24;',
      ...(this.#variables.length > 0 ? [`let ${this.#variables.join(', ')};`] : []),
      // Without a required member nothing else would notice that the value is none.
      ...(isAnyObject ? ['O(v);'] : []),
      ...this.#body,
      'return q;',
      '}',
    ].join('\n');
  }

  /** Writes what is pending. The first fixed bits of the function are the caller's. */
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
   * Walks the line. Before a place the writer stands in a known state with no code written (`code` undefined), or past the
   * place's event code (`'entered'`), or has two variables: the code of the place's first production and its bits.
   */
  #slots(): void {
    const { slots, states, loops } = this.#line;
    let code: undefined | 'entered' | { readonly code: string; readonly bits: string };
    for (const [index, slot] of slots.entries()) {
      const following = slots[index + 1];
      const after = states[index + 1];
      const [first] = slot.alternatives;
      const bits = states[index]!.bits;
      const count = slot.alternatives.length;
      /** Writes the event code of an alternative or of what follows. */
      const enter = (production: number): void => {
        if (code === undefined) this.#run.fixed(bits, production);
        else if (code !== 'entered') {
          this.#flush();
          this.#body.push(
            ...store(`(${code.code}${production === 0 ? '' : ` + ${production}`}) << (32 - ${code.bits})`, code.bits),
          );
        }
      };
      if (slot.isRequired && count === 1) {
        enter(slot.offset);
        code = undefined;
        if (slot.kind === 'end') return;
        const value = this.#read(first!);
        if (slot.max === 1) this.#content(slot, first!, value);
        else {
          this.#list(slot, value, loops[index]!.bits);
          code = this.#afterList(slot, value, loops[index]!.bits, after!.bits);
        }
        continue;
      }
      if (slot.isRequired) {
        this.#choose(slot, enter);
        this.#body.push('else bail();');
        code = undefined;
        continue;
      }
      const joins = following!.isRequired && following!.alternatives.length === 1;
      const next = joins ? undefined : { code: this.#variable('c'), bits: this.#variable('n') };
      const isList = slot.max > 1;
      this.#startRun();
      if (isList) {
        const value = this.#read(first!);
        const pending = [...this.#run.items];
        this.#body.push(`if (${value} !== undefined && (${value}.length !== 0 || !Array.isArray(${value}))) {`);
        enter(0);
        this.#list(slot, value, loops[index]!.bits);
        const left = this.#afterList(slot, value, loops[index]!.bits, after!.bits);
        if (joins) this.#body.push(...store(`(${left.code} + ${following!.offset}) << (32 - ${left.bits})`, left.bits));
        else this.#body.push(`${next!.code} = ${left.code};`, `${next!.bits} = ${left.bits};`);
        this.#run.items.push(...pending);
      } else {
        const pending = [...this.#run.items];
        this.#choose(slot, enter, () => {
          if (joins) this.#run.fixed(after!.bits, following!.offset);
          this.#flush();
          if (!joins) this.#body.push(`${next!.code} = 0;`, `${next!.bits} = ${after!.bits};`);
        });
        this.#run.items.push(...pending);
        this.#body.push('else {');
      }
      if (isList) this.#body.push('} else {');
      if (joins) {
        enter(count + following!.offset);
        this.#flush();
        code = 'entered';
      } else {
        this.#flush();
        const begun = code as undefined | { readonly code: string; readonly bits: string };
        this.#body.push(
          `${next!.code} = ${begun === undefined ? count : `${begun.code} + ${count}`};`,
          `${next!.bits} = ${begun === undefined ? bits : begun.bits};`,
        );
        code = next;
      }
      this.#body.push('}');
    }
  }

  /** Makes sure that the fixed bits which are the caller's have been taken before the run is written in two branches. */
  #startRun(): void {
    this.#before ??= this.#run.takeLeading();
  }

  /** The value of a member, in a variable. */
  #read({ key }: Alternative): string {
    const name = this.#fresh('v');
    this.#startRun();
    this.#body.push(`const ${name} = v[${JSON.stringify(key)}];`);
    return name;
  }

  /** An if-chain over the alternatives of a place that occurs once, each with what is pending; open at its end for an else. */
  #choose(slot: Slot, enter: (production: number) => void, then: () => void = () => {}): void {
    this.#startRun();
    const pending = [...this.#run.items];
    const present = slot.alternatives.flatMap((alternative, index) =>
      alternative.element?.isAbstract ? [] : [{ alternative, index }],
    );
    if (this.#line.isChoice) {
      this.#dispatch(slot, present, enter, then);
      return;
    }
    const names = present.map(({ alternative }) => this.#read(alternative));
    for (const [position, { alternative, index }] of present.entries()) {
      this.#body.push(`${position === 0 ? '' : 'else '}if (${names[position]} !== undefined) {`);
      const others = names.slice(position + 1);
      if (others.length > 0)
        this.#body.push(`if (${others.map((name) => `${name} !== undefined`).join(' || ')}) bail();`);
      this.#run.items.splice(0, Infinity, ...pending);
      enter(index);
      this.#content(slot, alternative, names[position]!);
      then();
      this.#flush();
      this.#body.push('}');
    }
    this.#run.items.length = 0;
  }

  /** The same for a value that is nothing but one of the alternatives: by its only key. */
  #dispatch(
    slot: Slot,
    present: readonly { readonly alternative: Alternative; readonly index: number }[],
    enter: (production: number) => void,
    then: () => void,
  ): void {
    const pending = [...this.#run.items];
    const table = this.#types.tableOf(present.map(({ alternative }) => alternative.key));
    const key = this.#fresh('k');
    const value = this.#fresh('v');
    this.#body.push(
      `const ${key} = K(v);`,
      `if (${key} !== '') {`,
      `const ${value} = v[${key}];`,
      `switch (${table}.get(${key})) {`,
    );
    for (const [position, { alternative, index }] of present.entries()) {
      this.#body.push(`case ${position}: {`);
      this.#run.items.splice(0, Infinity, ...pending);
      enter(index);
      this.#content(slot, alternative, value);
      this.#flush();
      this.#body.push('break;', '}');
    }
    this.#body.push('default: bail();', '}');
    then();
    this.#flush();
    this.#body.push('}');
  }

  /** Writes the items of a list; the event code of the first is pending. */
  #list(slot: Slot, list: string, loopBits: number): void {
    const [item] = slot.alternatives;
    this.#flush();
    const length = this.#fresh('l');
    this.#body.push(
      `if (!Array.isArray(${list})) bail();`,
      `const ${length} = ${list}.length;`,
      `if (${length} === 0${slot.max === Infinity ? '' : ` || ${length} > ${slot.max}`}) bail();`,
      `for (let i = 0; i < ${length}; i++) {`,
      'if (i !== 0) {',
      ...store('', `${loopBits}`),
      '}',
    );
    const value = this.#fresh('v');
    this.#body.push(`const ${value} = ${list}[i];`);
    this.#content(slot, item!, value);
    this.#flush();
    this.#body.push('}');
  }

  /** Code and bits of what follows a list, which depend on whether it is full. */
  #afterList(slot: Slot, list: string, loopBits: number, afterBits: number): { code: string; bits: string } {
    if (slot.max === Infinity) return { code: '1', bits: `${loopBits}` };
    const code = this.#fresh('c');
    const bits = this.#fresh('n');
    this.#body.push(
      `const ${code} = ${list}.length === ${slot.max} ? 0 : 1;`,
      `const ${bits} = ${list}.length === ${slot.max} ? ${afterBits} : ${loopBits};`,
    );
    return { code, bits };
  }

  /** Writes what follows the event code of a place, up to its EE. */
  #content(slot: Slot, { element, type }: Alternative, value: string): void {
    if (slot.kind === 'element') this.#element(element!, value);
    else this.#value(type!, value);
  }

  #element({ type }: Element, value: string): void {
    if (type.kind !== 'complex') {
      this.#run.fixed(1, 0);
      this.#value(type, value);
      this.#run.fixed(1, 0);
      return;
    }
    const content = this.#types.functionOf(type);
    if (content === undefined) {
      this.#flush();
      this.#body.push('bail();');
      return;
    }
    this.#run.items.push(...content.before);
    this.#flush();
    this.#body.push(`q = ${content.name}(${value}, q);`, 'a = M[q >> 3] << 24;');
    this.#run.items.push(...content.after);
  }

  #value(type: SimpleType, value: string): void {
    valueTexts[type.kind](this.#access, value, type as never);
  }

  /** What the texts of values need of this text. */
  readonly #access: Access = {
    field: (count, expression) => this.#run.field(count, expression),
    // Checks and variables change nothing that is written, so that the run goes on after them.
    prepare: (lines) => {
      this.#startRun();
      this.#body.push(...lines);
    },
    flush: () => this.#flush(),
    write: (lines) => {
      this.#flush();
      this.#body.push(...lines);
    },
    fresh: (prefix) => this.#fresh(prefix),
    enumeration: (type) => this.#types.enumeration(type),
  };
}

interface Access {
  /** Adds bits to the run. */
  field(count: number, expression: string): void;
  /** Runs lines that write nothing. */
  prepare(lines: readonly string[]): void;
  flush(): void;
  /** Writes what is pending, then runs the lines. */
  write(lines: readonly string[]): void;
  fresh(prefix: string): string;
  enumeration(type: EnumerationType): string;
}

/** How each kind of simple type is checked and written. */
const valueTexts: {
  [K in SimpleType['kind']]: (access: Access, value: string, type: Extract<SimpleType, { kind: K }>) => void;
} = {
  boolean({ field, prepare }, value) {
    prepare([`if (${value} !== true && ${value} !== false) bail();`]);
    field(1, `${value} ? 1 : 0`);
  },
  enumeration({ field, prepare, fresh, enumeration }, value, type) {
    const index = fresh('x');
    prepare([`const ${index} = ${enumeration(type)}(${value});`]);
    field(fixedBits(type)!, index);
  },
  integer: (access, value, type) =>
    isBig(type)
      ? bigText(access, value, type as IntegerType<bigint>)
      : integerText(access, value, type as IntegerType<number>),
  string: (access, value, type) => lengthText(access, value, type, 'S'),
  binary: (access, value, type) => lengthText(access, value, type, 'Y'),
};

function integerText({ field, prepare, write, fresh }: Access, value: string, type: IntegerType<number>): void {
  const { min, max } = type as { min: number; max: number };
  // A number that is its own 32-bit integer is neither a fraction nor another type; -0 is 0.
  const isInt = max > 0x7fffffff ? `${value} >>> 0 !== ${value}` : `(${value} | 0) !== ${value}`;
  prepare([`if (${isInt} || ${value} < ${min} || ${value} > ${max}) bail();`]);
  const bits = fixedBits(type);
  if (bits !== undefined) {
    field(bits, min === 0 ? value : `${value} ${min < 0 ? '+' : '-'} ${Math.abs(min)}`);
    return;
  }
  let magnitude = value;
  if (!isUnsigned(type)) {
    magnitude = fresh('m');
    prepare([`const ${magnitude} = ${value} < 0 ? ~${value} : ${value};`]);
    field(1, `${value} >>> 31`);
  }
  write([
    `if (${magnitude} < 128) {`,
    ...store(`${magnitude} << 24`, '8'),
    '} else {',
    `q = U(${magnitude}, q);`,
    'a = M[q >> 3] << 24;',
    '}',
  ]);
}

function bigText({ field, prepare, write, fresh }: Access, value: string, type: IntegerType<bigint>): void {
  const { min, max } = type;
  const bounds = [
    `typeof ${value} !== 'bigint'`,
    ...(min === undefined ? [] : [`${value} < ${min}n`]),
    ...(max === undefined ? [] : [`${value} > ${max}n`]),
  ];
  prepare([`if (${bounds.join(' || ')}) bail();`]);
  let magnitude = value;
  if (!isUnsigned(type)) {
    magnitude = fresh('m');
    prepare([`const ${magnitude} = ${value} < 0n ? -${value} - 1n : ${value};`]);
    field(1, `${value} < 0n ? 1 : 0`);
  }
  write([`q = B(${magnitude}, q);`, 'a = M[q >> 3] << 24;']);
}

function lengthText({ write }: Access, value: string, type: StringType | BinaryType, writer: 'S' | 'Y'): void {
  write([
    `q = ${writer}(${value}, q, ${type.minLength ?? 0}, ${type.maxLength ?? 'Infinity'});`,
    'a = M[q >> 3] << 24;',
  ]);
}
