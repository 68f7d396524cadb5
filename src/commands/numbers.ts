/** Reads whole numbers in digits or in English words. */

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** The number that is written as `12`, `twelve` or `twenty-five`, up to 99 in words; undefined for other words. */
export function readNumber(text: string): number | undefined {
  const written = text.normalize('NFKC').toLowerCase();
  if (/^\d{1,9}$/.test(written)) return Number(written);
  const small = ONES.indexOf(written);
  if (small >= 0) return small;
  const [tens = '', ones, ...others] = written.split(/[\s-]+/);
  const ten = TENS.indexOf(tens || '-') * 10;
  if (ten < 0 || others.length > 0) return undefined;
  if (ones === undefined) return ten;
  const one = ONES.indexOf(ones);
  return one >= 1 && one <= 9 ? ten + one : undefined;
}
