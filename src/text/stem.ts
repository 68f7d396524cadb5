/** Stems a folded English word with Porter2. */
import { stem } from './porter2.ts';
import { setOf } from './word-list.ts';

/** Longer words are not English, and the stemmer's patterns are not meant for them. */
const longest = 40;
/** Every ending that Porter2 has a rule for. Other words are their own stem, so the slow stemmer is not called. */
const endings = /(?:[sey]|ed|ing|ion|al|ll|ul|er|or|ism|nt|ic|i)$/;

/** Words that may be stemmed: only letters a to z, or at least four of them after a digit (`3dprinters`, not `mp3s`). */
const stemmed = /^([a-z0-9.]*[0-9](?=[a-z]{4}))?([a-z]+)$/;

/**
 * Porter2 leaves an `s` after a syllable without another vowel, for `gas` and `this`. Most such words of this field
 * are plurals of initials (LLMs, GPUs, PDEs, FPGAs), but for these.
 */
const initialsPlural = /^[b-df-hj-np-tv-xz]{2,}[aeiou]?s$/;
const initialsWithS = setOf(`
  blas bps bts cmos css ddos dns fcos fps gbps gps gwas hdfs kbps kras lvis mbps nfs nlos nms plos plus rms sms this
  thus tls tts`);

/** Other words with digits, symbols and other scripts stay as they are. */
export function stemWord(word: string): string {
  if (word.length < 3 || word.length > longest || !endings.test(word)) return word;
  const [, head = '', tail] = stemmed.exec(word) ?? [];
  if (tail === undefined) return word;
  if (initialsPlural.test(tail) && !tail.endsWith('ss'))
    return initialsWithS.has(tail) ? word : word.slice(0, -1);
  return head + stem(tail);
}
