/** `quiet`: sets whether a day without papers gets a line saying why. */
import { setting } from './setting.ts';

export const quiet = setting<boolean>({
  name: 'quiet',
  usage: 'quiet on|off',
  does: 'post one line on days without papers, saying why',
  sets: 'quietLine',
  argument: { name: 'on', does: 'Say why' },
  said: (on) =>
    on
      ? 'Days without papers now get one line saying why.'
      : 'Nothing will be posted on days without papers.',
});
