/** Tells topics that cannot stand beside each other in one channel, since people could not tell them apart. */
import type { Subscription } from './channel.ts';

/** Whether two topics mean the same, or one of them is called what the other one is. */
export function collides(
  one: Pick<Subscription, 'query' | 'meaning' | 'name'>,
  other: Pick<Subscription, 'query' | 'meaning' | 'name'>,
): boolean {
  const isSame = one.meaning === other.meaning || one.query === other.query;
  return isSame || isCalled(one, other.name) || isCalled(other, one.name);
}

/** Whether a topic's name, or its query, is what someone calls a topic. Upper and lower case count as the same. */
export function isCalled(topic: Pick<Subscription, 'query' | 'name'>, called: string | undefined): boolean {
  const small = called?.toLowerCase();
  return small !== undefined && [topic.name, topic.query].some((own) => own?.toLowerCase() === small);
}

/** Whether two topics have the same name. */
export function isNamesake(one: Pick<Subscription, 'name'>, other: { name?: string | undefined }): boolean {
  return one.name !== undefined && one.name.toLowerCase() === other.name?.toLowerCase();
}
