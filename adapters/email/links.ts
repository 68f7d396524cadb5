/**
 * Writes and reads the links in mail: their paths, and what they end in. Those that end what an address gets are signed, so that none
 * of them is stored.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ChannelId } from '../../src/model/channel-id.ts';
import type { Shelf } from '../../src/model/ports.ts';

/** Paths of the pages that links lead to; what follows says for whom. */
export const PATHS = { confirm: '/email/confirm/', unsubscribe: '/email/unsubscribe/' };

/** Letters of a code that people type: none looks like another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODE_LENGTH = 10;
const PREFIX = 'email:';

export type Links = ReturnType<typeof createLinks>;

/** @param shelf keeps the key, which the first process makes for all */
export function createLinks(shelf: Shelf<string>) {
  let key: Promise<Buffer> | undefined;

  async function load(): Promise<Buffer> {
    const made = randomBytes(32).toString('base64');
    const [kept = made] = await shelf.merge([{ key: 'signing', value: made }], (kept, came) => kept ?? came);
    return Buffer.from(kept, 'base64');
  }

  async function sign(what: string): Promise<Buffer> {
    key ??= load();
    try {
      return createHmac('sha256', await key)
        .update(what)
        .digest();
    } catch (error) {
      key = undefined;
      throw error;
    }
  }

  return {
    /** What a link to unsubscribe a channel ends in. */
    async tokenOf(channel: ChannelId): Promise<string> {
      const mac = await sign(`unsubscribe ${channel}`);
      const name = Buffer.from(channel.slice(PREFIX.length)).toString('base64url');
      return `${name}.${mac.subarray(0, 16).toString('base64url')}`;
    },
    /** The channel that a link is for; undefined for one that Paperboy did not write. */
    async channelIn(token: string): Promise<ChannelId | undefined> {
      const [name = ''] = token.split('.', 1);
      const channel = `${PREFIX}${Buffer.from(name, 'base64url').toString()}`;
      return isSame(token, await this.tokenOf(channel)) ? channel : undefined;
    },
    /** What is typed to end all that an address gets. */
    async codeOf(address: string): Promise<string> {
      const mac = await sign(`stop ${address}`);
      return Array.from(mac.subarray(0, CODE_LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
    },
    /** What a message is known by when it comes back: 32 hexadecimal digits, the same for the same message. */
    async keyOf(message: string): Promise<string> {
      const mac = await sign(`message ${message}`);
      return mac.subarray(0, 16).toString('hex');
    },
    async isCodeOf(address: string, typed: string): Promise<boolean> {
      return isSame(typed.trim().toLowerCase(), await this.codeOf(address));
    },
  };
}

/** What the link of an invitation ends in. */
export function tokenOf(address: string, token: string): string {
  return `${Buffer.from(address).toString('base64url')}.${token}`;
}

/** The address and the token of a link; undefined for one that has not both. */
export function readToken(text: string): { address: string; token: string } | undefined {
  const [, name = '', token = ''] = /^([\w-]{1,200})\.([\w-]{1,64})$/.exec(text) ?? [];
  const address = Buffer.from(name, 'base64url').toString();
  return address === '' || token === '' ? undefined : { address, token };
}

/** Takes as long whatever differs. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
