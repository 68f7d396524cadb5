/** Which papers of a post come first: what people choose, and how a channel's record keeps it. */
import { z } from 'zod';

/** As it is stored. */
export const Order = z.enum(['votes', 'relevance', 'date']);
export type Order = z.infer<typeof Order>;

/** As people choose it: `trending` and `taste` are kept in fields of their own. */
export const ChosenOrder = z.enum([...Order.options, 'trending', 'taste']);
export type ChosenOrder = z.infer<typeof ChosenOrder>;

/** What of a channel's record says it. */
interface Ordered {
  order: Order;
  trending?: boolean;
  byTaste?: boolean;
}

/** The order of a channel's posts, as people choose it. */
export function orderOf({ order, trending = false, byTaste = false }: Ordered): ChosenOrder {
  if (trending) return 'trending';
  return byTaste ? 'taste' : order;
}

/** The fields of an order. What was never chosen stays so. */
export function orderFields(
  order: ChosenOrder,
  { trending = false, byTaste = false }: Pick<Ordered, 'trending' | 'byTaste'>,
): Partial<Ordered> {
  const isTrending = order === 'trending';
  const isByTaste = order === 'taste';
  return {
    // What versions that know no other order by.
    order: isTrending ? 'votes' : isByTaste ? 'relevance' : order,
    ...(isTrending === trending ? {} : { trending: isTrending }),
    ...(isByTaste === byTaste ? {} : { byTaste: isByTaste }),
  };
}
