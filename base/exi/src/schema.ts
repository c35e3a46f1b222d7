/**
 * The schema vocabulary: an XML schema as plain data, with the TypeScript type of its values. A type is declared once, as
 * a const; encoder, decoder, JSON form, XML form and reference page are made from it.
 *
 * ```ts
 * const ns = namespace({ uri: 'urn:example', prefix: 'ex' });
 * export const Meter = ns.element('Meter', { Id: attribute(ID), Reading: unsignedLong, Note: optional(string({ maxLength: 80 })) });
 * export type Meter = Infer<typeof Meter>;
 * // { readonly Id: string; readonly Reading: bigint; readonly Note?: string }
 * ```
 *
 * The order of the keys is the order of the XML schema's sequence. XML Schema 1.0; EXI 1.0 section 8.5.
 *
 * @module
 */

/** Carries the type of a node's values; there is no such key at run time. */
declare const valueType: unique symbol;

interface Carries<V> {
  readonly [valueType]?: V;
}

/** The type of the values of a schema node: of a type, an element or a part of a type. */
export type Infer<T> = T extends Carries<infer V> ? V : never;

/** xs:boolean. */
export interface BooleanType extends Carries<boolean> {
  readonly kind: 'boolean';
}

/** A string with a fixed list of values; EXI sends the index. */
export interface EnumerationType<V extends string = string> extends Carries<V> {
  readonly kind: 'enumeration';
  readonly values: readonly V[];
}

/** The integer types of XML Schema that ISO 15118 uses. */
export type IntegerName =
  | 'byte'
  | 'unsignedByte'
  | 'short'
  | 'unsignedShort'
  | 'int'
  | 'unsignedInt'
  | 'long'
  | 'unsignedLong'
  | 'integer';

/** An integer with inclusive bounds. Up to 32 bits a value is a `number`, above a `bigint`. */
export interface IntegerType<V extends number | bigint = number | bigint> extends Carries<V> {
  readonly kind: 'integer';
  readonly name: IntegerName;
  /** Absent for xs:integer. */
  readonly min?: V;
  readonly max?: V;
  /** Whether the JSON form is a number although the value is a bigint. */
  readonly isJsonNumber?: boolean;
}

/** xs:string, xs:anyURI or xs:ID; lengths in Unicode code points. */
export interface StringType extends Carries<string> {
  readonly kind: 'string';
  readonly name: 'string' | 'anyURI' | 'ID';
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** xs:base64Binary or xs:hexBinary; lengths in bytes. */
export interface BinaryType extends Carries<Uint8Array> {
  readonly kind: 'binary';
  readonly name: 'base64Binary' | 'hexBinary';
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A type without attributes and child elements. */
export type SimpleType = BooleanType | EnumerationType | IntegerType | StringType | BinaryType;

/** A type with attributes, child elements, or both, or with text and attributes. */
export interface ComplexType<V = unknown> extends Carries<V> {
  readonly kind: 'complex';
  readonly name: string;
  /** In the order of their event codes: by local name, then by namespace. */
  readonly attributes: readonly Attribute[];
  readonly content: Particle | undefined;
  /** The type of the text, which is the key `value`; such a type has no child elements. */
  readonly text: SimpleType | undefined;
  readonly isMixed: boolean;
}

/** Any type of an element. */
export type Type = SimpleType | ComplexType;

/** An attribute of a complex type. */
export interface Attribute {
  readonly name: string;
  /** Namespace URI; empty for none. */
  readonly namespace: string;
  readonly type: SimpleType;
  readonly isRequired: boolean;
}

/** A name with its type, as a child or at the top of a schema. */
export interface Element<N extends string = string, V = unknown> extends Carries<V> {
  readonly name: N;
  /** Namespace URI; empty for none. */
  readonly namespace: string;
  readonly type: Type;
  readonly isAbstract: boolean;
}

/** A piece of a content model. `max` is Infinity for unbounded. */
export type Particle =
  | ElementParticle
  | { readonly particle: 'choice'; readonly items: readonly Particle[]; readonly min: number; readonly max: number }
  | { readonly particle: 'sequence'; readonly items: readonly Particle[]; readonly min: number; readonly max: number }
  | {
      readonly particle: 'wildcard';
      readonly namespaces: '##any' | '##other';
      readonly min: number;
      readonly max: number;
    };

/** An element, or the members of a substitution group in the order of their event codes. */
export interface ElementParticle {
  readonly particle: 'element';
  readonly alternatives: readonly Element[];
  readonly min: number;
  readonly max: number;
}

// What a schema file writes between the parentheses of `element` and `complexType`.

type Field =
  | Type
  | OptionalField<Type>
  | RepeatedField<Type>
  | OptionalRepeatedField<Type>
  | AttributeField<SimpleType, boolean>;
type Fields = { readonly [name: string]: Field };

interface OptionalField<T> {
  readonly field: 'optional';
  readonly type: T;
}
interface RepeatedField<T> {
  readonly field: 'repeated';
  readonly type: T;
  readonly min: number;
  readonly max: number;
}
interface OptionalRepeatedField<T> {
  readonly field: 'optionalRepeated';
  readonly type: T;
  readonly min: number;
  readonly max: number;
}
interface AttributeField<T, R extends boolean> {
  readonly field: 'attribute';
  readonly type: T;
  readonly isRequired: R;
}

/** A group of elements whose value is merged into the type that holds it. */
export interface Group<V = unknown> extends Carries<V> {
  readonly part: 'group';
  readonly group: (namespace: NamespaceDeclaration) => Particle;
}

type Part = Fields | Group | TextPart | MixedPart;

interface TextPart<T extends SimpleType = SimpleType> extends Carries<{ readonly value: Infer<T> }> {
  readonly part: 'text';
  readonly text: T;
}
interface MixedPart {
  readonly part: 'mixed';
}

// The value types.

type FieldValue<F> = F extends OptionalField<infer T> | AttributeField<infer T, boolean>
  ? Infer<T>
  : F extends RepeatedField<infer T> | OptionalRepeatedField<infer T>
    ? readonly Infer<T>[]
    : Infer<F>;

type OptionalKey<F> = {
  [K in keyof F]: F[K] extends OptionalField<Type> | OptionalRepeatedField<Type> | AttributeField<SimpleType, false>
    ? K
    : never;
}[keyof F];

type FieldsValue<F> = { readonly [K in Exclude<keyof F, OptionalKey<F>>]: FieldValue<F[K]> } & {
  readonly [K in OptionalKey<F>]?: FieldValue<F[K]>;
};

type PartValue<P> = P extends Carries<infer V> & (Group | TextPart)
  ? V
  : P extends MixedPart
    ? unknown
    : FieldsValue<P>;

type PartsValue<P extends readonly unknown[]> = P extends readonly [infer First, ...infer Rest]
  ? PartValue<First> & PartsValue<Rest>
  : unknown;

type Flat<T> = T extends unknown ? { [K in keyof T]: T[K] } : never;

/** Exactly one of the keys of `T`; the others may be read, and are absent. */
export type OneOf<T> = {
  [K in keyof T]: { readonly [P in K]: T[P] } & { readonly [P in Exclude<keyof T, K>]?: never };
}[keyof T];

/** `T`, or none of its keys. */
export type AllOrNone<T> = T | { readonly [K in KeyOfAny<T>]?: never };

type KeyOfAny<T> = T extends unknown ? keyof T : never;
type ValueOfAny<T, K extends PropertyKey> = T extends { readonly [P in K]?: infer V } ? Exclude<V, undefined> : never;
type RepeatedValue<V> = { readonly [K in KeyOfAny<V>]?: readonly ValueOfAny<V, K>[] };

type ElementsValue<E extends readonly Element[]> = OneOf<{ [M in E[number] as M['name']]: Infer<M> }>;
type ChoiceValue<P extends readonly unknown[]> = P extends readonly [infer First, ...infer Rest]
  ? (First extends Group ? Infer<First> : OneOf<FieldsValue<First>>) | ChoiceValue<Rest>
  : never;

/** Where the names of a schema file live. */
export interface NamespaceDeclaration {
  readonly uri: string;
  /** Prefix of the XML form. */
  readonly prefix: string;
  /** Whether local elements are in the namespace (elementFormDefault); default true. */
  readonly areElementsQualified?: boolean;
  /** Whether attributes are in the namespace (attributeFormDefault); default true. */
  readonly areAttributesQualified?: boolean;
}

/** The declaring functions of one namespace. */
export interface Namespace extends NamespaceDeclaration {
  /** A global element with a type of its own. */
  element<const N extends string, const P extends readonly Part[]>(
    name: N,
    ...parts: P
  ): Element<N, Flat<PartsValue<P>>>;
  /** A global element of a named type. */
  elementOf<const N extends string, T extends Type>(name: N, type: T): Element<N, Infer<T>>;
  /** An element that is never sent: the head of a substitution group. Its code counts all the same. */
  abstractElement<const N extends string>(name: N, type: Type): Element<N, never>;
  complexType<const P extends readonly Part[]>(name: string, ...parts: P): ComplexType<Flat<PartsValue<P>>>;
  /** Elements of this namespace for a type of another one: what an extension takes from its base. */
  fields<const F extends Fields>(fields: F): Group<FieldsValue<F>>;
}

/** Opens a namespace. */
export function namespace(declaration: NamespaceDeclaration): Namespace {
  const typeOf = (name: string, parts: readonly Part[]): ComplexType => {
    const attributes: Attribute[] = [];
    const items: Particle[] = [];
    let text: SimpleType | undefined;
    let isMixed = false;
    for (const part of parts) {
      if (part.part === 'text') text = (part as TextPart).text;
      else if (part.part === 'mixed') isMixed = true;
      else if (isGroup(part)) items.push(part.group(declaration));
      else {
        for (const [key, field] of Object.entries(part as Fields)) {
          if (isAttribute(field)) attributes.push(attributeOf(key, field, declaration));
          else items.push(particleOf(key, field, declaration));
        }
      }
    }
    const content: Particle | undefined =
      items.length === 0 ? undefined : { particle: 'sequence', items, min: 1, max: 1 };
    return { kind: 'complex', name, attributes: attributes.toSorted(byName), content, text, isMixed };
  };
  const element = (name: string, type: Type, isAbstract: boolean) => ({
    name,
    namespace: declaration.uri,
    type,
    isAbstract,
  });
  return {
    ...declaration,
    element: (name, ...parts) => element(name, typeOf(`${name}Type`, parts), false) as never,
    elementOf: (name, type) => element(name, type, false) as never,
    abstractElement: (name, type) => element(name, type, true) as never,
    complexType: (name, ...parts) => typeOf(name, parts) as never,
    fields: (fields) => ({
      part: 'group',
      group: () => ({ particle: 'sequence', items: particlesOf([fields], declaration), min: 1, max: 1 }),
    }),
  };
}

/** minOccurs 0. */
export function optional<T extends Type>(type: T): OptionalField<T>;
/** A group or global element that may be absent. */
export function optional<V>(group: Group<V>): Group<AllOrNone<V>>;
export function optional(type: Type | Group): OptionalField<Type> | Group {
  return 'group' in type
    ? { part: 'group', group: (ns) => ({ ...type.group(ns), min: 0 }) }
    : { field: 'optional', type };
}

/** An element that occurs from `min` (1 or more) to `max` times; unbounded without `max`. Its value is an array. */
export function repeated<T extends Type>(
  type: T,
  occurs?: { readonly min?: number; readonly max?: number },
): RepeatedField<T>;
/** A choice or sequence that occurs again and again; each of its elements becomes an array. */
export function repeated<V>(
  group: Group<V>,
  occurs?: { readonly min?: number; readonly max?: number },
): Group<RepeatedValue<V>>;
export function repeated(type: Type | Group, { min = 1, max = Infinity } = {}): RepeatedField<Type> | Group {
  return 'group' in type
    ? { part: 'group', group: (ns) => ({ ...type.group(ns), min, max }) }
    : { field: 'repeated', type, min, max };
}

/** An element that occurs up to `max` times or not at all; unbounded without `max`. Its value is an array or absent. */
export function optionalRepeated<T extends Type>(type: T, { max = Infinity } = {}): OptionalRepeatedField<T> {
  return { field: 'optionalRepeated', type, min: 0, max };
}

/** A required attribute. */
export function attribute<T extends SimpleType>(type: T): AttributeField<T, true> {
  return { field: 'attribute', type, isRequired: true };
}

/** An attribute that may be absent. */
export function optionalAttribute<T extends SimpleType>(type: T): AttributeField<T, false> {
  return { field: 'attribute', type, isRequired: false };
}

/** The text of an element that also has attributes: the key `value`. */
export function text<T extends SimpleType>(type: T): TextPart<T> {
  return { part: 'text', text: type };
}

/** Marks a type as mixed: event codes count its characters, which are refused. */
export const mixed: MixedPart = { part: 'mixed' };

/** A wildcard: event codes count it; content that would need it is refused. */
export function wildcard(
  namespaces: '##any' | '##other',
  { min = 0, max = Infinity } = {},
): Group<{ readonly [K in never]: never }> {
  return { part: 'group', group: () => ({ particle: 'wildcard', namespaces, min, max }) };
}

/** A global element of any namespace as a child. */
export function ref<N extends string, V>(element: Element<N, V>): Group<{ readonly [K in N]: V }> {
  return { part: 'group', group: () => ({ particle: 'element', alternatives: [element], min: 1, max: 1 }) };
}

/** A global element that occurs again and again as a child. */
export function refRepeated<N extends string, V>(
  element: Element<N, V>,
  { max = Infinity } = {},
): Group<{ readonly [K in N]: readonly V[] }> {
  return { part: 'group', group: () => ({ particle: 'element', alternatives: [element], min: 1, max }) };
}

/** A global element that may occur again and again as a child. */
export function refOptionalRepeated<N extends string, V>(
  element: Element<N, V>,
  { max = Infinity } = {},
): Group<{ readonly [K in N]?: readonly V[] }> {
  return { part: 'group', group: () => ({ particle: 'element', alternatives: [element], min: 0, max }) };
}

/** The members of a substitution group and its head, one of which stands here under its own name. */
export function substitutionGroup<const E extends readonly Element[]>(...members: E): Group<ElementsValue<E>> {
  const alternatives = members.toSorted(byName);
  return { part: 'group', group: () => ({ particle: 'element', alternatives, min: 1, max: 1 }) };
}

/** Exactly one of the fields and groups. */
export function choice<const P extends readonly (Fields | Group)[]>(...parts: P): Group<ChoiceValue<P>> {
  return {
    part: 'group',
    group: (ns) => ({ particle: 'choice', items: particlesOf(parts, ns), min: 1, max: 1 }),
  };
}

/** All of the fields and groups in this order. */
export function sequence<const P extends readonly (Fields | Group)[]>(...parts: P): Group<Flat<PartsValue<P>>> {
  return {
    part: 'group',
    group: (ns) => ({ particle: 'sequence', items: particlesOf(parts, ns), min: 1, max: 1 }),
  };
}

function isGroup(part: Part): part is Group {
  return part.part === 'group';
}
function isAttribute(field: Field): field is AttributeField<SimpleType, boolean> {
  return 'field' in field && field.field === 'attribute';
}

function attributeOf(name: string, field: AttributeField<SimpleType, boolean>, ns: NamespaceDeclaration): Attribute {
  const namespace = ns.areAttributesQualified === false ? '' : ns.uri;
  return { name, namespace, type: field.type, isRequired: field.isRequired };
}

function particlesOf(parts: readonly (Fields | Group)[], ns: NamespaceDeclaration): Particle[] {
  return parts.flatMap((part) =>
    isGroup(part) ? [part.group(ns)] : Object.entries(part).map(([key, field]) => particleOf(key, field as Field, ns)),
  );
}

function particleOf(name: string, field: Field, ns: NamespaceDeclaration): ElementParticle {
  const namespace = ns.areElementsQualified === false ? '' : ns.uri;
  const particle = (type: Type, min: number, max: number): ElementParticle => ({
    particle: 'element',
    alternatives: [{ name, namespace, type, isAbstract: false }],
    min,
    max,
  });
  if (!('field' in field)) return particle(field, 1, 1);
  switch (field.field) {
    case 'optional':
      return particle(field.type, 0, 1);
    case 'repeated':
    case 'optionalRepeated':
      return particle(field.type, field.min, field.max);
    case 'attribute':
      throw new TypeError(`${name}: an attribute cannot stand in a choice or sequence`);
  }
}

/** Order of event codes: by local name, then by namespace, both by code point. */
export function byName(a: { name: string; namespace: string }, b: { name: string; namespace: string }): number {
  return compare(a.name, b.name) || compare(a.namespace, b.namespace);
}
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** xs:boolean. */
export const boolean: BooleanType = { kind: 'boolean' };
/** xs:byte. */
export const byte = integerType('byte', -128, 127);
/** xs:unsignedByte. */
export const unsignedByte = integerType('unsignedByte', 0, 255);
/** xs:short. */
export const short = integerType('short', -32_768, 32_767);
/** xs:unsignedShort. */
export const unsignedShort = integerType('unsignedShort', 0, 65_535);
/** xs:int. */
export const int = integerType('int', -2_147_483_648, 2_147_483_647);
/** xs:unsignedInt. */
export const unsignedInt = integerType('unsignedInt', 0, 4_294_967_295);
/** xs:long. */
export const long: IntegerType<bigint> = { kind: 'integer', name: 'long', min: -(2n ** 63n), max: 2n ** 63n - 1n };
/** xs:unsignedLong. */
export const unsignedLong: IntegerType<bigint> = {
  kind: 'integer',
  name: 'unsignedLong',
  min: 0n,
  max: 2n ** 64n - 1n,
};
/** xs:integer of any size up to {@link integerBits}. */
export const integer: IntegerType<bigint> = { kind: 'integer', name: 'integer' };
/** xs:ID. */
export const ID: StringType = { kind: 'string', name: 'ID' };

/** Most bits of an xs:integer that is read or written. A certificate's serial number has at most 160 (RFC 5280 4.1.2.2). */
export const integerBits = 4096;

function integerType(name: IntegerName, min: number, max: number): IntegerType<number> {
  return { kind: 'integer', name, min, max };
}

/** An integer type with narrower bounds. */
export function restrict(
  base: IntegerType<number>,
  bounds: { readonly min?: number; readonly max?: number },
): IntegerType<number> {
  return { ...base, ...bounds };
}

/** A fixed list of strings, in the order of the schema. */
export function enumeration<const V extends string>(...values: readonly V[]): EnumerationType<V> {
  return { kind: 'enumeration', values };
}

interface StringFacets {
  readonly minLength?: number;
  readonly maxLength?: number;
}
/** xs:string. */
export function string(facets: StringFacets = {}): StringType {
  return { kind: 'string', name: 'string', ...facets };
}
/** xs:anyURI. */
export function anyURI(facets: StringFacets = {}): StringType {
  return { kind: 'string', name: 'anyURI', ...facets };
}

type BinaryFacets = { readonly length?: number; readonly maxLength?: number };
/** xs:base64Binary. */
export function base64Binary(facets: BinaryFacets = {}): BinaryType {
  return { kind: 'binary', name: 'base64Binary', ...binaryFacets(facets) };
}
/** xs:hexBinary. */
export function hexBinary(facets: BinaryFacets = {}): BinaryType {
  return { kind: 'binary', name: 'hexBinary', ...binaryFacets(facets) };
}
function binaryFacets({ length, maxLength }: BinaryFacets): { minLength?: number; maxLength?: number } {
  if (length !== undefined) return { minLength: length, maxLength: length };
  return maxLength === undefined ? {} : { maxLength };
}
