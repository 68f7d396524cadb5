/** `taste`: shows what a channel likes as far as it is known, sets how well papers must suit it, or forgets it. */
import { UNDO_DAYS } from '../channels/change-log.ts';
import { counted } from '../model/counted.ts';
import type { Mark } from '../model/mark.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import { FEWEST_SIGNALS, type Taste } from '../taste/tastes.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { readIds } from './ids.ts';
import { markPaper, sayLearned } from './mark.ts';
import { reply, text } from './reply.ts';
import { change } from './setting.ts';
import { together } from './together.ts';

/** Terms for and against. */
const MOST_TERMS = 12;

interface Values {
  /** The least taste of a paper, in percent; 0 for none. */
  min?: number;
  /** Forgets what people said; first asks with a button, whose command says `now`. */
  reset?: 'ask' | 'now';
  /** The reset that is undone, by its button alone. */
  undoes?: string;
  /** Papers that are marked, and as what. */
  ids?: string[];
  as?: Mark;
  /** Shows the taste of the person who asks. */
  mine?: true;
}

export const taste: Command<Values> = {
  name: 'taste',
  keywords: 'taste learned learns likes dislikes recommend recommendations personalized'.split(' '),
  group: 'when',
  usage: 'taste [me|min 50%|min off|relevant <id>|not <id>|reset]',
  does: 'show or set what this channel likes',
  details:
    'Paperboy learns from the papers that people here mark as relevant or not for them, save and share. `order taste` puts first what suits, and `taste min 50%` posts only papers that suit better than half of all papers do. Taste is known from 5 signals on; until then votes decide.',
  example: 'taste min 50%',
  isTyped: true,
  changes: 'given',
  phrases: [],
  parse(rest) {
    const said = rest.trim().toLowerCase();
    if (said === '') return {};
    if (/^(?:me|my|mine)$/.test(said)) return { name: 'taste', mine: true, isOwn: true };
    if (/^(?:reset|forget|clear|delete)$/.test(said)) return { reset: 'ask' };
    if (/^(?:reset|forget|clear|delete) now$/.test(said)) return { reset: 'now' };
    const [, undoes] = /^undo ([\da-f-]{36})$/.exec(said) ?? [];
    if (undoes !== undefined) return { undoes };
    const min = /^min(?:imum)?\s+(?:(\d{1,3})\s*%?|off|none|no)$/.exec(said);
    if (min !== null) return readMin(min[1]);
    if (/^min/.test(said))
      return { problem: 'How well must papers suit? Try `taste min 50%`, or `taste min off`.' };
    const [, word = '', named = ''] =
      /^(relevant|like|likes|yes|not|no|dislike|not relevant)\s+(.+)$/i.exec(rest.trim()) ?? [];
    const ids = readIds(named);
    // "taste of wine" is a search.
    if (ids.length === 0) return undefined;
    const as: Mark = /^(?:not|no|dislike)/i.test(word) ? 'not-relevant' : 'relevant';
    return { name: 'taste', ids, as, isOwn: true };
  },
  async run({ min, reset, undoes, ids = [], as = 'relevant', mine }, caller, context) {
    if (undoes !== undefined) return undoReset(undoes, caller, context);
    if (ids.length > 0) {
      const replies: Reply[] = [];
      for (const id of ids) replies.push(await markPaper(id, as, caller, context));
      return together(replies);
    }
    if (min !== undefined) return setMin(min, caller, context);
    if (reset === 'ask') return askToForget(caller, context);
    return reset === 'now' ? forget(caller, context) : show(caller, context, mine);
  },
};

function readMin(typed: string | undefined): Values | { problem: string } {
  const min = Number(typed ?? 0);
  return min > 99 ? { problem: 'The limit is 99%. Try `taste min 50%`.' } : { min };
}

function setMin(min: number, caller: Caller, context: Context): Promise<Reply> {
  return change(caller, context, (channel) => {
    const { tasteMin = 0, ...rest } = channel;
    const said =
      min === 0
        ? 'No papers are left out by taste.'
        : `Papers are posted where they suit this channel better than ${min}% of all papers do.`;
    if (tasteMin === min) return { said: `${said} Nothing was changed.` };
    return { said, channel: min === 0 ? rest : { ...rest, tasteMin: min } };
  });
}

async function askToForget({ place }: Caller, { signals, tasteResets }: Context): Promise<Reply> {
  const { count } = await signals.state({ channel: place.id });
  if (count === 0) return reply([text('There was nothing to forget.')]);
  const end = (await tasteResets.canUndo(place.id))
    ? `You can undo it for ${UNDO_DAYS} days.`
    : "It can't be undone.";
  const said = `This forgets ${counted(count, 'signal')} of everyone in this channel. ${end}`;
  return reply([text(said)], {
    actions: [{ label: 'Forget them', act: { do: 'ask', text: 'taste reset now' } }],
  });
}

async function forget({ place, wrote }: Caller, { tasteResets }: Context): Promise<Reply> {
  const { count, id } = await tasteResets.reset(place.id);
  const said = [
    text(
      count === 0 ? 'There was nothing to forget.' : `Forgot ${counted(count, 'signal')} of this channel.`,
    ),
  ];
  wrote(said);
  if (id === undefined) return reply(said);
  return reply(said, { actions: [{ label: 'Undo', act: { do: 'ask', text: `taste undo ${id}` } }] });
}

async function undoReset(id: string, { place, wrote }: Caller, context: Context): Promise<Reply> {
  if (!(await context.tasteResets.undo(place.id, id)))
    return reply([text('This was undone already, or is too old to undo. Nothing was changed.', 'warning')]);
  const { count } = await context.signals.state({ channel: place.id });
  const said = [text(`Undone: this channel has ${counted(count, 'signal')} again.`)];
  wrote(said);
  return reply(said);
}

async function show({ channel, person, place }: Caller, context: Context, mine?: true): Promise<Reply> {
  const owner = mine ? { person: person.id } : { channel: place.id };
  const [{ count }, taste] = [await context.signals.state(owner), await context.tastes.of(owner)];
  const heading: Block = { kind: 'heading', text: mine ? 'What you like' : 'What this channel likes' };
  if (taste === undefined) {
    const unknown = `Not enough to go on yet: ${count} of ${FEWEST_SIGNALS} signals.`;
    const hint = text(
      mine ? 'Relevant, Not for us, Save and Share are signals.' : sayLearned(count),
      'quiet',
    );
    return reply([heading, text(unknown), hint]);
  }
  const { tasteMin = 0, byTaste = false } = channel;
  const use: Block[] = mine
    ? []
    : [
        text(
          `${byTaste ? 'Posts begin with what suits best.' : 'Posts are not ordered by it: `/papers order taste` does that.'} ${
            tasteMin === 0 ? 'No paper is left out for it.' : `Papers below ${tasteMin}% are not posted.`
          }`,
          'quiet',
        ),
      ];
  const actions: Action[] =
    mine || byTaste ? [] : [{ label: 'Order by taste', act: { do: 'ask', text: 'order taste' } }];
  return reply([heading, ...termBlocks(taste), text(sayCounts(taste), 'quiet'), ...use], { actions });
}

function sayCounts({ signals, against }: Taste): string {
  return `Learned from ${counted(signals, 'signal')}, ${against} of them against a paper. The newest count most.`;
}

function termBlocks(taste: Taste): Block[] {
  const { liked, disliked, both } = taste.terms(MOST_TERMS);
  if (liked.length + disliked.length + both.length === 0)
    return [text('The papers have too few words in common to name any.')];
  const lines = [
    ...(liked.length > 0 ? [[{ text: 'For: ' }, { text: liked.join(', '), style: 'strong' as const }]] : []),
    ...(disliked.length > 0 ? [[{ text: 'Against: ' }, { text: disliked.join(', ') }]] : []),
    ...(both.length > 0
      ? [[{ text: `For and against equally often, so they cancel out: ${both.join(', ')}` }]]
      : []),
  ];
  return [{ kind: 'list', lines }];
}
