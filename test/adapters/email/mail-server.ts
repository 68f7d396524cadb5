/** A real SMTP server on loopback for tests: it keeps what it takes, and fails as it is told. */
import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from '../../store/tls-proxy.ts';

/** What it does instead of taking the next message: an answer at a command, silence, or a connection that is cut. */
export type Fault =
  | { at: 'connect' | 'mail' | 'rcpt' | 'data'; answer: string }
  | { at: 'rcpt' | 'data'; hang: true }
  /** The message is taken, and the answer comes so many milliseconds later. */
  | { at: 'data'; lateMs: number }
  /** The message is taken, and the answer lost. */
  | { at: 'data'; drop: true };

/** How long a client waits for it: as long as a busy machine needs, and for one that hangs not for ever. Milliseconds. */
export const PATIENT = { connectMs: 60_000, silentMs: 60_000, sendMs: 120_000, takingMs: 120_000 };
export const IMPATIENT = { ...PATIENT, silentMs: 4_000, takingMs: 4_000 };

export interface MailServer {
  port: number;
  /** Each message with its recipient, in the order in which they were taken, also those whose answer was lost. */
  taken: { from: string; to: string; raw: string; mail: ParsedMail }[];
  connections: number;
  /** How many recipients were named, whatever was answered. */
  attempts: number;
  /** One for each attempt; the last one stays where it is `forever`. */
  faults: Fault[];
  forever: Fault | undefined;
  /** Recipients that are refused. */
  unknown: Set<string>;
  close(): Promise<void>;
}

export async function openMailServer(
  options: { user?: string; pass?: string; tls?: Certificate } = {},
): Promise<MailServer> {
  const sockets = new Set<Socket>();
  /** What each connection is to meet. */
  const faults = new Map<string, Fault | undefined>();
  /** Connections only look at the server; the next fault is for who names a sender, unless it is that of a connection. */
  const meet = (id: string, isConnection: boolean) => {
    const next = state.faults[0] ?? state.forever;
    if (isConnection !== (next?.at === 'connect')) return;
    faults.set(id, next);
    state.faults.shift();
  };
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    // A certificate that nobody trusts.
    ...(options.tls ? { key: options.tls.key, cert: readFileSync(options.tls.path) } : {}),
    disabledCommands: options.tls ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 10,
    onAuth({ username, password }, _session, done) {
      if (username === options.user && password === options.pass) return done(null, { user: username });
      done(refusal('535 5.7.8 Authentication failed'));
    },
    onConnect({ id }, done) {
      state.connections++;
      meet(id, true);
      done(refusalAt(id, 'connect'));
    },
    onMailFrom(_address, { id }, done) {
      meet(id, false);
      done(refusalAt(id, 'mail'));
    },
    onRcptTo({ address }, { id }, done) {
      state.attempts++;
      if (state.unknown.has(address)) return done(refusal('550 5.1.1 No such user here'));
      if (isHang(id, 'rcpt')) return;
      done(refusalAt(id, 'rcpt'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const { id } = session;
        const refused = refusalAt(id, 'data');
        if (refused) return done(refused);
        const raw = Buffer.concat(chunks).toString('binary');
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const { mailFrom } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        state.taken.push({ from, to, raw, mail: await simpleParser(Buffer.concat(chunks)) });
        if ('drop' in (faults.get(id) ?? {})) return cut();
        if (isHang(id, 'data')) return;
        const fault = faults.get(id);
        if (fault && 'lateMs' in fault) await pause(fault.lateMs);
        done(null, '250 2.0.0 Ok: queued as 1234');
      });
    },
  });
  const refusalAt = (id: string, at: string) => {
    const fault = faults.get(id);
    return fault && 'answer' in fault && fault.at === at ? refusal(fault.answer) : null;
  };
  const isHang = (id: string, at: string) => {
    const fault = faults.get(id);
    return fault !== undefined && 'hang' in fault && fault.at === at;
  };
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  server.on('error', () => {});
  const tcp = server.server as unknown as { on(event: string, handle: (socket: Socket) => void): void };
  tcp.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  greetAtOnce(server.connections);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    taken: [],
    connections: 0,
    attempts: 0,
    faults: [],
    forever: undefined,
    unknown: new Set(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
  return state;
}

/** Clients are greeted at once: a tenth of a second is otherwise spent on looking whether they talk too early. */
function greetAtOnce(connections: Set<{ connectionReady(): void }>): void {
  const add = connections.add.bind(connections);
  connections.add = (one) => {
    const greet = one.connectionReady.bind(one);
    // The server's own timer calls it later.
    one.connectionReady = () => {};
    setImmediate(greet);
    return add(one);
  };
}

/** `450 4.7.1 Try later` as the server's own kind of error. */
function refusal(answer: string): Error {
  const [, code = '550', text = answer] = /^(\d{3}) (.*)$/s.exec(answer) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}
