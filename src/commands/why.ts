/** `why`: explains why a paper was posted in a channel, or why it wasn't. */
import { cardOf } from '../card.ts';
import type { Subscription } from '../channels/channel.ts';
import { topicsOwner } from '../channels/copies.ts';
import { type Chosen, deliveryKey } from '../delivery/delivery.ts';
import { tellOf } from '../delivery/judged-topics.ts';
import type { NotPosted } from '../delivery/not-posted.ts';
import { saySilence } from '../delivery/silence-text.ts';
import { sayDay } from '../model/day-format.ts';
import type { Judgements } from '../model/judgement.ts';
import { type Block, inline, type Line, type Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { readPaperId } from '../model/paper-id.ts';
import { aboutsIn, criterionKey } from '../query/about.ts';
import { type Document, readPaper } from '../query/document.ts';
import { judgedTree } from '../query/judged-tree.ts';
import { predicateOf } from '../query/meaning.ts';
import { parseQuery } from '../query/parse.ts';
import { reasonFor } from '../query/reason.ts';
import { all, type Query } from '../query/tree.ts';
import type { Caller, Context } from './context.ts';
import { lostPaper, notAnId, storedPaper } from './find-paper.ts';
import { readIds } from './ids.ts';
import { type NextPostNeeds, nextPost } from './next-post.ts';
import { paperCommand } from './paper-command.ts';
import { says } from './phrases/match.ts';
import { code, reply, text } from './reply.ts';
import { titleOf } from './topic-name.ts';

const whyEach = paperCommand({
  name: 'why',
  group: 'about',
  usage: 'why <id>',
  does: "explain why a paper was posted here or wasn't",
  example: 'why 2511.08544',
  phrases: [
    {
      // `why did we get 2511.08544`: among a few words, a paper's ID is what they are about.
      says: says('(?:why|how come|what for) ([^:"()|]{1,80})'),
      means: (line) => {
        const [id, ...others] = readIds(line);
        return id !== undefined && others.length === 0 ? `why ${id}` : undefined;
      },
    },
    {
      says: says(
        'why (?:was|is|were|are) (?:this|that|it|they|these|this paper|that paper|these papers|the paper)(?: (?:posted|here|shown|sent|in here|included|in the (?:post|digest)))*',
        'why (?:did|do|am|are) (?:i|we|you) (?:get|got|getting|see|seeing|receive|receiving|post|send|show)(?: me| us)? (?:this|that|it|them|these|this paper|that paper|these papers)',
      ),
      means: 'help why',
    },
  ],
  each: explain,
});

export const why: typeof whyEach = {
  ...whyEach,
  run: (values, caller, context) =>
    whyEach.run(values, caller, { ...context, delivery: previewedOnce(context.delivery) }),
};

/** Of several papers, each is looked for in the same next post. */
function previewedOnce(delivery: Context['delivery']): Context['delivery'] {
  let made: ReturnType<typeof delivery.preview> | undefined;
  return {
    ...delivery,
    preview(channel) {
      made ??= delivery.preview(channel);
      return made;
    },
  };
}

type Needs = Pick<Context, 'archive' | 'search' | 'ledger' | 'judged' | 'tastes'> & NextPostNeeds;

async function explain(id: string, caller: Caller, context: Needs): Promise<Reply> {
  const paper = await storedPaper(id, context);
  if (paper === undefined) {
    if (await context.archive.isLost(id)) return explainLost(id, caller, context);
    if (readPaperId(id) === undefined) return notAnId(id);
    return reply([text([{ text: 'No source has sent a paper with the ID ' }, ...code(id), { text: '.' }])]);
  }
  const lines = await topicLines(paper, caller, context);
  lines.push(...(await tasteLine(paper, caller, context)));
  const topics: Block[] = lines.length > 0 ? [{ kind: 'list', lines }] : [];
  return reply([
    text(await verdict(paper, caller, context)),
    ...topics,
    { kind: 'cards', cards: [{ ...cardOf(paper, { titleOnly: true }), actions: [] }] },
  ]);
}

/** What the ledger knows of a paper whose record cannot be read. */
async function explainLost(id: string, { channel }: Caller, { ledger }: Needs): Promise<Reply> {
  const known = readPaperId(id) ?? id;
  const sent = (await ledger.sent(channel.id, [known])).get(known);
  return lostPaper(id, sent === undefined ? '' : ` It was posted on ${sayDay(sent)}.`);
}

/** What was or would be sent is asked of the ledger and of the same plan that `preview` shows. */
async function verdict(paper: Paper, caller: Caller, context: Needs): Promise<Line> {
  const { channel } = caller;
  const sent = (await context.ledger.sent(channel.id, [paper.id])).get(paper.id);
  if (sent !== undefined) {
    const delivery = await context.ledger.get(deliveryKey(channel.id, sent));
    const plan = delivery?.plan.kind === 'post' ? delivery.plan : { shown: [], rest: [] };
    const where = isIn(plan.rest, paper) ? ', behind the button because the post was full' : '';
    return [{ text: `It was posted on ${sayDay(sent)}${where}.${sayUnranked(plan, paper)}` }];
  }
  const topics = context.channels.topics(channel.id);
  const said = await saidOf(paper, topics, context);
  const matching = topics.filter((topic) => matches(topic.query, paper, said));
  if (topics.length > 0 && matching.length === 0) {
    const verdict =
      topics.length === 1 ? "doesn't match the topic" : `matches none of the ${topics.length} topics`;
    return [{ text: `It wasn't posted: it ${verdict} followed here.` }];
  }
  if (topics.length === 0 && !channel.joined)
    return inline("It wasn't posted: no topics are followed here. Add one with `/papers subscribe`.");
  const { plan } = await context.delivery.preview(channel);
  if (plan.kind === 'post' && (isIn(plan.shown, paper) || isIn(plan.rest, paper))) {
    const behind = isIn(plan.rest, paper) ? ', behind the button' : '';
    const next = await nextPost(caller, context);
    return [
      { text: `Not posted yet: it is in the next post${behind}.${sayUnranked(plan, paper)} ` },
      ...next,
    ];
  }
  if (plan.kind === 'silence' && ['no-access', 'damaged'].includes(plan.silence.why))
    return [{ text: `It wasn't posted: ${saySilence(plan.silence, context.delivery.zone(channel))}` }];
  return [{ text: sayNotPosted(await context.delivery.notPosted(channel, paper.id), matching) }];
}

const isIn = (list: readonly Chosen[], paper: Paper) => list.some(({ id }) => id === paper.id);

function sayUnranked(
  { shown, rest }: { shown: readonly Chosen[]; rest: readonly Chosen[] },
  paper: Paper,
): string {
  const isUnranked = [...shown, ...rest].some((one) => one.id === paper.id && one.isUnranked);
  return isUnranked ? ' It was not ranked, because the topics here are too broad.' : '';
}

/** How well it suits the channel, and by which words. */
async function tasteLine(paper: Paper, { channel }: Caller, { tastes }: Needs): Promise<Line[]> {
  const taste = await tastes.of({ channel: topicsOwner(channel) });
  if (taste === undefined) return [];
  const words = taste.why(paper).join(', ');
  const [score = 0] = taste.scores([paper]);
  const percent = Math.floor(taste.shareBelow(score) * 100);
  const by = words === '' ? '' : `, for ${words}`;
  return [[{ text: `It suits what this channel likes better than ${percent}% of all papers${by}.` }]];
}

async function topicLines(paper: Paper, { channel }: Caller, context: Needs): Promise<Line[]> {
  const document = readPaper(paper);
  const topics = context.channels.topics(channel.id);
  const said = await saidOf(paper, topics, context);
  return topics.map((topic, at): Line => {
    return [
      { text: `#${at + 1} ` },
      ...titleOf(topic),
      { text: ` ${verdictOf(topic.query, document, said)}` },
    ];
  });
}

/** What a language model said of the paper for the criteria of these topics. */
async function saidOf(paper: Paper, topics: readonly Subscription[], { judged }: Needs): Promise<Judgements> {
  const abouts = topics.flatMap(({ query }) => aboutsIn(judgedTree(query) ?? all));
  const keys = abouts.map(({ criterion }) => criterionKey(criterion));
  return (await judged?.([paper.id], keys)) ?? new Map();
}

/** Of a topic with a criterion: what was said, and whether it holds by that. */
function judgedVerdict(tree: Query, query: string, document: Document, said: Judgements): string {
  const kept = tellOf(query, tree, document, said);
  if (kept?.told?.said !== undefined) return `matches: ${kept.told.said}`;
  if (kept?.told !== undefined) return "matches by words: it wasn't judged";
  if (kept !== undefined) return sayWords(tree, document);
  const own = said.get(document.paper.id);
  const why = aboutsIn(tree).flatMap(({ criterion }) => own?.get(criterionKey(criterion)) ?? []);
  const because = why.filter(({ holds }) => !holds).map(({ said: sentence }) => sentence);
  return because.length === 0 ? "doesn't match" : `doesn't match, as judged: ${because.join(' ')}`;
}

function verdictOf(topic: string, document: Document, said: Judgements): string {
  const parsed = parseQuery(topic);
  if (!parsed.ok) return "can't be read, so it matches nothing";
  if (!predicateOf(parsed.query)(document)) return "doesn't match";
  if (aboutsIn(parsed.query).length > 0) return judgedVerdict(parsed.query, topic, document, said);
  return sayWords(parsed.query, document);
}

function sayWords(tree: Query, document: Document): string {
  const { words } = reasonFor(tree, document);
  return words.length === 0 ? 'matches' : `matches: ${words.join(', ')}`;
}

function matches(query: string, paper: Paper, said: Judgements): boolean {
  const parsed = parseQuery(query);
  return parsed.ok && tellOf(query, parsed.query, readPaper(paper), said) !== undefined;
}

/** @param matching the topics that match the paper now; none where the channel gets the whole digest */
function sayNotPosted(reason: NotPosted, matching: readonly Subscription[]): string {
  switch (reason.why) {
    case 'not-news':
      return "It wasn't posted: it was added for search only, not with a new digest.";
    case 'before-channel':
      return "It wasn't posted: it arrived before this channel started getting posts.";
    case 'not-trending':
      return "It wasn't posted: posts here hold the papers that gained the most votes, and it wasn't among them.";
    case 'below-taste':
      return `It wasn't posted: it doesn't suit what this channel likes better than ${reason.min}% of all papers do, as \`/papers taste min\` asks.`;
    case 'paused':
      return `It wasn't posted: it arrived while posts were paused by ${reason.by}, and the post for ${sayDay(reason.day)} was skipped.`;
    case 'old-digest':
      return `It wasn't posted: its digest, for ${sayDay(reason.day)}, is more than 3 days older than the newest one, for ${sayDay(reason.newest)}.`;
    case 'looked-at':
      return matching.length > 0 && matching.every(({ at, edited }) => (edited?.at ?? at) > reason.at)
        ? `It wasn't posted: ${matching.length === 1 ? 'the topic that matches was' : 'the topics that match were'} ${matching.some(({ edited }) => edited) ? 'added or edited' : 'added'} after the post for ${sayDay(reason.day)}, which covered its digest.`
        : `It wasn't posted: it didn't match what was followed here when the post for ${sayDay(reason.day)} was prepared.`;
    case 'unknown':
      return "It wasn't posted, and the record of the post that covered its digest is gone.";
  }
}
