/** What Discord sends: interactions, signed, over HTTP, and events over its gateway, whole and with parts replaced. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { APPLICATION, snowflake, TOKEN } from '../../adapters/discord/cloud.ts';
import { WHOLE } from '../../adapters/discord/nonsense.ts';
import { see } from '../../adapters/discord/reading.ts';
import { type DiscordRig, openRig, papers, settled } from '../../adapters/discord/rig.ts';
import { RAW_ERROR, withPartReplaced } from '../../adapters/replaced-part.ts';
import { isWithout } from '../checks.ts';
import { junk, text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { target } from '../target.ts';

const pair = generateKeyPairSync('ed25519');
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
/** Any port, for requests that are signed as `post` signs them. */
export const http = { publicKey, applicationId: APPLICATION, host: '127.0.0.1', port: 0 };

/** The texts of an interaction by others, where a person writes them. */
const said = fc
  .tuple(fc.constantFrom(...WHOLE), text)
  .map(
    ([body, words]) =>
      JSON.parse(
        JSON.stringify(body, (key, value) =>
          /^(?:value|content|username|global_name)$/.test(key) && typeof value === 'string' ? words : value,
        ),
      ) as object,
  );
const interaction = fc.oneof(
  { weight: 2, arbitrary: said },
  { weight: 3, arbitrary: withPartReplaced(WHOLE) },
);

interface Sent {
  body: Buffer;
  signature?: string;
}
const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 5, arbitrary: interaction.map((value): Sent => ({ body: Buffer.from(JSON.stringify(value)) })) },
  {
    weight: 2,
    arbitrary: mutated(WHOLE.map((one) => Buffer.from(JSON.stringify(one)))).map(
      (body): Sent => ({ body: Buffer.from(body) }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(interaction, fc.constantFrom('', '0', 'f'.repeat(128), 'z'.repeat(128)))
      .map(([value, signature]) => ({ body: Buffer.from(JSON.stringify(value)), signature })),
  },
);

/** An interaction that comes again is dropped, so each comes with an id of its own. */
function anew(body: Buffer): Buffer {
  return Buffer.from(body.toString('latin1').replace(/"id":"\d{15,}"/, `"id":"${snowflake()}"`), 'latin1');
}

/** Sends it as Discord does. */
export function post(address: string, body: Buffer, signature?: string): Promise<Response> {
  const at = String(Math.floor(Date.now() / 1_000));
  const signed = sign(null, Buffer.concat([Buffer.from(at), body]), pair.privateKey).toString('hex');
  const headers = {
    'content-type': 'application/json',
    // One that is kept may be closed just when it is used again.
    connection: 'close',
    'x-signature-ed25519': signature ?? signed,
    'x-signature-timestamp': at,
  };
  return fetch(address, { method: 'POST', headers, body: new Uint8Array(body) });
}

interface Opened {
  rig: DiscordRig;
  address: string;
}

async function open(byHttp: boolean): Promise<Opened> {
  const rig = await openRig(byHttp ? { http } : {}, false);
  const { address = '' } = await rig.adapter.start();
  return { rig, address };
}

function clear({ rig }: Opened): void {
  rig.logged.length = 0;
  rig.cloud.calls.length = 0;
  rig.cloud.answers.clear();
  rig.service.left.length = 0;
  rig.service.leftSpaces.length = 0;
}

/** No answer calls anybody or leads anywhere by itself, and the log tells of nothing that code did not expect. */
function areHarmless({ rig }: Opened, bodies: readonly Record<string, unknown>[]): void {
  for (const body of bodies) {
    const { pings, links } = see(body);
    assert.deepEqual(pings, [], 'an answer pings');
    for (const url of links)
      assert.doesNotMatch(url, /evil\.example|^javascript:/i, 'an answer links to what was said');
  }
  for (const told of rig.logged) {
    // The client's own words where it breaks on a packet, which is dropped.
    const isOfClient = told.startsWith('a message from Discord could not be read');
    if (!isOfClient) assert.doesNotMatch(told, RAW_ERROR, 'code met what it did not expect');
    isWithout([TOKEN], told);
  }
}

type Body = Record<string, unknown>;
const answersIn = ({ rig }: Opened): Body[] =>
  [...rig.cloud.answers.values()]
    .flatMap(({ first, more }) => [first?.body?.data, ...more.map(({ body }) => body)])
    .filter((body): body is Body => typeof body === 'object' && body !== null);

const event = fc.tuple(
  fc.constantFrom(
    'GUILD_CREATE',
    'GUILD_DELETE',
    'CHANNEL_DELETE',
    'THREAD_DELETE',
    'CHANNEL_UPDATE',
    'READY_SUPPLEMENTAL',
    'MESSAGE_CREATE',
    '__proto__',
  ),
  fc.oneof(
    fc.record(
      {
        id: fc.oneof(fc.constantFrom<unknown[]>('77', '78', '1'.repeat(30), 77, null, ''), text),
        guild_id: fc.oneof(fc.constantFrom<unknown[]>('77', 77, null, undefined), text),
        unavailable: fc.constantFrom<unknown[]>(true, false, undefined, 'x'),
        name: text,
      },
      { requiredKeys: [] },
    ),
    junk,
  ),
);
type Dispatched = [string, unknown];

export const discord = [
  target({
    name: 'interactions of Discord over HTTP',
    cases: 40,
    generate: sent,
    open: () => open(true),
    async run({ body, signature }, opened: Opened) {
      clear(opened);
      const answer = await post(opened.address, anew(body), signature);
      return { status: answer.status, body: await answer.text() };
    },
    holds(outcome, { signature }, opened: Opened) {
      const { status, body } =
        outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused));
      assert.ok([200, 202, 400, 401].includes(status), `the status ${status}`);
      if (signature !== undefined) assert.equal(status, 401, 'it is taken without a signature');
      const { data = {} } = status === 200 ? (JSON.parse(body) as { data?: Body }) : {};
      areHarmless(opened, [data, ...answersIn(opened)]);
    },
    close: ({ rig }) => rig.close(),
  }),
  target({
    name: 'events of Discord over the gateway',
    cases: 16,
    generate: fc.oneof<fc.Arbitrary<Dispatched>[]>(
      interaction.map((body): Dispatched => ['INTERACTION_CREATE', body]),
      event as fc.Arbitrary<Dispatched>,
    ),
    open: () => open(false),
    async run([type, data], opened: Opened) {
      clear(opened);
      const { rig } = opened;
      rig.cloud.dispatch(
        type,
        type === 'INTERACTION_CREATE' ? JSON.parse(anew(Buffer.from(JSON.stringify(data))).toString()) : data,
      );
      const alive = papers('alive');
      rig.cloud.dispatch('INTERACTION_CREATE', alive);
      await settled(rig, alive.token);
    },
    holds(outcome, [, data], opened: Opened) {
      assert.equal(outcome.refused, undefined);
      areHarmless(opened, answersIn(opened));
      const { id } = (data ?? {}) as { id?: unknown };
      for (const space of opened.rig.service.leftSpaces)
        assert.equal(space, `discord:${String(id)}`, 'another server is forgotten');
    },
    close: ({ rig }) => rig.close(),
  }),
];
