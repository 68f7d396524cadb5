/** `status`: shows a channel's last post, its next post, the sources, and why nothing was posted. */
import { isAnnounced, withName } from '../channels/channel.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { endSentence, saySilence } from '../delivery/silence-text.ts';
import { counted } from '../model/counted.ts';
import { sayDay, sayMoment, withMoment } from '../model/day-format.ts';
import { type Action, type Block, inline, type Line, type Reply } from '../model/message.ts';
import type { Skipped } from '../model/paper.ts';
import type { SourceState } from '../sources/source-state.ts';
import { modelLines } from './about-topics.ts';
import { type Command, takesNothing } from './command.ts';
import type { Caller, Context } from './context.ts';
import { sayLayout } from './current-settings.ts';
import { CHANGE_TIME, EDIT, SHOW_TOPICS } from './edit-actions.ts';
import { type NextPostNeeds, nextPost } from './next-post.ts';
import { says } from './phrases/match.ts';
import { reply, text } from './reply.ts';
import { unreadTopics } from './topics.ts';

/** What is wrong with one source fills no screen. */
const MOST_PROBLEMS = 3;

export const status: Command = {
  name: 'status',
  keywords: 'posted post posts nothing source sources broken working come arrive'.split(' '),
  group: 'about',
  usage: 'status',
  does: 'show the last post, the next post, and the sources',
  details: 'If nothing was posted, it says why.',
  phrases: [
    {
      says: says(
        '(?:ping|test|testing|sources?|(?:show )?(?:the )?(?:last|latest|previous) post(?: again)?|next post|alive|info|news sources|stats|logs?|uptime|version)',
        '(?:(?:am i|(?:is|are) (?:this|it|you|we|posts|this channel|the channel|paperboy|the bot|anyone|anybody))(?: still| currently)? (?:working|alive|there|ok|okay|running|up|down|broken|online|on|awake|here|active|paused)|does (?:this|it) work|are you ok)',
        "(?:why|how come)(?: (?:is|are|was|were|did|do|does|have|has|didn't|don't|no|not|nothing|there|you|we|i|it|any|get|got|been|post|posts|posted|posting|paper|papers|anything|something|today|yesterday|here|coming|come|came|arrived|new|sent|send|digest|show|yet|so|quiet|silent))+",
        '(?:nothing|no (?:papers?|posts?|digests?))(?: (?:came|posted|today|arrived|here|was posted|yet|new))*',
        "(?:when(?:'s| is| are| was| do| does| will)|where(?:'s| is| are)) (?:(?:the|my|our|be|next|last|it|you|we|i|get|today's|todays) )*(?:posts?|digests?|papers?|update|one)(?: (?:come|posted|arrive|due|coming))?",
        "(?:what(?:'s| is) (?:going on|up|wrong|happening|the status|your status)|how (?:are you|is it going)|wie geht's)",
        "(?:(?:it|this|that)(?:'s| is)? |you(?:'re| are) )?not (?:working|posting)(?: (?:here|today|anymore|any more))?",
        '(?:did|have|has|do) (?:you|it|paperboy|the bot) (?:(?:post|posted|sent|send|published|anything|something|today|yesterday|already|yet|this week|here) ?)+',
        '(?:where|which|what|from where) (?:(?:do|does|are|is|you|the|your|papers?|sources?|digests?|come|coming|get|use|from|used|this|these|it|have|read) ?)+',
        '(?:no|not one|not a single) (?:posts?|papers?|digests?) (?:since|for) .{2,20}',
        '(?:the )?(?:last|latest|newest|previous) (?:digest|post) (?:was|is|looks|looked|seems) (?:empty|late|wrong|missing|short|small|old|strange)',
        // "statistics" by itself is a field of research.
        '(?:post|paper|digest|channel|your|our|my) (?:counts?|stat(?:s|istics))|stats (?:for|of|about) .{2,20}',
        'statistics (?:for|of|about) (?:this|the|our|my) (?:channel|posts?|digests?|topics?)',
        'how many (?:posts|papers|digests|articles)(?: (?:did|do|have|has|are|were|came|you|we|i|post|posted|sent|get|got|there|in|the|total|stored|store|archive|know|indexed|so far|today|yesterday|this week|this month))*',
        'what (?:did you post|was posted)(?: (?:today|yesterday|last))?',
      ),
      means: 'status',
    },
  ],
  parse: takesNothing,
  run: (_values, caller, context) => showStatus(caller, context),
};

type SourceNeeds = Pick<Context, 'archive' | 'search' | 'sources' | 'languageModel'>;

async function showStatus(caller: Caller, context: SourceNeeds & NextPostNeeds): Promise<Reply> {
  const { channel } = caller;
  const zone = context.delivery.zone(channel);
  const { posted, newest, unconfirmed } = await context.delivery.latest(channel);
  const last = posted
    ? `Last post: ${sayDay(posted.day)}, ${papersIn(posted)}.`
    : 'Nothing has been posted here yet.';
  const lines: Line[] = [[{ text: last }]];
  const trouble = context.delivery.trouble(channel);
  if (newest && newest !== posted)
    lines.push(inline(`${sayDay(newest.day)}: ${withName(sayState(newest, zone, trouble), channel)}`));
  // Why the last post failed is said once.
  lines.push(await nextPost(caller, context, newest?.state !== 'failed'));
  lines.push([{ text: `Posts: up to ${counted(channel.limit, 'paper')}; layout ${sayLayout(channel)}.` }]);
  if (!caller.place.direct)
    lines.push([
      { text: `Changes to these settings are ${isAnnounced(channel) ? '' : 'not '}announced here.` },
    ]);
  const blocks: Block[] = [
    { kind: 'heading', text: caller.place.direct ? 'Your posts' : channel.name },
    { kind: 'list', lines },
    ...unconfirmed.map((delivery) =>
      text([{ text: `${sayDay(delivery.day)}: ${withName(sayState(delivery, zone), channel)}` }], 'warning'),
    ),
    ...unreadTopics(context.channels.topics(channel.id)),
    { kind: 'heading', text: 'Sources' },
    { kind: 'list', lines: [...(await sourceLines(zone, context)), ...(await modelLines(context))] },
  ];
  const actions = unconfirmed.map(
    ({ key, day }): Action => ({
      label: `Send the post for ${sayDay(day)} again`,
      act: { do: 'send-again', post: key },
    }),
  );
  return reply(blocks, { actions: [...actions, EDIT, CHANGE_TIME, SHOW_TOPICS] });
}

/** What became of one delivery, in words. @param trouble what keeps posts from its channel now */
function sayState(delivery: Delivery, zone: string, trouble?: string): string {
  const waiting = delivery.reason ?? trouble;
  switch (delivery.state) {
    case 'posted':
      return `posted, ${papersIn(delivery)}.`;
    case 'skipped':
      return delivery.plan.kind === 'silence' ? saySilence(delivery.plan.silence, zone) : 'skipped.';
    case 'failed':
      return `not posted: ${delivery.reason ?? 'no reason was given'}`;
    case 'unknown':
      return `we couldn't confirm that this post was delivered: ${delivery.reason ?? 'there was no answer'}`;
    case 'planned':
      return waiting === undefined ? 'about to be posted.' : `waiting: ${endSentence(waiting)}`;
    case 'posting':
      return 'being posted now.';
  }
}

function papersIn({ plan, damaged }: Delivery): string {
  const isLost = damaged !== undefined && plan.kind === 'silence' && plan.silence.why === 'damaged';
  if (isLost) return "but the stored list of its papers can't be read";
  if (plan.kind !== 'post') return 'no paper';
  const { shown, rest } = plan;
  const all = counted(shown.length + rest.length, 'paper');
  return rest.length > 0 ? `${shown.length.toLocaleString('en')} of ${all}` : all;
}

/** How each source is doing, a line each, and what is kept. */
export async function sourceLines(zone: string, context: SourceNeeds): Promise<Line[]> {
  const [newest] = await context.archive.days();
  const digest = newest === undefined ? '' : `; the newest digest is for ${sayDay(newest)}`;
  const kept = `${counted(context.search.size, 'paper')} stored${digest}.`;
  return [...context.sources().flatMap((source) => sourceLine(source, zone)), [{ text: kept }]];
}

/** A source in one line, with what is wrong with it at its end. */
function sourceLine(source: SourceState, zone: string): Line[] {
  const { lastFetch, newest, filling, next, staleSince, skipped = [], problems = [] } = source;
  const stale = staleSince === undefined ? undefined : `Nothing new since ${sayMoment(staleSince, zone)}.`;
  const facts = [
    lastFetch === undefined ? 'not read yet' : `read ${sayMoment(lastFetch, zone)}`,
    newest === undefined ? undefined : `newest ${sayDay(newest)}, ${counted(source.papers ?? 0, 'paper')}`,
    filling && `filling in past days, ${filling.done} of ${filling.of}`,
    skipped.length > 0 ? `${counted(skipped.length, 'part')} skipped (${whereOf(skipped[0])})` : undefined,
    next === undefined ? undefined : `next ${sayMoment(next, zone)}`,
  ];
  const wrong = [source.problem, source.repeat ?? stale].filter((one) => one !== undefined);
  const more = (source.problemCount ?? problems.length) - MOST_PROBLEMS;
  const line: Line = [
    { text: source.name, style: 'strong' },
    { text: `: ${facts.filter((fact) => fact !== undefined).join('; ')}` },
    ...wrong.flatMap((one): Line => [{ text: ' — ' }, { text: one }]),
  ];
  return [
    [lastFetch, next, staleSince].reduce((said: Line, at) => withMoment(said, at, zone), line),
    ...problems.slice(0, MOST_PROBLEMS).map((one): Line => [{ text: one }]),
    ...(more > 0 ? [[{ text: `and ${more} more` }]] : []),
  ];
}

/** Why a part was skipped; of a reason that quotes the input only where it is, as a file may hold what is not for everyone. */
function whereOf(skipped: Skipped | undefined): string {
  const { line = 1, reason: written = '' } = skipped ?? {};
  const reason = written.replace(/ \(".*"\)$/s, '');
  return /["\u201c]/.test(reason) ? `the first on line ${line}` : reason;
}
