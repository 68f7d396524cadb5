/** Drops interactions that are delivered again, and answers those that are too old. */
import { type APIInteraction, InteractionResponseType, InteractionType, SnowflakeUtil } from 'discord.js';
import type { Claim } from '../../src/chat/claims.ts';
import { createDedupe } from '../../src/chat/dedupe.ts';
import { notice } from '../../src/chat/notices.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import { TOKEN_MS } from './limits.ts';
import type { First, Responder } from './reply.ts';

const TOO_LATE =
  'This request arrived more than 15 minutes late, so nothing was done. Run the command again.';
/** An id that tells of an older moment was not made by Discord's clock, and says nothing about age. Milliseconds. */
const PLAUSIBLE_MS = 7 * 24 * 3_600_000;
/** Beyond this many interactions in fifteen minutes the oldest are forgotten first. */
const MAX_REMEMBERED = 200_000;

/** Works on an interaction, and returns whether it was a new one. Never throws. */
export type Receive = (interaction: APIInteraction, first: First) => Promise<boolean>;

/**
 * Drops what this process or another on the same store received before, within the time that an interaction lasts: a gateway
 * that resumes delivers some again, and a signed request can be replayed.
 */
export function withDedupe(
  receive: (interaction: APIInteraction, first: First) => Promise<void>,
  context: { responder: Responder; clock: Clock; log: Log; claim: Claim },
): Receive {
  const { responder, clock, log, claim } = context;
  const isFirst = createDedupe({ clock, keepMs: TOKEN_MS, max: MAX_REMEMBERED });

  return async (interaction, first) => {
    const { id, type } = interaction;
    // A ping does nothing, and Discord may send the same one as often as it likes.
    const isPing = type === InteractionType.Ping;
    // Suggestions change nothing, so it does no harm when two processes give them.
    const isSuggestion = type === InteractionType.ApplicationCommandAutocomplete;
    try {
      const isNew = isPing || (isFirst(id) && (isSuggestion || (await claim(id))));
      if (!isNew) log.info('an interaction was delivered again and was dropped', { interaction: id });
      else if (isPing || !isTooLate(id)) await receive(interaction, first);
      else if (isSuggestion) await first(NO_CHOICES);
      else await responder.respond(interaction, first, async () => ({ reply: notice(TOO_LATE) }));
      return isNew;
    } catch (error) {
      log.warn('an interaction could not be answered', { reason: messageOf(error) });
      return true;
    }
  };

  function isTooLate(id: string): boolean {
    const age = clock() - SnowflakeUtil.timestampFrom(id);
    if (age <= TOKEN_MS || age >= PLAUSIBLE_MS) return false;
    log.warn('an interaction arrived too late and was dropped: check the clock of this machine', { age });
    return true;
  }
}

const NO_CHOICES = {
  type: InteractionResponseType.ApplicationCommandAutocompleteResult as const,
  data: { choices: [] },
};
