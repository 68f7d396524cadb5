/** Sites and journals that people ask for by name, as a pattern. */
export const SOURCE_NAMES =
  '(?:arxiv|biorxiv|medrxiv|chemrxiv|pubmed|semantic ?scholar|google scholar|openreview|ieee|acm|springer|elsevier|hugging ?face|twitter|reddit|crossref|openalex|dblp|ssrn|acl anthology|neurips|nips|icml|iclr|cvpr|rss(?: feeds?)?|other sources)';
