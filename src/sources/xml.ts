/** The text of an XML feed in, its tree out; what would exhaust memory or is cut off is refused. */
import { XMLParser } from 'fast-xml-parser';
import { PaperboyError } from '../model/errors.ts';

/** Elements that may come once or often are lists always. */
const LISTS = new Set([
  'entry',
  'item',
  'author',
  'category',
  'link',
  'dc:creator',
  'dc:subject',
  'dc:identifier',
]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  // `2508.10` is an id and no number.
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  maxNestedTags: 60,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && LISTS.has(name),
});

export type Node = Record<string, unknown>;

/** @throws PaperboyError `source` naming what is wrong with it */
export function readXml(text: string, from: string): Node {
  const head = text.slice(0, 8_192);
  if (/<!DOCTYPE[^>]*\[/i.test(head)) {
    throw new PaperboyError('source', `${from} declares entities of its own, which are not read.`);
  }
  if (!/<(?:feed|rss|rdf:RDF)[\s>]/i.test(head)) {
    const seen = head.replace(/\s+/g, ' ').trim().slice(0, 120).toWellFormed();
    throw new PaperboyError(
      'source',
      `The source changed shape: ${from} is no RSS or Atom feed. It begins: ${seen}`,
    );
  }
  if (!/<\/(?:feed|rss|rdf:RDF)>\s*(?:<!--[\s\S]{0,2000}-->\s*)?$/i.test(text.slice(-4_096))) {
    throw new PaperboyError('source', `${from} broke off in the middle of its feed.`, {
      retry: { afterMs: 0 },
    });
  }
  try {
    return parser.parse(text) as Node;
  } catch (error) {
    throw new PaperboyError('source', `${from} is no well-formed XML.`, { cause: error });
  }
}

export function childOf(node: unknown, name: string): unknown {
  return isNode(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}

export function listOf(node: unknown, name: string): unknown[] {
  const found = childOf(node, name);
  if (found === undefined || found === '') return [];
  return Array.isArray(found) ? found : [found];
}

/** The text of an element, with that of the elements inside it. */
export function textOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value;
  if (depth > 20) return undefined;
  if (Array.isArray(value)) return value.map((one) => textOf(one, depth + 1) ?? '').join(' ');
  if (!isNode(value)) return undefined;
  const parts = Object.entries(value).filter(([name]) => !name.startsWith('@'));
  return parts.map(([, part]) => textOf(part, depth + 1) ?? '').join(' ');
}

export function attributeOf(value: unknown, name: string): string | undefined {
  const found = childOf(value, `@${name}`);
  return typeof found === 'string' ? found : undefined;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
