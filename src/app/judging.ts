/**
 * Asks the language model about papers as they arrive, in the background: first whether they meet the criteria of topics, then for a
 * sentence that sums up those that no source does. What it says is kept, and posts use what is there when they are planned.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import type { Channels } from '../channels/channels.ts';
import { oldestNews } from '../delivery/coverage.ts';
import { matchSome, slicesOf } from '../delivery/match-some.ts';
import type { ChatModel } from '../language-model/chat-model.ts';
import type { JudgementTable } from '../language-model/judgements.ts';
import { sentenceOf, summaryOf, verdictOn } from '../language-model/question.ts';
import { UnusableAnswer } from '../language-model/unusable-answer.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import { type Judgement, SUMMARY } from '../model/judgement.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { TopicMatcher } from '../percolator/topic-matcher.ts';
import { criterionKey } from '../query/about.ts';
import { readPaper } from '../query/document.ts';
import { judgedTree } from '../query/judged-tree.ts';
import { aboutsFor } from '../query/meaning.ts';
import type { Query } from '../query/tree.ts';
import type { InOneProcess } from '../store/alone.ts';
import { createBackgroundWork } from './background-work.ts';

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
  let summedUpTo = 0;
  /** What was looked at when nothing was left open: the last arrival, and the topics. */
  let judgedFor: string | undefined;

  /** The papers that posts may still hold, the newest first. */
  const latest = async (after: number): Promise<Paper[]> => {
    const arrivals = await archive.after(after);
    const newest = arrivals.reduce((day, one) => (one.day > day ? one.day : day), '');
    const news = arrivals.filter(({ day }) => newest === '' || day >= oldestNews(newest));
    return (await archive.getMany(news.map(({ paper }) => paper))).reverse();
  };

  /** Asks those that have no answer yet. False where it ended early, as the model cannot be asked any more. */
  const askAll = async (pending: readonly Pending[]): Promise<boolean> => {
    const criteria = [...new Set(pending.map(({ criterion }) => criterion))];
    const known = await table.read([...new Set(pending.map(({ paper }) => paper.id))], criteria);
    const open = pending.filter(
      ({ paper, criterion }) =>
        !known.get(paper.id)?.has(criterion) && !unusable.has(`${paper.id} ${criterion}`),
    );
    let next = 0;
    const work = async (): Promise<boolean> => {
      for (let one = open[next++]; one !== undefined; one = open[next++]) {
        if (!model.isReady()) return false;
        const { paper, criterion } = one;
        try {
          await table.keep(paper.id, criterion, await one.ask(), clock());
        } catch (error) {
          if (!(error instanceof PaperboyError) || error.code !== 'model') throw error;
          log.debug('a paper was not judged', { paper: paper.id, reason: messageOf(error) });
          if (error instanceof UnusableAnswer) unusable.set(`${paper.id} ${criterion}`, true);
          else return false;
        }
      }
      return true;
    };
    return (await Promise.all(Array.from({ length: AT_A_TIME }, work))).every((isDone) => isDone);
  };

  /** The topics with a criterion. */
  const judgedTopics = (): Map<string, Query> =>
    new Map(
      [...channels.all()].flatMap(({ id }) =>
        channels.topics(id).flatMap(({ query }) => {
          const tree = judgedTree(query);
          return tree === undefined ? [] : [[query, tree] as const];
        }),
      ),
    );

  /** The criteria that a paper is judged by, each once. A topic that cannot be read costs only itself. */
  const criteriaOf = (paper: Paper, trees: ReadonlyMap<string, Query>): Map<string, string> => {
    const document = readPaper(paper);
    const criteria = new Map<string, string>();
    for (const [query, tree] of trees) {
      try {
        for (const { criterion } of aboutsFor(tree, document))
          criteria.set(criterionKey(criterion), criterion);
      } catch (error) {
        log.debug('a topic could not be judged', { query, reason: messageOf(error) });
      }
    }
    return criteria;
  };

  const judge = async (papers: readonly Paper[], trees: ReadonlyMap<string, Query>): Promise<boolean> => {
    const pending: Pending[] = [];
    for (const some of slicesOf(papers)) {
      for (const paper of some)
        for (const [key, criterion] of criteriaOf(paper, trees)) {
          const ask = async () => {
            const { fits, why } = await model.ask(verdictOn(paper, criterion));
            return { holds: fits, said: sentenceOf(why) };
          };
          pending.push({ paper, criterion: key, ask });
        }
      await breathe();
    }
    return askAll(pending);
  };

  /** Sums up what channels may be sent and no source sums up. */
  const sumUp = async (papers: readonly Paper[], isFree: boolean): Promise<boolean> => {
    const wanted = new Set<string>();
    for (const some of slicesOf(papers)) {
      for (const found of matchSome({ channels, match }, some, new Map()))
        for (const id of [...found.values()].flat()) wanted.add(id);
      await breathe();
    }
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
    return askAll(pending);
  };

  /** Reads no papers where nothing can be open: every round looks here first. */
  const round = async (): Promise<void> => {
    const head = await archive.head();
    const from = Math.max(0, head - LATEST);
    const { used, perDay } = await model.state();
    const trees = judgedTopics();
    const now = [head, ...trees.keys()].join('\n');
    if (trees.size > 0 && now !== judgedFor && used < perDay)
      if (await judge(await latest(from), trees)) judgedFor = now;
    if (!model.isReady() || head === summedUpTo || used >= Math.floor(perDay * SUMMARY_SHARE)) return;
    const all = [...channels.all()];
    const isFree = all.some(({ id, joined }) => joined && channels.topics(id).length === 0);
    const isFollowed = isFree || all.some(({ id }) => channels.topics(id).length > 0);
    const papers = isFollowed ? await latest(Math.max(from, summedUpTo)) : [];
    if (!(await sumUp(papers, isFree))) return;
    summedUpTo = head;
  };

  const { start, settled } = createBackgroundWork({
    name: 'ask the language model',
    failed: 'papers could not be judged',
    work: round,
    unlessElsewhere,
    log,
  });

  return {
    /** Begins to ask what is open, unless that is in progress here or in another process. Never throws. */
    start(): void {
      if (model.isReady()) start();
    },
    settled,
    state: model.state,
    /** Ends what is in progress; resolves when it has ended. */
    async stop(): Promise<void> {
      model.close();
      await settled();
    },
  };
}

function needsSummary({ summary, abstract }: Paper): boolean {
  return summary === undefined && abstract.length > LONG_ABSTRACT;
}
