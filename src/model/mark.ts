/** What a person can say of a paper: that it is relevant in a channel, or not for it. */
export const MARKS = ['relevant', 'not-relevant'] as const;
export type Mark = (typeof MARKS)[number];

export function isMark(kind: string): kind is Mark {
  return kind === 'relevant' || kind === 'not-relevant';
}
