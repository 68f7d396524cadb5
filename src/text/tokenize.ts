/**
 * Reads markup with the tokenizer of htmlparser2. Its parser is not used: it keeps a stack of open elements, which takes
 * quadratic time when a million of them stay open.
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { setOf } from './word-list.ts';

const callbacks = setOf(`
  onattribdata onattribend onattribentity onattribname oncdata onclosetag oncomment ondeclaration onend onopentagend
  onopentagname onprocessinginstruction onselfclosingtag ontext ontextentity`);
const ignored = Object.fromEntries([...callbacks].map((name) => [name, () => {}]));

/** Calls back for each part of the markup that `on` names, in the order of the text. Linear. */
export function tokenize(
  markup: string,
  on: Partial<TokenizerCallbacks>,
  options: { xmlMode?: boolean; decodeEntities?: boolean } = {},
): void {
  const tokenizer = new Tokenizer(options, { ...ignored, ...on } as TokenizerCallbacks);
  tokenizer.write(markup);
  tokenizer.end();
}
