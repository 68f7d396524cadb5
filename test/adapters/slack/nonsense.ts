/** Bodies that Slack might send, with a part of them replaced by what nobody would send. */
import { withPartReplaced } from '../replaced-part.ts';

const USER = { id: 'U1', username: 'ada', name: 'ada', team_id: 'T1' };
const CHANNEL = { id: 'C1', name: 'general' };
const common = { team: { id: 'T1' }, user: USER, trigger_id: '1.2.3' };
const eventOf = (event: object) => ({
  type: 'event_callback',
  team_id: 'T1',
  event_time: 1,
  authorizations: [{ team_id: 'T1', enterprise_id: null, is_enterprise_install: false }],
  event,
});

/** What comes as JSON, or as JSON in the field `payload` of a form. */
export const PAYLOADS: object[] = [
  eventOf({ type: 'app_mention', user: 'U1', channel: 'C1', text: '<@U0BOT> lora', ts: '1.1' }),
  eventOf({ type: 'message', channel_type: 'im', user: 'U1', channel: 'D1', text: 'lora', ts: '1.2' }),
  eventOf({ type: 'app_home_opened', user: 'U1', tab: 'home', channel: 'D1' }),
  eventOf({ type: 'member_joined_channel', user: 'U0BOT', channel: 'C1', channel_type: 'C', inviter: 'U1' }),
  eventOf({ type: 'channel_rename', channel: { id: 'C1', name: 'papers', created: 1 } }),
  eventOf({ type: 'channel_deleted', channel: 'C7' }),
  eventOf({ type: 'tokens_revoked', tokens: { bot: [], oauth: ['U1'] } }),
  {
    ...common,
    type: 'block_actions',
    channel: CHANNEL,
    container: { type: 'message' },
    actions: [{ type: 'button', action_id: 'act:1', value: '{"do":"save","id":"1"}', block_id: 'b' }],
  },
  {
    ...common,
    type: 'block_actions',
    channel: CHANNEL,
    actions: [{ type: 'button', action_id: 'settings:0', value: '{"id":"slack:T1:C1","name":"#general"}' }],
  },
  {
    ...common,
    type: 'view_submission',
    view: {
      callback_id: 'settings',
      private_metadata: '{"id":"slack:T1:C1","name":"#general"}',
      state: {
        values: { limit: { limit: { value: '5' } }, schedule: { schedule: { value: 'daily 09:00' } } },
      },
    },
  },
  { ...common, type: 'block_suggestion', action_id: 'zone', block_id: 'zone', value: 'ber', view: {} },
  {
    ...common,
    type: 'message_action',
    callback_id: 'find-papers',
    channel: CHANNEL,
    message: { text: 'https://arxiv.org/abs/2511.08544', ts: '1.1' },
  },
];

/** A payload with one part replaced. */
export const nonsense = withPartReplaced(PAYLOADS);
