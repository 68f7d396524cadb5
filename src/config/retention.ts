/** Reads how long what grows with time is kept. */
import { z } from 'zod';

/** In days; undefined: for good. */
export interface Retention {
  /** Abstracts and details of papers; titles, authors and ids stay, so that no paper comes twice. */
  papers?: number;
  /** What was sent when; that a paper was sent to a channel stays for good. */
  deliveries: number;
  /** What a language model said of papers. */
  judgements: number;
}

/** Mail comes back for two weeks, and `status` and pages look at the last posts. */
const LEAST_DELIVERIES = 40;
/** A paper is found by people, and trends, for weeks. */
const LEAST_PAPERS = 90;

const isDays = (text: string, least: number) => /^\d{1,5}$/.test(text) && Number(text) >= least;
const days = (least: number) =>
  z
    .string()
    .refine((text) => isDays(text, least), `must be a number of days, ${least} or more`)
    .transform(Number);

export const RETENTION_FIELDS = {
  KEEP_PAPERS_DAYS: z
    .string()
    .refine(
      (text) => text === 'off' || isDays(text, LEAST_PAPERS),
      `must be off, or a number of days, ${LEAST_PAPERS} or more`,
    )
    .transform((text) => (text === 'off' ? undefined : Number(text)))
    .optional(),
  KEEP_DELIVERIES_DAYS: days(LEAST_DELIVERIES).default(400),
  KEEP_JUDGEMENTS_DAYS: days(1).default(400),
};

export function readRetention(values: {
  KEEP_PAPERS_DAYS?: number | undefined;
  KEEP_DELIVERIES_DAYS: number;
  KEEP_JUDGEMENTS_DAYS: number;
}): Retention {
  const { KEEP_PAPERS_DAYS: papers, KEEP_DELIVERIES_DAYS, KEEP_JUDGEMENTS_DAYS } = values;
  return {
    ...(papers === undefined ? {} : { papers }),
    deliveries: KEEP_DELIVERIES_DAYS,
    judgements: KEEP_JUDGEMENTS_DAYS,
  };
}
