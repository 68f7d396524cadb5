/** The commands as Discord is told of them. https://discord.com/developers/docs/interactions/application-commands */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';

export const SEARCH = 'papers';
export const DIGEST = 'digest';
export const RELATED = 'Find related papers';
/** The longest query that is passed on; the core says what is too long for it. */
const MOST_TYPED = 1_000;

const { Guild, BotDM, PrivateChannel } = InteractionContextType;
const { GuildInstall, UserInstall } = ApplicationIntegrationType;

/** Discord's OpenAPI wants a number here, its answers hold a text, and its types know the text alone. */
const MANAGE_CHANNELS = Number(PermissionFlagsBits.ManageChannels);

type Option = APIApplicationCommandBasicOption;

const text = (name: string, description: string, more: object = {}): Option =>
  ({
    type: ApplicationCommandOptionType.String,
    name,
    description,
    max_length: MOST_TYPED,
    ...more,
  }) as Option;
const wanted = { required: true, min_length: 1 };
const choices = (...values: string[]) => ({ choices: values.map((value) => ({ name: value, value })) });
const paperId = text('id', 'The paper, such as 2511.08544, or its link', { ...wanted, max_length: 200 });
const onOff = (description: string): Option => ({
  type: ApplicationCommandOptionType.Boolean,
  name: 'on',
  description,
  required: true,
});

const sub = (
  name: string,
  description: string,
  ...options: Option[]
): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  description,
  options,
});

export const SUBCOMMANDS: readonly APIApplicationCommandSubcommandOption[] = [
  sub(
    'subscribe',
    'Follow a topic here',
    text('query', 'What to follow, written like a search', { ...wanted, autocomplete: true }),
  ),
  sub(
    'unsubscribe',
    'Stop following a topic',
    text('topic', 'The topic, its number such as #1, or all', { ...wanted, autocomplete: true }),
  ),
  sub('topics', 'List the topics followed here'),
  sub(
    'schedule',
    'Set when posts arrive, or leave it empty to see the current schedule',
    text('when', 'Which days', choices('daily', 'weekdays', 'weekly', 'monthly')),
    text('time', 'Local time, such as 09:00', { max_length: 5 }),
    text('zone', 'The time zone, such as Europe/Berlin', { max_length: 64, autocomplete: true }),
    text('days', 'For weekly: such as mon thu. For monthly: the day, 1 to 31', { max_length: 60 }),
  ),
  sub('limit', 'Set how many papers a post shows', {
    type: ApplicationCommandOptionType.Integer,
    name: 'papers',
    description: '1 to 50',
    required: true,
    min_value: 1,
    max_value: 50,
  }),
  sub(
    'order',
    'Set which papers come first',
    text('by', 'Sort by', { required: true, ...choices('votes', 'relevance', 'date') }),
  ),
  sub('abstracts', 'Show the first sentences in posts, or titles only', onOff('Show the first sentences')),
  sub('quiet', 'Post one line on days without papers, saying why', onOff('Say why')),
  sub('pause', 'Stop posting until resumed'),
  sub('resume', 'Start posting again'),
  sub('settings', 'Change all settings in one form'),
  sub('preview', 'Preview the next post; only you see it'),
  sub('status', 'See the last post, the next post, and the sources'),
  sub('why', "See why a paper was posted here or wasn't", paperId),
  sub('today', 'See the newest digest'),
  sub('date', 'See the digest for a day', text('day', 'Such as 2025-12-12', { ...wanted, max_length: 10 })),
  sub('cite', 'Get the BibTeX of a paper', paperId),
  sub('save', 'Save a paper to your reading list', paperId),
  sub('unsave', 'Remove a paper from your reading list', paperId),
  sub('saved', 'See your reading list'),
  sub('help', 'See what Paperboy can do', text('command', 'More on one command', { max_length: 32 })),
];

/** `userInstall`: whether people may install the application for themselves, as its settings on Discord say. */
export function commandsFor({
  userInstall,
  managersOnly,
}: {
  userInstall: boolean;
  managersOnly: boolean;
}): RESTPutAPIApplicationCommandsJSONBody {
  const integration_types = userInstall ? [GuildInstall, UserInstall] : [GuildInstall];
  const everywhere = userInstall ? [Guild, BotDM, PrivateChannel] : [Guild, BotDM];
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: SEARCH,
      description: 'Search papers, or type help to see all commands',
      integration_types,
      contexts: everywhere,
      options: [
        text('query', 'Words, a "phrase", -without, title:..., or a command', {
          ...wanted,
          autocomplete: true,
        }),
      ],
    },
    {
      type: ApplicationCommandType.ChatInput,
      name: DIGEST,
      description: "This channel's daily papers: topics, schedule, status",
      integration_types,
      contexts: [Guild, BotDM],
      // A default that admins can change for roles and people; what changes a channel is checked again when it is asked.
      default_member_permissions: (managersOnly ? MANAGE_CHANNELS : null) as never,
      options: [...SUBCOMMANDS],
    },
    { type: ApplicationCommandType.Message, name: RELATED, integration_types, contexts: everywhere },
  ];
}
