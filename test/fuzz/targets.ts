/** Lists every input from outside that is fuzzed. A new target is written in `inputs/`, and is a line here. */

import { backups } from './inputs/backups.ts';
import { channelFiles } from './inputs/channel-files.ts';
import { commands } from './inputs/commands.ts';
import { digestFiles } from './inputs/digest-files.ts';
import { discord } from './inputs/discord.ts';
import { discordOnCore } from './inputs/discord-core.ts';
import { feeds } from './inputs/feeds.ts';
import { huggingFace } from './inputs/hugging-face.ts';
import { libraries } from './inputs/libraries.ts';
import { mail } from './inputs/mail.ts';
import { messages } from './inputs/messages.ts';
import { modelAnswers } from './inputs/model-answers.ts';
import { pages } from './inputs/pages.ts';
import { queries } from './inputs/queries.ts';
import { settings } from './inputs/settings.ts';
import { slack } from './inputs/slack.ts';
import { slackOnCore } from './inputs/slack-core.ts';
import { storedRecords } from './inputs/stored-records.ts';
import { workspace } from './inputs/workspace.ts';
import type { Target } from './target.ts';

export const TARGETS: readonly Target[] = [
  ...digestFiles,
  ...feeds,
  ...huggingFace,
  ...queries,
  ...commands,
  ...messages,
  ...mail,
  ...settings,
  ...channelFiles,
  ...libraries,
  ...modelAnswers,
  ...pages,
  ...slack,
  ...slackOnCore,
  ...discord,
  ...discordOnCore,
  ...workspace,
  ...storedRecords,
  ...backups,
];
