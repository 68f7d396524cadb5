/** How a command describes itself: help, permissions, native menus, completion and docs derive from it. */

/** In the order in which help shows them. */
export const COMMAND_GROUPS = ['find', 'follow', 'when', 'read', 'about'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** One argument, as a native menu asks for it. Its text goes where it would be typed, in this order. */
export interface CommandArgument {
  name: string;
  /** What to enter, in a few words. */
  does: string;
  /** `switch` is typed as `on` or `off`. */
  kind: 'text' | 'number' | 'switch';
  required?: true;
  /** The only values that a text may have. */
  choices?: readonly string[];
  /** Limits of a number. */
  min?: number;
  max?: number;
  /** Longest text, in UTF-16 units. */
  maxLength?: number;
  /** What completes it: recent queries, the topics followed here, or time zones. */
  completes?: 'query' | 'topic' | 'zone';
}

export interface CommandSpec {
  name: string;
  /** Other words for it that people type. */
  aliases: readonly string[];
  /** Words of a sentence that is about it, such as `vacation`, for when nothing else is found for the sentence. */
  keywords?: readonly string[];
  group: CommandGroup;
  /** As typed after `/papers`: `schedule daily|weekdays|... <time> [zone]`. */
  usage: string;
  /** What it does, in lowercase without a period: `follow a topic in this channel`. */
  does: string;
  /** More about it, as sentences with `code` between backticks. */
  details?: string;
  /** Typed after `/papers`. */
  example?: string;
  /** Changes what the channel gets, so that platforms may ask for a permission. `given`: only with words behind it. */
  changes?: 'always' | 'given';
  /** Typed without its name: what text is that begins with no other command. */
  isDefault?: true;
  /** Only typed: native menus hold a limited number of commands, and have another way to this one. */
  isTyped?: true;
  arguments: readonly CommandArgument[];
}
