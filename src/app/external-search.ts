/** Searches a live source beyond the archive, and keeps the papers that people open. */
import type { Archive } from '../archive/archive.ts';
import type { ExternalSearch } from '../commands/context.ts';
import { localDay } from '../delivery/slots.ts';
import type { Clock } from '../model/ports.ts';
import type { Finder } from '../model/source-ports.ts';

/** What is found elsewhere is kept once someone opens, shares or saves it; it is no news for channels. */
export function createExternalSearch(finder: Finder, archive: Archive, clock: Clock): ExternalSearch {
  return {
    name: finder.name,
    search: finder.search,
    async paper(id) {
      const paper = await finder.fetch(id);
      if (paper === undefined) return undefined;
      await archive.keep([paper], paper.publishedOn ?? localDay('UTC', clock()));
      return (await archive.get(paper.id)) ?? paper;
    },
  };
}
