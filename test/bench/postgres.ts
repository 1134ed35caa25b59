import { copyRows } from '#platform';
import { temporaryDatabase } from './database.js';
import type { Peer } from './peer.js';

/** Words as PostgreSQL stores them: a simple configuration, a GIN index, ranked by ts_rank. */
export async function postgres(): Promise<Peer> {
  const { db, close } = await temporaryDatabase();
  return {
    close,
    build: async (docs) => {
      await db.query('CREATE TABLE docs (id integer PRIMARY KEY, words tsvector NOT NULL)');
      await db.query('CREATE UNLOGGED TABLE texts (id integer, text text)');
      await db.transaction((tx) =>
        copyRows(
          tx,
          'texts',
          ['id', 'text'],
          docs.map((words, id) => [id, words.join(' ')]),
        ),
      );
      await db.query("INSERT INTO docs SELECT id, to_tsvector('simple', text) FROM texts");
      await db.query('CREATE INDEX ix_docs_words ON docs USING gin (words)');
      await db.query('DROP TABLE texts');
      await db.query('VACUUM ANALYZE docs');
    },
    ask: async (words, k) => {
      const any = [...new Set(words)].map((word) => `'${word}'`).join(' | ');
      const found = await db.query(
        `SELECT id FROM docs, CAST($1 AS tsquery) q WHERE words @@ q ORDER BY ts_rank(words, q) DESC, id LIMIT $2`,
        [any, k],
      );
      return found.length;
    },
    bytes: async () => {
      const [row] = await db.query<{ bytes: string }>("SELECT pg_total_relation_size('docs') AS bytes");
      return Number(row?.bytes);
    },
  };
}
