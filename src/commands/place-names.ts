/** Words for a place: its name, "this channel" where it has none, and "you" in a direct conversation. */
import type { Action, ButtonAction, Reply } from '../model/message.ts';
import type { Place } from '../model/ports.ts';
import { withCards } from './reply.ts';

/** As the subject of a sentence, with its verbs: `#general follows`, `You follow`. */
export function subjectOf(place: Place) {
  if (place.direct) return { name: 'You', follows: 'follow', doesNotFollow: "don't follow", gets: 'you get' };
  const name = hasName(place) ? place.name : 'This channel';
  return { name, follows: 'follows', doesNotFollow: "doesn't follow", gets: 'it gets' };
}

/** As the object of a sentence: `Subscribed #general to ...`. */
export function objectOf(place: Place): string {
  if (place.direct) return 'you';
  return hasName(place) ? place.name : 'this channel';
}

/** Platforms describe places that have no name of their own, such as `a private channel`. */
function hasName({ name }: Place): boolean {
  return name !== '' && !name.includes(' ');
}

/** Sharing, and following apart from others. */
function isForOthers(act: ButtonAction): boolean {
  if (act.do === 'for-me') return act.act.do === 'subscribe';
  return act.do === 'share' || act.do === 'share-paper';
}

/** In a direct conversation there is nobody to share with, and what is followed there is followed alone. */
export function withoutSharing(answer: Reply): Reply {
  const own = (actions: Action[]) => actions.filter(({ act }) => !isForOthers(act));
  const alone = withCards(answer, (card) => ({ ...card, actions: own(card.actions) }));
  return { ...alone, actions: own(answer.actions) };
}
