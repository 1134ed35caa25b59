// Suites that read the largest files come first, in workers that hold nothing yet; then those that wait longest for servers
// and pages: the last minutes of a run then hold small ones, and no processor is idle beside one long suite.
const { default: Sequencer } = require('@jest/test-sequencer');

const places = [
  'libs/sheets/',
  'test/contract/files',
  'test/browser/',
  'test/faults/',
  'test/flow/',
  'test/contract/',
];
const rank = ({ path }) => {
  const place = places.findIndex((one) => path.includes(`/${one}`));
  return place === -1 ? places.length : place;
};

module.exports = class extends Sequencer {
  sort(tests) {
    const usual = [...super.sort([...tests])];
    const before = new Map(usual.map((test, place) => [test, place]));
    return usual.sort((a, b) => rank(a) - rank(b) || before.get(a) - before.get(b));
  }
};
