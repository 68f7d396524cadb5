/** A real SMTP server on loopback for tests: it keeps what it takes, and fails as it is told. */
import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What it does instead of taking the next message: an answer at a command, silence, or a connection that is cut. */
export type Fault =
  | { at: 'connect' | 'mail' | 'rcpt' | 'data'; answer: string }
  | { at: 'rcpt' | 'data'; hang: true }
  /** The message is taken, and the answer lost. */
  | { at: 'data'; drop: true };

export interface MailServer {
  port: number;
  /** Each message with its recipient, in the order in which they were taken, also those whose answer was lost. */
  taken: { to: string; raw: string; mail: ParsedMail }[];
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
  options: { user?: string; pass?: string; tls?: true } = {},
): Promise<MailServer> {
  const sockets = new Set<Socket>();
  let fault: Fault | undefined;
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    // Its own certificate is one that nobody trusts.
    disabledCommands: options.tls ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 10,
    onAuth({ username, password }, _session, done) {
      if (username === options.user && password === options.pass) return done(null, { user: username });
      done(refusal('535 5.7.8 Authentication failed'));
    },
    onConnect(_session, done) {
      fault = state.faults.shift() ?? state.forever;
      done(refusalAt('connect'));
    },
    onMailFrom: (_address, _session, done) => done(refusalAt('mail')),
    onRcptTo({ address }, _session, done) {
      state.attempts++;
      if (state.unknown.has(address)) return done(refusal('550 5.1.1 No such user here'));
      if (isHang('rcpt')) return;
      done(refusalAt('rcpt'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const refused = refusalAt('data');
        if (refused) return done(refused);
        const raw = Buffer.concat(chunks).toString('binary');
        const to = session.envelope.rcptTo[0]?.address ?? '';
        state.taken.push({ to, raw, mail: await simpleParser(Buffer.concat(chunks)) });
        if (fault && 'drop' in fault) return cut();
        if (isHang('data')) return;
        done(null, '250 2.0.0 Ok: queued as 1234');
      });
    },
  });
  const refusalAt = (at: string) =>
    fault && 'answer' in fault && fault.at === at ? refusal(fault.answer) : null;
  const isHang = (at: string) => fault !== undefined && 'hang' in fault && fault.at === at;
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    taken: [],
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

/** `450 4.7.1 Try later` as the server's own kind of error. */
function refusal(answer: string): Error {
  const [, code = '550', text = answer] = /^(\d{3}) (.*)$/s.exec(answer) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}
