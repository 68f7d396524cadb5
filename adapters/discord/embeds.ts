/** Renders a message as one embed and classic rows, for where Discord refuses Components V2. */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIContainerComponent,
  APIEmbed,
} from 'discord.js';
import { ComponentType } from 'discord.js';
import type { MessageKey } from './idempotency-key.ts';
import * as limits from './limits.ts';
import { ACCENT } from './render.ts';

export interface ClassicBody {
  embeds: [APIEmbed];
  components: APIActionRowComponent<APIComponentInMessageActionRow>[];
}

/** What a section's button would do is left to the rows: five buttons each, as many rows as fit. */
export function toEmbeds([container]: [APIContainerComponent], key?: MessageKey): ClassicBody {
  const texts: string[] = [];
  const rows: ClassicBody['components'] = [];
  let loose: APIComponentInMessageActionRow[] = [];
  for (const part of container.components) {
    if (part.type === ComponentType.TextDisplay) texts.push(part.content);
    if (part.type === ComponentType.Section) {
      texts.push(...part.components.map(({ content }) => content));
      if (part.accessory.type === ComponentType.Button)
        loose.push(numbered(part.accessory, loose.length + 1));
    }
    if (part.type === ComponentType.ActionRow)
      rows.push({ type: ComponentType.ActionRow, components: part.components });
  }
  const sections: ClassicBody['components'] = [];
  while (loose.length > 0) {
    sections.push({ type: ComponentType.ActionRow, components: loose.slice(0, limits.BUTTONS_PER_ROW) });
    loose = loose.slice(limits.BUTTONS_PER_ROW);
  }
  const room = Math.max(0, limits.ROWS_PER_CLASSIC_MESSAGE - sections.length);
  return {
    embeds: [
      {
        description: texts.join('\n\n').slice(0, limits.EMBED_DESCRIPTION),
        color: ACCENT,
        ...(key ? { footer: { text: key.code } } : {}),
      },
    ],
    components: [...sections, ...rows.slice(0, room)].slice(0, limits.ROWS_PER_CLASSIC_MESSAGE),
  };
}

/** Away from its paper, a button says which one it belongs to. */
function numbered(button: APIButtonComponent, number: number): APIButtonComponent {
  const words = 'label' in button ? (button.label ?? '') : '';
  return { ...button, label: `${number}: ${words}`.slice(0, limits.BUTTON_LABEL) } as APIButtonComponent;
}
