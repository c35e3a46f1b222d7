/**
 * EXI 1.0, schema-informed and bit-packed, as ISO 15118 uses it: the schema vocabulary, the codec that is made from a schema,
 * and the one error. The messages are in the entries `/sap`, `/iso15118-2`, `/iso15118-20` and `/xmldsig`.
 *
 * @module
 */

export { type Codec, type CodecOptions, createCodec, type NamedElement } from './codec.ts';
export { ExiError, type ExiErrorCode, type ExiErrorPlace, exiErrorCodes } from './errors.ts';
export { type ExplainOptions, explain } from './explain.ts';
export type { DecodeOptions } from './interpreter.ts';
export type { Json } from './json.ts';
export {
  type AllOrNone,
  type Attribute,
  anyURI,
  attribute,
  type BinaryType,
  type BooleanType,
  base64Binary,
  boolean,
  byte,
  type ComplexType,
  choice,
  type Element,
  type ElementParticle,
  type EnumerationType,
  enumeration,
  type Group,
  hexBinary,
  ID,
  type Infer,
  type IntegerName,
  type IntegerType,
  int,
  integer,
  integerBits,
  long,
  mixed,
  type Namespace,
  type NamespaceDeclaration,
  namespace,
  type OneOf,
  optional,
  optionalAttribute,
  optionalRepeated,
  type Particle,
  ref,
  refOptionalRepeated,
  refRepeated,
  repeated,
  restrict,
  type SimpleType,
  type StringType,
  sequence,
  short,
  string,
  substitutionGroup,
  type Type,
  text,
  unsignedByte,
  unsignedInt,
  unsignedLong,
  unsignedShort,
  wildcard,
} from './schema.ts';
export { type Fragment, type Member, membersOf, type Schema, schemaSet } from './schemaSet.ts';
