/** Drops interactions that are too old, and those that a resumed gateway connection delivers again. */
import { type APIInteraction, InteractionResponseType, InteractionType, SnowflakeUtil } from 'discord.js';
import type { Claim } from '../../src/chat/claims.ts';
import { createDedupe } from '../../src/chat/dedupe.ts';
import { notice } from '../../src/chat/notices.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import { TOKEN_MS } from './limits.ts';
import type { Receive } from './receive.ts';
import type { Responder } from './reply.ts';

const TOO_LATE =
  'This request arrived more than 15 minutes late, so nothing was done. Run the command again.';
/** An id that tells of an older moment was not made by Discord's clock, and says nothing about age. Milliseconds. */
const PLAUSIBLE_MS = 7 * 24 * 3_600_000;
/** Beyond this many interactions in fifteen minutes the oldest are forgotten first. */
const MAX_REMEMBERED = 200_000;

/**
 * Remembers what came in within the time that an interaction lasts. Never throws.
 * With `claim` it drops what is delivered again, as when a gateway resumes, and what another process on the same store
 * works on. Over HTTP each request needs an answer.
 */
export function withDedupe(
  receive: Receive,
  context: { responder: Responder; clock: Clock; log: Log; claim?: Claim | undefined },
): Receive {
  const { responder, clock, log, claim } = context;
  const isFirst = createDedupe({ clock, keepMs: TOKEN_MS, max: MAX_REMEMBERED });

  return async (interaction, first) => {
    try {
      if (interaction.type === InteractionType.Ping) return await receive(interaction, first);
      const age = clock() - SnowflakeUtil.timestampFrom(interaction.id);
      if (age > TOKEN_MS && age < PLAUSIBLE_MS) {
        log.warn('an interaction arrived too late and was dropped: check the clock of this machine', { age });
        return await tooLate(interaction, first);
      }
      if (claim && !(isFirst(interaction.id) && (await isOurs(interaction, claim)))) {
        return log.info('an interaction was delivered again and was dropped', {
          interaction: interaction.id,
        });
      }
      await receive(interaction, first);
    } catch (error) {
      log.warn('an interaction could not be answered', { reason: messageOf(error) });
    }
  };

  /** Suggestions change nothing. */
  async function isOurs({ type, id }: APIInteraction, claim: Claim): Promise<boolean> {
    return type === InteractionType.ApplicationCommandAutocomplete || claim(id);
  }

  function tooLate(interaction: APIInteraction, first: Parameters<Receive>[1]): Promise<void> {
    if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
      return first({
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: [] },
      });
    }
    return responder.respond(interaction, first, async () => ({ reply: notice(TOO_LATE) }));
  }
}
