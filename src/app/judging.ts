/**
 * Asks the language model about papers as they arrive, in the background: first whether they meet the criteria of topics, then for a
 * sentence that sums up those that no source does. What it says is kept, and posts use what is there when they are planned.
 */
import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import type { Channels } from '../channels/channels.ts';
import { oldestNews } from '../delivery/coverage.ts';
import { judgedTree } from '../delivery/judged-topics.ts';
import { type ChatModel, UnusableAnswer } from '../language-model/chat-model.ts';
import type { JudgementTable } from '../language-model/judgements.ts';
import { sentenceOf, summaryOf, verdictOn } from '../language-model/question.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import { type Judgement, SUMMARY } from '../model/judgement.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { TopicMatcher } from '../percolator/topic-matcher.ts';
import { aboutsIn, criterionKey } from '../query/about.ts';
import { readPaper } from '../query/document.ts';
import { predicateOf } from '../query/meaning.ts';
import type { InOneProcess } from '../store/alone.ts';

/** Papers that are looked at: the last to arrive, which posts may still hold. */
const LATEST = 2_000;
/** Questions at a time: a machine of one's own answers one after the other anyway. */
const AT_A_TIME = 2;
/** Sentences that sum papers up leave this share of a day's budget to judgements. */
const SUMMARY_SHARE = 0.5;
/** A shorter abstract needs no summary. UTF-16 units. */
const LONG_ABSTRACT = 280;
/** Papers of a digest that are summed up for channels without topics: as many as a post shows. */
const WITHOUT_TOPICS = 10;
/** Questions with an answer of no use, which are not asked again while the process runs. */
const MOST_UNUSABLE = 10_000;

interface JudgingOutside {
  model: ChatModel;
  table: JudgementTable;
  archive: Pick<Archive, 'head' | 'after' | 'getMany'>;
  channels: Pick<Channels, 'all' | 'topics'>;
  match: TopicMatcher['match'];
  clock: Clock;
  log: Log;
  /** One process asks for all. */
  unlessElsewhere: InOneProcess['unlessElsewhere'];
}

/** One question to be asked, and where its answer is kept. */
interface Pending {
  paper: Paper;
  criterion: string;
  ask(): Promise<Judgement>;
}

export type Judging = ReturnType<typeof createJudging>;

export function createJudging(outside: JudgingOutside) {
  const { model, table, archive, channels, match, clock, log, unlessElsewhere } = outside;
  const unusable = new LRUCache<string, true>({ max: MOST_UNUSABLE });
  let running: Promise<void> | undefined;
  let summedUpTo = 0;

  /** The papers that posts may still hold, the newest first. */
  const latest = async (after: number): Promise<Paper[]> => {
    const arrivals = await archive.after(after);
    const newest = arrivals.reduce((day, one) => (one.day > day ? one.day : day), '');
    const news = arrivals.filter(({ day }) => newest === '' || day >= oldestNews(newest));
    return (await archive.getMany(news.map(({ paper }) => paper))).reverse();
  };

  /** Asks those that have no answer yet; ends early where the model cannot be asked any more. */
  const askAll = async (pending: readonly Pending[]): Promise<void> => {
    const criteria = [...new Set(pending.map(({ criterion }) => criterion))];
    const known = await table.read([...new Set(pending.map(({ paper }) => paper.id))], criteria);
    const open = pending.filter(
      ({ paper, criterion }) =>
        !known.get(paper.id)?.has(criterion) && !unusable.has(`${paper.id} ${criterion}`),
    );
    let next = 0;
    const work = async () => {
      for (let one = open[next++]; one !== undefined && model.isReady(); one = open[next++]) {
        const { paper, criterion } = one;
        try {
          await table.keep(paper.id, criterion, await one.ask(), clock());
        } catch (error) {
          if (!(error instanceof PaperboyError) || error.code !== 'model') throw error;
          log.debug('a paper was not judged', { paper: paper.id, reason: messageOf(error) });
          if (error instanceof UnusableAnswer) unusable.set(`${paper.id} ${criterion}`, true);
          else return;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
  };

  const judge = async (papers: readonly Paper[]): Promise<void> => {
    const trees = new Map(
      [...channels.all()].flatMap(({ id }) =>
        channels.topics(id).flatMap(({ query }) => {
          const tree = judgedTree(query);
          return tree === undefined ? [] : [[query, tree] as const];
        }),
      ),
    );
    const abouts = new Map(
      [...trees.values()].flatMap(aboutsIn).map((about) => [criterionKey(about.criterion), about]),
    );
    if (abouts.size === 0) return;
    const pending: Pending[] = [];
    const tests = [...trees.values()].map((tree) => ({ holds: predicateOf(tree), abouts: aboutsIn(tree) }));
    for (const paper of papers) {
      const document = readPaper(paper);
      const keys = tests.flatMap(({ holds, abouts: own }) =>
        holds(document) ? own.map(({ criterion }) => criterionKey(criterion)) : [],
      );
      for (const key of new Set(keys)) {
        const { criterion } = abouts.get(key) ?? { criterion: key };
        const ask = async () => {
          const { fits, why } = await model.ask(verdictOn(paper, criterion));
          return { holds: fits, said: sentenceOf(why) };
        };
        pending.push({ paper, criterion: key, ask });
      }
    }
    await askAll(pending);
  };

  /** Sums up what channels may be sent and no source sums up. */
  const sumUp = async (papers: readonly Paper[]): Promise<void> => {
    const wanted = new Set([...match(papers).values()].flat());
    const isFree = [...channels.all()].some(({ id, joined }) => joined && channels.topics(id).length === 0);
    const byVotes = papers.toSorted((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0));
    if (isFree) for (const { id } of byVotes.slice(0, WITHOUT_TOPICS)) wanted.add(id);
    const pending = papers
      .filter((paper) => wanted.has(paper.id) && needsSummary(paper))
      .map((paper): Pending => {
        const ask = async () => {
          const { summary } = await model.ask(summaryOf(paper), SUMMARY_SHARE);
          return { holds: true, said: sentenceOf(summary) };
        };
        return { paper, criterion: SUMMARY, ask };
      });
    await askAll(pending);
  };

  const round = async (): Promise<void> => {
    const head = await archive.head();
    const from = Math.max(0, head - LATEST);
    await judge(await latest(from));
    if (!model.isReady() || head === summedUpTo) return;
    await sumUp(await latest(Math.max(from, summedUpTo)));
    summedUpTo = head;
    await table.prune(clock());
  };

  return {
    /** Begins to ask what is open, unless that is in progress here or in another process. Never throws. */
    start(): void {
      if (running !== undefined || !model.isReady()) return;
      running = unlessElsewhere('ask the language model', round)
        .then(() => {})
        .catch((error) => log.warn('papers could not be judged', { reason: messageOf(error) }))
        .finally(() => {
          running = undefined;
        });
    },
    /** Resolves when nothing is in progress. */
    async settled(): Promise<void> {
      await running;
    },
    state: model.state,
    /** Ends what is in progress; resolves when it has ended. */
    async stop(): Promise<void> {
      model.close();
      await running;
    },
  };
}

function needsSummary({ summary, abstract }: Paper): boolean {
  return summary === undefined && abstract.length > LONG_ABSTRACT;
}
