/** Takes plain words from a person, gives a kind word on how to ask Paperboy, or nothing when it was not meant. */
import type { Message } from '../../src/model/message.ts';

/** A longer text is talk, not a search; no button is made of it. */
const LONGEST_SEARCH = 200;

/** How people begin a question; what follows is what they look for. */
const ASKING = [
  /^(please |can you |could you )?(what about|how about|is there|are there|do you have|(find|show|search|get|give|tell|look)( me| for)+) /i,
  /^((find|show|get|any|some|the) )?((new|recent|latest) )?(papers?|work) (on|about|for) /i,
];

/** `first` is true when the person has not written plain words here before: a newcomer is told once, unasked. */
export function hintFor(text: string, first: boolean): Message | undefined {
  if (!first && !speaksToPaperboy(text)) return undefined;
  const query = searchIn(text);
  const slash = /^\/\S*/.exec(text)?.[0];
  return {
    summary: 'Commands begin with /papers.',
    blocks: [
      {
        kind: 'text',
        line: [
          { text: slash === undefined ? 'I answer messages that begin with ' : 'I know one command, ' },
          { text: '/papers', style: 'code' },
          { text: '. ' },
          { text: '/papers help', style: 'code' },
          { text: ' shows what it can do.' },
        ],
      },
    ],
    actions:
      query === undefined
        ? []
        : [{ label: `Search for “${shorten(query)}”`, act: { do: 'search', query, from: 0 } }],
  };
}

/** Whether a text is a command that Paperboy does not know, a question, or calls it by name. */
export function speaksToPaperboy(text: string): boolean {
  return /^\/|\?\s*$|\bpaper(s|boy)?\b/i.test(text);
}

/** What the person may have wanted to find: the text without the call, the slash word and the question mark. */
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
