/** The model of a stored channel. */
import { readName } from './channel-names.ts';

/** What is stored under a channel's key. A deleted one is remembered, so that what comes late for it is not shown. */
export interface Row {
  name: string;
  addedAt: number;
  deletedAt?: number;
}

/** The key is enough: a damaged name is that of the key, and a damaged time of adding counts as 0. */
export function readRow(key: string, stored: unknown): Row {
  const { name, addedAt, deletedAt } = (stored ?? {}) as Partial<Record<keyof Row, unknown>>;
  return {
    name: typeof name === 'string' && readName(name) === name ? name : key,
    addedAt: Number(addedAt) || 0,
    ...(typeof deletedAt === 'number' ? { deletedAt } : {}),
  };
}
