/** Defines what is found when an installation is checked: of settings, the store, sources, platforms and the machine. */

export type Standing = 'ok' | 'warn' | 'fail';

export interface Finding {
  /** What was looked at, such as `store` or `mail`. */
  about: string;
  /** `warn`: it works, but not for long or not in full. `fail`: something that was asked for does not work. */
  standing: Standing;
  /** What was found, as a sentence. */
  line: string;
  /** What a person can do about it, as a sentence. */
  todo?: string;
}

/** A finding that needs nothing to be done. */
export function well(about: string, line: string): Finding {
  return { about, standing: 'ok', line };
}

/** A finding of something that does not work. */
export function failed(about: string, line: string, todo?: string): Finding {
  return { about, standing: 'fail', line, ...(todo === undefined ? {} : { todo }) };
}

/** A finding of something that works, but not for long or not in full. */
export function doubtful(about: string, line: string, todo?: string): Finding {
  return { about, standing: 'warn', line, ...(todo === undefined ? {} : { todo }) };
}
