/** The commands of `/papers`: what each is called, how it is typed, what it does. Help is made from this. */
import type { Order } from '../channels/channel.ts';
import type { Schedule } from '../channels/schedule.ts';
import type { Day } from '../model/paper.ts';

export type Command =
  /** Carried out as `unless` instead where a paper is kept under each of its ids: any word may be the id of one. */
  | { name: 'search'; query: string; unless?: OfPapers }
  | { name: 'today' }
  /** `ago`: days before the current one of the channel's zone. */
  | { name: 'date'; day: Day }
  | { name: 'date'; ago: number }
  | { name: 'subscribe'; query: string }
  | { name: 'unsubscribe'; what: { all: true } | { number: number } | { query: string } }
  | Named<'topics' | 'preview' | 'status' | 'resume' | 'saved'>
  /** `off`: the schedule was turned off; setting a schedule turns it on again. */
  | { name: 'pause'; off?: true }
  /** Nothing asks for the schedule as it is; `reset` takes the installation's own. `note` is a sentence about the zone. */
  | { name: 'schedule'; schedule?: Schedule; zone?: string; note?: string; reset?: true }
  | { name: 'limit'; limit: number }
  | { name: 'order'; order: Order }
  | Named<'quiet' | 'abstracts', { on: boolean }>
  | OfPapers
  | { name: 'help'; about?: CommandName }
  /** A command that was begun but cannot be carried out: what is wrong with it. */
  | { name: 'misused'; about: CommandName; problem: string };

/** What is done with one paper or several. */
export type OfPapers = Named<'why' | 'cite' | 'save' | 'unsave', { ids: string[] }>;

/** One member of the union for each name, so that a name alone tells them apart. */
type Named<N extends string, More = unknown> = N extends string ? { name: N } & More : never;

export type CommandName = Exclude<Command['name'], 'misused'>;

export interface Usage {
  usage: string;
  does: string;
  example?: string;
  /** Changes what the channel gets, so that platforms may ask for a permission. `given`: only with words behind it. */
  changes?: 'always' | 'given';
}

/** In the order in which help shows them. */
export const USAGES: Record<CommandName, Usage> = {
  search: { usage: '<words>', does: 'search all papers', example: 'hyperparameter tuning' },
  today: { usage: 'today', does: 'show the newest digest' },
  date: { usage: 'date <day>', does: 'show the digest for a day', example: 'date 2025-12-12' },
  subscribe: {
    usage: 'subscribe <query>',
    does: 'follow a topic in this channel',
    example: 'subscribe "continual learning"',
    changes: 'always',
  },
  unsubscribe: {
    usage: 'unsubscribe <#n | query | all>',
    does: 'unsubscribe from topics',
    example: 'unsubscribe #1',
    changes: 'always',
  },
  topics: { usage: 'topics', does: 'list the topics followed here' },
  preview: { usage: 'preview', does: 'preview the next post; only you see it' },
  schedule: {
    usage: 'schedule daily|weekdays|weekly mon thu|monthly 1 <time> [zone] | off | default',
    does: 'set when posts arrive',
    example: 'schedule weekdays 09:00 Europe/Berlin',
    changes: 'given',
  },
  limit: {
    usage: 'limit <1 to 50>',
    does: 'set how many papers a post shows',
    example: 'limit 5',
    changes: 'always',
  },
  order: { usage: 'order votes|relevance|date', does: 'set which papers come first', changes: 'always' },
  abstracts: {
    usage: 'abstracts on|off',
    does: 'show the first sentences in posts, or titles only',
    changes: 'always',
  },
  quiet: {
    usage: 'quiet on|off',
    does: 'post one line on days without papers, saying why',
    changes: 'always',
  },
  pause: { usage: 'pause', does: 'stop posting until resumed', changes: 'always' },
  resume: { usage: 'resume', does: 'start posting again', changes: 'always' },
  status: { usage: 'status', does: 'show the last post, the next post, and the sources' },
  why: { usage: 'why <id>', does: "explain why a paper was posted here or wasn't" },
  cite: { usage: 'cite <id>', does: 'get the BibTeX entry of a paper', example: 'cite 2511.08544' },
  save: { usage: 'save <id> ...', does: 'save a paper to your reading list' },
  unsave: { usage: 'unsave <id>', does: 'remove a paper from your reading list' },
  saved: { usage: 'saved', does: 'show your reading list' },
  help: { usage: 'help [command]', does: 'show this list, or more on one command' },
};

export const COMMAND_NAMES = Object.keys(USAGES) as CommandName[];
