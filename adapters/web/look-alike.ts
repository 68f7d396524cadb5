/** Tells whether a name reads like Paperboy's own, however its letters are written. */

/**
 * Letters and digits of other scripts, by the letter that they look like: those of Unicode's confusables (UTS #39) that fonts
 * draw alike, in lower case, where they have no decomposition.
 */
const LOOK_ALIKE: Record<string, string> = {
  p: 'рρⲣᴘꮲꓑþƿҏ⍴ϼ',
  a: 'аαɑⲁᴀꭺꓮ4@',
  e: 'еεєҽⲉᴇꭼꓰ℮ɛ3',
  r: 'гяⲅʀꭱꓣꭇꭈ',
  b: 'вьβʙᏼꓐƅɓ68',
  o: 'оοօⲟᴏꓳ0øσס੦०௦०',
  y: 'уүυγⲩʏꭹꓬყ',
  u: 'ս',
};
const PLAIN = new Map(
  Object.entries(LOOK_ALIKE).flatMap(([plain, letters]) => [...letters].map((letter) => [letter, plain])),
);

/** Letters in boxes and flags, of which Unicode has three alphabets: the code of each one's A. */
const BOXED = [0x1f150, 0x1f170, 0x1f1e6];

/** What the page itself calls those who write there, with what is put behind such a name to sound official. */
const TAKEN =
  /^(?:(?:the|real)?paperboy(?:app|bot|admin|team|support|official|system|service|assistant|help)?|yo[uy])$/;
/** What stands before a name is no letter of it, though `@` is one within it. */
const BEFORE = /^[\s\p{P}]+/u;

/** Whether a name would be taken for Paperboy's, or for the reader's: each page calls its own person “You”. */
export function isTaken(name: string): boolean {
  const letters = [...name.normalize('NFKD').replace(BEFORE, '').toLowerCase()].map(
    (letter) => PLAIN.get(letter) ?? unboxed(letter) ?? letter,
  );
  return TAKEN.test(letters.join('').replace(/[^\p{L}\p{N}]+/gu, ''));
}

function unboxed(letter: string): string | undefined {
  const code = letter.codePointAt(0) ?? 0;
  const first = BOXED.find((one) => code >= one && code < one + 26);
  return first === undefined ? undefined : String.fromCharCode('a'.charCodeAt(0) + code - first);
}
