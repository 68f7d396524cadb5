/** Defines how an installation is set up: what is asked, by the terminal and by the local workspace alike, and what is done with the answers. */
import type { Finding } from './finding.ts';

/** A question whose answer becomes a setting. */
export interface SetupQuestion {
  readonly setting: string;
  /** What is asked for, such as `Bot token (xoxb-...)`. */
  readonly label: string;
  readonly hint?: string;
  /** An answer that can be read: it stands in for one that is not given yet. */
  readonly example: string;
  /** The answer is never shown. */
  readonly isSecret?: boolean;
}

/** What an adapter asks for. */
export interface SetupPlatform {
  readonly title: string;
  /** What to do on the platform before the questions can be answered. */
  readonly steps: readonly string[];
  readonly questions: readonly SetupQuestion[];
  /** What is left to do once the settings are written: before Paperboy is started, and after. */
  readonly beforeStart?: readonly string[];
  readonly afterStart?: readonly string[];
}

/** A question with what stands now. */
export interface AskedQuestion extends SetupQuestion {
  /** Whether it is set; of a secret, nothing else is told. */
  readonly isSet: boolean;
  /** What is taken where nothing is typed; absent: for a secret, and where something must be typed. */
  readonly value?: string;
}

/** All that is asked: first which platform, then its questions, then those for everyone. */
export interface SetupForm {
  readonly platforms: readonly {
    readonly name: string;
    readonly title: string;
    readonly steps: readonly string[];
    readonly questions: readonly AskedQuestion[];
  }[];
  /** The name of the platform that is set up now, or `NO_PLATFORM`. */
  readonly platform: string;
  readonly common: readonly AskedQuestion[];
  /** Of the file that is written. */
  readonly path: string;
}

/** Stands for the local workspace alone. */
export const NO_PLATFORM = 'none';

/** Answers by the names of their settings. An empty one, or one that is missing, leaves the setting as it is. */
export type SetupAnswers = Readonly<Record<string, string>>;

export interface SetupDone {
  path: string;
  /** Names of the settings that were written. */
  written: string[];
  /** The copy of the file as it was; absent where there was none, or nothing was changed. */
  copy?: string;
  /** What a person should know, and then what to do next, each as a sentence. */
  notes: string[];
  next: string[];
}

export interface Setup {
  form(): SetupForm;
  /** What is wrong with one answer, as a sentence; undefined when it can be read. Shows no secret. */
  problemWith(setting: string, value: string): string | undefined;
  /** Asks the platform whether it takes the answers. Writes nothing. */
  check(platform: string, answers: SetupAnswers): Promise<Finding[]>;
  /**
   * Writes the answers into the file, which keeps everything else.
   * @param shown the values that the form showed: an answer that is still the same is not written over another one that the file
   * has got meanwhile
   * @throws PaperboyError `bad-settings` with what is wrong with the answers, or when the file can't be written; nothing was changed then
   */
  save(platform: string, answers: SetupAnswers, shown?: SetupAnswers): SetupDone;
}
