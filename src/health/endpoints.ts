/** Makes the pages for machines: `/health/live`, `/health/ready` and `/metrics`. */
import type { Endpoint } from '../model/ports.ts';
import type { Report } from './health.ts';

export interface EndpointsContext {
  report: () => Promise<Report>;
  /** The metrics in Prometheus's text format, and its media type. */
  metrics: () => Promise<{ type: string; body: string }>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export function createEndpoints({ report, metrics }: EndpointsContext): readonly Endpoint[] {
  return [
    {
      path: '/health/live',
      // Asks nothing of the store or a platform: restarting the process would mend neither.
      answer: async () => ({ status: 200, type: JSON_TYPE, body: '{"status":"ok"}\n' }),
    },
    {
      path: '/health/ready',
      async answer() {
        const { ready, ...told } = await report();
        return { status: ready ? 200 : 503, type: JSON_TYPE, body: `${JSON.stringify(told, null, 2)}\n` };
      },
    },
    {
      path: '/metrics',
      answer: async () => ({ status: 200, ...(await metrics()) }),
    },
  ];
}
