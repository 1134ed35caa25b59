// Suites that wait longest for servers and pages come first: the last minutes of a run then hold small ones, and no
// processor is idle beside one long suite.
const { default: Sequencer } = require('@jest/test-sequencer');

const folders = ['test/browser', 'test/faults', 'test/flow', 'test/contract'];
const rank = ({ path }) => {
  const place = folders.findIndex((folder) => path.includes(`/${folder}/`));
  return place === -1 ? folders.length : place;
};

module.exports = class extends Sequencer {
  sort(tests) {
    const usual = [...super.sort([...tests])];
    const before = new Map(usual.map((test, place) => [test, place]));
    return usual.sort((a, b) => rank(a) - rank(b) || before.get(a) - before.get(b));
  }
};
