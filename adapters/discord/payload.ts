/**
 * Reads what comes from Discord, with only the fields listed here, so that nothing else reaches what answers it, and the
 * messages that come with an interaction.
 */
import type { APIInteraction, APIMessage } from 'discord.js';
import { z } from 'zod';
import { isShallow, maybe, partsOf } from '../../src/chat/json.ts';

const Id = z.string().regex(/^\d{1,20}$/);
const MaybeId = maybe(Id);
const Text = maybe(z.string());
const User = z.object({ id: Id, username: Text, global_name: Text });
const Value = z.union([z.string(), z.number(), z.boolean()]).optional();
const Option = z.object({ name: z.string(), type: z.number(), value: Value, focused: maybe(z.boolean()) });
const Options = z.array(Option.extend({ options: z.array(Option).optional() }));

const common = {
  id: Id,
  token: z.string().min(1).max(500),
  application_id: Id,
  guild_id: MaybeId,
  channel_id: MaybeId,
  channel: maybe(z.object({ id: Id, name: Text, type: maybe(z.number()) })),
  app_permissions: Text,
  user: maybe(User),
  member: maybe(z.object({ user: User, nick: Text, permissions: Text })),
  context: maybe(z.number()),
  authorizing_integration_owners: z.record(z.string(), z.unknown()).optional(),
  message: maybe(z.object({ components: z.unknown().optional(), flags: maybe(z.number()) })),
};
const Embed = z.object({ title: Text, description: Text, url: Text });
const Message = z.object({
  content: Text,
  embeds: maybe(z.array(Embed)),
  components: z.unknown().optional(),
});
const Attachment = z.object({ filename: z.string(), size: z.number(), url: z.string() });
const Command = z.object({
  name: z.string(),
  type: z.number(),
  options: Options.optional(),
  target_id: MaybeId,
  resolved: maybe(
    z.object({
      messages: z.record(z.string(), Message).optional(),
      attachments: z.record(z.string(), Attachment).optional(),
    }),
  ),
});
const Typed = z.object({ name: z.string(), options: Options });
const Pressed = z.object({
  custom_id: z.string(),
  component_type: z.number(),
  values: z.array(z.string()).optional(),
});
const Filled = z.object({ custom_id: z.string(), components: z.array(z.unknown()) });

// A ping needs nothing but its type.
const Interaction = z.union([
  z.object({ type: z.literal(1) }),
  z
    .discriminatedUnion('type', [
      z.object({ ...common, type: z.literal(2), data: Command }),
      z.object({ ...common, type: z.literal(3), data: Pressed }),
      z.object({ ...common, type: z.literal(4), data: Typed }),
      z.object({ ...common, type: z.literal(5), data: Filled }),
    ])
    .refine(({ channel, channel_id, member, user }) => (channel ?? channel_id) && (member ?? user)),
]);

/** Undefined for what is nested too deeply, or lacks what every interaction has. */
export function readInteraction(value: unknown): APIInteraction | undefined {
  return isShallow(value) ? (Interaction.safeParse(value).data as APIInteraction | undefined) : undefined;
}

/** All that a reader sees of a message: its content, embeds, and text displays. */
export function textOf({
  content,
  embeds,
  components,
}: Partial<Pick<APIMessage, 'content' | 'embeds'>> & { components?: unknown }): string {
  const shown = (embeds ?? []).flatMap(({ title, description, url }) => [title, description, url]);
  const displayed = [...partsOf(components)].map((part) => part.content);
  return [content, ...shown, ...displayed].filter((text) => typeof text === 'string').join('\n');
}

/** What the chosen option was called: Discord gives the whole message back with what was chosen. */
export function labelOf(message: { components?: unknown } | undefined, chosen: string | undefined) {
  for (const { value, label } of partsOf(message?.components))
    if (value !== undefined && value === chosen && typeof label === 'string') return label;
  return undefined;
}
