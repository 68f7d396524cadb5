/** Turns what the catalog says into the API's shapes, with absolute addresses. */
import type {
  FoundPaper,
  ListedChannel,
  ListedPaper,
  ListedPost,
  PaperRecord,
} from '../../../src/model/catalog.ts';
import type { Paper } from '../../../src/model/paper.ts';
import { linksOf } from '../../../src/model/paper-links.ts';
import { channelFeedPath, channelPath, paperPath } from '../addresses.ts';

export type Shown = ReturnType<typeof createShown>;

/** @param base what absolute addresses begin with */
export function createShown(base: string) {
  const paper = (one: Paper) => {
    const {
      otherIds: _ids,
      otherUrls: _urls,
      url: _url,
      codeUrl: _code,
      projectUrl: _project,
      ...known
    } = one;
    // A source's name may be that of a folder of this machine.
    const { thumbnail: _thumbnail, comment: _comment, sources: _sources, ...fields } = known;
    return { ...fields, links: linksOf(one), page: base + paperPath(one.id) };
  };
  const channel = ({ slug, name }: ListedChannel) => ({
    slug,
    name,
    page: base + channelPath(slug),
    feed: base + channelFeedPath(slug, 'atom'),
  });
  const listedPaper = ({ paper: one, topics, growth }: ListedPaper) => ({
    ...paper(one),
    ...(topics.length === 0 ? {} : { topics }),
    ...(growth === undefined ? {} : { growth }),
  });
  return {
    paper,
    channel,
    listedPaper,
    found: ({ paper: one, isClose }: FoundPaper) => ({ ...paper(one), ...(isClose ? { close: true } : {}) }),
    record: ({ paper: one, bibtex, similar, met }: PaperRecord) => ({
      ...paper(one),
      bibtex,
      similar: similar.map(paper),
      postedIn: met.map(({ channel: where, day }) => ({ channel: channel(where), day })),
    }),
    post: ({ day, postedAt, heading, papers, left }: ListedPost) => ({
      day,
      postedAt: new Date(postedAt).toISOString(),
      heading,
      papers: papers.map(listedPaper),
      left,
    }),
  };
}
