/**
 * Migration 6: the papers of a delivery are found by its channel, so their index by delivery goes. Writing it took two thirds of the
 * time of planning a round. Older versions work without it: they read the whole table when a delivery failed, and only then.
 */
import type { Kysely } from 'kysely';

export const withoutSentByDelivery = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.dropIndex('sent_by_delivery').ifExists().execute();
  },
};
