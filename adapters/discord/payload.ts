/** Checks that a signed body is an interaction, as far as Paperboy reads it, and reads the messages that come with one. */
import type { APIInteraction, APIMessage } from 'discord.js';
import { z } from 'zod';
import { isShallow, partsOf, readJson } from '../../src/chat/json.ts';

const Id = z.string().regex(/^\d{1,20}$/);
const User = z.looseObject({ id: Id, username: z.string().optional(), global_name: z.string().nullish() });
const Named = z.looseObject({ id: Id, name: z.string().nullish() });
const Value = z.union([z.string(), z.number(), z.boolean()]).optional();
const Option = z.looseObject({ name: z.string(), type: z.number(), value: Value });
const Options = z.array(Option.extend({ options: z.array(Option).optional() }));

const common = {
  id: Id,
  token: z.string().min(1).max(500),
  application_id: Id.optional(),
  guild_id: Id.nullish(),
  channel_id: Id.nullish(),
  channel: Named.nullish(),
  user: User.nullish(),
  member: z.looseObject({ user: User, nick: z.string().nullish() }).nullish(),
  authorizing_integration_owners: z.record(z.string(), z.unknown()).optional(),
  message: z.looseObject({}).nullish(),
};
const Message = z.looseObject({
  content: z.string().nullish(),
  embeds: z.array(z.looseObject({})).nullish(),
});
const Command = z.looseObject({
  name: z.string(),
  type: z.number(),
  options: Options.optional(),
  target_id: Id.optional(),
  resolved: z.looseObject({ messages: z.record(z.string(), Message).optional() }).optional(),
});
const Typed = z.looseObject({ name: z.string(), options: Options });
const Pressed = z.looseObject({
  custom_id: z.string(),
  component_type: z.number(),
  values: z.array(z.string()).optional(),
});
const Filled = z.looseObject({ custom_id: z.string(), components: z.array(z.unknown()) });

const Interaction = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal(1) }),
  z.looseObject({ ...common, type: z.literal(2), data: Command }),
  z.looseObject({ ...common, type: z.literal(3), data: Pressed }),
  z.looseObject({ ...common, type: z.literal(4), data: Typed }),
  z.looseObject({ ...common, type: z.literal(5), data: Filled }),
]);

/** Undefined for what is not JSON, is nested too deeply, or lacks what every interaction has. */
export function readInteraction(text: string): APIInteraction | undefined {
  const value = readJson(text);
  return isInteraction(value) ? value : undefined;
}

export function isInteraction(value: unknown): value is APIInteraction {
  return isShallow(value) && Interaction.safeParse(value).success;
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
