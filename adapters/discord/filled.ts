/** Reads a submitted settings form, whichever version of Paperboy it was opened by. */
import type { APIModalSubmitInteraction } from 'discord.js';
import { z } from 'zod';
import { partsOf } from '../../src/chat/json.ts';
import { LAYOUTS, type SentForm, SWITCHES } from '../../src/chat/settings-form.ts';
import { CHECK, OPTIONS, readAtIn } from './forms.ts';

/** A form as it was sent. What it has no field for is absent. */
export interface ReadModal {
  typed: SentForm;
  /** The switches that the form has. */
  offered: string[];
  /** Nothing is to be saved. */
  isCheck: boolean;
}

const Text = z.object({ value: z.string() });
const One = z.union([Text, z.object({ values: z.tuple([z.string()]) })]);
const Several = z.object({ values: z.array(z.string()) });

/** Undefined without any of its fields, and where a field is of another type than it has. */
export function readModal(data: APIModalSubmitInteraction['data']): ReadModal | undefined {
  const sent = new Map<string, unknown>();
  for (const part of partsOf(data.components))
    if (typeof part.custom_id === 'string') sent.set(part.custom_id, part);
  const read: ReadModal = { typed: readAtIn(data.custom_id), offered: [], isCheck: false };
  let fields = 0;
  for (const [id, part] of sent) {
    const isRead = readField(id, part, read);
    if (isRead === false) return undefined;
    if (isRead) fields += 1;
  }
  return fields > 0 ? read : undefined;
}

/** Adds a field to what is read. False where it is of another type, undefined where the form has no such field. */
function readField(id: string, part: unknown, read: ReadModal): boolean | undefined {
  const { typed } = read;
  const text = (name: 'topics' | 'schedule' | 'time' | 'zone' | 'limit') => {
    const { data } = Text.safeParse(part);
    if (data) typed[name] = data.value;
    return data !== undefined;
  };
  if (id.startsWith('options')) return readOptions(id, part, read);
  switch (id) {
    case 'topics':
    case 'time':
    case 'zone':
    case 'limit':
      return text(id);
    // A line with a schedule and a zone, in forms of earlier versions.
    case 'when':
      return text('schedule');
    case 'days': {
      const { data } = Several.safeParse(part);
      if (data) typed.days = data.values;
      return data !== undefined;
    }
    case 'order':
    case 'layout': {
      const { data } = One.safeParse(part);
      if (data) typed[id] = 'value' in data ? data.value : data.values[0];
      return data !== undefined;
    }
    default:
      return undefined;
  }
}

/** In forms of earlier versions the id names no switches, and layouts are among them: the terser one is taken. */
function readOptions(id: string, part: unknown, read: ReadModal): boolean {
  const { data } = Several.safeParse(part);
  if (data === undefined) return false;
  const isSwitch = (name: string) => SWITCHES.some(([one]) => one === name);
  const isEarlier = !id.startsWith(OPTIONS);
  read.offered = isEarlier ? SWITCHES.map(([name]) => name) : id.slice(OPTIONS.length).split('.');
  read.isCheck = data.values.includes(CHECK);
  read.typed.switches = data.values.filter(isSwitch);
  if (isEarlier) read.typed.layout = LAYOUTS.findLast(([name]) => data.values.includes(name))?.[0] ?? 'cards';
  return true;
}
