/** Every path that a text takes through the chat adapters costs as much again for twice the text, and not four times. */
import { describe, it } from 'vitest';
import { renderBlock, small } from '../../adapters/discord/blocks.ts';
import { toEmbeds } from '../../adapters/discord/bodies.ts';
import { createIdWriter } from '../../adapters/discord/buttons.ts';
import { renderCard } from '../../adapters/discord/cards.ts';
import * as markdown from '../../adapters/discord/markup.ts';
import { tagsFor, threadNameOf } from '../../adapters/discord/post.ts';
import { toComponents } from '../../adapters/discord/render.ts';
import { redact } from '../../adapters/slack/errors.ts';
import { shownOf, toForm } from '../../adapters/slack/forms.ts';
import { cut, weigh } from '../../adapters/slack/limits.ts';
import { clipLine, toCode, toList, toParagraphs } from '../../adapters/slack/markup.ts';
import { toBlocks, toText, weighBlocks } from '../../adapters/slack/render.ts';
import * as slackText from '../../adapters/slack/text.ts';
import { relatedTo } from '../../src/chat/links.ts';
import type { Card, Line, Message } from '../../src/model/message.ts';
import { excerpt, mark } from '../../src/text/excerpt.ts';
import { expectLinear } from '../linear.ts';
import { sampleCard, samplePost } from './samples.ts';
import { sampleForm } from './scripted-service.ts';

/** What is repeated: white space, line ends, and the beginnings of marks that never end. */
const PIECES = [
  '\n',
  ' ',
  '\r',
  '\u2028',
  ' \n',
  '\u00a0x',
  'word ',
  'x',
  '*',
  '`',
  '\\',
  '[',
  '<',
  '@',
  '# ',
  '1',
  '1. ',
  ':/',
  '<@U1|',
  '<http://a|',
  '<http://a',
  '<#C1|',
  '<#C1',
  '<!',
  '&',
  'https://',
  'xoxb-',
  'token=',
  'a-',
  '.',
  'e.g. ',
  '👩‍',
  '漢',
  'e\u0301',
  '\u202e',
];

const cardWith = (text: string): Card =>
  sampleCard(0, {
    title: [{ text }],
    authors: text,
    organization: text,
    excerpt: [{ text, style: 'match' }],
  });
const messageWith = (text: string): Message => ({
  summary: text,
  blocks: [
    { kind: 'heading', text },
    { kind: 'text', line: [{ text, style: 'strong' }] },
    { kind: 'list', lines: [[{ text }]] },
    { kind: 'code', text },
    { kind: 'cards', cards: [cardWith(text), cardWith(text)] },
  ],
  actions: [{ label: text, act: { do: 'saved', from: 0 } }],
});
const room = { title: 600, link: 400, facts: 300, links: 300, excerpt: 900, reason: 300 };
const styled = (text: string): Line[] => [
  [{ text }],
  [{ text, style: 'match' }],
  [{ text, style: 'code' }],
  [{ text, url: 'https://a.example' }],
];
const manySpans = (text: string): Line => [...text].map((char) => ({ text: char }));

const PATHS: [string, (text: string) => unknown][] = [
  [
    'Discord: a message, and the embed made of it',
    (text) => toEmbeds(toComponents(messageWith(text), createIdWriter).components),
  ],
  ['Discord: a card', (text) => renderCard(cardWith(text), room)],
  ['Discord: a heading', (text) => renderBlock({ kind: 'heading', text }, 3_600)],
  ['Discord: a list', (text) => renderBlock({ kind: 'list', lines: styled(text) }, 3_600)],
  ['Discord: quiet text', (text) => renderBlock({ kind: 'text', tone: 'quiet', line: [{ text }] }, 3_600)],
  ['Discord: disarm', markdown.disarm],
  ['Discord: lines', (text) => styled(text).map((line) => markdown.renderLine(line, 900))],
  ['Discord: many spans', (text) => markdown.renderLine(manySpans(text), 900)],
  ['Discord: code', (text) => markdown.renderCode(text, 900)],
  ['Discord: a label', (text) => markdown.label(text, 80)],
  ['Discord: a link', (text) => markdown.renderLink([{ text }], `https://a.example/${text}`, 600)],
  ['Discord: subtext', small],
  ['a message with links', relatedTo],
  [
    'Discord: a thread',
    (text) => {
      const post = samplePost({ summary: text, blocks: [{ kind: 'heading', text }] });
      return [threadNameOf(post), tagsFor(post, { kind: 'forum', tags: [], needsTag: false } as never)];
    },
  ],
  ['Slack: a message', (text) => weighBlocks(toBlocks(messageWith(text)).blocks)],
  ['Slack: a summary', toText],
  ['Slack: paragraphs', (text) => styled(text).map((line) => toParagraphs(line))],
  ['Slack: many spans', (text) => clipLine(manySpans(text), 3_000)],
  ['Slack: a list', (text) => toList(styled(text))],
  ['Slack: code', toCode],
  ['Slack: words typed', slackText.readWords],
  ['Slack: escaping', (text) => [slackText.escapeMarkup(text), slackText.unescapeMarkup(text)]],
  [
    'Slack: plain text',
    (text) => [slackText.plainText(text, 3_000), slackText.isVisible(text), slackText.inert(text)],
  ],
  ['Slack: a link', (text) => slackText.linkable(`https://a.example/${text}`, 3_000)],
  ['Slack: cutting', (text) => [cut(text, 3_000), weigh(text)]],
  [
    'Slack: a form',
    (text) =>
      toForm({ id: 'slack:T1:C1', name: '#c' }, shownOf({ ...sampleForm, topics: [text], zone: text })),
  ],
  ['Slack: a log line', redact],
  ['an excerpt', (text) => [excerpt(text, [], 280), mark(text, [])]],
  [
    'an excerpt with marks',
    (text) => {
      const marks = Array.from({ length: Math.floor(text.length / 20) }, (_, at) => ({
        start: at * 20,
        end: at * 20 + 5,
      }));
      return [excerpt(text, marks, 280), mark(text, marks)];
    },
  ],
];

const textOf = (piece: string, length: number) => `start ${piece.repeat(Math.ceil(length / piece.length))}x`;
const LONG = 64_000;

describe.each(PATHS)('%s', (_, work) => {
  it.each(PIECES.map((piece) => [JSON.stringify(piece), piece]))(
    'grows no faster than its text, of %s',
    (_name, piece) => expectLinear((length) => textOf(piece, length), work, LONG),
  );
});
