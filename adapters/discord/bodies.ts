/** Builds the bodies of a message: Components V2, and an embed as a fallback where Discord refuses these. */
import {
  type APIContainerComponent,
  type APIInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  DiscordAPIError,
  MessageFlags,
} from 'discord.js';
import type { Message } from '../../src/model/message.ts';
import { toEmbeds } from './embeds.ts';
import type { MessageKey } from './idempotency-key.ts';
import { toComponents } from './render.ts';
import { createIdWriter, type StoredActions, storeActions } from './stored-actions.ts';

export interface Bodies {
  components: APIInteractionResponseCallbackData;
  embed: () => APIInteractionResponseCallbackData;
}

/**
 * Stores long actions too, so that the buttons work once the message is shown.
 * @param about.key by which the message is found again; `guild` the server it is for; `form` the key of a form that a button
 * opens again; `ephemeral` shows it to one person alone, which an edit cannot change
 */
export async function bodiesOf(
  message: Message,
  actions: Pick<StoredActions, 'set'>,
  about: {
    key?: MessageKey;
    guild?: string | undefined;
    form?: string | undefined;
    ephemeral?: boolean;
  } = {},
): Promise<Bodies> {
  const { key, guild, form, ephemeral = false } = about;
  const { components, ids } = toComponents(message, () => createIdWriter(key?.code, guild), key);
  if (form !== undefined) addFormButton(components, ids.form(form));
  await storeActions(ids, actions);
  const flags = (ephemeral ? MessageFlags.Ephemeral : 0) as MessageFlags;
  const allowed_mentions = { parse: [] };
  return {
    components: { components, flags: MessageFlags.IsComponentsV2 | flags, allowed_mentions },
    embed: () => ({ ...toEmbeds(components, key), ...(ephemeral ? { flags } : {}), allowed_mentions }),
  };
}

/** As components, or as an embed where Discord refuses these; then `onRefused` is called. */
export async function sendBodies<T>(
  bodies: Bodies,
  send: (body: APIInteractionResponseCallbackData) => Promise<T>,
  onRefused: (error: unknown) => void = () => {},
): Promise<T> {
  try {
    return await send(bodies.components);
  } catch (error) {
    if (!isFormProblem(error)) throw error;
    onRefused(error);
    return send(bodies.embed());
  }
}

function addFormButton([container]: [APIContainerComponent], custom_id: string): void {
  const button = {
    type: ComponentType.Button,
    style: ButtonStyle.Primary,
    label: 'Edit again',
    custom_id,
  } as const;
  container.components.push({ type: ComponentType.ActionRow, components: [button] });
}

/** Discord says that the message's form is wrong: certainly not shown, and another form may be taken. */
function isFormProblem(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 400 && Number(error.code) === 50035;
}
