/** The reference page of all messages and types, made from the schemas: `docs/exi-messages.md`. @module */

import { fixedBits, isUnsigned } from './datatypes.ts';
import { codeBits } from './grammar.ts';
import { iso15118v2 } from './iso15118-2.ts';
import { iso15118v20CommonMessages } from './iso15118-20.ts';
import { appProtocol } from './sap.ts';
import type { ComplexType, Element, EnumerationType, Particle, SimpleType, Type } from './schema.ts';
import type { Schema } from './schemaSet.ts';
import { xmldsig } from './xmldsig.ts';

/** The page as Markdown. */
export function messagesPage(): string {
  return [
    '# Messages and types',
    '',
    'Made from the schemas of `@openpnc/exi` (`npm run docs`); do not edit. A member is written as its key in TypeScript; `@` marks an',
    'attribute, which is a plain key there too. *Occurs* is the number of times an element may stand; above one the member is an array.',
    'Of members with the same mark `either` exactly one is there. *EXI* is how a value is represented: a number of bits, or a kind of',
    'EXI 1.0 section 7.1. An enumeration is sent as the index of its value.',
    '',
    ...section(appProtocol, 'Handshake on the protocol (`@openpnc/exi/sap`)', 'sap'),
    ...section(iso15118v2, 'ISO 15118-2 (`@openpnc/exi/iso15118-2`)', 'v2'),
    ...section(iso15118v20CommonMessages, 'ISO 15118-20 CommonMessages (`@openpnc/exi/iso15118-20`)', 'v20'),
    ...section(xmldsig, 'XML signatures (`@openpnc/exi/xmldsig`)', 'xmldsig'),
  ].join('\n');
}

function section(schema: Schema, title: string, mark: string): string[] {
  const types = new Map<ComplexType, string>();
  const enumerations = new Map<string, { readonly type: EnumerationType; readonly names: Set<string> }>();
  for (const element of schema.elements) if (schema.roots.has(element.name)) collect(element);
  const messages = new Set(bodiesOf(schema));
  const link = (name: string) => `${mark}-${name.toLowerCase()}`;
  const signed = schema.fragments.filter(({ types }) =>
    types.some((type) => type.kind === 'complex' && isIdentified(type)),
  );

  return [
    `## ${title}`,
    '',
    `Documents: ${schema.elements.length} global elements, event code of ${codeBits(schema.elements.length)} bits. Fragments: ` +
      `${schema.fragments.length} names, event code of ${codeBits(schema.fragments.length + 1)} bits, end ${schema.fragments.length + 1}.`,
    '',
    ...(signed.length > 0
      ? [
          'Elements with an `Id`, which can be signed, and their fragment event codes: ' +
            `${signed.map((fragment) => `${fragment.name} ${schema.fragments.indexOf(fragment)}${fragment.types.length > 1 ? ' (relaxed)' : ''}`).join(', ')}.`,
          '',
        ]
      : []),
    ...(messages.size > 0
      ? ['### Messages', '', ...[...messages].flatMap(({ name, type }) => typeText(name, type as ComplexType))]
      : []),
    '### Types',
    '',
    ...[...types]
      .filter(([type]) => ![...messages].some((message) => message.type === type))
      .sort(([, a], [, b]) => (a < b ? -1 : 1))
      .flatMap(([type, name]) => typeText(name, type)),
    ...(enumerations.size > 0 ? ['### Enumerations', ''] : []),
    ...[...enumerations.values()].flatMap(({ type, names }) => [
      `<a id="${link(`enum-${[...names][0]}`)}"></a>**${[...names].join(', ')}** (${fixedBits(type)} bits): ` +
        `${type.values.map((value, index) => `${index} \`${value}\``).join(', ')}`,
      '',
    ]),
  ];

  function collect({ name, type }: Element): void {
    if (type.kind !== 'complex') {
      collectSimple(name, type);
      return;
    }
    if (types.has(type)) return;
    types.set(type, type.name);
    for (const attribute of type.attributes) collectSimple(attribute.name, attribute.type);
    if (type.content !== undefined) collectParticle(type.content);
  }

  function collectParticle(particle: Particle): void {
    if (particle.particle === 'element') particle.alternatives.forEach(collect);
    else if (particle.particle !== 'wildcard') particle.items.forEach(collectParticle);
  }

  function collectSimple(name: string, type: SimpleType): void {
    if (type.kind !== 'enumeration') return;
    const key = type.values.join(' ');
    const known = enumerations.get(key) ?? { type, names: new Set() };
    enumerations.set(key, known);
    known.names.add(name);
  }

  function typeText(name: string, type: ComplexType): string[] {
    const rows = [
      ...type.attributes.map((attribute) => [
        `@${attribute.name}`,
        attribute.isRequired ? '1' : '0..1',
        ...simpleCells(attribute.name, attribute.type),
      ]),
      ...(type.text === undefined ? [] : [['value', '1', ...simpleCells(name, type.text)]]),
      ...(type.content === undefined ? [] : particleRows(type.content, '')),
    ];
    return [
      `<a id="${link(name)}"></a>**${name}**${rows.length === 0 ? ': empty' : ''}`,
      '',
      ...(rows.length === 0
        ? []
        : [
            '| member | occurs | type | EXI |',
            '| --- | --- | --- | --- |',
            ...rows.map((cells) => `| ${cells.join(' | ')} |`),
            '',
          ]),
    ];
  }

  function particleRows(particle: Particle, either: string): string[][] {
    const { min, max } = particle;
    const occurs = `${min === max ? min : `${min}..${max === Infinity ? 'n' : max}`}${either}`;
    switch (particle.particle) {
      case 'element': {
        const several = particle.alternatives.length > 1 ? ' either' : '';
        return particle.alternatives
          .filter(({ isAbstract }) => !isAbstract)
          .map(({ name, type }) => [name, occurs + several, ...typeCells(name, type)]);
      }
      case 'wildcard':
        return [[`any (${particle.namespaces})`, occurs, 'refused', '']];
      case 'choice':
        return particle.items.flatMap((item) => particleRows(item, `${either} either${max > 1 ? `, ${min}..n` : ''}`));
      case 'sequence':
        return particle.items.flatMap((item) =>
          particleRows(
            item,
            min === 1 && max === 1 ? either : `${either}, together ${min}..${max === Infinity ? 'n' : max}`,
          ),
        );
    }
  }

  function typeCells(name: string, type: Type): string[] {
    if (type.kind !== 'complex') return simpleCells(name, type);
    const isMessage = [...messages].some((message) => message.type === type);
    return [`[${isMessage ? name : type.name}](#${link(isMessage ? name : type.name)})`, ''];
  }

  function simpleCells(name: string, type: SimpleType): string[] {
    switch (type.kind) {
      case 'boolean':
        return ['boolean', '1 bit'];
      case 'enumeration': {
        const key = type.values.join(' ');
        const first = [...enumerations.get(key)!.names][0]!;
        return [`[enumeration](#${link(`enum-${first}`)})`, bits(fixedBits(type)!)];
      }
      case 'integer': {
        const width = fixedBits(type);
        const range = type.min === undefined ? '' : ` ${type.min} to ${type.max}`;
        return [
          `${type.name}${range}`,
          width === undefined ? (isUnsigned(type) ? 'Unsigned Integer' : 'Integer') : bits(width),
        ];
      }
      case 'string':
        return [`${type.name}${lengths(type)}`, 'String'];
      case 'binary':
        return [`${type.name}${lengths(type)}`, 'Binary'];
    }
    throw new TypeError(`${name}: no such kind`);
  }
}

/** The elements that a user thinks of as messages: those of a body if there is one, else the roots. */
function bodiesOf({ elements, roots, name }: Schema): Element[] {
  if (name === 'xmldsig') return [];
  const isRes = (element: Element) =>
    /(Req|Res)$/.test(element.name) && !element.isAbstract && element.type.kind === 'complex';
  return elements.filter((element) => isRes(element) || (roots.has(element.name) && roots.size > 1));
}

function isIdentified({ attributes }: ComplexType): boolean {
  return attributes.some(({ type }) => type.kind === 'string' && type.name === 'ID');
}

function bits(count: number): string {
  return `${count} ${count === 1 ? 'bit' : 'bits'}`;
}

function lengths({ minLength = 0, maxLength }: { readonly minLength?: number; readonly maxLength?: number }): string {
  if (maxLength === undefined) return '';
  return minLength === maxLength ? `, ${maxLength} long` : `, ${minLength} to ${maxLength} long`;
}
