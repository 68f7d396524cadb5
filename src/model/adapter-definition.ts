/** Defines what an adapter exports to be listed: its settings, its secrets, how it is built and its commands for the command line. */
import type { Site } from './catalog.ts';
import type { ChannelId, SpaceId } from './channel-id.ts';
import type { CommandSpec } from './command-spec.ts';
import type { Finding } from './finding.ts';
import type {
  Adapter,
  Alone,
  Clock,
  CommandService,
  Endpoint,
  Log,
  Place,
  Shelf,
  Turns,
  UnlessElsewhere,
} from './ports.ts';
import type { Setup, SetupPlatform } from './setup.ts';
import type { ShelfTraces, Subject } from './traces.ts';

/** The environment merged with `.env`. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Settings that were read, that are absent so that what they are for is off, or everything that is wrong with them. */
export type ReadSettings<S> = { settings: S } | { settings: undefined } | { problems: string[] };

/** What every adapter is built with. */
export interface AdapterOutside {
  service: CommandService;
  /** Opens a shelf by its name; an adapter's names begin with its own. */
  shelf: <T>(name: string) => Shelf<T>;
  clock: Clock;
  log: Log;
  /** What all processes on the store agree on; absent: there is no other process. */
  alone?: Alone;
  unlessElsewhere?: UnlessElsewhere;
  turns?: Turns;
  /** Pages for machines, served by an adapter that listens for this machine alone by default; absent: none. */
  endpoints?: readonly Endpoint[];
  /** Pages, feeds and the API, served by the local workspace on its port; absent: none. */
  site?: Site;
  /** Checks the installation, for whoever runs it; absent where nobody may ask. */
  examine?: () => Promise<readonly Finding[]>;
  /** Sets the installation up, for whoever runs it; absent where nobody may. */
  setup?: Setup;
}

/** What an adapter is examined with. Nothing of it was started. */
export interface ExamineOutside
  extends Omit<AdapterOutside, 'service' | 'endpoints' | 'site' | 'examine' | 'setup'> {
  /** The channels of its platform that get posts. */
  places: readonly Place[];
  /** All commands, in the order of help. */
  specs: readonly CommandSpec[];
}

/** A port to be opened, and the setting that chooses it. */
export interface ListenPlace {
  setting: string;
  host: string;
  /** 0 takes any free one. */
  port: number;
}

export interface AdapterDefinition<S extends object = object> {
  /** The first part of its channels' ids, and, in capitals, of the names of its settings. */
  readonly name: string;
  /** Names of settings whose values are never printed or logged. Each may also come from `<NAME>_FILE`. */
  readonly secrets: readonly string[];
  /** All problems come together; none repeats a secret. */
  readSettings(env: Env): ReadSettings<S>;
  /** Where it will listen for requests; absent or undefined: nowhere. */
  listensAt?(settings: S): ListenPlace | undefined;
  /** Loads the adapter's code and builds it. Nothing is started yet. */
  create(settings: S, outside: AdapterOutside): Promise<Adapter>;
  /**
   * Looks whether the platform takes the settings and lets Paperboy post where it should. Shows nothing to anyone. What it throws
   * is told as a failure. Absent where there is nothing to look at.
   */
  examine?(settings: S, outside: ExamineOutside): Promise<Finding[]>;
  readonly cliCommands: readonly CliCommand[];
  /** What each of its shelves holds of people and workspaces. */
  readonly traces: readonly ShelfTraces[];
  /** Whether a channel is a conversation with one person, as its id tells. */
  isDirect(channel: ChannelId): boolean;
  /** The person or workspace that an id of this platform names; absent or undefined: as ids of all platforms are read. */
  subjectOf?(id: string): Subject | undefined;
  /** What `paperboy setup` asks for; absent: nothing. */
  readonly setup?: SetupPlatform;
  /** Only for a workspace that comes with Paperboy: it starts before everything else, with channels of its own. */
  readonly local?: {
    /** The id of the channel that gets the newest digest as soon as there is one. */
    firstChannel: string;
    readonly space: SpaceId;
    /** Whether everyone in the workspace reads a channel of it. */
    isShared(channel: ChannelId): boolean;
    places(shelf: AdapterOutside['shelf'], clock: Clock): Promise<Place[]>;
  };
}

/** The headings of `paperboy help`, in their order. */
export const CLI_GROUPS = ['Start', 'Papers', 'Channels and mail', 'Store', 'Platforms', 'Shell'] as const;

/** A command of the command line. It is loaded only when it runs. Help and completion are made of what it says here. */
export interface CliCommand<T = CliTerminal> {
  readonly name: string;
  readonly group: (typeof CLI_GROUPS)[number];
  /** What it does, for one line of `paperboy help`: begins with a verb in lowercase, and has no period. */
  readonly does: string;
  /** What is typed after the name, without options: one entry for each form of the command; empty: nothing. */
  readonly forms?: readonly string[];
  /** Sentences that its own help adds. */
  readonly details?: readonly string[];
  /** All of its options: others are refused. */
  readonly options?: readonly CliOption[];
  /** Command lines that can be typed, without `paperboy`. */
  readonly examples: readonly string[];
  /** What a shell completes after the name: files, or one of these words. */
  readonly completes?: 'files' | readonly string[];
  /** Returns the function that runs the command: its promise is of the exit code. */
  load(): Promise<(args: string[], terminal: T) => Promise<number>>;
}

/** An option of the command line: `--name`, or `--name VALUE`. */
export interface CliOption {
  readonly name: string;
  /** What stands for its value in help; absent: it takes none. */
  readonly value?: string;
  /** Begins in lowercase, and has no period. */
  readonly does: string;
  /** All values that it takes. */
  readonly choices?: readonly string[];
}

/** What a command of an adapter may do with the terminal. */
export interface CliTerminal {
  /** The commands of chat, in the order of help. */
  chatCommands(): Promise<readonly CommandSpec[]>;
  /** Prints text without secrets, and returns 0, the exit code of having done so. */
  print(text: string): 0;
  /** @throws PaperboyError `bad-settings` with every problem of the core's settings */
  settings(): { env: Env };
}
