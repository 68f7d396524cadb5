/** Reads CSL-JSON, as reference managers export it, and the items of Zotero's API. */
import { z } from 'zod';
import { entryOf, type LibraryEntry, type ReadEntries } from './entry.ts';

/** Any object: fields are read one by one, so that a wrong one costs nothing but itself. */
const Item = z.record(z.string(), z.unknown());

/** What Zotero keeps beside papers. */
const NO_PAPER = /^(?:attachment|note|annotation)$/;

/** @param most items that are read */
export function readCsl(value: unknown, most: number): ReadEntries & { found: number } {
  const list = Array.isArray(value) ? value : ((value as { items?: unknown } | null)?.items ?? value);
  const items = (Array.isArray(list) ? list : [list]).filter((item) => !isBeside(item));
  const read: ReadEntries = { entries: [], skipped: [] };
  for (const [at, item] of items.slice(0, most).entries()) {
    const entry = readItem(item);
    if (typeof entry === 'string') read.skipped.push({ where: `item ${at + 1}`, reason: entry });
    else read.entries.push(entry);
  }
  return { ...read, found: items.length };
}

/** Whether an item of Zotero's API is an attachment, a note or an annotation. */
export function isBeside(item: unknown): boolean {
  const data =
    (item as { data?: { itemType?: unknown } } | null)?.data ?? (item as { itemType?: unknown } | null);
  return typeof data?.itemType === 'string' && NO_PAPER.test(data.itemType);
}

/** One item in either form. */
export function readItem(item: unknown): LibraryEntry | string {
  const outer = Item.safeParse(item);
  if (!outer.success) return "it isn't an item";
  const inner = Item.safeParse(outer.data.data);
  const own = inner.success ? inner.data : outer.data;
  return entryOf({
    title: own.title,
    abstract: own.abstract ?? own.abstractNote,
    doi: own.DOI ?? own.doi,
    links: [own.URL, own.url],
    texts: [own.note, own.extra, own.number, own.archiveID, own.archive_location, own['container-title']],
    added: own.dateAdded,
    key: own.key ?? outer.data.key,
  });
}
