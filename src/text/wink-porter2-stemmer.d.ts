/** The package comes without types. */
declare module 'wink-porter2-stemmer' {
  /** The English stem of a word (Porter2). */
  export default function stem(word: string): string;
}
