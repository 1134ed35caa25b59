// `npm run bench -- NAME`: what speed is claimed, measured beside its peers.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, install, root } from './build.mjs';

install();
buildServer();
await import(pathToFileURL(join(root, 'dist/test/bench/main.js')).href);
