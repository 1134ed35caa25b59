// Starts a bundled process with what V8 compiled for it at its last start: to compile some nine megabytes anew is half of
// what a start takes. scripts/bundle.mjs lays this file beside the bundles, as `launch.js`.
const { readFileSync, mkdirSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

const folder = join(__dirname, 'compiled');

/** What V8 compiled before; it takes none that another version or other flags have made. */
function kept(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Under another name until it is whole: processes start side by side. Where the folder cannot be written, nothing is kept. */
function keep(file, script) {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, script.createCachedData());
    renameSync(`${file}.${process.pid}`, file);
  } catch {}
}

/** A process compiles what it calls: each has files of its own. */
function keepCompiled(process_) {
  const compiled = [];
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename) {
    if (dirname(filename) !== __dirname) return compile.call(this, content, filename);
    const file = join(folder, `${process_}-${basename(filename)}-${process.version}`);
    const cachedData = kept(file);
    const script = new Script(Module.wrap(content), { filename, cachedData });
    if (!cachedData || script.cachedDataRejected) compiled.push(() => keep(file, script));
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, __dirname);
  };
  const save = () => {
    for (const one of compiled.splice(0)) one();
  };
  // A command ends before that; of a server, what it calls at its start is compiled by then.
  setTimeout(save, 2_000).unref();
  process.once('exit', save);
}

module.exports = function launch(process_, file) {
  // From Node 22 on the runtime does it itself. What is compiled here has no source map.
  if (Module.enableCompileCache) Module.enableCompileCache(folder);
  else if (!process.sourceMapsEnabled) keepCompiled(process_);
  require(file);
};
