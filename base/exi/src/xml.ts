/**
 * The XML form of messages and fragments: Canonical XML 1.0 with the prefixes of the schemas out, any well-formed XML in.
 * Child elements must come in the order of the schema. A document type declaration is refused.
 *
 * ```ts
 * const { name, value } = codec.decode(exi);
 * const xml = toXml(codec.schema, name, value);
 * const again = codec.encode(name, fromXml(codec.schema, xml).value);
 * ```
 *
 * @module
 */

import type { NamedElement } from './codec.ts';
import { faultOf, isBig } from './datatypes.ts';
import { ExiError } from './errors.ts';
import { type Production, startOf } from './grammar.ts';
import { fragmentOf } from './interpreter.ts';
import { fromBase64, fromHex, toBase64, toHex } from './json.ts';
import type { ComplexType, SimpleType, Type } from './schema.ts';
import { type Fragment, membersOf, type Schema } from './schemaSet.ts';
import { type StartTag, XmlReader } from './xmlReader.ts';

/**
 * The canonical XML of a valid value: of the message or, if it is none, the fragment `name` (see `Codec.encodeFragment`).
 *
 * @throws ExiError `unknown_name`
 */
export function toXml(schema: Schema, name: string, value: unknown): string {
  const fragment = elementOf(schema, name);
  const prefixes = new Map<string, string>();
  for (const { uri, prefix } of schema.namespaces) prefixes.set(uri, prefix);
  const used = new Set<string>();
  const qualified = (local: string, namespace: string): string => {
    if (namespace === '') return local;
    used.add(namespace);
    return `${prefixes.get(namespace)}:${local}`;
  };
  const root = element(fragment.name, fragment.namespace, typeOfValue(fragment, value), value);
  // All declarations stand at the root, in the order of their prefixes.
  const declarations = [...used]
    .map((uri) => ` xmlns:${prefixes.get(uri)}="${escapedAttribute(uri)}"`)
    .sort()
    .join('');
  const end = root.search(/[ >]/);
  return root.slice(0, end) + declarations + root.slice(end);

  function element(local: string, namespace: string, type: Type, value: unknown): string {
    const tag = qualified(local, namespace);
    if (type.kind !== 'complex') return `<${tag}>${escapedText(lexical(type, value))}</${tag}>`;
    const fields = value as Readonly<Record<string, unknown>>;
    const attributes: { readonly order: string; readonly text: string }[] = [];
    let content = '';
    for (const [key, member] of membersOf(type)) {
      const field = fields[key];
      if (field === undefined) continue;
      if (member.kind === 'attribute') {
        const { name, namespace, type } = member.attribute;
        const text = ` ${qualified(name, namespace)}="${escapedAttribute(lexical(type, field))}"`;
        attributes.push({ order: `${namespace} ${name}`, text });
      } else if (member.kind === 'text') content += escapedText(lexical(member.type, field));
      else {
        const { name, namespace, type } = member.element;
        for (const item of member.occurs === 'once' ? [field] : (field as readonly unknown[]))
          content += element(name, namespace, type, item);
      }
    }
    attributes.sort((a, b) => (a.order < b.order ? -1 : 1));
    return `<${tag}${attributes.map(({ text }) => text).join('')}>${content}</${tag}>`;
  }
}

/**
 * The element that an XML text holds: a message, or any element of the schema as a fragment. Names, order, occurrence and all
 * facets are checked.
 *
 * @throws ExiError `malformed_xml`, or the code of what the schema does not allow; without offset
 */
export function fromXml(schema: Schema, xml: string): NamedElement {
  const reader = new XmlReader(xml);
  const path: string[] = [];
  const root = reader.start();
  if (root === undefined) throw new ExiError('malformed_xml', 'expected an element');
  const fragment = schema.fragments.find(({ name, namespace }) => name === root.name && namespace === root.namespace);
  if (fragment === undefined || fragment.isAbstract)
    throw new ExiError('unknown_name', `${schema.name} has no element {${root.namespace}}${root.name} that is sent`);
  const isMeant = fragmentOf(schema, fragment.name) === fragment;
  const value = elementValue(root.name, root, typeOfTag(fragment, root));
  reader.finish();
  return { name: isMeant ? fragment.name : `{${fragment.namespace}}${fragment.name}`, value };

  function elementValue(segment: string, tag: StartTag, type: Type): unknown {
    path.push(segment);
    const value = type.kind === 'complex' ? complexValue(tag, type) : simpleElement(tag, type);
    reader.end();
    path.pop();
    return value;
  }

  function simpleElement({ attributes }: StartTag, type: SimpleType): unknown {
    for (const { name, namespace } of attributes) checkForeign(name, namespace);
    return parsed(type, reader.text());
  }

  function complexValue({ attributes }: StartTag, type: ComplexType): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const { name, namespace, isRequired, type: attributeType } of type.attributes) {
      const given = attributes.find((other) => other.name === name && other.namespace === namespace);
      if (given !== undefined) {
        path.push(`@${name}`);
        value[name] = parsed(attributeType, given.value);
        path.pop();
      } else if (isRequired) throw error('missing_element', `expected @${name}`);
    }
    for (const { name, namespace } of attributes)
      if (!type.attributes.some((other) => other.name === name && other.namespace === namespace))
        checkForeign(name, namespace);
    if (type.text !== undefined) value.value = parsed(type.text, reader.text());
    else children(type, value);
    return value;
  }

  function children(type: ComplexType, value: Record<string, unknown>): void {
    let state = startOf(type);
    // Attributes are done with; their places lead to the content.
    for (let [first] = state.productions; first?.event === 'attribute'; [first] = state.productions)
      state = first.next();
    for (let tag = reader.start(); tag !== undefined; tag = reader.start()) {
      const { name, namespace } = tag;
      const production = state.productions.find(
        (other): other is Production & { event: 'element' } =>
          other.event === 'element' && other.element.name === name && other.element.namespace === namespace,
      );
      if (production === undefined) {
        const isElsewhere = membersOf(type).has(name);
        throw error(
          isElsewhere ? 'too_many' : 'unknown_name',
          isElsewhere ? `${name} must not stand here` : `there is no ${name} here`,
        );
      }
      if (production.refused) throw error(production.refused, `${name} must not stand here`);
      if (production.isArray) {
        const list = (value[name] as unknown[] | undefined) ?? [];
        value[name] = list;
        list.push(elementValue(`${name}[${list.length + 1}]`, tag, production.element.type));
      } else value[name] = elementValue(name, tag, production.element.type);
      state = production.next();
    }
    if (!state.productions.some(({ event }) => event === 'end')) {
      const expected = state.productions.flatMap((other) =>
        other.event === 'element' && !other.refused ? [other.element.name] : [],
      );
      throw error('missing_element', `expected ${expected.join(' or ')}`);
    }
  }

  function parsed(type: SimpleType, text: string): unknown {
    const value = valueFrom(type, text);
    if (value === undefined)
      throw error(
        'malformed_xml',
        `'${text.slice(0, 40)}' is no ${type.kind === 'boolean' ? 'boolean' : 'name' in type ? type.name : ''}`,
      );
    const fault = faultOf(value, type);
    if (fault) throw error(fault.code, fault.message);
    return value;
  }

  /** Hints for validators and the attributes of the xml prefix do no harm; everything else does. */
  function checkForeign(name: string, namespace: string): void {
    const isInstance = namespace === 'http://www.w3.org/2001/XMLSchema-instance';
    const isHint = isInstance && /^(noNamespaceS|s)chemaLocation$/.test(name);
    if (!isHint) throw error('unknown_name', `there is no attribute ${name} here`);
  }

  function error(code: ExiError['code'], message: string): ExiError {
    return new ExiError(code, message, { path: path.join('/') });
  }
}

/** A message root is meant before a fragment of the same local name. */
function elementOf(schema: Schema, name: string): Fragment {
  const root = schema.roots.has(name) ? schema.elements.find((element) => element.name === name) : undefined;
  return root === undefined ? fragmentOf(schema, name) : fragmentOf(schema, `{${root.namespace}}${root.name}`);
}

function typeOfValue({ types }: Fragment, value: unknown): Type {
  const isObject = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  return types.find(({ kind }) => (kind === 'complex') === isObject) ?? types[0];
}

/** Of several types of a name the one with attributes is meant if there are any. */
function typeOfTag({ types }: Fragment, { attributes }: StartTag): Type {
  return types.find(({ kind }) => (kind === 'complex') === attributes.length > 0) ?? types[0];
}

function lexical(type: SimpleType, value: unknown): string {
  if (type.kind !== 'binary') return String(value);
  return type.name === 'hexBinary' ? toHex(value as Uint8Array) : toBase64(value as Uint8Array);
}

/** The value of a lexical form; undefined if it is none. Enumerations and strings are what they are. */
function valueFrom(type: SimpleType, text: string): unknown {
  const collapsed = text.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '');
  switch (type.kind) {
    case 'boolean':
      return collapsed === 'true' || collapsed === '1'
        ? true
        : collapsed === 'false' || collapsed === '0'
          ? false
          : undefined;
    case 'integer': {
      if (!/^[+-]?[0-9]{1,1300}$/.test(collapsed)) return undefined;
      const value = collapsed.startsWith('-') ? -BigInt(collapsed.slice(1)) : BigInt(collapsed.replace('+', ''));
      return isBig(type) ? value : Number(value);
    }
    case 'binary':
      return type.name === 'hexBinary' ? fromHex(collapsed) : fromBase64(collapsed);
    case 'enumeration':
      return collapsed;
    case 'string':
      return type.name === 'string' ? text : collapsed;
  }
}

function escapedText(text: string): string {
  return text.replace(
    /[&<>\r]/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' })[character]!,
  );
}

function escapedAttribute(text: string): string {
  return text.replace(
    /[&<"\t\n\r]/g,
    (character) =>
      ({ '&': '&amp;', '<': '&lt;', '"': '&quot;', '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' })[character]!,
  );
}
