/**
 * Counts and measures the program for Prometheus, in a registry of its own.
 *
 * Labels have few values, which are known when the program starts: platforms, commands, states, causes and sources. No channel,
 * person, query or paper is in any. What the store holds is read when a scrape asks and not kept up to date in between.
 */
import { Registry } from 'prom-client';
import type { Clock, CommandService, Messenger } from '../model/ports.ts';
import { createCommandMetrics } from './command-metrics.ts';
import { createDeliveryMetrics, type DeliveryMetrics } from './delivery-metrics.ts';
import { createPlatformMetrics, type PlatformMetrics } from './platform-metrics.ts';
import { createProgramMetrics, type ProgramMetrics } from './program-metrics.ts';
import { createSourceMetrics } from './source-metrics.ts';
import { createStoreMetrics, type StoreMetrics } from './store-metrics.ts';

export interface Metrics {
  readonly deliveries: Pick<DeliveryMetrics, 'observer' | 'setBacklog'>;
  readonly platforms: Pick<PlatformMetrics, 'setConnected'>;
  readonly store: StoreMetrics;
  readonly program: ProgramMetrics;
  readonly setSources: ReturnType<typeof createSourceMetrics>;
  /** The same service and the same messenger, measured. */
  measureCommands(service: CommandService): CommandService;
  measureMessenger(messenger: Messenger): Messenger;
  /** Everything in Prometheus's text format, with its media type. */
  text(): Promise<{ type: string; body: string }>;
}

export function createMetrics(outside: {
  clock: Clock;
  version: string;
  redact: (text: string) => string;
}): Metrics {
  const registry = new Registry();
  const { clock, version, redact } = outside;
  const deliveries = createDeliveryMetrics(registry, clock);
  const platforms = createPlatformMetrics(registry);
  return {
    deliveries,
    platforms,
    store: createStoreMetrics(registry),
    program: createProgramMetrics(registry, clock, version),
    setSources: createSourceMetrics(registry, clock, redact),
    measureCommands: createCommandMetrics(registry),
    measureMessenger(messenger) {
      deliveries.addPlatform(messenger.platform);
      return platforms.measure(messenger);
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
