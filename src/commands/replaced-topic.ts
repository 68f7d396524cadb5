/** Recognizes the edit of a topic in `replace X with Y`, which may as well be the title of a paper. */
import type { Subscription } from '../channels/channel.ts';
import type { Line, Reply } from '../model/message.ts';
import type { Phrase } from './command.ts';
import { pickAll } from './named-topics.ts';
import { offerActions } from './offers.ts';
import { says } from './phrases/match.ts';
import { reply, text } from './reply.ts';
import { titleOf } from './topic-name.ts';

/** A topic as it was named, and the query that is to stand in its place. */
export interface Replaced {
  topic: string;
  by: string;
  /** A name for it, and no query. */
  isName?: true;
}

/** More topics that hold the words are no offer. */
const MOST_OFFERED = 3;
/** Where it is said that a topic is meant, it is no title. */
const SAID = /^(?:(?:the|my|our|this) )?(?:topic|subscription|keyword)s?(?: |$)/i;

export const REPLACED_PHRASES: readonly Phrase[] = [
  {
    says: says(
      '((?:replace|swap|swap out|exchange|substitute|switch) (.+?) (?:with|for|by|to) (.+))',
      '((?:change|turn|update|edit|modify) (.+?) (?:to|into|with) (.+))',
      '((?:edit|change) ([^:]+?): (.+))',
    ),
    means: (...found) => {
      const [query = '', topic = '', by = ''] = found.filter((one) => one !== '');
      return { name: 'search', query, replaces: { topic, by } };
    },
  },
  {
    says: says('((?:rename|call|name) (.+?) (?:to|into|as) (.+))'),
    means: (query, topic, by) => ({ name: 'search', query, replaces: { topic, by, isName: true } }),
  },
];

/** Offers the edit of a topic that is followed; undefined where the words are a search. */
export function editMeant(
  typed: string,
  { topic, by, isName }: Replaced,
  topics: readonly Subscription[],
): Reply | undefined {
  const found = pickAll({ query: topic }, topics);
  const name = topic.replace(SAID, '');
  const meant = 'unknown' in found ? topicsWith(name, topics) : found;
  if (meant.length === 0 || meant.length > MOST_OFFERED) {
    if (!SAID.test(topic)) return undefined;
    return meant.length > 0 ? whichTopic(typed) : notFound(typed, name);
  }
  const lines = meant.map((one): Line => [{ text: `#${topics.indexOf(one) + 1}  ` }, ...titleOf(one)]);
  const command = isName ? 'name' : 'edit';
  const edits = meant.map((one) => `${command} #${topics.indexOf(one) + 1} ${by}`);
  return reply(
    [text(`Change ${meant.length === 1 ? 'this topic' : 'one of these topics'}?`), { kind: 'list', lines }],
    { actions: offerActions([...edits, `search ${typed}`]) },
  );
}

/** Topics that hold the words of one that is named in part: `diffusion` for `diffusion -video`; all of them for `my topic`. */
function topicsWith(topic: string, topics: readonly Subscription[]): Subscription[] {
  const named = wordsOf(topic);
  return topics.filter(({ query, name = '' }) => {
    const words = new Set(wordsOf(`${query} ${name}`));
    return topic === '' || (named.length > 0 && named.every((word) => words.has(word)));
  });
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** More topics hold the words than are offered. */
function whichTopic(typed: string): Reply {
  return refused(typed, [{ text: 'Which topic? Nothing was changed. The list has their numbers.' }]);
}

function notFound(typed: string, topic: string): Reply {
  const what: Line =
    topic === '' ? [{ text: 'No topic is' }] : [{ text: topic, style: 'code' }, { text: " isn't" }];
  return refused(typed, [...what, { text: ' followed here, so nothing was changed.' }]);
}

function refused(typed: string, line: Line): Reply {
  return reply([text(line, 'warning')], { actions: offerActions(['topics', `search ${typed}`]) });
}
