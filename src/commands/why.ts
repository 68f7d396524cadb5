/** A paper's id in; why it came to this channel, or why it did not, out. */
import { cardOf } from '../card.ts';
import { sayDay } from '../delivery/say.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { readPaperId } from '../model/paper-id.ts';
import { readPaper } from '../query/document.ts';
import { compile } from '../query/meaning.ts';
import { parseQuery } from '../query/parse.ts';
import { reasonFor } from '../query/reason.ts';
import { notAnId } from './beyond.ts';
import { code, counted, inline, reply, text } from './reply.ts';
import type { Asker, Rooms } from './rooms.ts';

export async function why(id: string, asker: Asker, rooms: Rooms): Promise<Reply> {
  const paper = await rooms.archive.get(id);
  if (paper === undefined) {
    if (readPaperId(id) === undefined) return notAnId(id);
    return reply([text([...code(id), { text: ' never came: no source has given a paper with that id.' }])]);
  }
  const blocks: Block[] = [
    text(await verdict(paper, asker, rooms)),
    { kind: 'list', lines: topicLines(paper, asker, rooms) },
    { kind: 'cards', cards: [{ ...cardOf(paper, { titleOnly: true }), actions: [] }] },
  ];
  return reply(blocks.filter((block) => block.kind !== 'list' || block.lines.length > 0));
}

async function verdict(paper: Paper, { channel }: Asker, rooms: Rooms): Promise<Line> {
  const sent = (await rooms.ledger.sent(channel.id, [paper.id])).get(paper.id);
  if (sent !== undefined) {
    const delivery = await rooms.ledger.get(`${channel.id} ${sent}`);
    const behind = delivery?.plan.kind === 'post' && delivery.plan.rest.some(({ id }) => id === paper.id);
    return [{ text: `It came on ${sayDay(sent)}${behind ? ', behind the button: the post was full' : ''}.` }];
  }
  const topics = rooms.channels.topics(channel.id);
  if (topics.length > 0 && !topics.some((topic) => matches(topic.query, paper))) {
    return [
      { text: `It did not come: it matches none of this channel's ${counted(topics.length, 'topic')}.` },
    ];
  }
  const covered = (await rooms.ledger.covered(channel.id))?.upTo ?? channel.fromSeq;
  const arrival = rooms.archive.after(covered).find((one) => one.paper === paper.id);
  if (arrival) return [{ text: 'It has not come yet: it will be looked at for the next post.' }];
  return inline(
    'It did not come: it was here before this channel followed its topics, or before its last post.',
  );
}

function topicLines(paper: Paper, { channel }: Asker, rooms: Rooms): Line[] {
  const document = readPaper(paper);
  return rooms.channels.topics(channel.id).map((topic, at): Line => {
    const parsed = parseQuery(topic.query);
    const hit = parsed.ok && compile(parsed.query)(document);
    const words = parsed.ok && hit ? reasonFor(parsed.query, document).words.join(', ') : '';
    const verdict = hit ? `matches${words === '' ? '' : `: ${words}`}` : 'does not match';
    return [{ text: `#${at + 1} ` }, ...code(topic.query), { text: ` ${verdict}` }];
  });
}

function matches(query: string, paper: Paper): boolean {
  const parsed = parseQuery(query);
  return parsed.ok && compile(parsed.query)(readPaper(paper));
}
