/** What people say of papers that they like or don't, and of how posts look. */
import { misused, offering, type Phrase, telling } from '../command.ts';
import { firstOf, says } from './match.ts';

const PAPER = '(?:this|that|these|those) (?:one|ones|papers?)';
const THIS = '(?:this|that|it|these|those)(?: (?:one|ones|paper|papers|post|topic))?';

export const LIKE_PHRASES: readonly Phrase[] = [
  {
    says: says(
      `(?:less|more|no more) (?:of|like) ${THIS}`,
      `(?:thumbs (?:up|down)|upvote|downvote|vote for|like|dislike)(?: ${THIS})`,
      `(?:(?:i|we) )?(?:really )?(?:like|love|hate|dislike|liked|loved|hated) ${THIS}`,
      'dislike|thumbs (?:up|down)|irrelevant|off[- ]topic|not (?:relevant|interesting|useful|interested)',
      `(?:${THIS} (?:is|was|are|were|isn't|is not|aren't|looks) |i (?:don't|do not) (?:like|want) )(?:(?:not|totally|completely|really) )?(?:${THIS}|off[- ]topic|relevant|irrelevant|interesting|boring|spam|wrong|bad|useless)`,
      '(?:wrong|bad|irrelevant|boring) (?:topics?|papers?|posts?|results?)',
    ),
    means: telling(
      'Press 👍 Relevant or 👎 Not for us below the paper: Paperboy learns from it what this channel likes. To leave papers out at once, edit a topic and add a minus sign, as in `/papers edit #1 lora -vision`. `/papers why <id>` says why a paper was posted.',
      'taste',
      'topics',
      'help edit',
    ),
  },
  {
    says: says(`(?:hide|snooze|skip|dismiss|mute) ${PAPER}`),
    means: telling(
      "I can't hide one paper: each is posted once in a channel. A topic with a minus sign leaves out others like it.",
      'topics',
      'help edit',
    ),
  },
  {
    says: says(
      `(?:(?:i|we)(?:'ve| have)? )?(?:already )?(?:read|finished|know|knew) ${PAPER}(?: (?:already|before))?`,
      `already (?:read|seen|knew|know) ${THIS}`,
    ),
    means: misused('done', 'Which paper? Give its ID or link, or its place on your reading list.', ['saved']),
  },
  {
    says: says(
      '((?:(?:turn on|enable|use|switch to|change(?: to)?|set) )?(?:the )?(?:dark|light|night) ?(?:mode|theme))',
      '((?:change|set|bigger|smaller|larger|increase)(?: the)? (?:fonts?|theme|colou?rs?|text size|font size))',
    ),
    means: (...found) =>
      telling(
        'Your chat app sets colors and fonts. `/papers layout` sets how papers look in posts.',
        'help layout',
        `search ${firstOf(found)}`,
      ),
  },
  {
    says: says(
      '(?:bullet points?|bullets)(?: only| please)?|(?:only|just) bullet points?',
      '(?:shorter|longer|no|short|less) (?:summaries|summary|texts?|descriptions?|excerpts?)',
      '(?:show|hide|include|no|without)(?: the)? (?:authors|votes|links|summaries|summary|excerpts|emoji|emojis)',
    ),
    means: offering('How should papers look in posts?', 'layout cards', 'layout compact', 'layout titles'),
  },
];
