/** `today`: shows the newest digest. */
import { type Command, takesNothing } from './command.ts';
import { digestPage } from './digest-page.ts';
import { reply, text } from './reply.ts';

export const today: Command = {
  name: 'today',
  group: 'find',
  usage: 'today',
  does: 'show the newest digest',
  parse: takesNothing,
  async run(_values, _caller, { archive }) {
    const [newest] = await archive.days();
    if (newest === undefined)
      return reply([text('No digest has arrived yet. `/papers status` shows how the sources are doing.')]);
    return digestPage(newest, 0, { archive });
  },
};
