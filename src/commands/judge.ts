/** Marks a paper as relevant here, or as not for this channel: what taste is learned from. The same again takes it back. */
import { counted } from '../model/counted.ts';
import type { Action, Reply } from '../model/message.ts';
import { FEWEST_SIGNALS } from '../taste/tastes.ts';
import type { Caller, Context } from './context.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { reply, text } from './reply.ts';

export type Judgement = 'relevant' | 'not-relevant';

const SAID: Record<Judgement, string> = { relevant: 'relevant', 'not-relevant': 'not for this channel' };

type Needs = FindPaperNeeds & Pick<Context, 'signals' | 'clock'>;

/** Answers after the write, with what it means for the channel's taste. */
export function judge(
  id: string,
  as: Judgement,
  { person, place, wrote }: Pick<Caller, 'person' | 'place' | 'wrote'>,
  context: Needs,
): Promise<Reply> {
  const { signals, clock } = context;
  return withPaper(id, context, async ({ id: paper, title }) => {
    const said = { person: person.id, channel: place.id, paper };
    const name = { text: title, style: 'strong' as const };
    const isTakenBack = await signals.remove({ ...said, kind: as });
    if (!isTakenBack) await signals.add({ ...said, kind: as, at: clock() });
    const line = isTakenBack
      ? [name, { text: ` is no longer marked as ${SAID[as]}.` }]
      : [{ text: 'Marked ' }, name, { text: ` as ${SAID[as]}.` }];
    wrote([text(line)]);
    const { count } = await signals.state({ channel: place.id });
    return reply([text(line), text(sayLearned(count), 'quiet')], {
      actions: actionsOf(paper, as, isTakenBack),
    });
  });
}

/** How much is known of a channel's taste, and what can be done with it. */
export function sayLearned(count: number): string {
  const missing = FEWEST_SIGNALS - count;
  if (missing > 0)
    return `${counted(missing, 'more signal')} and Paperboy knows what this channel likes. Relevant, Not for us, Save and Share are signals.`;
  return `Paperboy has learned from ${counted(count, 'signal')} what this channel likes. \`/papers taste\` shows it, and \`/papers order taste\` puts such papers first.`;
}

function actionsOf(id: string, as: Judgement, isTakenBack: boolean): Action[] {
  const again: Action = { label: isTakenBack ? 'Mark again' : 'Undo', act: { do: 'judge', id, as } };
  return [again, { label: 'Show taste', act: { do: 'ask', text: 'taste' } }];
}
