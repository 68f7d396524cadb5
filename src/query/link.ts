/** A pasted link or a bare arXiv id in, the paper's id out. */
import { withoutVersion } from '../model/paper.ts';

/** Since April 2007: year and month, a point, four or five digits. */
const newId = '\\d{2}(?:0[1-9]|1[0-2])\\.\\d{4,5}';
/** Before: archive and seven digits. */
const oldId = '[a-z][a-z-]{1,9}(?:\\.[a-z]{2})?\\/\\d{7}';
const version = '(?:v\\d{1,3})?';

const bare = new RegExp(`^(?:arxiv:\\s*|10\\.48550\\/arxiv\\.)?(${newId}|${oldId})${version}$`, 'i');
const link = new RegExp(`^(?:https?:\\/\\/|www\\.)\\S*?[/:.=](${newId}|${oldId})(?!\\d)`, 'i');
/** Links without `https://`, of the places where people copy them. */
const host = new RegExp(
  `^(?:[a-z]+\\.)?(?:arxiv|alphaxiv|huggingface|hf)\\.(?:org|co)\\/\\S*?(${newId}|${oldId})(?!\\d)`,
  'i',
);

/** `2508.01234v2`, `arXiv:2508.01234`, the DOI that arXiv gives, `https://arxiv.org/pdf/2508.01234v2.pdf`: `2508.01234`. */
export function idIn(text: string): string | undefined {
  const found = bare.exec(text) ?? link.exec(text) ?? host.exec(text);
  return found?.[1] === undefined ? undefined : withoutVersion(found[1]).toLowerCase();
}

export function isLink(text: string): boolean {
  return /^(?:https?:\/\/|www\.)\S/i.test(text);
}
