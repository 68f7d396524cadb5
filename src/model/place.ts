/** Defines people and the places where they read. */
import type { ChannelId, PersonId } from './channel-id.ts';

/** Who did something, as the platform names them. */
export interface Person {
  id: PersonId;
  name: string;
}

/** A place that can be posted to. `name` is what people call it, such as `#general`. */
export interface Place {
  id: ChannelId;
  name: string;
  /** A conversation with one person: replies address the person as "you" and offer no sharing. */
  direct?: true;
  /** Changing something here lets Paperboy post here. For platforms where it is let into many places at once. */
  admits?: true;
}
