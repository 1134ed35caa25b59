// `npm start`: installs and builds what is missing, then runs `duijie up`.
import { buildWeb, install } from './build.mjs';

install();
buildWeb();
process.argv = [process.argv[0], process.argv[1], 'up', ...process.argv.slice(2)];
await import('./duijie.mjs');
