/** Marks a paper as relevant here, or as not for this channel, and takes that back: what taste is learned from. */
import { counted } from '../model/counted.ts';
import type { Mark } from '../model/mark.ts';
import type { Action, Reply } from '../model/message.ts';
import { FEWEST_SIGNALS } from '../taste/tastes.ts';
import type { Caller, Context } from './context.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { reply, text } from './reply.ts';

const SAID: Record<Mark, string> = { relevant: 'relevant', 'not-relevant': 'not for this channel' };

type Needs = FindPaperNeeds & Pick<Context, 'signals' | 'clock'>;
type By = Pick<Caller, 'person' | 'place' | 'wrote'>;

/** Answers after the write, with what it means for the channel's taste. A paper marked so already stays as it is. */
export function markPaper(id: string, as: Mark, by: By, context: Needs): Promise<Reply> {
  const { signals, clock } = context;
  return withPaper(id, context, async ({ id: paper, title }) => {
    const said = { person: by.person.id, channel: by.place.id };
    const name = { text: title, style: 'strong' as const };
    const undo: Action[] = [{ label: 'Undo', act: { do: 'mark', id: paper, as, undo: true } }, TASTE];
    if ((await signals.marksOf({ ...said, papers: [paper] })).get(paper) === as)
      return reply([text([name, { text: ` is already marked as ${SAID[as]}.` }])], { actions: undo });
    await signals.add({ ...said, paper, kind: as, at: clock() });
    const line = text([{ text: 'Marked ' }, name, { text: ` as ${SAID[as]}.` }]);
    by.wrote([line]);
    return withLearned([line, undo], by, context);
  });
}

/** Takes a mark of the caller back. */
export function unmarkPaper(id: string, as: Mark, by: By, context: Needs): Promise<Reply> {
  return withPaper(id, context, async ({ id: paper, title }) => {
    const said = { person: by.person.id, channel: by.place.id, paper, kind: as };
    const name = { text: title, style: 'strong' as const };
    const again: Action[] = [{ label: 'Mark again', act: { do: 'mark', id: paper, as } }, TASTE];
    if (!(await context.signals.remove(said)))
      return reply([text([name, { text: ` is not marked as ${SAID[as]}.` }])], { actions: again });
    const line = text([name, { text: ` is no longer marked as ${SAID[as]}.` }]);
    by.wrote([line]);
    return withLearned([line, again], by, context);
  });
}

async function withLearned(
  [line, actions]: [ReturnType<typeof text>, Action[]],
  { place }: By,
  { signals }: Needs,
): Promise<Reply> {
  const { count } = await signals.state({ channel: place.id });
  return reply([line, text(sayLearned(count), 'quiet')], { actions });
}

/** How much is known of a channel's taste, and what can be done with it. */
export function sayLearned(count: number): string {
  const missing = FEWEST_SIGNALS - count;
  if (missing > 0)
    return `${counted(missing, 'more signal')} and Paperboy knows what this channel likes. Relevant, Not for us, Save and Share are signals.`;
  return `Paperboy has learned from ${counted(count, 'signal')} what this channel likes. \`/papers taste\` shows it, and \`/papers order taste\` puts such papers first.`;
}

const TASTE: Action = { label: 'Show taste', act: { do: 'ask', text: 'taste' } };
