/** A set of schemas that is known out of band: its documents, its fragments, its namespaces. EXI 1.0 8.5.1 and 8.5.2. @module */

import {
  type Attribute,
  byName,
  type ComplexType,
  type Element,
  type NamespaceDeclaration,
  type Particle,
  type SimpleType,
  type Type,
} from './schema.ts';

/** What a codec is made of. */
export interface Schema {
  readonly name: string;
  /** The namespaces with the prefixes of the XML form. */
  readonly namespaces: readonly NamespaceDeclaration[];
  /** All global elements; the index is the event code of a document. */
  readonly elements: readonly Element[];
  /** Which of them are messages. */
  readonly roots: ReadonlySet<string>;
  /** All element names, global and local; the index is the event code of a fragment. */
  readonly fragments: readonly Fragment[];
  /** All attribute names in the order of their event codes in the relaxed grammar. */
  readonly fragmentAttributes: readonly Attribute[];
}

/** An element name of a schema set. */
export interface Fragment {
  readonly name: string;
  readonly namespace: string;
  /** More than one where the name is declared with several types: EXI then uses the relaxed grammar. */
  readonly types: readonly [Type, ...Type[]];
  readonly isAbstract: boolean;
  readonly isGlobal: boolean;
}

/**
 * Puts a schema set together. `elements` are the global elements, `types` the complex types that no element leads to,
 * `roots` the names of the elements that are messages (all if absent).
 */
export function schemaSet({
  name,
  namespaces,
  elements,
  types = [],
  roots,
}: {
  readonly name: string;
  readonly namespaces: readonly NamespaceDeclaration[];
  readonly elements: readonly Element[];
  readonly types?: readonly ComplexType[];
  readonly roots?: readonly string[];
}): Schema {
  const fragments = new Map<string, Fragment>();
  const attributes = new Map<string, Attribute>();
  const seen = new Set<Type>();

  for (const element of elements) addElement(element, true);
  for (const type of types) addType(type);

  return {
    name,
    namespaces,
    elements: elements.toSorted(byName),
    roots: new Set(roots ?? elements.filter(({ isAbstract }) => !isAbstract).map((element) => element.name)),
    fragments: [...fragments.values()].sort(byName),
    fragmentAttributes: [...attributes.values()].sort(byName),
  };

  function addElement({ name, namespace, type, isAbstract }: Element, isGlobal: boolean): void {
    const key = `${name} ${namespace}`;
    const known = fragments.get(key);
    if (known === undefined) fragments.set(key, { name, namespace, types: [type], isAbstract, isGlobal });
    else {
      const types: Fragment['types'] = known.types.some((other) => isSameType(other, type))
        ? known.types
        : [...known.types, type];
      fragments.set(key, { ...known, types, isGlobal: known.isGlobal || isGlobal });
    }
    addType(type);
  }

  function addType(type: Type): void {
    if (type.kind !== 'complex' || seen.has(type)) return;
    seen.add(type);
    for (const attribute of type.attributes) attributes.set(`${attribute.name} ${attribute.namespace}`, attribute);
    if (type.content !== undefined) addParticle(type.content);
  }

  function addParticle(particle: Particle): void {
    if (particle.particle === 'element') for (const element of particle.alternatives) addElement(element, false);
    else if (particle.particle !== 'wildcard') for (const item of particle.items) addParticle(item);
  }
}

/** Complex types are the same when they are one object, simple ones when their facets are equal. */
function isSameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  return a.kind !== 'complex' && b.kind !== 'complex' && facets(a) === facets(b);
}

function facets(type: SimpleType): string {
  return JSON.stringify(Object.entries(type).sort(), (_, value) => (typeof value === 'bigint' ? `${value}` : value));
}

/** One key of the value of a complex type. */
export type Member =
  | { readonly kind: 'attribute'; readonly attribute: Attribute }
  | { readonly kind: 'text'; readonly type: SimpleType }
  | {
      readonly kind: 'element';
      readonly element: Element;
      /** `list`: maxOccurs above 1; `grouped`: once in a choice or sequence that repeats. Both are arrays. */
      readonly occurs: 'once' | 'list' | 'grouped';
    };

const membersOfType = new WeakMap<ComplexType, ReadonlyMap<string, Member>>();

/** The keys that a value of `type` may have, in schema order. */
export function membersOf(type: ComplexType): ReadonlyMap<string, Member> {
  let members = membersOfType.get(type);
  if (members === undefined) {
    members = collectMembers(type);
    membersOfType.set(type, members);
  }
  return members;
}

function collectMembers(type: ComplexType): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const attribute of type.attributes) members.set(attribute.name, { kind: 'attribute', attribute });
  if (type.text !== undefined) members.set('value', { kind: 'text', type: type.text });
  if (type.content !== undefined) add(type.content, false);
  return members;

  function add(particle: Particle, isRepeated: boolean): void {
    if (particle.particle === 'wildcard') return;
    if (particle.particle !== 'element') {
      for (const item of particle.items) add(item, isRepeated || particle.max > 1);
      return;
    }
    for (const element of particle.alternatives) {
      if (element.isAbstract) continue;
      const occurs = particle.max > 1 ? 'list' : isRepeated ? 'grouped' : 'once';
      const known = members.get(element.name);
      if (
        known !== undefined &&
        (known.kind !== 'element' || !isSameType(known.element.type, element.type) || known.occurs !== occurs)
      )
        throw new TypeError(`${type.name}: two members are named ${element.name}`);
      if (known === undefined) members.set(element.name, { kind: 'element', element, occurs });
    }
  }
}

/** Whether the values of `type` are nothing but one of several elements: no other key may be there, so that none is overlooked. */
export function isChoice({ attributes, text, content }: ComplexType): boolean {
  if (attributes.length > 0 || text !== undefined || content?.particle !== 'sequence' || content.items.length !== 1)
    return false;
  const [item] = content.items;
  if (item!.max > 1) return false;
  return item!.particle === 'choice' || (item!.particle === 'element' && item!.alternatives.length > 1);
}
