/** Reads CSL-JSON, as reference managers export it, and the items of Zotero's API. */
import { entryOf, type LibraryEntry } from './entry.ts';
import { type FoundEntries, readInTurn } from './in-turn.ts';

/** What Zotero keeps beside papers. */
const NO_PAPER = /^(?:attachment|note|annotation)$/;

/** @param most items that are read */
export function readCsl(value: unknown, most: number): Promise<FoundEntries> {
  const list = Array.isArray(value) ? value : ((value as { items?: unknown } | null)?.items ?? value);
  return readInTurn(papersOf(Array.isArray(list) ? list : [list]), most, ({ item }, number) => {
    const entry = readItem(item);
    return typeof entry === 'string' ? { where: `item ${number}`, reason: entry } : entry;
  });
}

function* papersOf(items: readonly unknown[]): Generator<{ item: unknown } | undefined> {
  for (const item of items) yield isBeside(item) ? undefined : { item };
}

/** Whether an item of Zotero's API is an attachment, a note or an annotation. */
export function isBeside(item: unknown): boolean {
  const data =
    (item as { data?: { itemType?: unknown } } | null)?.data ?? (item as { itemType?: unknown } | null);
  return typeof data?.itemType === 'string' && NO_PAPER.test(data.itemType);
}

/** One item in either form. Only the fields that are used are looked at, however many there are. */
export function readItem(item: unknown): LibraryEntry | string {
  const outer = fieldsOf(item);
  if (outer === undefined) return "it isn't an item";
  const own = fieldsOf(outer.data) ?? outer;
  return entryOf({
    title: own.title,
    abstract: own.abstract ?? own.abstractNote,
    doi: own.DOI ?? own.doi,
    links: [own.URL, own.url],
    texts: [own.note, own.extra, own.number, own.archiveID, own.archive_location, own['container-title']],
    added: own.dateAdded,
    key: own.key ?? outer.key,
  });
}

/** The fields of an object, whatever they hold: a wrong one costs nothing but itself. */
function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}
