/** Which papers of a post come first: what people choose, and how a channel's record keeps it. */
import { z } from 'zod';

/** As it is stored. */
export const Order = z.enum(['votes', 'relevance', 'date']);
export type Order = z.infer<typeof Order>;

/** As people choose it: `trending` is kept in a field of its own. */
export const ChosenOrder = z.enum([...Order.options, 'trending']);
export type ChosenOrder = z.infer<typeof ChosenOrder>;

/** What of a channel's record says it. */
interface Ordered {
  order: Order;
  trending?: boolean;
}

/** The order of a channel's posts, as people choose it. */
export function orderOf({ order, trending = false }: Ordered): ChosenOrder {
  return trending ? 'trending' : order;
}

/** The fields of an order. What was never chosen stays so. */
export function orderFields(
  order: ChosenOrder,
  { trending = false }: Pick<Ordered, 'trending'>,
): Partial<Ordered> {
  const isTrending = order === 'trending';
  return {
    order: isTrending ? 'votes' : order,
    ...(isTrending === trending ? {} : { trending: isTrending }),
  };
}
