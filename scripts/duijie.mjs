// The operator's command line: `npm run -s duijie -- COMMAND`. Builds first when the sources are newer.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, install, root } from './build.mjs';
import { endWithParent } from './parent.mjs';

endWithParent();
install();
buildServer();
await import(pathToFileURL(join(root, 'dist/processes/duijie.js')).href);
