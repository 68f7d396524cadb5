/** Reads from a message the papers that it links to or names, or else a search with its most telling words. */
import type { APIMessage } from 'discord.js';
import { papersMeant, withoutLinks } from '../../src/model/paper-id.ts';

const MOST_WORDS = 12;
const MOST_READ = 8_000;
/** Words of talk that tell nothing about papers. */
const TALK = new Set(
  `about above after again also and another any anyone are because been before being between both but came can cannot could did does
   doing done down each even every first for from get give going good great had has have having here how into its just know like look
   made make many may maybe might more most much must need new nice not now off one only other our out over own paper papers people
   please pretty put read really said same say see seen should show some something still such take than thanks that the their them then
   there these they thing things think this those through time today too use used using very via want was way well were what when where
   which while who why will with work would yes yet you your https http www com org`.split(/\s+/),
);

/** The IDs of the papers that a message names or links to. */
export function papersIn(message: Parameters<typeof queryFor>[0]): string[] {
  return papersMeant(textOf(message).slice(0, MOST_READ));
}

/** A query, or undefined when the message holds no words. */
export function queryFor(
  message: Pick<APIMessage, 'content' | 'embeds'> & { components?: unknown },
): string | undefined {
  const text = textOf(message).slice(0, MOST_READ);
  const words = tellingWords(withoutLinks(text));
  return words.length > 0 ? words.join(' OR ') : undefined;
}

/** Longer words first to be kept, then in the order in which they were written. */
function tellingWords(text: string): string[] {
  const written = text.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
  const words = [...new Set(written)].filter(
    (word) => word.length > 2 && word.length < 40 && !TALK.has(word) && !/^\d+$/.test(word),
  );
  const kept = new Set(words.toSorted((a, b) => b.length - a.length).slice(0, MOST_WORDS));
  return words.filter((word) => kept.has(word));
}

/** All that a reader sees of it: its content, embeds, and text displays. */
function textOf({ content, embeds, components }: Parameters<typeof queryFor>[0]): string {
  const texts = [
    content ?? '',
    ...(embeds ?? []).flatMap(({ title, description, url }) => [title, description, url]),
  ];
  const parts: unknown[] = [components];
  while (parts.length > 0) {
    const part = parts.pop();
    if (Array.isArray(part)) parts.push(...part.toReversed());
    else if (typeof part === 'object' && part !== null) {
      const { content: words, components: inner } = part as { content?: unknown; components?: unknown };
      if (typeof words === 'string') texts.push(words);
      parts.push(inner);
    }
  }
  return texts.filter((text) => text !== undefined).join('\n');
}
