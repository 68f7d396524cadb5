/** Checks that a payload has the form of one of Slack's requests, and limits its depth. */
import { z } from 'zod';
import { isShallow, readJson } from '../../src/chat/json.ts';

/** Whether it is an object, of moderate depth throughout. */
export function isPayload(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isShallow(value);
}

const Named = z.looseObject({ id: z.string() });
const Part = z.looseObject({});
const Pressed = z.looseObject({
  user: Named,
  channel: Named.nullish(),
  actions: z.array(z.looseObject({ action_id: z.string() })).min(1),
});
const Values = z.record(z.string(), z.record(z.string(), Part));
const View = z.looseObject({ callback_id: z.string(), state: z.looseObject({ values: Values }).nullish() });

/** What each kind of request must have to be handled. Kinds that are not listed are not handled. https://docs.slack.dev/reference/interaction-payloads */
const KINDS = new Map<unknown, z.ZodType>([
  ['event_callback', z.looseObject({ event: z.looseObject({ type: z.string() }) })],
  ['block_actions', Pressed],
  ['view_submission', z.looseObject({ user: Named, view: View })],
  ['view_closed', z.looseObject({ user: Named, view: Part })],
  ['block_suggestion', z.looseObject({ user: Named, action_id: z.string(), value: z.string().nullish() })],
  ['shortcut', z.looseObject({ user: Named, callback_id: z.string() })],
  ['message_action', z.looseObject({ user: Named, callback_id: z.string(), channel: Named, message: Part })],
]);

/** Whether it is a payload with what a request of its kind must have. */
export function isRequest(value: unknown): value is Record<string, unknown> {
  return isPayload(value) && (KINDS.get(value.type)?.safeParse(value).success ?? true);
}

/** Whether a form has each field once, and in `payload`, where there is one, a request in JSON. */
export function isForm(fields: Readonly<Record<string, unknown>>): boolean {
  if (Object.values(fields).some((field) => typeof field !== 'string')) return false;
  return fields.payload === undefined || isRequest(readJson(String(fields.payload)));
}
