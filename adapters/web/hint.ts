/** Answers a message that is not a command with a hint, if it seems to be meant for Paperboy. */
import type { CommandSpec } from '../../src/model/command-spec.ts';
import { type Action, inline, type Message } from '../../src/model/message.ts';
import { type History, KEPT } from './history.ts';

/** A longer text gets no search button: it is a conversation. */
const LONGEST_SEARCH = 200;

/** How people begin a question. What follows is the search. */
const ASKING = [
  /^(please |can you |could you )?(what about|how about|is there|are there|do you have|(find|show|search|get|give|tell|look)( me| for)+) /i,
  /^((find|show|get|any|some|the) )?((new|recent|latest) )?(papers?|work) (on|about|for) /i,
];

type Named = Pick<CommandSpec, 'name' | 'aliases' | 'isDefault'>;

/**
 * @param first whether it is the person's first message here that is not a command: that one always gets the hint
 * @param specs the commands: one that was only typed without `/papers` is offered as it is
 */
export function hintFor(text: string, first: boolean, specs: readonly Named[] = []): Message | undefined {
  if (!first && !speaksToPaperboy(text)) return undefined;
  const slash = /^\/\S*/.exec(text)?.[0];
  const opening = slash === undefined ? 'I answer messages that begin with' : 'I know one command,';
  return {
    summary: 'Commands begin with /papers.',
    blocks: [
      { kind: 'text', line: inline(`${opening} \`/papers\`. \`/papers help\` shows what it can do.`) },
    ],
    actions: [...commandIn(text, specs), ...searchFor(searchIn(text))].slice(0, 1),
  };
}

function commandIn(text: string, specs: readonly Named[]): Action[] {
  const typed = text.trim().replace(/\s+/g, ' ');
  const first = /^[a-z]+/i.exec(typed)?.[0].toLowerCase() ?? '';
  const isNamed = specs.some(
    ({ name, aliases, isDefault }) => !isDefault && (name === first || aliases.includes(first)),
  );
  if (!isNamed || typed.length > LONGEST_SEARCH) return [];
  return [{ label: `Run “/papers ${shorten(typed)}”`, act: { do: 'ask', text: typed } }];
}

function searchFor(query: string | undefined): Action[] {
  if (query === undefined) return [];
  return [{ label: `Search for “${shorten(query)}”`, act: { do: 'search', query, from: 0 } }];
}

/** Whether a text is an unknown command, a question, or names Paperboy. */
function speaksToPaperboy(text: string): boolean {
  return /^\/|\?\s*$|\bpaper(s|boy)?\b/i.test(text);
}

/** What the person may want to search for: the text without Paperboy's name, the slash word and the question mark. */
function searchIn(text: string): string | undefined {
  const said = text
    .slice(0, 1000)
    .replace(/\s+/g, ' ')
    .replace(/^ ?\/\S*/, '')
    .replace(/^ ?@?paper(s|boy)?\b[ ,:;!]*/i, '')
    .replace(/[?!. ]+$/, '')
    .trim();
  const query = ASKING.reduce((left, lead) => left.replace(lead, ''), said);
  return query === '' || query.length > LONGEST_SEARCH || query.startsWith('/') ? undefined : query;
}

function shorten(query: string): string {
  return query.length <= 40 ? query : `${query.slice(0, 39).trimEnd()}…`;
}

/** Whether a person has written anything but commands in a channel. */
export function hasSpoken(history: History, channel: string, personId: string): boolean {
  const { entries } = history.page(channel, personId, KEPT.open + KEPT.personal);
  return entries.some(({ author, text }) => author?.id === personId && !/^\/papers\b/i.test(text ?? ''));
}
