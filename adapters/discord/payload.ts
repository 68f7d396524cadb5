/** Checks that a signed body is an interaction, as far as Paperboy reads it. */
import type { APIInteraction } from 'discord.js';
import { z } from 'zod';

/** Interactions are about ten levels deep. */
const MOST_DEPTH = 64;

const Id = z.string().regex(/^\d{1,20}$/);
const User = z.looseObject({ id: Id, username: z.string().optional(), global_name: z.string().nullish() });
const Named = z.looseObject({ id: Id, name: z.string().nullish() });
const Value = z.union([z.string(), z.number(), z.boolean()]).optional();
const Option = z.looseObject({ name: z.string(), type: z.number(), value: Value });
const Options = z.array(Option.extend({ options: z.array(Option).optional() })).optional();

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
  options: Options,
  target_id: Id.optional(),
  resolved: z.looseObject({ messages: z.record(z.string(), Message).optional() }).optional(),
});
const Typed = z.looseObject({
  name: z.string(),
  options: z.array(Option.extend({ options: z.array(Option).optional() })),
});
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
  try {
    const value: unknown = JSON.parse(text);
    return isInteraction(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isInteraction(value: unknown): value is APIInteraction {
  return isShallow(value) && Interaction.safeParse(value).success;
}

/** Walks level by level, so that no depth can exhaust the stack. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return false;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return true;
}
