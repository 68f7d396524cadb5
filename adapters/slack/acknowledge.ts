/** What Bolt received in, passed on once and acknowledged at once: before a token is looked up or anything is read. */
import type { App, ReceiverEvent } from '@slack/bolt';
import type { Dedupe } from '../../src/chat/dedupe.ts';

/** Where a receiver's mark of one delivery is found: a signature over HTTP, an envelope's id on a socket. */
export interface Marked {
  delivery?: string;
}

/** The part of a signature that cannot be written in two ways. */
export function markOfRequest(headers: Record<string, string | string[] | undefined>): Marked {
  const signature = headers['x-slack-signature'];
  const hex = typeof signature === 'string' ? signature.split('=')[1] : undefined;
  return hex ? { delivery: `request ${hex}` } : {};
}

export function markOfEnvelope(envelope: { envelope_id?: unknown }): Marked {
  const { envelope_id: id } = envelope;
  return typeof id === 'string' && id !== '' ? { delivery: `envelope ${id}` } : {};
}

/** Bolt looks up a workspace's token before its listeners run, which can be a request to Slack: too late to acknowledge. */
export function receiveOnce(app: App, isNew: Dedupe): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event: ReceiverEvent) => {
    if (!isNew(...marksOf(event))) return void (await event.ack());
    if (wantsContent(event.body.type)) return process(event);
    // A socket that closes just now cannot acknowledge; Slack sends it again then, and it counts as known.
    await event.ack().catch(() => {});
    return process({ ...event, ack: async () => {} });
  };
}

function marksOf({ body, customProperties }: ReceiverEvent): string[] {
  const { delivery } = (customProperties ?? {}) as Marked;
  const event = typeof body.event_id === 'string' ? `event ${body.event_id}` : undefined;
  return [delivery, event].filter((mark) => mark !== undefined);
}

/** The acknowledgement itself carries the answer: errors on fields, or options to choose from. */
function wantsContent(type: unknown): boolean {
  return type === 'view_submission' || type === 'block_suggestion';
}
