import { isTooSlow, leastBytesASecond, uploadSeconds } from './body-pace.js';

const bodySeconds = 30;
const ordinary = { upload: false, patience: bodySeconds };
const upload = { upload: true, patience: bodySeconds };
const start = { seconds: 0, bytes: 0 };

describe('a body on its way', () => {
  it('has thirty seconds, however fast it comes', () => {
    expect(isTooSlow(ordinary, start, { seconds: bodySeconds - 1, bytes: 1 })).toBe(false);
    expect(isTooSlow(ordinary, start, { seconds: bodySeconds, bytes: 900_000 })).toBe(true);
  });

  it('of an upload goes on while it brings enough', () => {
    const enough = bodySeconds * leastBytesASecond;
    expect(isTooSlow(upload, start, { seconds: bodySeconds, bytes: enough })).toBe(false);
    expect(isTooSlow(upload, start, { seconds: bodySeconds, bytes: enough - 1 })).toBe(true);
    expect(isTooSlow(upload, start, { seconds: bodySeconds - 1, bytes: 0 })).toBe(false);
  });

  it('of an upload is given up where it stops half-way', () => {
    const half = { seconds: 60, bytes: 20_000_000 };
    expect(isTooSlow(upload, half, { seconds: 60 + bodySeconds, bytes: 20_000_100 })).toBe(true);
  });

  it('of an upload ends some time', () =>
    expect(
      isTooSlow(upload, { seconds: uploadSeconds - 1, bytes: 0 }, { seconds: uploadSeconds, bytes: 1e9 }),
    ).toBe(true));
});
