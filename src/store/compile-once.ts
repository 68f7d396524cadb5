/** Statements that run all the time are compiled once for each kind of database; each run brings its own values. */
import type { CompiledQuery, Kysely } from 'kysely';
import type { StoreKind } from './driver.ts';
import { portableSql } from './portable-sql.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** What both a query and an `sql` of Kysely can do. */
interface Compiles<R> {
  compile(db: Db): CompiledQuery<R>;
}

/** Stands for a value while a statement is compiled. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** A statement whose text depends on a value would be the same for every other. */
  [Symbol.toPrimitive](): never {
    throw new Error(`a statement that is compiled once looks at its value "${this.name}"`);
  }

  /** For JSON the other one is not asked. */
  toJSON(): never {
    return this[Symbol.toPrimitive]();
  }
}

const PLACES = new Proxy({}, { get: (_, name) => new Place(String(name)) });

/**
 * Returns a function that gives the compiled statement with the values of one run.
 * @param build makes the statement. It gets a place for each value, and may only put it where a parameter stands.
 */
export function compileOnce<V extends object, R = unknown>(
  build: (values: V, db: Db) => Compiles<R>,
): (db: Db, values: V) => CompiledQuery<R> {
  const known = new Map<StoreKind, CompiledQuery<R>>();
  return (db, values) => {
    const { kind } = portableSql(db);
    const compiled = known.get(kind) ?? compile(build, db);
    known.set(kind, compiled);
    const fill = (one: unknown) => (one instanceof Place ? values[one.name as keyof V] : one);
    return { ...compiled, parameters: compiled.parameters.map(fill) };
  };
}

function compile<V, R>(build: (values: V, db: Db) => Compiles<R>, db: Db): CompiledQuery<R> {
  const compiled = build(PLACES as V, db).compile(db);
  // In a list or an object, a place would stay where it is: only a parameter of its own gets its value.
  for (const one of compiled.parameters)
    if (typeof one === 'object' && !(one instanceof Place)) JSON.stringify(one);
  return compiled;
}
