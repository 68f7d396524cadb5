/** One of several real processes on one store: carries out the commands it is sent, all at once, and says what was answered. */
import { openStore } from '../../src/store/store.ts';
import { appOn } from './app-on.ts';

export interface Order {
  texts: string[];
}

export interface Done {
  /** The commands whose answer says that they were carried out. */
  acknowledged: string[];
  refused: string[];
  /** When it began and ended, on the clock that all processes share. */
  began: number;
  ended: number;
}

const { path } = JSON.parse(process.argv[2] ?? '{}') as { path: string };
const app = await appOn(await openStore(path), path);
const place = { id: 'test:t:shared', name: '#shared' };
const person = { id: 'test:t:ada', name: 'Ada' };

process.on('message', async ({ texts }: Order) => {
  const began = performance.timeOrigin + performance.now();
  const answers = await Promise.all(
    texts.map(async (text) => ({ text, reply: await app.service.ask({ place, person, text }) })),
  );
  const ended = performance.timeOrigin + performance.now();
  const failed = answers.filter(({ reply }) =>
    /didn't work|doesn't follow|isn't on/.test(JSON.stringify(reply)),
  );
  const done: Done = {
    acknowledged: answers.filter((one) => !failed.includes(one)).map(({ text }) => text),
    refused: failed.map(({ text, reply }) => `${text}: ${reply.summary}`),
    began,
    ended,
  };
  process.send?.(done);
});
process.send?.('ready');
