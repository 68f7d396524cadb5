/** Counts plans and outcomes of deliveries, and measures how late they are and what they wait for. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Backlog } from '../delivery/backlog.ts';
import type { Delivery, Outcome, Silence } from '../delivery/delivery.ts';
import type { DeliveryObserver } from '../delivery/observer.ts';
import { platformOf } from '../model/channel-id.ts';
import type { Clock } from '../model/ports.ts';

/** From a second to a day and a half, after which papers go into the next post. Seconds. */
const LAG_BUCKETS = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 43_200, 129_600];
/** From a turn at 50 posts a second to the longest wait that a delivery is put off for. Seconds. */
const WAIT_BUCKETS = [0.02, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 1_800, 3_600, 21_600];

/**
 * What a delivery waits for: its turn within the platform's limit, the wait that the platform told, another attempt after a
 * failure, or another look for a post that could not be confirmed.
 */
type Cause = 'turn' | 'platform' | 'retry' | 'confirmation';

/** Counters begin at 0, so that the first of a kind shows as an increase. */
const SILENCES: Record<Silence['why'], 0> = {
  'no-batch': 0,
  stale: 0,
  'no-match': 0,
  'all-posted': 0,
  'below-taste': 0,
  paused: 0,
  'no-access': 0,
  damaged: 0,
  merged: 0,
  restored: 0,
};
const OUTCOMES = ['posted', 'later', 'failed', 'unknown'] as const;

export interface DeliveryMetrics {
  observer: DeliveryObserver;
  /** Begins the counters of a platform. */
  addPlatform(platform: string): void;
  /** Undefined when the store did not tell: what it would say is then left out. */
  setBacklog(backlog: Backlog | undefined): void;
}

export function createDeliveryMetrics(registry: Registry, clock: Clock): DeliveryMetrics {
  const registers = [registry];
  const plans = new Counter({
    name: 'paperboy_plans_total',
    help: 'Plans written: posts (reason on-time or late) and silences with the kind of their reason.',
    labelNames: ['kind', 'reason'],
    registers,
  });
  const outcomes = new Counter({
    name: 'paperboy_delivery_outcomes_total',
    help: 'Ends of attempts at a delivery: posted, later (put off), failed (given up), unknown (not confirmed).',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  const lag = new Histogram({
    name: 'paperboy_delivery_lag_seconds',
    help: 'From the moment when a post was due to its last receipt.',
    labelNames: ['platform'],
    buckets: LAG_BUCKETS,
    registers,
  });
  const waits = new Histogram({
    name: 'paperboy_delivery_wait_seconds',
    help: 'Waits of deliveries, by cause: turn (rate limit), platform (told by it), retry, confirmation.',
    labelNames: ['cause'],
    buckets: WAIT_BUCKETS,
    registers,
  });
  for (const reason of ['on-time', 'late']) plans.inc({ kind: 'post', reason }, 0);
  for (const reason of Object.keys(SILENCES)) plans.inc({ kind: 'silence', reason }, 0);

  const waited = (cause: Cause, ms: number) => {
    if (ms > 0) waits.observe({ cause }, ms / 1000);
  };

  const settled = ({ channel, slotAt }: Delivery, outcome: Outcome) => {
    const platform = platformOf(channel);
    const now = clock();
    outcomes.inc({
      platform,
      outcome: outcome.kind === 'part' || outcome.kind === 'complete' ? 'posted' : outcome.kind,
    });
    if (outcome.kind === 'part') lag.observe({ platform }, Math.max(0, now - slotAt) / 1000);
    if (outcome.kind === 'later') waited(outcome.told ? 'platform' : 'retry', outcome.notBefore - now);
    if (outcome.kind === 'unknown') waited('confirmation', (outcome.notBefore ?? now) - now);
  };

  return {
    observer: {
      planned: (plan) =>
        plan.kind === 'silence'
          ? plans.inc({ kind: 'silence', reason: plan.silence.why })
          : plans.inc({ kind: 'post', reason: plan.lateMs === undefined ? 'on-time' : 'late' }),
      waited: (_, ms) => waited('turn', ms),
      settled,
    },
    addPlatform(platform) {
      for (const outcome of OUTCOMES) outcomes.inc({ platform, outcome }, 0);
    },
    setBacklog: createBacklogGauges(registers, clock),
  };
}

function createBacklogGauges(registers: Registry[], clock: Clock): DeliveryMetrics['setBacklog'] {
  const states = new Gauge({
    name: 'paperboy_deliveries',
    help: 'Deliveries in the store that are not settled, by state. The same on every replica.',
    labelNames: ['state'],
    registers,
  });
  const ready = new Gauge({
    name: 'paperboy_deliveries_ready',
    help: 'Planned deliveries that could be sent now. The same on every replica.',
    registers,
  });
  const forPerson = new Gauge({
    name: 'paperboy_deliveries_unconfirmed',
    help: 'Deliveries that could not be confirmed and wait for a person. The same on every replica.',
    registers,
  });
  const oldest = new Gauge({
    name: 'paperboy_delivery_oldest_seconds',
    help: 'How long ago the oldest delivery that is not settled was due; 0 without one. The same on every replica.',
    registers,
  });
  return (backlog) => {
    states.reset();
    for (const gauge of [ready, forPerson, oldest]) gauge.remove();
    if (backlog === undefined) return;
    for (const [state, count] of Object.entries(backlog.states)) states.set({ state }, count);
    ready.set(backlog.ready);
    forPerson.set(backlog.forPerson);
    oldest.set(backlog.oldestDue === undefined ? 0 : Math.max(0, clock() - backlog.oldestDue) / 1000);
  };
}
