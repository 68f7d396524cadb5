/** `resume`: starts posting again. */
import { pauseAt } from '../channels/pause.ts';
import { type Command, offering } from './command.ts';
import { readPauseEnd } from './pause-end.ts';
import { says } from './phrases/match.ts';
import { change } from './setting.ts';
import { readNoValue } from './value-words.ts';

export const resume: Command = {
  name: 'resume',
  aliases: ['unpause'],
  keywords: 'start again back unmute'.split(' '),
  group: 'when',
  usage: 'resume',
  does: 'start posting again',
  changes: 'always',
  phrases: [
    {
      says: says(
        "(?:(?:i'm|we're|i am|we are|i'll be|we'll be) )?back ((?:on|at|in|next|after) .{2,30}|tomorrow)",
      ),
      means: (when) => {
        const end = `until ${when.replace(/^(?:on|at|in) /i, '')}`;
        return readPauseEnd(end) ? offering('Pause posts until then?', `pause ${end}`, 'resume') : undefined;
      },
    },
    {
      says: says(
        '(?:resume|unpause|unmute|restart|continue|start)(?: (?:it|this|posts?|posting|notifications?|again|now|here|everything))+',
        '(?:unmute|unsilence|unsnooze|wake up|come back|weiter)',
        '(?:turn|switch) (?:it |this |posts? |posting |notifications? )?(?:back )?on(?: (?:again|posts?|posting|notifications?))?',
        '(?:posts?|posting|notifications?|back) on',
        '(?:turn|switch) (?:the |it |this )?(?:bot|paperboy|posts|posting|notifications) (?:back )?on(?: again)?',
        "(?:i'm|we're|i am|we are) back(?: .{1,30})?",
        'stop paus(?:e|ing)',
        'end (?:the )?(?:pause|snooze)',
      ),
      means: 'resume',
    },
    {
      says: says(
        `(?:resume|unpause|start again|continue)(?: posts?| posting)? ((?:on |next |in |at )*\\S+(?: \\S+){0,3})`,
      ),
      means: (when) => {
        const end = `until ${when.replace(/^(?:on|at) /i, '')}`;
        return readPauseEnd(end) ? offering('Pause posts until then?', `pause ${end}`, 'resume') : undefined;
      },
    },
    {
      says: says('(?:start|on|enable|restart|continue|go|go on|begin)'),
      means: offering('What should start?', 'resume', 'today', 'help'),
    },
  ],
  parse: (rest) => readNoValue('resume', rest),
  run(_values, caller, context) {
    return change(caller, context, (channel) => {
      const { paused, ...active } = channel;
      if (pauseAt(channel, context.clock())) return { said: 'Resumed.', channel: active };
      if (channel.state.kind === 'damaged') return { said: 'Resumed with these settings.', channel };
      return { said: 'Not paused. Nothing was changed.', ...(paused ? { channel: active } : {}) };
    });
  },
};
