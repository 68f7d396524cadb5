/** An HTTP server's upgrade comes in, a small WebSocket server goes out: text frames, pings and closes, for tests. */
import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Socket {
  send(value: unknown): void;
  /** Closes politely, or by cutting the line. */
  close(how?: 'politely' | 'cut'): void;
}

export interface SocketEvents {
  opened(socket: Socket): void;
  said(value: unknown, socket: Socket): void;
  closed(socket: Socket): void;
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function serveSockets(server: Server, events: SocketEvents): void {
  server.on('upgrade', (request, stream: Duplex) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${MAGIC}`)
      .digest('base64');
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const socket: Socket = {
      send: (value) => void stream.write(frame(1, Buffer.from(JSON.stringify(value)))),
      close(how = 'politely') {
        if (how === 'cut') stream.destroy();
        else stream.write(frame(8, Buffer.from([0x03, 0xe8])));
      },
    };
    let pending = Buffer.alloc(0);
    stream.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let next = read(pending); next !== undefined; next = read(pending)) {
        pending = pending.subarray(next.size);
        if (next.opcode === 1) events.said(JSON.parse(next.data.toString()), socket);
        if (next.opcode === 9) stream.write(frame(10, next.data));
        if (next.opcode === 8) {
          stream.write(frame(8, next.data));
          stream.end();
        }
      }
    });
    stream.on('error', () => {});
    stream.on('close', () => events.closed(socket));
    events.opened(socket);
  });
}

function frame(opcode: number, data: Buffer): Buffer {
  const { length } = data;
  const head = length < 126 ? Buffer.from([0x80 | opcode, length]) : Buffer.alloc(10);
  if (length >= 126) {
    head[0] = 0x80 | opcode;
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, data]);
}

/** One masked frame from the start of the bytes; undefined while it is not whole. */
function read(bytes: Buffer): { opcode: number; data: Buffer; size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const opcode = (bytes[0] ?? 0) & 0x0f;
  let length = (bytes[1] ?? 0) & 0x7f;
  let at = 2;
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(2));
    at = 10;
  }
  if (bytes.length < at + 4 + length) return undefined;
  const mask = bytes.subarray(at, at + 4);
  const data = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
  for (let index = 0; index < data.length; index += 1)
    data[index] = (data[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { opcode, data, size: at + 4 + length };
}
