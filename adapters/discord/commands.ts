/** Builds the commands that are registered with Discord from the command registry's descriptions. https://discord.com/developers/docs/interactions/application-commands */
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
import type { CommandArgument, CommandSpec } from '../../src/model/command-spec.ts';
import { FORM, POSTS } from './forms.ts';

export const SEARCH = 'papers';
export const DIGEST = 'digest';
export const RELATED = 'Find related papers';

const { Guild, BotDM, PrivateChannel } = InteractionContextType;
const { GuildInstall, UserInstall } = ApplicationIntegrationType;

/** Discord's OpenAPI description has a number here, its responses a string, and its types only the string. */
const MANAGE_CHANNELS = Number(PermissionFlagsBits.ManageChannels);

type Option = APIApplicationCommandBasicOption;
type Subcommand = APIApplicationCommandSubcommandOption;

/** The option that says which of the two forms is opened. */
export const PART = 'part';

/** Opens one of Discord's own forms. */
export const SETTINGS: Subcommand = {
  type: ApplicationCommandOptionType.Subcommand,
  name: FORM,
  description: 'Change the settings in a form',
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: PART,
      description: 'Topics and schedule, unless you choose the other part',
      required: false,
      choices: [
        { name: 'topics and schedule', value: 'topics' },
        { name: 'papers, sort and layout', value: POSTS },
      ],
    },
  ],
};

/** The option by which a file comes, as with `library import`: the commands with names have no room for another. */
const FILE: Option = {
  type: ApplicationCommandOptionType.Attachment,
  name: 'file',
  description: 'With library import: a BibTeX, RIS or CSL-JSON file, up to 5 MB',
  required: false,
};

/** Every command that is typed with its name. */
function subcommandsOf(specs: readonly CommandSpec[]): Subcommand[] {
  return specs
    .filter(({ isDefault, isTyped }) => !isDefault && !isTyped)
    .map(({ name, does, arguments: given }) => ({
      type: ApplicationCommandOptionType.Subcommand,
      name,
      description: does.replace(/^./, (letter) => letter.toUpperCase()),
      // Discord wants the required ones first.
      options: given
        .toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false))
        .map(optionOf),
    }));
}

function optionOf(argument: CommandArgument): Option {
  const { name, does, kind, required = false, choices, min, max, maxLength, completes } = argument;
  const described = { name, description: does, required };
  if (kind === 'switch') return { type: ApplicationCommandOptionType.Boolean, ...described };
  if (kind === 'number')
    return {
      type: ApplicationCommandOptionType.Integer,
      ...described,
      min_value: min,
      max_value: max,
    } as Option;
  return {
    type: ApplicationCommandOptionType.String,
    ...described,
    ...(choices ? { choices: choices.map((value) => ({ name: value, value })) } : {}),
    ...(maxLength === undefined ? {} : { max_length: maxLength }),
    ...(required && !choices ? { min_length: 1 } : {}),
    ...(completes ? { autocomplete: true } : {}),
  } as Option;
}

/** `userInstall`: whether people may install the application for themselves, as its settings on Discord say. */
export function commandsFor(
  specs: readonly CommandSpec[],
  { userInstall, managersOnly }: { userInstall: boolean; managersOnly: boolean },
): RESTPutAPIApplicationCommandsJSONBody {
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
        ...specs.filter(({ isDefault }) => isDefault).flatMap((spec) => spec.arguments.map(optionOf)),
        FILE,
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
      options: [...subcommandsOf(specs), SETTINGS],
    },
    { type: ApplicationCommandType.Message, name: RELATED, integration_types, contexts: everywhere },
  ];
}
