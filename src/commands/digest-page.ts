/** Shows the digest of a day, a page at a time. */
import { cardOf } from '../card.ts';
import { sayDay } from '../model/day-format.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { Context } from './context.ts';
import { counted, reply, text } from './reply.ts';

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
  const papers = byVotes(await archive.getMany(ids));
  const page = papers.slice(from, from + PAGE);
  if (page.length === 0) return reply([text(`No more papers: this digest has ${papers.length}.`)]);
  const left = papers.length - from - page.length;
  const actions: Action[] =
    left > 0
      ? [{ label: `Show more (${left})`, act: { do: 'digest', date: day, from: from + page.length } }]
      : [];
  const byline = kept.find((one) => one.byline !== undefined)?.byline;
  const blocks: Block[] = [
    { kind: 'heading', text: `Papers for ${sayDay(day)}` },
    text(
      [{ text: `${counted(papers.length, 'paper')}${byline === undefined ? '' : `, by ${byline}`}` }],
      'quiet',
    ),
    { kind: 'cards', cards: page.map((paper) => cardOf(paper)) },
  ];
  return reply(blocks, { actions });
}

/** Says that there is none, with the days before and after that have one. */
function noDigest(day: Day, days: readonly Day[]): Block[] {
  const before = days.find((other) => other < day);
  const after = days.findLast((other) => other > day);
  const near = [before, after]
    .filter((other) => other !== undefined)
    .map((other) => `\`/papers date ${other}\``);
  const hint = near.length > 0 ? ` Try ${near.join(' or ')}.` : '';
  return [text(`There is no digest for ${sayDay(day)}.${hint}`)];
}

function byVotes(papers: Paper[]): Paper[] {
  return papers.toSorted((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0));
}
