/** Defines what buttons do with a person's reading list, and where a paper stands on it. */
import { z } from 'zod';

/** A form holds no longer note. The core counts its characters, of which each may have several units. */
export const MOST_NOTE_UNITS = 4_000;

/** What changes one paper of a person's reading list. */
const ListAction = z.discriminatedUnion('do', [
  /** `doneAt` and `note` are what a removed paper had, so that removing it can be undone. */
  z.object({
    do: z.literal('save'),
    id: z.string().max(200),
    doneAt: z.int().nonnegative().exactOptional(),
    note: z.string().max(MOST_NOTE_UNITS).exactOptional(),
  }),
  z.object({ do: z.literal('unsave'), id: z.string().max(200) }),
  /** Marks a paper on the reading list as done, or as still to be read. */
  z.object({ do: z.literal('done'), id: z.string().max(200) }),
  z.object({ do: z.literal('undone'), id: z.string().max(200) }),
]);
export type ListAction = z.infer<typeof ListAction>;

/** What changes a person's reading list: one paper of it, or several. */
export const ListChange = z.discriminatedUnion('do', [
  ...ListAction.options,
  /** Several of these, one after the other. */
  z.object({ do: z.literal('each'), acts: z.array(ListAction).min(1).max(20) }),
  /** Marks the papers on the reading list that were done at one moment as still to be read. */
  z.object({ do: z.literal('undone-all'), at: z.int().nonnegative() }),
  /** Writes a note on a paper of the reading list, an empty one removes it; without `note`, shows it and says how to write one. */
  z.object({
    do: z.literal('note'),
    id: z.string().max(200),
    note: z.string().max(MOST_NOTE_UNITS).exactOptional(),
  }),
]);

/** The names of what changes one paper of a reading list, and of all that changes such a list. */
export const LIST_ACTIONS = namesOf(ListAction.options);
export const LIST_CHANGES = namesOf(ListChange.options);

function namesOf(options: readonly { shape: { do: { value: string } } }[]): ReadonlySet<string> {
  return new Set(options.map(({ shape }) => shape.do.value));
}

/** Where a paper stands on a reading list. What stands behind it is known also when it has left the list. */
export const ListPlace = z.object({
  seq: z.int().nonnegative(),
  doneAt: z.int().nonnegative().exactOptional(),
});
export type ListPlace = z.infer<typeof ListPlace>;
