/** Defines what the core asks of a platform whose channels are addresses of people, who must confirm before anything is sent there. */
import type { ChannelId } from './channel-id.ts';
import type { Reply } from './message.ts';
import type { Person, Place } from './place.ts';

/** What an address is to get: the posts of a channel, papers on a topic, or without one what is trending. */
export type AddressWish = ({ copies: Place } | { topic?: string }) & {
  /** As after `/papers schedule`; absent: the usual one, or that of the channel. */
  schedule?: string;
};

/** How an address confirms: by a link in the message that it gets, or by a code from it, typed to Paperboy. */
export type ConfirmedBy = 'link' | 'code';

export interface Addresses {
  /** An address as it was typed, in its one form, or what is wrong with it. */
  read(typed: string): { address: string } | { problem: string };
  /** The channel of an address; `copied` is a channel whose posts it gets. */
  placeOf(address: string, copied?: ChannelId): Place;
  /**
   * Asks whoever reads the address to confirm. Nothing else is sent there before, and at most one such message until then. The
   * answer is the same whatever is known of the address, and comes as fast; a problem is about who asks too often.
   */
  invite(asked: {
    address: string;
    wish: AddressWish;
    person: Person;
    /** Where on the network the person is, where they could be someone else each time; never stored as it is. */
    client?: string | undefined;
    /** Whoever runs Paperboy asks: there is no limit for the person, and `isUnsent` says that no message was to be sent now. */
    isOperator?: true;
  }): Promise<{ by: ConfirmedBy; isUnsent?: true } | { problem: string }>;
  /**
   * Resolves when nothing that `invite` began is being sent any more, with why the server did not take the last message, for the one
   * who runs Paperboy; undefined where it took it, or refused the address. Never rejects.
   */
  idle(): Promise<string | undefined>;
  /**
   * Takes over what a message says that came back: that an address is refused for good, or that a message was taken for spam.
   * `other`: it is no report on a message of ours; `unchanged`: it is, and changes nothing, as where a server will try again.
   * Rejects where that could not be stored; then it may be repeated.
   */
  takeReturned(message: Uint8Array): Promise<'other' | 'unchanged' | 'taken'>;
  /** Takes the code of the message, and starts what was asked for. */
  confirm(address: string, code: string): Promise<{ reply: Reply } | { problem: string }>;
  /** Ends all that the address gets, by the code at the end of each post; false where it is another code. */
  stop(address: string, code: string): Promise<boolean>;
}
