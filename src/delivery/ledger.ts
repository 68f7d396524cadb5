/** The interface of the ledger: which posts were sent, are being sent, or could not be confirmed. SQLite implements it. */
import type { ChannelId, PaperId } from '../model/channel-id.ts';
import type { Day } from '../model/paper.ts';
import type { Receipt } from '../model/ports.ts';
import type { Delivery, Plan } from './delivery.ts';

export interface NewDelivery {
  channel: ChannelId;
  day: Day;
  slotAt: number;
  plan: Plan;
  upTo?: number;
  newest?: Day;
}

/** How one attempt ended. */
export type Outcome =
  /** A part arrived; `done` when it was the last. */
  | { kind: 'part'; receipt: Receipt; done: boolean }
  /** Certainly not shown: may be tried at `notBefore`. A wait that the platform told is no attempt. */
  | { kind: 'later'; notBefore: number; reason: string; told: boolean }
  /** Given up. `free` are the papers that were certainly not shown: the next slot may bring them; `noAccess` parks the channel. */
  | { kind: 'failed'; reason: string; free: readonly PaperId[] | 'all'; noAccess?: true }
  /** Nobody knows. With `notBefore` it is looked for again then; without, a person must look. */
  | { kind: 'unknown'; notBefore?: number; reason: string };

/** Where the last delivery that dealt with papers left off. */
export interface Covered {
  upTo: number;
  newest?: Day;
}

/** Every method rejects with PaperboyError `store` when the table cannot be read or written: never a guess. */
export interface Ledger {
  /**
   * Writes plans, all or nothing; each reserves its papers for its channel. One is left out when its channel and day are
   * taken, or when one of its papers is reserved by another delivery. Returns the keys that were written.
   */
  plan(deliveries: readonly NewDelivery[], now: number): Promise<Set<string>>;
  /** What can be worked on now, oldest first: of each channel only the oldest that is not settled. */
  ready(now: number, limit: number): Promise<Delivery[]>;
  /**
   * Takes one for `leaseMs`. Committed when it resolves. A planned one becomes `posting`; one that was being posted
   * when its lease ended, or is unknown, becomes `unknown`: it must be looked for. Undefined: another has it.
   */
  claim(key: string, owner: string, now: number, leaseMs: number): Promise<Delivery | undefined>;
  /** Right before a request: `posting` is committed and the lease lengthened. False when the lease was lost. */
  renew(key: string, owner: string, now: number, leaseMs: number): Promise<boolean>;
  /** Writes how an attempt ended and lets go, unless more parts follow. False when the lease was lost. */
  settle(key: string, owner: string, outcome: Outcome, now: number): Promise<boolean>;
  /** A person has looked for an unknown delivery: send it again. False when it is not unknown. */
  sendAgain(key: string, now: number): Promise<boolean>;
  /** The channel cannot be posted to: what waits for it is failed with the reason. */
  failWaiting(channel: ChannelId, reason: string, now: number): Promise<void>;
  /** When the next open delivery that waits becomes ready, in milliseconds; undefined when none waits. */
  nextReady(now: number): Promise<number | undefined>;
  get(key: string): Promise<Delivery | undefined>;
  /** A channel's deliveries, newest first. */
  history(channel: ChannelId, limit: number): Promise<Delivery[]>;
  /** Which of these channels have a delivery on that day. */
  taken(channels: readonly ChannelId[], day: Day): Promise<Set<ChannelId>>;
  /** Channels with a delivery that is not settled and waits for no person: their next one is planned after it. */
  open(): Promise<Set<ChannelId>>;
  covered(channel: ChannelId): Promise<Covered | undefined>;
  /** Which of these papers a channel has got or is about to get, and on which day. */
  sent(channel: ChannelId, papers: readonly PaperId[]): Promise<Map<PaperId, Day>>;
  /** The last day on which each topic, as written, brought a paper. */
  lastHits(channel: ChannelId): Promise<Map<string, Day>>;
  /** Everything about a channel goes. */
  forget(channel: ChannelId): Promise<void>;
  /** Deletes settled deliveries last touched before a moment, but never a channel's newest: it holds the place. */
  prune(before: number): Promise<number>;
}
