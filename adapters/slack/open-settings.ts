/** Opens the modal with a channel's settings, and builds the one that shows a message in its place. */
import type { ModalView } from '@slack/types';
import { authorise } from '../../src/chat/authorise.ts';
import { CHANNEL_GONE, notice } from '../../src/chat/notices.ts';
import type { ChannelForm } from '../../src/model/channel-form.ts';
import type { Message } from '../../src/model/message.ts';
import type { CommandService, Log, Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { readFailure } from './errors.ts';
import { label, shownOf, toForm } from './forms.ts';
import { isGone } from './gone.ts';
import { cut, LIMITS } from './limits.ts';
import type { LiveCount } from './live-count.ts';
import { type Directory, isDirectId, refusalFor } from './places.ts';
import { toBlocks } from './render.ts';

/** Opens the form with a place's settings, or says why a person cannot have it; resolves to whether Slack showed it. */
export type OpenSettings = ReturnType<typeof createOpenSettings>;

export function createOpenSettings({
  service,
  directory,
  liveCount,
  adminsOnly,
  log,
}: {
  service: CommandService;
  directory: Pick<Directory, 'look'>;
  liveCount: LiveCount;
  adminsOnly: boolean;
  log: Log;
}) {
  /** The form with the channel's settings, or the reason why they could not be read. */
  async function formFor(place: Place, client: Client): Promise<{ view: ModalView; form?: ChannelForm }> {
    if (await isGone(place.id, directory, client))
      return { view: toNotice('Paperboy', notice(CHANNEL_GONE, 'warning')) };
    const read = await service.form(place);
    if ('problem' in read) return { view: toNotice('Paperboy', notice(read.problem, 'warning')) };
    return { view: toForm(place, shownOf(read.form)), form: read.form };
  }

  return async (place: Place, trigger: string, user: string, client: Client): Promise<boolean> => {
    const refused = await authorise(service, 'form', () =>
      // What a person follows alone is no channel's matter.
      adminsOnly && !isDirectId(place.id) ? refusalFor(user, client) : undefined,
    );
    const { view, form } = refused ? { view: toNotice('Paperboy', refused) } : await formFor(place, client);
    try {
      const opened = await client.views.open({ trigger_id: trigger, view });
      if (form && opened.view) void liveCount.show(opened.view, place, client, form);
      return true;
    } catch (thrown) {
      log.warn('the settings could not be opened', { reason: readFailure(thrown, place.id).message });
      return false;
    }
  };
}

/** A modal with a message, such as what was saved. It has no buttons, since it belongs to no channel. */
export function toNotice(title: string, message: Message): ModalView {
  const blocks = message.blocks.map((block) =>
    block.kind === 'cards'
      ? { ...block, cards: block.cards.map((card) => ({ ...card, actions: [] })) }
      : block,
  );
  return {
    type: 'modal',
    title: label(cut(title, LIMITS.viewTitle)),
    close: label('Close'),
    blocks: toBlocks({ ...message, blocks, actions: [] }, LIMITS.viewBlocks).blocks,
  };
}
