/** Defines what the steps of delivery read and change, passed in by `app`; each step names the parts that it uses. */
import type { Archive } from '../archive/archive.ts';
import type { Defaults } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { ReadJudgements } from '../model/judgement.ts';
import type { Messenger, Runtime } from '../model/ports.ts';
import type { TopicMatcher } from '../percolator/topic-matcher.ts';
import type { Relevance } from '../search/relevance.ts';
import type { Tastes } from '../taste/tastes.ts';
import type { ChannelHealth } from './channel-health.ts';
import type { Ledger } from './ledger.ts';

export interface DeliveryContext extends Runtime {
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  health: ChannelHealth;
  /** The connected platforms, by the first part of a channel's id. */
  messengers: ReadonlyMap<string, Messenger>;
  match: TopicMatcher['match'];
  /** As of the topic matcher. */
  asOfNow: TopicMatcher['asOfNow'];
  relevance: Relevance;
  /** What a language model said ahead; absent where none is set up. */
  judged?: ReadJudgements;
  /** What channels like, learned from what people there said of papers. */
  tastes: Pick<Tastes, 'of'>;
  /** The source that should have given something newer by now; undefined when all are well. */
  stale: (now: number) => { source: string; since: number } | undefined;
  defaults: Defaults;
}
