/** Keeps which keys follow which queries, as a stock of topics that is added to and taken from without a rebuild. */
import type { Query } from '../query/tree.ts';
import { push } from './numbers.ts';
import { toQuery } from './program.ts';
import { emptyStock, nowhere, type Stock, topicOf } from './stock.ts';

/** Rebuilt when more than half of the topics are followed by nobody, and there are enough to matter. */
const wornFrom = 1000;

export interface Subscriptions {
  readonly size: number;
  /** What is kept now. It is another one after enough has been removed. */
  readonly stock: Stock;
  add(key: string, query: Query): void;
  remove(key: string): boolean;
  queryOf(key: string): Query | undefined;
}

export function createSubscriptions(): Subscriptions {
  let stock = emptyStock();
  const places = new Map<string, number>();

  function add(key: string, query: Query): void {
    // First, so that a query that cannot be kept changes nothing.
    const topic = topicOf(stock, query);
    const first = () => stock.followers.values[topic]!;
    remove(key, false);
    if (first() === nowhere) stock.live++;
    else stock.keyBefores.values[first()] = stock.keys.length;
    const place = stock.keys.push(key) - 1;
    push(stock.keyTopics, topic);
    push(stock.keyBefores, nowhere);
    push(stock.keyNexts, first());
    stock.followers.values[topic] = place;
    places.set(key, place);
  }

  function remove(key: string, mayRenew = true): boolean {
    const place = places.get(key);
    if (place === undefined) return false;
    places.delete(key);
    stock.keys[place] = undefined;
    unlink(place);
    if (mayRenew && stock.keys.length > wornFrom && places.size * 2 < stock.keys.length) renew();
    return true;
  }

  function unlink(place: number): void {
    const { followers, keyTopics, keyNexts, keyBefores } = stock;
    const topic = keyTopics.values[place]!;
    const next = keyNexts.values[place]!;
    const before = keyBefores.values[place]!;
    if (before === nowhere) followers.values[topic] = next;
    else keyNexts.values[before] = next;
    if (next !== nowhere) keyBefores.values[next] = before;
    if (followers.values[topic] === nowhere) stock.live--;
  }

  /** Everything afresh, without what nobody follows any more. */
  function renew(): void {
    const old = stock;
    const kept = [...places];
    stock = emptyStock();
    places.clear();
    for (const [key, place] of kept) add(key, queryAt(old, place));
  }

  function queryAt({ codes, programs, keyTopics, clauses }: Stock, place: number): Query {
    return toQuery(codes.values, programs.values[keyTopics.values[place]!]!, clauses);
  }

  return {
    get size() {
      return places.size;
    },
    get stock() {
      return stock;
    },
    add,
    remove: (key) => remove(key),
    queryOf(key) {
      const place = places.get(key);
      return place === undefined ? undefined : queryAt(stock, place);
    },
  };
}
