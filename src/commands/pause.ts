/** `pause`: stops posting until resumed. `schedule off` is a pause that a new schedule ends too. */
import type { Command } from './command.ts';
import { change } from './setting.ts';
import { orSearch, readNoValue } from './value-words.ts';

export const pause: Command<{ off?: true }> = {
  name: 'pause',
  group: 'when',
  usage: 'pause',
  does: 'stop posting until resumed',
  details: 'Posts stay paused when the schedule is changed.',
  changes: 'always',
  parse(rest) {
    const hint = ' It lasts until `/papers resume`.';
    if (/^(?:for|until|till)\s/i.test(rest))
      return orSearch('pause', `\`pause\` takes no value.${hint}`, rest);
    return readNoValue('pause', rest, hint);
  },
  run({ off }, caller, context) {
    return change(caller, context, (channel) => {
      // A person's own pause outlasts a new schedule, so it replaces one that came from turning the schedule off.
      if (channel.paused && (off || !channel.paused.off))
        return { said: 'Already paused. Nothing was changed.' };
      return {
        said: `${off ? 'Schedule turned off' : 'Paused'}. Papers that arrive in the meantime won't be posted later.`,
        channel: { ...channel, paused: { by: caller.person, at: context.clock(), ...(off ? { off } : {}) } },
      };
    });
  },
};
