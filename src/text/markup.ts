/**
 * Reads text that may hold HTML, JATS or MathML, escaped or not, as plain text.
 *
 * Only names that these vocabularies know are markup: in `n<d and k>2` and `the <think> token` the signs stay. Each step
 * is linear: a tag is looked for from its `<` to the next one, and the tokenizer keeps no stack.
 */
import { decodeHTMLStrict } from 'entities';
import { BLOCKS, CLOSED, HIDDEN, isMarkup } from './markup-elements.ts';
import { createMarkupWriter } from './markup-writer.ts';
import { tokenize } from './tokenize.ts';

/** `&amp;amp;lt;` is three levels; more were never seen. */
const MAX_LEVELS = 3;

const NAME = '(?:[a-z][\\w-]{0,30}:)?([a-z][a-z\\d-]{0,30})';
const VALUE = '(?:"[^"<]*"|\'[^\'<]*\'|[^\\s"\'<>=]+)';
const ALONE =
  '(?:allowfullscreen|async|checked|compact|controls|defer|disabled|download|hidden|itemscope|loop|muted|noshade|nowrap|open|reversed|scoped)';
const ATTRIBUTE = `(?:[\\w:.@-]+\\s*=\\s*${VALUE}|${ALONE}(?![\\w=-]))`;
/** A start tag, an end tag, or the beginning of a comment, a CDATA section, a declaration or an instruction. */
const TAG = new RegExp(
  `<(?:/?${NAME}(?:\\s+${ATTRIBUTE})*\\s*/?>|(!--)|(!\\[CDATA\\[)|!doctype[^<>]*>|\\?[a-z][^<>]*\\?>)`,
  'iy',
);
const ENTITY = /&(?:[a-z][a-z\d]{1,30}|#\d{1,7}|#x[\da-f]{1,6});/i;

/**
 * The text without its markup: blocks end a line (`\n`), inline elements leave nothing, powers and fractions stay
 * readable, `style` and `script` are dropped with their content, and entities are decoded, also where the text was
 * escaped more than once.
 */
export function readMarkup(text: string): string {
  let read = text;
  let isRead = false;
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    // After tags were removed, escaped tags are literal text.
    if (!isRead && read.includes('<')) {
      const { text: escaped, hasTags } = escapeStray(read);
      isRead = hasTags;
      if (hasTags) read = withoutTags(escaped);
    }
    if (!ENTITY.test(read)) break;
    read = decodeHTMLStrict(read);
  }
  return read;
}

/** The same text with `&lt;` for each `<` that begins no markup, and whether any begins some. */
function escapeStray(text: string): { text: string; hasTags: boolean } {
  const lastOf = createFinder(text);
  let hasTags = false;
  const escaped = text.replace(/</g, (_sign, at: number) => {
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    if (tag === null || !isTag(tag, at, lastOf)) return '&lt;';
    hasTags = true;
    return '<';
  });
  return { text: escaped, hasTags };
}

function isTag(tag: RegExpExecArray, at: number, lastOf: (end: string) => number): boolean {
  const [all, name, comment, section] = tag;
  const { input } = tag;
  if (comment !== undefined) return at + comment.length < lastOf('-->');
  if (section !== undefined) return at < lastOf(']]>');
  if (name === undefined) return true;
  const low = name.toLowerCase();
  if (!isMarkup(low)) return false;
  // Without its end it would hide the rest: a text that speaks of `<script>` shows the word.
  if (HIDDEN.has(low) && all.slice(1).startsWith(name) && !all.endsWith('/>') && at > lastOf(`</${name}`)) {
    return false;
  }
  // A paragraph need not be closed, but begins after a sentence: `n<p>1` is not one.
  if (all === '<p>' && at > lastOf('</p>')) return !/[\p{L}\p{N}]/u.test(input.charAt(at - 1));
  return all.length !== name.length + 2 || !CLOSED.has(low) || at < lastOf(`</${name}>`);
}

/** The last position of an end tag, or -1. Each is searched for once. */
function createFinder(text: string): (end: string) => number {
  const known = new Map<string, number>();
  return (end) => {
    const at = known.get(end) ?? text.lastIndexOf(end);
    known.set(end, at);
    return at;
  };
}

/** The text between the tags. White space of the source becomes one space, so that a line break means the end of a block. */
function withoutTags(text: string): string {
  const writer = createMarkupWriter();
  let hidden: string | undefined;
  let opened = '';
  const write = (from: number, to: number) => {
    if (hidden === undefined) writer.text(text.slice(from, to).replace(/\s+/g, ' '));
  };
  const nameAt = (from: number, to: number) => text.slice(from, to).toLowerCase().replace(/^.*:/, '');
  const breakAt = (name: string) => {
    if (hidden === undefined && BLOCKS.has(name)) writer.text('\n');
  };
  tokenize(
    text,
    {
      ontext: write,
      oncdata: (from, to, endOffset) => write(from, to - endOffset),
      onopentagname: (from, to) => {
        opened = nameAt(from, to);
        breakAt(opened);
      },
      onopentagend: () => {
        if (hidden === undefined) writer.open(opened);
        if (HIDDEN.has(opened)) hidden ??= opened;
      },
      onclosetag: (from, to) => {
        const name = nameAt(from, to);
        if (name === hidden) hidden = undefined;
        if (hidden === undefined) writer.close(name, text.charAt(to + 1));
        breakAt(name);
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  return writer.end();
}
