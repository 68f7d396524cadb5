/** Logs requests that could not be worked on, and answers commands from a workspace that Paperboy has no token for. */
import type { App } from '@slack/bolt';
import type { Log } from '../../src/model/ports.ts';
import { logReason } from './errors.ts';
import { REQUEST_MS } from './limits.ts';

const NOT_INSTALLED =
  "Paperboy isn't installed in this workspace, or its access was removed. Ask a workspace admin to install it again.";

/** @param ask sends the answer; the platform's own `fetch` unless a test says otherwise */
export function hearErrors(app: App, log: Log, ask: typeof fetch = fetch): void {
  app.error(async ({ error, body }: { error: Error; body?: unknown }) => {
    log.warn('what Slack sent could not be worked on', logReason(error));
    const { code } = error as { code?: unknown };
    const { response_url: to } = (body ?? {}) as { response_url?: unknown };
    // Slack's address for answers needs no token.
    if (!String(code).endsWith('authorization_error') || typeof to !== 'string' || !URL.canParse(to)) return;
    await answer(to, ask).catch((thrown: unknown) => log.debug('a command had no answer', logReason(thrown)));
  });
}

async function answer(to: string, ask: typeof fetch): Promise<void> {
  await ask(to, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', text: NOT_INSTALLED }),
    redirect: 'error',
    signal: AbortSignal.timeout(REQUEST_MS),
  });
}
