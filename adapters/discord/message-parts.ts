/** Reads the parts and the text of a message that Discord gives back. */
import type { APIMessage } from 'discord.js';

/** Components, and the options of their lists, outer ones before inner ones. No depth can exhaust the stack. */
export function* partsOf(components: unknown): Generator<Record<string, unknown>> {
  const left = [components];
  while (left.length > 0) {
    const part = left.pop();
    if (Array.isArray(part)) left.push(...part.toReversed());
    else if (typeof part === 'object' && part !== null) {
      const inner = part as Record<string, unknown>;
      yield inner;
      left.push(inner.options, inner.accessory, inner.component, inner.components);
    }
  }
}

/** All that a reader sees of it: its content, embeds, and text displays. */
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
