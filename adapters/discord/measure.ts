/** Measures how much of each of Discord's budgets components take: counted as Discord counts, or more strictly. */
import type { APIMessageTopLevelComponent } from 'discord.js';
import * as limits from './limits.ts';

export interface Measure {
  components: number;
  /** UTF-16 units of all text that is shown: that of text displays, and of buttons too, to be on the safe side. */
  text: number;
  /** UTF-8 bytes of all text, the options of lists included, and 12 for each text display. */
  bytes: number;
}

const TEXT_KEYS = new Set(['content', 'label', 'placeholder', 'description']);
const TEXT_DISPLAY = 10;

export function measure(components: readonly APIMessageTopLevelComponent[]): Measure {
  const total: Measure = { components: 0, text: 0, bytes: 0 };
  for (const component of components) walk(component, total);
  return total;
}

export function fits(components: readonly APIMessageTopLevelComponent[]): boolean {
  const total = measure(components);
  return (
    total.components <= limits.COMPONENTS_PER_MESSAGE &&
    total.text <= limits.TEXT_PER_MESSAGE &&
    total.bytes <= limits.BYTES_PER_MESSAGE
  );
}

/** Everything with a `type` is a component; options of a list are not. */
function walk(part: object, total: Measure): void {
  const { type } = part as { type?: number };
  if (type !== undefined) total.components++;
  if (type === TEXT_DISPLAY) total.bytes += limits.BYTES_PER_DISPLAY;
  for (const [key, value] of Object.entries(part)) {
    if (typeof value === 'string' && TEXT_KEYS.has(key)) {
      // Options have no type, and are not shown until their list is opened.
      if (type !== undefined) total.text += value.length;
      total.bytes += Buffer.byteLength(value);
    }
    if (Array.isArray(value))
      for (const inner of value) if (typeof inner === 'object' && inner) walk(inner, total);
    if (key === 'accessory' && typeof value === 'object' && value) walk(value, total);
  }
}
