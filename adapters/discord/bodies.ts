/** Builds the bodies of a message: Components V2, and an embed with classic rows as a fallback where Discord refuses these. */
import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIEmbed,
  type APIInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { Message } from '../../src/model/message.ts';
import { createIdWriter, type IdWriter, inRows, type StoredActions, storeActions } from './buttons.ts';
import { isRefusal } from './errors.ts';
import type { MessageKey } from './find.ts';
import { BUTTON_LABEL, EMBED_DESCRIPTION, ROWS_PER_CLASSIC_MESSAGE } from './limits.ts';
import { ACCENT, toComponents } from './render.ts';

/** What was typed into a form is kept under its key. `isUnsaved`: it can be saved as it is. */
export interface OfferedForm {
  key: string;
  isUnsaved?: true;
}

export interface Bodies {
  components: APIInteractionResponseCallbackData;
  embed: () => APIInteractionResponseCallbackData;
}

/**
 * Stores long actions too, so that the buttons work once the message is shown.
 * @param about.key by which the message is found again; `guild` the server it is for; `form` the form that a button opens
 * again; `ephemeral` shows it to one person alone, which an edit cannot change
 */
export async function bodiesOf(
  message: Message,
  actions: Pick<StoredActions, 'set'>,
  about: {
    key?: MessageKey;
    guild?: string | undefined;
    form?: OfferedForm | undefined;
    ephemeral?: boolean;
  } = {},
): Promise<Bodies> {
  const { key, guild, form, ephemeral = false } = about;
  const { components, ids } = toComponents(message, () => createIdWriter(key?.code, guild), key);
  if (form !== undefined) addFormButtons(components, form, ids);
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
    // The form of the message is wrong: it was certainly not shown, and another form may be taken.
    if (!isRefusal(error, 50035)) throw error;
    onRefused(error);
    return send(bodies.embed());
  }
}

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What a section's button would do is left to the rows: five buttons each, as many rows as fit. */
export function toEmbeds(
  [container]: [APIContainerComponent],
  key?: MessageKey,
): { embeds: [APIEmbed]; components: Row[] } {
  const texts: string[] = [];
  const rows: Row[] = [];
  const loose: APIComponentInMessageActionRow[] = [];
  for (const part of container.components) {
    if (part.type === ComponentType.TextDisplay) texts.push(part.content);
    if (part.type === ComponentType.ActionRow) rows.push(part);
    if (part.type !== ComponentType.Section) continue;
    texts.push(...part.components.map(({ content }) => content));
    const { accessory } = part;
    // Away from its paper, a button says which one it belongs to.
    if (accessory.type === ComponentType.Button && 'label' in accessory)
      loose.push({
        ...accessory,
        label: `${loose.length + 1}: ${accessory.label ?? ''}`.slice(0, BUTTON_LABEL),
      });
  }
  const description = texts.join('\n\n').slice(0, EMBED_DESCRIPTION);
  return {
    embeds: [{ description, color: ACCENT, ...(key ? { footer: { text: key.code } } : {}) }],
    components: [...inRows(loose), ...rows].slice(0, ROWS_PER_CLASSIC_MESSAGE),
  };
}

function addFormButtons(
  [container]: [APIContainerComponent],
  { key, isUnsaved }: OfferedForm,
  ids: IdWriter,
): void {
  const button = (label: string, custom_id: string, style: ButtonStyle.Primary | ButtonStyle.Secondary) => ({
    type: ComponentType.Button as const,
    style,
    label,
    custom_id,
  });
  const edit = button('Edit again', ids.form(key), isUnsaved ? ButtonStyle.Secondary : ButtonStyle.Primary);
  const save = isUnsaved ? [button('Save', ids.saveForm(key), ButtonStyle.Primary)] : [];
  container.components.push({ type: ComponentType.ActionRow, components: [...save, edit] });
}
