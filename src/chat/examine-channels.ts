/** Looks at the channels that get posts, for the checks of an adapter: one after another, and of many only the first. */
import { counted } from '../model/counted.ts';
import { type Finding, well } from '../model/finding.ts';

/**
 * @param about the platform
 * @param look returns what is wrong with a channel; undefined where nothing is
 */
export async function examineChannels<C>(
  about: string,
  channels: readonly C[],
  most: number,
  look: (channel: C) => Promise<Finding | undefined>,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const channel of channels.slice(0, most)) {
    const finding = await look(channel);
    if (finding) found.push(finding);
  }
  const looked = Math.min(channels.length, most);
  const of = looked < channels.length ? ` (the first of ${channels.length.toLocaleString('en')})` : '';
  if (found.length === 0 && looked > 0)
    found.push(well(about, `Paperboy can post in ${counted(looked, 'channel')}${of}.`));
  return found;
}
