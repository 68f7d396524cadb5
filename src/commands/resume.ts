/** `resume`: starts posting again. */
import type { Command } from './command.ts';
import { change } from './setting.ts';
import { readNoValue } from './value-words.ts';

export const resume: Command = {
  name: 'resume',
  aliases: ['unpause'],
  group: 'when',
  usage: 'resume',
  does: 'start posting again',
  changes: 'always',
  parse: (rest) => readNoValue('resume', rest),
  run(_values, caller, context) {
    return change(caller, context, (channel) => {
      const { paused, ...active } = channel;
      if (paused) return { said: 'Resumed.', channel: active };
      if (channel.state.kind === 'damaged') return { said: 'Resumed with these settings.', channel };
      return { said: 'Not paused. Nothing was changed.' };
    });
  },
};
