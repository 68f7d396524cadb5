/** The answer of a language model that is of no use, apart from what asks it, which is loaded only where a model is set. */
import { PaperboyError } from '../model/errors.ts';

/** The model refused this question or answered nothing that can be used: asking again will not help. */
export class UnusableAnswer extends PaperboyError {
  constructor(why = 'The language model gave no answer in the form it was asked for.') {
    super('model', why);
  }
}
