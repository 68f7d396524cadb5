/** `preview`: shows the next post as it would be now. */
import { saySilence } from '../delivery/silence-text.ts';
import type { Reply } from '../model/message.ts';
import { type Command, takesNothing } from './command.ts';
import type { Caller } from './context.ts';
import { isSetUp, type NextPostNeeds, nextPost } from './next-post.ts';
import { says } from './phrases/match.ts';
import { reply, text } from './reply.ts';

export const preview: Command = {
  name: 'preview',
  keywords: 'next preview'.split(' '),
  group: 'follow',
  usage: 'preview',
  does: 'preview the next post (only you see it)',
  phrases: [
    {
      says: says(
        '(?:preview|test|try|simulate|show) (?:(?:the|a|my|our|next|this|test) )*(?:posts?|digests?|messages?)',
        '(?:(?:the|next) )*post preview',
        '(?:tomorrow|upcoming|coming up)',
        '(?:send|post|give)(?: (?:me|us|here))? (?:a |the )?(?:test|sample|example|demo)(?: (?:post|digest|message))?',
        '(?:test post|dry run|demo|example|sample post|post now|send now|send (?:it|one) now|post something)',
        "what(?:'s| is| will be| would be| gets) (?:(?:in|posted|sent|next|coming|up) ?)+(?:the next post|here|today|tomorrow)?",
      ),
      means: 'preview',
    },
  ],
  parse: takesNothing,
  run: (_values, caller, context) => previewPost(caller, context),
};

async function previewPost(caller: Caller, context: NextPostNeeds): Promise<Reply> {
  const { channel } = caller;
  if (!isSetUp(channel, context)) return reply([text(await nextPost(caller, context))]);
  const { plan, blocks } = await context.delivery.preview(channel);
  const next = text(await nextPost(caller, context), 'quiet');
  if (plan.kind === 'silence') {
    const why = text(
      `Nothing would be posted now: ${saySilence(plan.silence, context.delivery.zone(channel))}`,
    );
    return reply(plan.silence.why === 'damaged' ? [why] : [why, next]);
  }
  const lead = text('If it were posted right now, the next post would look like this:', 'quiet');
  return reply([lead, ...blocks, next], { summary: 'Preview of the next post' });
}
