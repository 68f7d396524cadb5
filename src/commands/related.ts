/** Shows the papers that a message named, and related papers in the archive. */
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import type { Block, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { parseQuery } from '../query/parse.ts';
import { isStopWord } from '../text/stop-words.ts';
import { type FindPaperNeeds, findPaper } from './find-paper.ts';
import { reply, text } from './reply.ts';

/** Related papers in one answer. */
const SHOWN = 5;
/** Words of titles that are searched for: more make the search no better. */
const MOST_WORDS = 24;

/**
 * The papers with these IDs, and those that share the most telling words of their titles.
 * @param named the heading of the first, where it is not how many papers a message named
 */
export async function related(
  ids: readonly string[],
  context: FindPaperNeeds,
  named?: string,
): Promise<Reply> {
  const found = await Promise.all(ids.map((id) => findPaper(id, context)));
  const papers = found.flatMap((one) => ('paper' in one ? [one.paper] : []));
  const [missing] = found;
  if (papers.length === 0 && missing && !('paper' in missing)) return missing;
  const others = await relatedTo(papers, context);
  return reply([
    ...titled(named ?? `${counted(papers.length, 'paper')} in this message`, papers),
    ...(others.length > 0
      ? titled('Related papers', others)
      : [text('No related papers are stored here.', 'quiet')]),
  ]);
}

function titled(heading: string, papers: readonly Paper[]): Block[] {
  return [
    { kind: 'heading', text: heading },
    { kind: 'cards', cards: papers.map((paper) => cardOf(paper)) },
  ];
}

/** Stored papers that share the most telling words of the titles of these, best first. */
export async function relatedTo(
  papers: readonly Paper[],
  { archive, search }: Pick<FindPaperNeeds, 'archive' | 'search'>,
): Promise<Paper[]> {
  const parsed = parseQuery(tellingWords(papers.map(({ title }) => title).join(' ')));
  if (!parsed.ok) return [];
  const own = new Set(papers.map(({ id }) => id));
  const { hits } = search.closest(parsed.query, { limit: SHOWN + own.size });
  const others = hits.map(({ id }) => id).filter((id) => !own.has(id));
  return archive.getMany(others.slice(0, SHOWN));
}

/** Alternatives in quotes, so that none is read as a sign of the query language; '' where there are none. */
function tellingWords(titles: string): string {
  const words = titles.toLowerCase().match(/[\p{L}\p{N}]{2,40}/gu) ?? [];
  const telling = [...new Set(words)].filter((word) => !isStopWord(word) && !/^\d+$/.test(word));
  return telling
    .slice(0, MOST_WORDS)
    .map((word) => `"${word}"`)
    .join(' OR ');
}
