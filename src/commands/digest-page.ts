/** Shows the digest of a day, a page at a time. */
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import type { Block, Reply } from '../model/message.ts';
import type { Day } from '../model/paper.ts';
import type { Context } from './context.ts';
import { nextPage, reply, text } from './reply.ts';

const PAGE = 10;

/** @param from how many papers were shown before */
export async function digestPage(
  day: Day,
  from: number,
  { archive }: Pick<Context, 'archive'>,
): Promise<Reply> {
  const kept = await archive.digestsOf(day);
  const ids = [...new Set(kept.flatMap(({ papers }) => papers))];
  if (ids.length === 0) return reply(noDigest(day, await archive.days()));
  const papers = (await archive.getMany(ids)).toSorted((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0));
  const page = papers.slice(from, from + PAGE);
  if (page.length === 0) return reply([text(`No more papers: this digest has ${papers.length}.`)]);
  const end = from + page.length;
  const left = papers.length - end;
  const byline = kept.find((one) => one.byline !== undefined)?.byline;
  const by = byline === undefined ? '' : `, by ${byline}`;
  const notes = [...new Set(kept.flatMap(({ note }) => note ?? []))];
  return reply(
    [
      { kind: 'heading', text: `Papers for ${sayDay(day)}` },
      text([{ text: `${counted(papers.length, 'paper')}${by}` }], 'quiet'),
      ...notes.map((note) => text([{ text: note }], 'quiet')),
      { kind: 'cards', cards: page.map((paper) => cardOf(paper)) },
    ],
    { actions: nextPage(left, `Show more (${left})`, { do: 'digest', date: day, from: end }) },
  );
}

/** Says that there is none, with the days before and after that have one. */
function noDigest(day: Day, days: readonly Day[]): Block[] {
  const near = [days.find((other) => other < day), days.findLast((other) => other > day)]
    .filter((other) => other !== undefined)
    .map((other) => `\`/papers date ${other}\``);
  const hint = near.length > 0 ? ` Try ${near.join(' or ')}.` : '';
  return [text(`There is no digest for ${sayDay(day)}.${hint}`)];
}
