import type { Page, Request } from 'playwright-core';

/** Goes from page to page of the web client as its links do, without loading it again. */
export class Walking {
  /** What was asked of the server and has no answer yet; a stream of progress never ends. */
  private readonly open = new Set<Request>();

  constructor(readonly page: Page) {
    page.on('request', (one) => one.resourceType() !== 'eventsource' && this.open.add(one));
    page.on('requestfinished', (one) => this.open.delete(one));
    page.on('requestfailed', (one) => this.open.delete(one));
  }

  /** @returns whether nothing was read or drawn any more for some frames, within fifteen seconds */
  async go(path: string): Promise<boolean> {
    await this.page.evaluate((to) => {
      history.pushState({}, '', `/app${to}`);
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    }, path);
    const until = Date.now() + 15_000;
    for (let still = 0; still < 3; ) {
      if (Date.now() >= until) return false;
      const drawn = await this.page.evaluate(async () => {
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next, 30)));
        return (
          document.querySelector('h1') !== null &&
          document.querySelector('.ant-spin-spinning, .ant-skeleton') === null
        );
      });
      still = drawn && this.open.size === 0 ? still + 1 : 0;
    }
    return true;
  }
}
