/** Defines what is told of deliveries while they are planned and sent: the metrics count it. */
import type { Delivery, Outcome, Plan } from './delivery.ts';

/** Each call comes once the ledger has what it tells. None may throw. */
export interface DeliveryObserver {
  /** A plan was written: a post that will be sent, or a silence with its reason. */
  planned(plan: Plan): void;
  /** A post waited for the next turn that its platform's limit allows. Milliseconds. */
  waited(platform: string, ms: number): void;
  /** An attempt ended; of a post of several parts, the attempt at its last. */
  settled(delivery: Delivery, outcome: Outcome): void;
}
