/** The shape of an answer as the endpoint's own structured output takes it, where it has one. */
import { z } from 'zod';
import type { Question } from './question.ts';

export function schemaOf({ name, shape }: Pick<Question<unknown>, 'name' | 'shape'>) {
  const { $schema: _, ...schema } = z.toJSONSchema(shape);
  return { response_format: { type: 'json_schema' as const, json_schema: { name, strict: true, schema } } };
}
