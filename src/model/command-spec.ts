/** How a command describes itself: parser, help, permissions, native menus, completion and docs derive from it. */

/** In the order in which help shows them. */
export const COMMAND_GROUPS = ['find', 'follow', 'when', 'read', 'about'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** One argument, as a form or a native menu asks for it. Its text goes where it would be typed, in this order. */
export interface CommandArgument {
  name: string;
  /** What to enter, in a few words. */
  does: string;
  /**
   * What platforms offer for it: `query` and `topic` complete from what the channel follows, `zone` from zones;
   * `switch` is `on` or `off`; `choice` is one of `choices`; `number` lies between `min` and `max`.
   */
  kind: 'text' | 'query' | 'topic' | 'paper' | 'day' | 'time' | 'zone' | 'number' | 'switch' | 'choice';
  required?: true;
  choices?: readonly string[];
  min?: number;
  max?: number;
  /** Longest text, in UTF-16 units. */
  maxLength?: number;
}

export interface CommandSpec {
  name: string;
  /** Other words for it that people type. */
  aliases: readonly string[];
  group: CommandGroup;
  /** As typed after `/papers`: `schedule daily|weekdays|... <time> [zone]`. */
  usage: string;
  /** What it does, in lowercase without a period: `follow a topic in this channel`. */
  does: string;
  /** Typed after `/papers`. */
  example?: string;
  /** Changes what the channel gets, so that platforms may ask for a permission. `given`: only with words behind it. */
  changes?: 'always' | 'given';
  arguments: readonly CommandArgument[];
}
