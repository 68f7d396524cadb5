/** Prints a reply as text for a terminal: what chat shows as blocks, cards and buttons. */
import { sayDay } from '../model/day-format.ts';
import type { Action, Block, Card, Line, Reply } from '../model/message.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { count, wrap } from './text.ts';

const STYLES = { strong: 'bold', quiet: 'dim', code: 'cyan', match: 'yellow' } as const;

/** Wrapped and colored for a person, plain and whole in a pipe; ends with a line break. */
export function replyText(reply: Reply, terminal: Terminal): string {
  const parts = reply.blocks.map((block) => blockText(block, terminal).join('\n'));
  const typed = reply.actions.flatMap(({ label, act }) => {
    const text = typedFor(act);
    return text === undefined ? [] : [`${printable(label)}: ${terminal.style('cyan', printable(text))}`];
  });
  return `${[...parts, typed.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}

function blockText(block: Block, terminal: Terminal): string[] {
  switch (block.kind) {
    case 'heading':
      return wrap(terminal.style('bold', printable(block.text)), terminal, '', '');
    case 'text': {
      const words = styled(block.line, terminal);
      const line = block.tone === 'quiet' ? terminal.style('dim', words) : words;
      return wrap(line, terminal, '', '');
    }
    case 'list':
      return block.lines.flatMap((line) => wrap(styled(line, terminal), terminal, '- ', '  '));
    case 'code':
      return printable(block.text)
        .split('\n')
        .map((line) => `    ${line}`);
    case 'cards':
      return block.cards.map((card, at) =>
        [...(at === 0 ? [] : ['']), ...cardText(card, at + 1, terminal)].join('\n'),
      );
  }
}

function cardText(card: Card, number: number, terminal: Terminal): string[] {
  const facts = [
    card.authors,
    card.organization,
    card.publishedOn && sayDay(card.publishedOn),
    count(card.upvotes, 'vote'),
    count(card.commentCount, 'comment'),
    count(card.stars, 'star'),
    card.withdrawn && 'withdrawn',
    card.url,
    card.url.includes(card.id) ? undefined : `id ${card.id}`,
  ];
  const known = facts.filter((fact) => fact !== undefined).join(' · ');
  return [
    ...wrap(
      terminal.style('bold', styled(card.title, terminal)),
      terminal,
      `${String(number).padStart(2)}  `,
    ),
    ...wrap(terminal.style('dim', printable(known)), terminal),
    ...wrap(styled(card.excerpt, terminal), terminal),
    ...(card.reason ? wrap(styled(card.reason, terminal), terminal) : []),
  ];
}

function styled(line: Line, terminal: Terminal): string {
  return line
    .map(({ text, style, url }) => {
      const shown = url === undefined || url === text ? text : `${text} (${url})`;
      const clean = printable(shown);
      // Without colors, quotes tell what may be typed.
      if (style === 'code' && terminal.width === undefined) return `\`${clean}\``;
      return style === undefined ? clean : terminal.style(STYLES[style], clean);
    })
    .join('');
}

/** What may be typed instead of pressing a button; undefined where nothing may. */
function typedFor(act: Action['act']): string | undefined {
  switch (act.do) {
    case 'ask':
      return act.text;
    case 'subscribe':
    case 'unsubscribe':
      return `${act.do} ${act.query}`;
    case 'search':
      return act.from === 0 ? act.query : undefined;
    default:
      return undefined;
  }
}
