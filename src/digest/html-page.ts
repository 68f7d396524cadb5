/** The HTML of a Daily Papers page enters, its digest leaves, from the data the page carries for its own script. */
import { Tokenizer } from 'htmlparser2';
import type { Digest } from '../paper.ts';
import { readAnswer } from './api-answer.ts';
import { readJson } from './json.ts';
import { badDigest, glimpse, type Reading } from './reading.ts';

/** Reads `<div data-target="DailyPapers" data-props="...">`; the attribute is entity-escaped JSON. */
export function readHtmlPage(html: string, reading: Reading): Digest[] {
  const props = findProps(html);
  if (props === undefined) {
    const title = /<title[^>]{0,200}>([^<]{0,200})/i.exec(html)?.[1];
    throw badDigest(
      `it is HTML${title ? `, titled ${glimpse(title)},` : ''} without the data of a Daily Papers page`,
    );
  }
  return readAnswer(readJson(props), props, reading);
}

/**
 * The first `data-props` that belongs to the target or holds the papers. The tokenizer alone is used: the parser
 * keeps a stack of open elements, which takes quadratic time where a million of them stay open.
 */
function findProps(html: string): string | undefined {
  let name = '';
  let value = '';
  let tag: { target?: string; props?: string } = {};
  let found: string | undefined;
  const nothing = () => {};
  const tokenizer = new Tokenizer(
    {},
    {
      onopentagname: () => {
        tag = {};
      },
      onattribname: (from, to) => {
        name = html.slice(from, to).toLowerCase();
        value = '';
      },
      onattribdata: (from, to) => {
        if (isWanted(name)) value += html.slice(from, to);
      },
      onattribentity: (code) => {
        if (isWanted(name)) value += String.fromCodePoint(code);
      },
      onattribend: () => {
        if (name === 'data-target') tag.target = value;
        if (name === 'data-props') tag.props = value;
      },
      onopentagend: () => close(),
      onselfclosingtag: () => close(),
      oncdata: nothing,
      onclosetag: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  );
  function close(): void {
    const { target, props } = tag;
    if (found !== undefined || props === undefined) return;
    if (target === 'DailyPapers' || props.includes('"dailyPapers"')) found = props;
  }
  tokenizer.write(html);
  tokenizer.end();
  return found;
}

function isWanted(name: string): boolean {
  return name === 'data-target' || name === 'data-props';
}
