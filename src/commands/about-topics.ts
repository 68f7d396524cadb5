/** Says how topics with a criterion in plain words are judged, and how the language model is. */
import { counted } from '../model/counted.ts';
import type { Block, Line } from '../model/message.ts';
import { aboutsIn } from '../query/about.ts';
import { printQuery } from '../query/print.ts';
import type { Query } from '../query/tree.ts';
import type { Context } from './context.ts';
import { code, text } from './reply.ts';

type Needs = Pick<Context, 'languageModel'>;

/** What a reader should know of queries with a criterion; nothing where none has one. */
export function aboutBlocks(queries: readonly Query[], { languageModel }: Needs): Block[] {
  const abouts = queries.flatMap(aboutsIn);
  const [first] = abouts;
  if (first === undefined) return [];
  if (languageModel === undefined) {
    const words: Line = first.words.kind === 'all' ? [] : [{ text: ': ' }, ...code(printQuery(first.words))];
    return [
      text(
        [
          { text: 'No language model is set up here, so papers are matched by words alone' },
          ...words,
          { text: '. Whoever runs Paperboy can set one with ' },
          ...code('LLM_URL'),
          { text: '.' },
        ],
        'warning',
      ),
    ];
  }
  return [
    text(
      'These papers pass the filter. The language model judges each new one as it arrives, and only those that fit are posted. Papers not judged in time are matched by words.',
      'quiet',
    ),
  ];
}

/** For a search: a criterion is judged in topics alone. */
export function searchedAbout(query: Query): Block[] {
  if (aboutsIn(query).length === 0) return [];
  return [
    text(
      [
        ...code('about:'),
        { text: ' is judged in topics only. A search finds the papers that would be judged.' },
      ],
      'quiet',
    ),
  ];
}

/** How the language model is, in one line; none where none is set up. */
export async function modelLines({ languageModel }: Needs): Promise<Line[]> {
  if (languageModel === undefined) return [];
  const { name, used, perDay, problem } = await languageModel();
  const until = used >= perDay ? 'Until tomorrow (UTC)' : 'Until it answers';
  const today = `${used.toLocaleString('en')} of ${counted(perDay, 'request')} used today`;
  const why = problem === undefined ? '.' : `. ${problem} ${until}, papers are matched by words alone.`;
  return [[{ text: 'Language model ' }, { text: name, style: 'strong' }, { text: `: ${today}${why}` }]];
}
