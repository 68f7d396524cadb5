/** Says what each table of the store holds of people and workspaces. A table without an entry does not compile. */
import type { Tables } from '../store/tables.ts';

export type TableTraces<T> =
  | { holdsNobody: string }
  | {
      /** What one row is, as people call several of them. */
      kind: string;
      key: readonly (keyof T & string)[];
      /** A row goes with the person or the channel that one of these columns names, whole or as a word of it. */
      owner?: readonly (keyof T & string)[];
      /** A person in a row that belongs to others: who they are is replaced, and the row stays. */
      who?: readonly { id: keyof T & string; name?: keyof T & string }[];
      /** JSON in which people are `{id, name}`. */
      json?: readonly (keyof T & string)[];
    };

export const TABLE_TRACES: { readonly [T in keyof Tables]: TableTraces<Tables[T]> } = {
  channels: { kind: 'channels', key: ['id'], owner: ['id'], json: ['record'] },
  subscriptions: {
    kind: 'topics',
    key: ['key'],
    owner: ['channel'],
    who: [
      { id: 'by_id', name: 'by_name' },
      { id: 'edited_by_id', name: 'edited_by_name' },
    ],
  },
  removals: { kind: 'notes on removed channels and topics', key: ['kind', 'key'], owner: ['key'] },
  channel_changes: {
    kind: 'changes that can be undone',
    key: ['id'],
    owner: ['channel'],
    who: [{ id: 'by_id' }],
    json: ['record', 'undone'],
  },
  saved: { kind: 'papers on reading lists', key: ['person', 'paper'], owner: ['person'] },
  signals: {
    kind: 'marks, saves and shares',
    key: ['person', 'channel', 'paper', 'kind'],
    owner: ['person', 'channel'],
  },
  library_items: { kind: 'papers of libraries', key: ['owner', 'paper'], owner: ['owner'] },
  deliveries: { kind: 'deliveries', key: ['key'], owner: ['channel'] },
  sent: { kind: 'papers that were sent', key: ['channel', 'paper'], owner: ['channel'] },
  turns: { kind: 'turns of rate limits', key: ['name'], owner: ['name'] },
  judgements: {
    holdsNobody:
      'what a language model said of papers; criteria that no topic has any more go with their topics',
  },
  model_days: { holdsNobody: 'numbers of requests a day' },
  revisions: { holdsNobody: 'counters' },
  arrivals: { holdsNobody: 'papers' },
  vote_counts: { holdsNobody: 'votes of papers at their source' },
  aliases: { holdsNobody: 'ids of papers' },
  identity: { holdsNobody: 'the id of the store' },
  answers: { holdsNobody: 'answers of sources' },
};
