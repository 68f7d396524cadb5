/** Shows on the cards of an answer how its reader marked the papers. */
import type { Action, Block, Reply } from '../model/message.ts';
import type { CommandService, Person, Place } from '../model/ports.ts';
import { pressedMark } from './turned.ts';

/** The same answer with what is marked as pressed, so that a press takes it back. What everyone reads stays as it is. */
export async function withMarks(
  reply: Reply,
  { place, person }: { place: Place; person: Person },
  service: Pick<CommandService, 'marks'>,
): Promise<Reply> {
  if (reply.audience === 'channel') return reply;
  const ids = new Set(
    reply.blocks.flatMap(actionsOf).flatMap(({ act }) => (act.do === 'mark' ? act.id : [])),
  );
  if (ids.size === 0) return reply;
  const marks = await service.marks({ place, person, ids: [...ids] });
  const shown = (action: Action) =>
    action.act.do === 'mark' && marks.get(action.act.id) === action.act.as ? pressedMark(action) : action;
  const blocks = reply.blocks.map((block): Block => {
    if (block.kind !== 'cards') return block;
    return { ...block, cards: block.cards.map((card) => ({ ...card, actions: card.actions.map(shown) })) };
  });
  return { ...reply, blocks };
}

const actionsOf = (block: Block): Action[] =>
  block.kind === 'cards' ? block.cards.flatMap(({ actions }) => actions) : [];
