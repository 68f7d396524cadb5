/** The ports of the queue that hands deliveries to the sender when they are ready. */
import type { Messenger } from '../model/ports.ts';
import type { Tx } from '../store/database.ts';

/** A delivery that is ready, or will be at `at` (milliseconds since 1970). */
export interface Ready {
  key: string;
  at?: number;
}

/** Told by the ledger of what becomes ready, in the transaction that makes it so. */
export interface QueueWriter {
  enqueue(tx: Tx, deliveries: readonly Ready[]): Promise<void>;
  /**
   * An attempt at a delivery has ended, and these became ready by it: itself later, or the next one of its channel. Not told of
   * one that was posted while no other of its channel waited.
   */
  settled(tx: Tx, key: string, deliveries: readonly Ready[]): Promise<void>;
}

export interface DeliveryQueue {
  /** A platform can be posted to from now on. */
  connect?(messenger: Messenger): void;
  /**
   * Hands out what is ready. Resolves when nothing is ready any more or, where several processes share the work, when all that is
   * ready is queued.
   */
  drain(): Promise<void>;
  /** Hands out nothing more, and resolves when what is under way has ended or was handed back. */
  stop(): Promise<void>;
}
