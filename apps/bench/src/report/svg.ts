/** Small words of SVG; texts are escaped, nothing is fetched, nothing depends on colour alone. @module */
import { escaped } from '../check/page.ts';

/** Attributes of an element; numbers are rounded to a tenth. */
type Attributes = Readonly<Record<string, string | number>>;

/** An element with its content, which is markup already. */
export function tag(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const list = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? Math.round(value * 10) / 10 : escaped(value)}"`)
    .join('');
  return content.length === 0 ? `<${name}${list}/>` : `<${name}${list}>${content.join('')}</${name}>`;
}

/** A text at a place. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return tag('text', { x, y, ...attributes }, escaped(text));
}

/** A picture with a title for those who do not see it. */
export function picture(width: number, height: number, title: string, ...content: readonly string[]): string {
  return tag(
    'svg',
    {
      viewBox: `0 0 ${width} ${Math.ceil(height)}`,
      width,
      height: Math.ceil(height),
      role: 'img',
      xmlns: 'http://www.w3.org/2000/svg',
    },
    `<title>${escaped(title)}</title>`,
    ...content,
  );
}

/** A text cut to so many characters. */
export function short(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
