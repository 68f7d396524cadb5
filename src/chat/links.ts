/** Reads the papers that a message names or links to, or else builds a search from its most distinctive words. */
import { findPaperIds } from '../model/paper-id.ts';
import type { Wish } from '../model/ports.ts';

/** More papers than these in one message are a list, and not what the message is about. */
const MOST_PAPERS = 5;
/** Characters of an ID that an action can carry. */
const MOST_ID = 200;
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

/**
 * What asks for papers related to a message: to those that it names or links to, the first five at most, else to its words.
 * Undefined when it holds neither.
 */
export function relatedTo(text: string): Exclude<Wish, 'form'> | undefined {
  const read = text.slice(0, MOST_READ);
  const ids = findPaperIds(read).filter((id) => id.length <= MOST_ID);
  if (ids.length > 0) return { act: { do: 'related', ids: ids.slice(0, MOST_PAPERS) } };
  const words = tellingWords(read.replace(/(?:\bhttps?:\/\/|\bwww\.)\S+/gi, ' '));
  return words.length > 0 ? { text: `search ${words.join(' OR ')}` } : undefined;
}

/** The longest words, in the order in which they were written. */
function tellingWords(text: string): string[] {
  const written = text.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
  const words = [...new Set(written)].filter(
    (word) => word.length > 2 && word.length < 40 && !TALK.has(word) && !/^\d+$/.test(word),
  );
  const kept = new Set(words.toSorted((a, b) => b.length - a.length).slice(0, MOST_WORDS));
  return words.filter((word) => kept.has(word));
}
