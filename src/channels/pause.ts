/** Tells whether a channel is paused at a moment: a pause with an end is over by itself. */
import type { Channel } from './channel.ts';

export type Pause = NonNullable<Channel['paused']>;

/** The channel's pause, if it is still one at this moment. @param now milliseconds since 1970 */
export function pauseAt({ paused }: { paused?: Pause | undefined }, now: number): Pause | undefined {
  return paused?.until !== undefined && paused.until <= now ? undefined : paused;
}
