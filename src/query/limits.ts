/** The bounds of a query. */

/** Longest query, in UTF-16 units; most words, phrases and filters in one; deepest parentheses. */
export const queryLimits = { length: 1000, leaves: 100, depth: 16 } as const;
