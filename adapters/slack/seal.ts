/** Encrypts secrets at rest with AES-256-GCM. Each record names its key. */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { PaperboyError } from '../../src/model/errors.ts';

export interface SealKey {
  /** Tells which key a record was sealed with; says nothing about the key itself. */
  id: string;
  bytes: Buffer;
}

/** All parts are base64. */
export interface Sealed {
  v: 1;
  key: string;
  iv: string;
  tag: string;
  data: string;
}

/** Bytes; the standard's own length for GCM. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A passphrase of fewer characters can be guessed. */
const SHORTEST = 16;
const MISSING =
  "ENCRYPTION_KEY is missing. Workspace tokens can't be stored without it. Create one with `openssl rand -base64 32`.";

/**
 * Reads `ENCRYPTION_KEY`: 32 bytes as hex or base64, or a passphrase. Several with commas between them: the first
 * encrypts, all of them decrypt, so that a key can be changed without losing what the old one encrypted.
 */
export function readKeys(text: string | undefined): { keys: SealKey[] } | { problem: string } {
  const parts = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return { problem: MISSING };
  if (parts.some((part) => part.length < SHORTEST))
    return { problem: 'ENCRYPTION_KEY is too short. Create one with `openssl rand -base64 32`.' };
  return { keys: parts.map(keyOf) };
}

function keyOf(text: string): SealKey {
  const bytes = decoded(text) ?? scryptSync(text, 'paperboy tokens at rest', 32);
  const id = createHash('sha256').update('paperboy key id').update(bytes).digest('hex').slice(0, 12);
  return { id, bytes };
}

function decoded(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 ? bytes : undefined;
}

/** The record is bound to `owner` (a workspace's ID): it cannot be decrypted for another. */
export function seal(secret: string, owner: string, [key]: readonly SealKey[]): Sealed {
  if (key === undefined) throw new PaperboyError('bad-settings', 'ENCRYPTION_KEY is missing.');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(owner));
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const base64 = (bytes: Buffer) => bytes.toString('base64');
  return { v: 1, key: key.id, iv: base64(iv), tag: base64(cipher.getAuthTag()), data: base64(data) };
}

/** @throws PaperboyError `bad-settings` when no key decrypts it, or it was changed or moved */
export function open(sealed: Sealed, owner: string, keys: readonly SealKey[]): string {
  const key = keys.find(({ id }) => id === sealed.key);
  if (key === undefined) {
    throw new PaperboyError(
      'bad-settings',
      `The tokens of ${owner} were encrypted with another ENCRYPTION_KEY (${sealed.key}). Add it after a comma, or install the app there again.`,
    );
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(sealed.iv, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(owner));
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return decipher.update(Buffer.from(sealed.data, 'base64'), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new PaperboyError(
      'bad-settings',
      `The stored tokens of ${owner} can't be decrypted: they were changed or moved. Install the app there again.`,
    );
  }
}
