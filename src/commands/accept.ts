/** Starts what an address confirmed: its channel is made, and gets the posts of another channel, a topic, or all papers. */
import { PaperboyError } from '../model/errors.ts';
import { plain } from '../model/message.ts';
import type { CommandService } from '../model/ports.ts';
import { callerOf, freshChannel } from './callers.ts';
import { cleanName } from './clean-input.ts';
import type { Context } from './context.ts';
import { subscribeTo } from './subscribe.ts';

/** @throws what the store throws; PaperboyError `refused` where the topic cannot be followed */
export async function accept(
  { place, person, wish }: Parameters<CommandService['accept']>[0],
  context: Context,
): Promise<void> {
  const { channels } = context;
  await channels.refresh();
  const isAll = wish === 'all';
  const copies = !isAll && 'copies' in wish ? { copies: wish.copies.id } : {};
  const fresh = await freshChannel(cleanName(place), isAll, context);
  // Confirming again is how an address that was refused comes back.
  await channels.change(
    place.id,
    (channel) => ({ channel: { ...channel, ...copies, state: { kind: 'ok' } } }),
    fresh,
  );
  if (isAll || 'copies' in wish) return;
  const caller = await callerOf(place, person, context);
  const answer = await subscribeTo(wish.topic, caller, context);
  if (!answer.refused) return;
  const [first] = answer.blocks;
  throw new PaperboyError('refused', first?.kind === 'text' ? plain(first.line) : answer.summary);
}
