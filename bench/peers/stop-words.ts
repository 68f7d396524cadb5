/** The stop words that careful users give to peers which take a list (Lucene's own short list). */
export const stopWords: ReadonlySet<string> = new Set(
  `a an and are as at be but by for if in into is it no not of on or such that the their then there these
they this to was will with`.split(/\s+/),
);
