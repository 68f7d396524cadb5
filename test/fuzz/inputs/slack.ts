/** What Slack sends, signed, over HTTP: events, slash commands, buttons, menus, forms and shortcuts, whole and with parts replaced. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import fc from 'fast-check';
import { RAW_ERROR, withPartReplaced } from '../../adapters/replaced-part.ts';
import { PAYLOADS } from '../../adapters/slack/nonsense.ts';
import { BOT } from '../../adapters/slack/slack.ts';
import { commandOf, openWorld, type World as SlackWorld, see } from '../../adapters/slack/world.ts';
import { isWithout } from '../checks.ts';
import { text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { target } from '../target.ts';

export const SECRET = 'signing-s3cret';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

export interface Sent {
  body: Buffer;
  type: string;
  /** Signed as Slack does, or not. */
  signature?: string;
}

export const asJson = (value: unknown): Sent => ({
  body: Buffer.from(JSON.stringify(value)),
  type: JSON_TYPE,
});
export const asForm = (value: object): Sent => ({
  body: Buffer.from(`payload=${encodeURIComponent(JSON.stringify(value).toWellFormed())}`),
  type: FORM,
});
export const fields = (value: Record<string, string>): Sent => ({
  body: Buffer.from(new URLSearchParams(value).toString()),
  type: FORM,
});

const COMMAND = {
  command: '/papers',
  text: 'lora',
  team_id: 'T1',
  channel_id: 'C1',
  channel_name: 'general',
  user_id: 'U1',
  user_name: 'ada',
  trigger_id: '1.2.3',
  response_url: 'http://127.0.0.1:1/x',
  is_enterprise_install: 'false',
};
const command = fc
  .tuple(text, fc.constantFrom(...Object.keys(COMMAND)), text)
  .map(
    ([typed, name, by]): Sent =>
      fields({ ...COMMAND, text: typed, ...(name === 'response_url' ? {} : { [name]: by }) }),
  );
/** The texts of a payload by others, where a person writes them. */
const said = fc
  .tuple(fc.constantFrom(...PAYLOADS), text)
  .map(
    ([payload, words]) =>
      JSON.parse(
        JSON.stringify(payload, (key, value) =>
          /^(?:text|value|name)$/.test(key) && typeof value === 'string' && !value.startsWith('{')
            ? words
            : value,
        ),
      ) as object,
  );
const whole = [
  ...PAYLOADS.flatMap((one) => [Buffer.from(JSON.stringify(one)), asForm(one).body]),
  fields(COMMAND).body,
];

const sent: fc.Arbitrary<Sent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.oneof(withPartReplaced(PAYLOADS), said), fc.boolean())
      .map(([value, isJson]) => (isJson ? asJson(value) : asForm(value))),
  },
  { weight: 2, arbitrary: command },
  {
    weight: 2,
    arbitrary: fc
      .tuple(mutated(whole), fc.constantFrom(FORM, JSON_TYPE, 'text/plain'))
      .map(([body, type]): Sent => ({ body: Buffer.from(body), type })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...PAYLOADS),
        fc.constantFrom('v0=', `v0=${'0'.repeat(64)}`, 'x', `v0=${'z'.repeat(5_000)}`),
      )
      .map(([value, signature]) => ({ ...asJson(value), signature })),
  },
);

const signatureOf = (at: number, body: Buffer) =>
  `v0=${createHmac('sha256', SECRET).update(`v0:${at}:`).update(body).digest('hex')}`;

/** Sends it as Slack does. */
export function post(
  { address = '' }: Pick<SlackWorld, 'address'>,
  { body, type, signature }: Sent,
): Promise<Response> {
  const at = Math.floor(Date.now() / 1_000);
  const headers = {
    'content-type': type,
    // One that is kept may be closed just when it is used again.
    connection: 'close',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': signature ?? signatureOf(at, body),
  };
  return fetch(address, { method: 'POST', body: new Uint8Array(body), headers });
}

interface Opened {
  world: SlackWorld;
  next: number;
}

/** Waits until a command that came behind the request is answered. */
async function answered(opened: Opened): Promise<void> {
  const { world } = opened;
  const words = `alive ${++opened.next}`;
  await post(world, fields(commandOf(world.slack, 'C1', words) as Record<string, string>));
  const isShown = () => world.slack.shown.some((one) => one.text.includes(words));
  for (let turn = 0; !isShown(); turn++) {
    assert.ok(turn < 100_000, 'Slack is no longer answered');
    await breathe();
  }
}

export const slack = [
  target({
    name: 'requests of Slack',
    cases: 12,
    generate: sent,
    open: async (): Promise<Opened> => ({
      world: await openWorld({ SLACK_BOT_TOKEN: BOT.token, SLACK_SIGNING_SECRET: SECRET }),
      next: 0,
    }),
    async run(request, opened: Opened) {
      const { world } = opened;
      for (const list of [
        world.slack.shown,
        world.slack.calls,
        world.logged,
        world.service.left,
        world.service.leftSpaces,
      ])
        list.length = 0;
      const { status } = await post(world, request);
      await answered(opened);
      return status;
    },
    holds(outcome, { signature }, { world }: Opened) {
      const status = outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused));
      assert.ok([200, 400, 401, 404].includes(status), `the status ${status}`);
      if (signature !== undefined) assert.equal(status, 401, 'it is taken without a signature');
      for (const shown of world.slack.shown) {
        const { pings, links } = see(shown);
        // Who added Paperboy to a channel is greeted by name.
        const greets = JSON.stringify(shown.blocks).includes("Hi, I'm Paperboy");
        assert.deepEqual(greets ? pings.filter((one) => one !== 'user') : pings, [], 'an answer pings');
        for (const url of links)
          assert.doesNotMatch(url, /evil\.example|^javascript:/i, 'an answer links to what was said');
      }
      for (const told of world.logged) {
        assert.doesNotMatch(told, RAW_ERROR, 'code met what it did not expect');
        isWithout([BOT.token, SECRET], told);
      }
      for (const space of world.service.leftSpaces)
        assert.equal(space, 'slack:T1', 'another workspace is forgotten');
    },
    close: ({ world }) => world.stop(),
  }),
];
