/**
 * The codec that walks the grammar event by event. It is the oracle of the tests, finds the place of a fault, explains
 * streams, and serves where code cannot be made from strings.
 *
 * @module
 */

import { BitReader, BitWriter } from './bits.ts';
import { emptyValue, readValue, writeValue } from './datatypes.ts';
import { ExiError } from './errors.ts';
import { codeBits, type Production, type State, startOf } from './grammar.ts';
import type { ComplexType, SimpleType, Type } from './schema.ts';
import { type Fragment, isChoice, membersOf, type Schema } from './schemaSet.ts';

/** How strictly to read. */
export interface DecodeOptions {
  /**
   * Accepts what other codecs let pass: an `$EXI` cookie, bytes after the end, padding that is not zero, characters that
   * XML does not have. Default false.
   */
  readonly isLenient?: boolean;
  /** Told of each such departure in a lenient read. */
  readonly onDeviation?: (deviation: ExiError) => void;
}

/** Told what the bits from `from` to `to` mean; `depth` is the number of open elements. */
export type Observer = (from: number, to: number, meaning: string, depth: number) => void;

/** An element by its name. */
interface NamedValue {
  readonly name: string;
  readonly namespace: string;
  readonly value: unknown;
}

interface Reading {
  readonly reader: BitReader;
  readonly isLenient: boolean;
  readonly deviates: (deviation: ExiError) => void;
  readonly observe: Observer | undefined;
  /** Empty values that came without characters. */
  omitted: number;
}

/** Reads a document. @throws ExiError */
export function decodeDocument(
  schema: Schema,
  exi: Uint8Array,
  options: DecodeOptions = {},
  observe?: Observer,
): NamedValue {
  const reading = open(exi, options, observe);
  const { reader } = reading;
  const { elements, roots } = schema;
  const code = readCode(reading, codeBits(elements.length), (code) => `SE(${elements[code]?.name ?? '*'})`);
  const element = elements[code];
  if (element === undefined || !roots.has(element.name)) {
    const name = element?.name ?? (code === elements.length ? 'of the wildcard' : `of unused code ${code}`);
    throw reader.error('root', `root element ${name}, expected ${[...roots].join(', ')}`);
  }
  const value = readElement(reading, element.name, element.type);
  close(reading, value);
  return { name: element.name, namespace: element.namespace, value };
}

/** Reads a fragment of one element. @throws ExiError */
export function decodeFragment(
  schema: Schema,
  exi: Uint8Array,
  options: DecodeOptions = {},
  observe?: Observer,
): NamedValue {
  const reading = open(exi, options, observe);
  const { reader } = reading;
  const { fragments } = schema;
  const bits = codeBits(fragments.length + 1);
  const code = readCode(reading, bits, (code) => `SE(${fragments[code]?.name ?? '*'})`);
  const fragment = fragments[code];
  if (fragment === undefined || fragment.isAbstract)
    throw reader.error(
      fragment ? 'abstract_element' : 'event_code',
      `fragment event code ${code} of an element that is never sent`,
    );
  const value = isRelaxed(fragment)
    ? readRelaxed(reading, schema, fragment)
    : readElement(reading, fragment.name, fragment.types[0]);
  const ed = readCode(reading, bits, () => 'ED');
  if (ed !== fragments.length + 1)
    throw reader.error('fragment_end', `event code ${ed}, expected ED ${fragments.length + 1}`);
  close(reading, value);
  return { name: fragment.name, namespace: fragment.namespace, value };
}

/** Writes a document. @throws ExiError without offset */
export function encodeDocument(schema: Schema, name: string, value: unknown): Uint8Array {
  const code = schema.roots.has(name) ? schema.elements.findIndex((element) => element.name === name) : -1;
  const element = schema.elements[code];
  if (element === undefined)
    throw new ExiError('root', `root element ${name}, expected ${[...schema.roots].join(', ')}`);
  const writer = new BitWriter();
  writer.bits(0x80, 8);
  writer.bits(code, codeBits(schema.elements.length));
  writeElement(writer, element.name, element.type, value);
  return writer.finish();
}

/** Writes a fragment of one element. @throws ExiError without offset */
export function encodeFragment(schema: Schema, fragment: Fragment, value: unknown): Uint8Array {
  const { fragments } = schema;
  const bits = codeBits(fragments.length + 1);
  const writer = new BitWriter();
  writer.bits(0x80, 8);
  writer.bits(fragments.indexOf(fragment), bits);
  if (isRelaxed(fragment)) writeRelaxed(writer, schema, fragment, value);
  else writeElement(writer, fragment.name, fragment.types[0], value);
  writer.bits(fragments.length + 1, bits);
  return writer.finish();
}

/** The typed form of a relaxed fragment: the grammar of the declaration with attributes, as libcbv2g writes it. */
export function encodeTypedFragment(schema: Schema, fragment: Fragment, value: unknown): Uint8Array {
  const { fragments } = schema;
  const bits = codeBits(fragments.length + 1);
  const writer = new BitWriter();
  writer.bits(0x80, 8);
  writer.bits(fragments.indexOf(fragment), bits);
  writeElement(
    writer,
    fragment.name,
    fragment.types.find(({ kind }) => kind === 'complex') ?? fragment.types[0],
    value,
  );
  writer.bits(fragments.length + 1, bits);
  return writer.finish();
}

/**
 * The element that `name` means in a fragment: a local name, or `{namespace}name`. Of several with one local name the
 * global one is meant, else the first.
 */
export function fragmentOf(schema: Schema, name: string): Fragment {
  const named = schema.fragments.filter((fragment) =>
    name.startsWith('{') ? `{${fragment.namespace}}${fragment.name}` === name : fragment.name === name,
  );
  const fragment = named.find(({ isGlobal }) => isGlobal) ?? named[0];
  if (fragment === undefined || fragment.isAbstract)
    throw new ExiError('unknown_name', `${schema.name} has no element ${name} that is sent`);
  return fragment;
}

function open(
  exi: Uint8Array,
  { isLenient = false, onDeviation = () => {} }: DecodeOptions,
  observe?: Observer,
): Reading {
  const reader = new BitReader(exi);
  const reading: Reading = { reader, isLenient, deviates: onDeviation, observe, omitted: 0 };
  const hasCookie = exi[0] === 0x24 && exi[1] === 0x45 && exi[2] === 0x58 && exi[3] === 0x49;
  if (hasCookie) {
    const error = reader.error('header', 'a cookie $EXI before the header byte, which ISO 15118 does not use');
    if (!isLenient) throw error;
    onDeviation(error);
    reader.position = 32;
    observe?.(0, 32, 'EXI cookie', 0);
  }
  reader.begin = reader.position;
  const header = reader.bits(8);
  if (header !== 0x80)
    throw reader.error(
      'header',
      `header byte 0x${header.toString(16).padStart(2, '0')}, expected 0x80 (EXI 1.0 without options)`,
    );
  observe?.(reader.begin, reader.position, 'EXI header: version 1, no options document', 0);
  return reading;
}

function close({ reader, isLenient, deviates, observe, omitted }: Reading, value: unknown): void {
  reader.begin = reader.position;
  const padding = reader.bits(-reader.position & 7);
  observe?.(reader.begin, reader.position, 'padding', 0);
  if (padding !== 0) depart(reader.error('padding', 'padding bits that are not zero'));
  if (reader.remaining > 0) {
    reader.begin = reader.position;
    observe?.(reader.begin, reader.begin + reader.remaining, 'bytes after the end', 0);
    depart(reader.error('trailing_bytes', `${reader.remaining / 8} bytes after the end of the document`));
  }
  // Without omitted values the grammar itself keeps this bound.
  if (omitted > 0 && sizeOf(value) > growthLimit * reader.bytes.length)
    throw reader.error('growth', `${omitted} empty values in ${reader.bytes.length} bytes`);
  function depart(error: ExiError): void {
    if (!isLenient) throw error;
    deviates(error);
  }
}

/** Most that is made of a stream, in times its size: {@link sizeOf} counts. */
const growthLimit = 64;

/** Bytes of binaries and strings, and 64 for each field that holds a value. */
function sizeOf(value: unknown): number {
  if (value instanceof Uint8Array || typeof value === 'string') return 64 + value.length;
  if (typeof value !== 'object' || value === null) return 64;
  return Object.values(value).reduce((sum: number, field) => sum + sizeOf(field), 0);
}

function readCode({ reader, observe }: Reading, bits: number, meaning: (code: number) => string): number {
  reader.begin = reader.position;
  const code = reader.bits(bits);
  observe?.(reader.begin, reader.position, `${meaning(code)}, code ${code}`, reader.path.length);
  return code;
}

function readElement(reading: Reading, segment: string, type: Type): unknown {
  reading.reader.path.push(segment);
  const value = type.kind === 'complex' ? readComplex(reading, type) : readSimple(reading, type);
  reading.reader.path.pop();
  return value;
}

/** CH, the value, EE; or, for an empty value, the undeclared EE at once. */
function readSimple(reading: Reading, type: SimpleType): unknown {
  if (readCode(reading, 1, (code) => (code === 0 ? 'CH' : 'escape')) === 1) return readOmitted(reading, type);
  const value = readTyped(reading, type);
  if (readCode(reading, 1, (code) => (code === 0 ? 'EE' : 'escape')) === 1) throw undeclared(reading);
  return value;
}

function readTyped(reading: Reading, type: SimpleType): unknown {
  const { reader, observe } = reading;
  const value = readValue(reader, type, reading.isLenient);
  observe?.(reader.begin, reader.position, `value ${shown(value)}`, reader.path.length);
  return value;
}

/** Second level after the escape, where EE has code 0 of 3 bits: a sender that reports no characters for an empty value comes here. */
function readOmitted(reading: Reading, type: SimpleType): unknown {
  const value = emptyValue(type);
  const code = readCode(reading, 3, (code) =>
    code === 0 ? 'EE (undeclared): empty value' : `undeclared event ${code}`,
  );
  if (code !== 0 || value === undefined) throw undeclared(reading);
  reading.omitted++;
  return value;
}

function undeclared({ reader }: Reading): ExiError {
  return reader.error('undeclared', 'an event that the schema does not declare here');
}

function readComplex(reading: Reading, type: ComplexType): Record<string, unknown> {
  const { reader } = reading;
  const value: Record<string, unknown> = {};
  let state = startOf(type);
  for (;;) {
    const code = readCode(reading, state.bits, (code) => meaningOf(state.productions[code]));
    const production = state.productions[code];
    if (production === undefined) {
      const text = state.productions.find(({ event }) => event === 'text');
      if (code !== state.productions.length)
        throw reader.error('event_code', `event code ${code}, of which this state has no use`);
      if (
        text === undefined ||
        state.productions.some((other) => other.event === 'attribute' && other.attribute.isRequired)
      )
        throw undeclared(reading);
      value.value = readOmitted(reading, type.text!);
      return value;
    }
    if (production.refused) throw reader.error(production.refused, refusal(production));
    switch (production.event) {
      case 'attribute': {
        const { name, type } = production.attribute;
        reader.path.push(`@${name}`);
        value[name] = readTyped(reading, type);
        reader.path.pop();
        break;
      }
      case 'element': {
        const { element, isArray } = production;
        if (isArray) {
          const list = (value[element.name] as unknown[] | undefined) ?? [];
          value[element.name] = list;
          list.push(readElement(reading, `${element.name}[${list.length + 1}]`, element.type));
        } else value[element.name] = readElement(reading, element.name, element.type);
        break;
      }
      case 'text':
        value.value = readTyped(reading, type.text!);
        break;
      default:
        return value;
    }
    state = production.next();
  }
}

function meaningOf(production: Production | undefined): string {
  switch (production?.event) {
    case 'attribute':
      return `AT(${production.attribute.name})`;
    case 'element':
      return `SE(${production.element.name})`;
    case 'end':
      return 'EE';
    case 'text':
      return 'CH';
    case 'mixed':
      return 'CH (mixed)';
    case 'wildcard':
      return 'SE(*)';
    default:
      return 'escape';
  }
}

function refusal(production: Production): string {
  const name = production.event === 'element' ? production.element.name : '';
  switch (production.refused) {
    case 'abstract_element':
      return `the abstract element ${name}`;
    case 'element_order':
      return `${name} after a later alternative of the same choice`;
    case 'mixed_content':
      return 'characters between elements';
    default:
      return 'an element that only the wildcard allows';
  }
}

function shown(value: unknown): string {
  if (!(value instanceof Uint8Array)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const hex = Array.from(value.subarray(0, 24), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${value.length} bytes ${hex}${value.length > 24 ? '...' : ''}`;
}

function writeElement(writer: BitWriter, segment: string, type: Type, value: unknown): void {
  writer.path.push(segment);
  if (type.kind === 'complex') writeComplex(writer, type, value);
  else {
    writer.bits(0, 1);
    writeValue(writer, value, type);
    writer.bits(0, 1);
  }
  writer.path.pop();
}

function writeComplex(writer: BitWriter, type: ComplexType, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
    throw writer.error('value_type', 'expected an object');
  const fields = value as Readonly<Record<string, unknown>>;
  const written = new Map<string, number>();
  for (let state = startOf(type); ; ) {
    const code = state.productions.findIndex((production) => comesNext(writer, production, fields, written));
    const production = state.productions[code];
    if (production === undefined) throw writer.error('missing_element', expectation(state));
    writer.bits(code, state.bits);
    switch (production.event) {
      case 'attribute': {
        const { name, type } = production.attribute;
        writer.path.push(`@${name}`);
        writeValue(writer, fields[name], type);
        writer.path.pop();
        written.set(name, 1);
        break;
      }
      case 'element': {
        const { element, isArray } = production;
        const count = written.get(element.name) ?? 0;
        const item = isArray ? (fields[element.name] as readonly unknown[])[count] : fields[element.name];
        writeElement(writer, isArray ? `${element.name}[${count + 1}]` : element.name, element.type, item);
        written.set(element.name, count + 1);
        break;
      }
      case 'text':
        writeValue(writer, fields.value, type.text!);
        written.set('value', 1);
        break;
      default:
        checkAllWritten(writer, type, fields, written);
        return;
    }
    state = production.next();
  }
}

function comesNext(
  writer: BitWriter,
  production: Production,
  fields: Readonly<Record<string, unknown>>,
  written: ReadonlyMap<string, number>,
): boolean {
  switch (production.event) {
    case 'attribute':
      return fields[production.attribute.name] !== undefined;
    case 'element': {
      if (production.refused) return false;
      const { name } = production.element;
      const field = fields[name];
      if (field === undefined) return false;
      const count = written.get(name) ?? 0;
      if (!production.isArray) return count === 0;
      if (!Array.isArray(field)) {
        writer.path.push(name);
        throw writer.error('value_type', 'expected an array');
      }
      return count < field.length;
    }
    case 'text':
      return fields.value !== undefined;
    default:
      return production.event === 'end';
  }
}

function expectation({ productions }: State): string {
  const names = productions.flatMap((production) =>
    production.event === 'attribute'
      ? [`@${production.attribute.name}`]
      : production.event === 'element' && !production.refused
        ? [production.element.name]
        : production.event === 'text'
          ? ['value']
          : [],
  );
  return names.length === 0 ? 'content that only a wildcard allows is required' : `expected ${names.join(' or ')}`;
}

/** Members that the grammar had no place for: an array too long, a second alternative of a choice. Unknown keys are left alone but in a choice. */
function checkAllWritten(
  writer: BitWriter,
  type: ComplexType,
  fields: Readonly<Record<string, unknown>>,
  written: ReadonlyMap<string, number>,
): void {
  const members = membersOf(type);
  const unknown = isChoice(type)
    ? Object.keys(fields).find((key) => !members.has(key) && fields[key] !== undefined)
    : undefined;
  if (unknown !== undefined) throw writer.error('unknown_name', `${type.name} has no ${unknown}`);
  for (const [name, member] of members) {
    const field = fields[name];
    if (field === undefined || member.kind !== 'element') continue;
    const count = written.get(name) ?? 0;
    if (member.occurs === 'once' ? count === 0 : Array.isArray(field) && count < field.length) {
      const what = count === 0 ? `${name} beside another alternative` : `more than ${count} of ${name}`;
      throw writer.error('too_many', what);
    }
  }
}

// The relaxed grammar of an element name that is declared with several types. EXI 1.0 8.5.3.

function isRelaxed({ types }: Fragment): boolean {
  return types.length > 1;
}

/** Attributes and AT(*), all elements, SE(*), EE, CH in the first state; the same without attributes once there was content. */
function relaxedCodes({ fragments, fragmentAttributes }: Schema) {
  const elements = fragments.length + 1;
  const attributes = fragmentAttributes.length + 1;
  return {
    first: { bits: codeBits(attributes + elements + 2), end: attributes + elements, text: attributes + elements + 1 },
    later: { bits: codeBits(elements + 2), end: elements, text: elements + 1 },
  };
}

/** The declaration of a relaxed element that a value with or without the attribute belongs to: its text and its attribute. */
function relaxedForm({ name, types }: Fragment, hasAttribute: boolean) {
  for (const type of types) {
    if (type.kind === 'complex' && hasAttribute && type.text?.kind === 'string' && type.attributes.length === 1)
      return { text: type.text, attribute: type.attributes[0]! };
    if (type.kind === 'string' && !hasAttribute) return { text: type, attribute: undefined };
  }
  throw new ExiError('undeclared', `the relaxed fragment ${name} ${hasAttribute ? 'with' : 'without'} attributes`);
}

function readRelaxed(reading: Reading, schema: Schema, fragment: Fragment): unknown {
  const { reader } = reading;
  const { first, later } = relaxedCodes(schema);
  reader.path.push(fragment.name);
  let code = readCode(reading, first.bits, (code) => relaxedMeaning(schema, code, first));
  let id: unknown;
  const attribute = schema.fragmentAttributes[code];
  const form = relaxedForm(fragment, attribute !== undefined);
  if (attribute !== undefined) {
    if (form.attribute?.name !== attribute.name || form.attribute.namespace !== attribute.namespace)
      throw undeclared(reading);
    reader.path.push(`@${attribute.name}`);
    id = readTyped(reading, attribute.type);
    reader.path.pop();
    code = readCode(reading, first.bits, (code) => relaxedMeaning(schema, code, first));
  }
  let value: unknown = emptyValue(form.text);
  if (code === first.text) {
    value = readTyped(reading, form.text);
    code = readCode(reading, later.bits, (code) => relaxedMeaning(schema, code, later));
    if (code !== later.end) throw undeclared(reading);
  } else if (code !== first.end || value === undefined) throw undeclared(reading);
  reader.path.pop();
  return form.attribute === undefined ? value : { [form.attribute.name]: id, value };
}

function relaxedMeaning(schema: Schema, code: number, state: { end: number; text: number }): string {
  if (code === state.end) return 'EE';
  if (code === state.text) return 'CH';
  const attribute = state.end > schema.fragments.length + 1 ? schema.fragmentAttributes[code] : undefined;
  return attribute ? `AT(${attribute.name})` : 'other event of the relaxed grammar';
}

function writeRelaxed(writer: BitWriter, schema: Schema, fragment: Fragment, value: unknown): void {
  const { first, later } = relaxedCodes(schema);
  const hasAttribute = typeof value === 'object' && value !== null;
  const { attribute, text } = relaxedForm(fragment, hasAttribute);
  writer.path.push(fragment.name);
  let content = value;
  if (attribute !== undefined) {
    const fields = value as Readonly<Record<string, unknown>>;
    const code = schema.fragmentAttributes.findIndex(
      ({ name, namespace }) => name === attribute.name && namespace === attribute.namespace,
    );
    writer.bits(code, first.bits);
    writer.path.push(`@${attribute.name}`);
    writeValue(writer, fields[attribute.name], attribute.type);
    writer.path.pop();
    content = fields.value;
  }
  writer.bits(first.text, first.bits);
  writeValue(writer, content, text);
  writer.bits(later.end, later.bits);
  writer.path.pop();
}
