/** Looks whether Slack takes the tokens, which scopes they have, and whether Paperboy is in the channels that it posts to. */
import { createAlone } from '../../src/chat/alone.ts';
import { examineChannels } from '../../src/chat/examine-channels.ts';
import type { ExamineOutside } from '../../src/model/adapter-definition.ts';
import { counted } from '../../src/model/counted.ts';
import { doubtful, type Finding, failed, well } from '../../src/model/finding.ts';
import type { Log, Place } from '../../src/model/ports.ts';
import { type Client, createClient, patientOptions } from './api.ts';
import { readFailure } from './errors.ts';
import { createChangeSpace } from './installations.ts';
import { OPTIONAL, OPTIONAL_SCOPES, PATHS, SCOPES } from './manifest.ts';
import { isDirectId, readId } from './places.ts';
import { createReception } from './receiver.ts';
import type { SlackSettings } from './settings.ts';

/** Slack answers some fifty such questions a minute, so of many channels and workspaces only the first are asked about. */
const MOST_CHANNELS = 40;
const MOST_SPACES = 20;
const APP_TOKEN = 'SLACK_APP_TOKEN begins with xapp- and needs the scope connections:write.';
const ADD_SCOPES =
  'Add what `paperboy slack-manifest` lists to the app on https://api.slack.com/apps, then install it again.';

export async function examineSlack(settings: SlackSettings, outside: ExamineOutside): Promise<Finding[]> {
  const { log, alone = createAlone() } = outside;
  const { workspaces } = createReception(settings, outside, createChangeSpace(alone));
  try {
    await workspaces.start();
  } catch (thrown) {
    return [failed('slack', readFailure(thrown, 'Slack').message), ...(await examineSocket(settings, log))];
  }
  const spaces = await workspaces.all();
  if (spaces.length === 0) return [notInstalled(settings)];
  const found = await examineSocket(settings, log);
  const most = `Only the first ${MOST_SPACES} of ${counted(spaces.length, 'workspace')} were looked at.`;
  if (spaces.length > MOST_SPACES) found.push(well('slack', most));
  for (const space of spaces.slice(0, MOST_SPACES)) {
    const places = outside.places.filter(({ id }) => readId(id)?.space === space);
    found.push(...(await examineSpace(space, () => workspaces.patientClientFor(space), places)));
  }
  return found;
}

function notInstalled({ mode }: SlackSettings): Finding {
  const url = mode.kind === 'oauth' ? (mode.publicUrl ?? 'https://your-host') : '';
  return doubtful(
    'slack',
    'Paperboy is installed in no workspace yet.',
    `Open ${url}${PATHS.install} and choose one.`,
  );
}

async function examineSocket({ mode, ...settings }: SlackSettings, log: Log): Promise<Finding[]> {
  if (mode.kind !== 'socket') return [];
  try {
    await createClient(mode.appToken, patientOptions(settings, log)).apps.connections.open({});
    return [well('slack', 'SLACK_APP_TOKEN opens a socket.')];
  } catch (thrown) {
    const { code, message } = readFailure(thrown, 'The socket');
    return [failed('slack', message, code === 'no-access' ? APP_TOKEN : undefined)];
  }
}

async function examineSpace(
  space: string,
  clientFor: () => Promise<Client>,
  places: readonly Place[],
): Promise<Finding[]> {
  try {
    const client = await clientFor();
    const told = await client.auth.test();
    const name = `${told.team ?? space} as ${told.user ?? 'Paperboy'}`;
    const scopes = told.response_metadata?.scopes;
    return [
      well('slack', `Connected to ${name}.`),
      ...(scopes === undefined ? [] : sayScopes(name, new Set(scopes))),
      // Direct messages are open or closed by their person, whom nothing is asked here.
      ...(await examineChannels(
        'slack',
        places.filter(({ id }) => !isDirectId(id)),
        MOST_CHANNELS,
        ({ id, name }) => examineChannel(client, readId(id)?.channel ?? '', name),
      )),
    ];
  } catch (thrown) {
    return [failed('slack', readFailure(thrown, `Workspace ${space}`).message)];
  }
}

function sayScopes(name: string, held: ReadonlySet<string>): Finding[] {
  const missing = SCOPES.filter((scope) => !held.has(scope));
  const absent = OPTIONAL_SCOPES.filter((scope) => !held.has(scope));
  if (missing.length > 0)
    return [failed('slack', `${name} lacks the scopes ${missing.join(', ')}.`, ADD_SCOPES)];
  if (absent.length === 0) return [well('slack', `${name} has every scope.`)];
  const each = absent.map((scope) => `${scope} (${OPTIONAL[scope]})`);
  return [doubtful('slack', `${name} lacks optional scopes: ${each.join('; ')}.`, ADD_SCOPES)];
}

async function examineChannel(client: Client, channel: string, name: string): Promise<Finding | undefined> {
  try {
    const { channel: told } = await client.conversations.info({ channel });
    if (told?.is_archived)
      return failed('slack', `${name} is archived.`, 'Unarchive it, or unsubscribe it from its topics.');
    return told?.is_member === false
      ? failed('slack', `Paperboy isn't in ${name}.`, `Type \`/invite @paperboy\` in ${name}.`)
      : undefined;
  } catch (thrown) {
    return failed('slack', readFailure(thrown, name).message);
  }
}
