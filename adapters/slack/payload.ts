/**
 * Reads Slack's requests: each kind in its own form, with only the fields listed here, so that nothing else reaches Bolt or
 * the handlers. https://docs.slack.dev/reference/interaction-payloads
 */
import { z } from 'zod';
import { isShallow, maybe, readJson } from '../../src/chat/json.ts';

/** Logged of a request that cannot be read. */
export const MALFORMED = 'a malformed request from Slack was dropped';

export type Request = Record<string, unknown>;

/** Whether it is an object, of moderate depth throughout. */
export function isPayload(value: unknown): value is Request {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isShallow(value);
}

const Id = z.string().regex(/^[\w-]{1,60}$/);
const Text = maybe(z.string());
const MaybeId = maybe(Id);
/** Null says that it is the organization's, or that there is none. */
const Owner = Id.nullish();
const Threaded = { thread_ts: Text };
const Address = maybe(z.url({ protocol: /^https?$/ }));
/** Forms write truth values as text. */
const Flag = maybe(z.union([z.boolean(), z.string()]));

const Channel = z.object({ id: Id, name: Text });
const asked = {
  type: Text,
  team: z.object({ id: Id, enterprise_id: Owner }).nullish(),
  enterprise: z.object({ id: Id }).nullish(),
  is_enterprise_install: Flag,
  user: z.object({ id: Id, username: Text, name: Text, team_id: MaybeId }),
  channel: maybe(Channel),
  trigger_id: Text,
  response_url: Address,
};
const Action = z.object({
  action_id: z.string(),
  block_id: Text,
  value: Text,
  selected_option: maybe(z.object({ value: z.string() })),
});
const Values = z.record(z.string(), z.record(z.string(), z.looseObject({})));
const View = z.object({
  id: MaybeId,
  hash: Text,
  blocks: maybe(z.array(z.unknown())),
  callback_id: Text,
  private_metadata: Text,
  app_installed_team_id: MaybeId,
  state: maybe(z.object({ values: Values })),
});
const Command = z.object({
  command: z.string().min(1),
  text: Text,
  channel_id: Id,
  channel_name: Text,
  user_id: Id,
  user_name: Text,
  team_id: MaybeId,
  enterprise_id: MaybeId,
  is_enterprise_install: Flag,
  trigger_id: Text,
  response_url: Address,
  ...Threaded,
});

const Written = { channel: Id, user: MaybeId, bot_id: Text, text: Text, ...Threaded };
const Renamed = { channel: z.object({ id: Id, name: z.string() }) };
const Deleted = { channel: Id };
/** The events that are handled. Of any other only its type is read. */
const EVENTS = new Map<unknown, z.ZodRawShape>([
  ['app_mention', Written],
  ['message', { ...Written, channel_type: Text, subtype: Text }],
  ['file_shared', { channel_id: MaybeId, file_id: MaybeId, user_id: MaybeId }],
  ['member_joined_channel', { user: Id, channel: Id, channel_type: Text, inviter: MaybeId }],
  ['channel_rename', Renamed],
  ['group_rename', Renamed],
  ['channel_deleted', Deleted],
  ['group_deleted', Deleted],
  ['tokens_revoked', { tokens: z.object({ bot: maybe(z.array(z.string())) }) }],
  ['app_home_opened', { user: Id, tab: Text }],
]);
const delivered = {
  type: z.literal('event_callback'),
  event_id: Text,
  event_time: maybe(z.int()),
  team_id: Owner,
  enterprise_id: Owner,
  authorizations: maybe(
    z.array(z.object({ team_id: Owner, enterprise_id: Owner, is_enterprise_install: maybe(z.boolean()) })),
  ),
};

const KINDS = new Map<unknown, z.ZodRawShape>([
  [
    'block_actions',
    {
      ...asked,
      actions: z.array(Action).min(1),
      container: maybe(z.object(Threaded)),
      message: maybe(z.object({ ...Threaded, text: Text, blocks: maybe(z.array(z.unknown())) })),
      view: maybe(View),
    },
  ],
  ['view_submission', { ...asked, view: View }],
  ['view_closed', { ...asked, view: View }],
  ['block_suggestion', { ...asked, action_id: z.string(), block_id: Text, value: Text }],
  ['shortcut', { ...asked, callback_id: z.string() }],
  [
    'message_action',
    { ...asked, callback_id: z.string(), channel: Channel, message: z.looseObject(Threaded) },
  ],
  // Bolt answers it.
  ['url_verification', { type: z.string(), challenge: z.string() }],
]);

/** The request in what comes as JSON, without what Paperboy does not read; undefined where it lacks what its kind must have. */
export function readRequest(value: unknown): Request | undefined {
  return isPayload(value) ? schemaOf(value).safeParse(value).data : undefined;
}

/** Of a kind that is not handled, only the type is read. */
function schemaOf({ type, command, event }: Request): z.ZodType<Request> {
  if (type === undefined && command !== undefined) return Command;
  if (type !== 'event_callback') return z.object(KINDS.get(type) ?? { type: z.string() });
  const kind = isPayload(event) ? event.type : undefined;
  return z.object({ ...delivered, event: z.object({ type: z.string(), ...EVENTS.get(kind) }) });
}

/** The request in a form, which has each field once: its own fields, or JSON in the field `payload`. */
export function readForm(fields: Readonly<Request>): Request | undefined {
  if (Object.values(fields).some((field) => typeof field !== 'string')) return undefined;
  return readRequest(fields.payload === undefined ? { ...fields } : readJson(String(fields.payload)));
}
