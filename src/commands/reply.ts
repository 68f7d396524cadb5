/** Builds replies of the few kinds that most answers need. */
import { firstCharacters } from '../model/characters.ts';
import {
  type Action,
  type Block,
  type ButtonAction,
  type Card,
  inline,
  type Line,
  plain,
  type Reply,
} from '../model/message.ts';
import { withoutLikeWords } from '../query/like.ts';

/** What was typed or is to be typed. A query like a paper is shown by the paper's id, which can be typed again. */
export function code(text: string): Line {
  return [{ text: withoutLikeWords(text), style: 'code' }];
}

/** Several codes with commas between them. */
export function codes(texts: readonly string[]): Line {
  return texts.flatMap((text, at): Line => [{ text: at === 0 ? '' : ', ' }, ...code(text)]);
}

const OR = new Intl.ListFormat('en', { type: 'disjunction' });

/** Alternatives in a sentence, each as code between backticks. */
export function eitherCode(texts: readonly string[]): string {
  return OR.format(texts.map((text) => `\`${text}\``));
}

export function text(line: Line | string, tone: 'plain' | 'quiet' | 'warning' = 'plain'): Block {
  return { kind: 'text', line: typeof line === 'string' ? inline(line) : line, tone };
}

/**
 * A reply for the person who asked. Its summary is its first line unless another is given. One that begins with a warning
 * is a refusal: nothing was understood, or nothing was done.
 */
export function reply(blocks: Block[], options: { summary?: string; actions?: Action[] } = {}): Reply {
  const [first] = blocks;
  const refused = first?.kind === 'text' && first.tone === 'warning';
  return {
    audience: 'person',
    summary: options.summary ?? firstWords(blocks),
    blocks,
    actions: options.actions ?? [],
    ...(refused ? { refused } : {}),
  };
}

/** Several replies to the same person as one; it is a refusal when all of them are. Takes at least one. */
export function joined(replies: readonly Reply[]): Reply {
  const [first = reply([]), ...others] = replies;
  if (others.length === 0) return first;
  const { refused: _, ...answered } = first;
  return {
    ...answered,
    blocks: replies.flatMap(({ blocks }) => blocks),
    actions: replies.flatMap(({ actions }) => actions),
    ...(replies.every(({ refused }) => refused) ? { refused: true } : {}),
  };
}

/** The same with each of its cards changed. */
export function withCards(answer: Reply, change: (card: Card) => Card): Reply {
  const blocks = answer.blocks.map((block) =>
    block.kind === 'cards' ? { ...block, cards: block.cards.map(change) } : block,
  );
  return { ...answer, blocks };
}

/** The same without pictures of papers. */
export function withoutThumbnails(answer: Reply): Reply {
  return withCards(answer, ({ thumbnail: _, ...card }) => card);
}

/** The same, for everyone in the channel. */
export function toChannel(answer: Reply): Reply {
  return { ...answer, audience: 'channel' };
}

/** Longer labels are cut: no platform shows more of a button. */
const MOST_LABEL = 75;

export function action(label: string, act: ButtonAction): Action {
  return { label: firstCharacters(withoutLikeWords(label), MOST_LABEL), act };
}

/** The button of a page that shows the next one, where anything is left. */
export function nextPage(left: number, label: string, act: ButtonAction): Action[] {
  return left > 0 ? [{ label, act }] : [];
}

function firstWords(blocks: Block[]): string {
  for (const block of blocks) {
    if (block.kind === 'heading') return block.text;
    if (block.kind === 'text') return plain(block.line);
  }
  return 'Paperboy';
}
