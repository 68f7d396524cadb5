/** Verifies that Discord signed a request. https://discord.com/developers/docs/interactions/overview */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** @param hex the application's public key, 64 hexadecimal digits */
export function readPublicKey(hex: string): KeyObject {
  const x = Buffer.from(hex, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** Ed25519 over the timestamp and the body as it came, byte for byte. */
export function isSigned(
  key: KeyObject,
  body: Buffer,
  signature: string | undefined,
  timestamp: string | undefined,
): boolean {
  if (signature === undefined || timestamp === undefined) return false;
  if (!/^[0-9a-f]{128}$/i.test(signature) || timestamp.length > 64) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'));
}
