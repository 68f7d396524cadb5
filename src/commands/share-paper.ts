/** Shares a paper with the channel, for the button below a card. */
import { cardOf } from '../card.ts';
import type { Reply } from '../model/message.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { reply, text, toChannel } from './reply.ts';

/** @param by the name of the person who shares it */
export function sharePaper(id: string, by: string, context: FindPaperNeeds): Promise<Reply> {
  return withPaper(id, context, (paper) => {
    const card = cardOf(paper);
    const actions = card.actions.filter(({ act }) => act.do !== 'share-paper');
    const blocks = [
      text([{ text: `${by} shared a paper` }], 'quiet'),
      { kind: 'cards' as const, cards: [{ ...card, actions }] },
    ];
    return toChannel(reply(blocks, { summary: `${by} shared: ${paper.title}` }));
  });
}
