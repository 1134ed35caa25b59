import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Undefined where there is no Chromium. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

/** Started when first needed. */
export class Chromium {
  private browser: Browser | undefined;

  async start(): Promise<Browser> {
    this.browser ??= await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    return this.browser;
  }

  /** A page of a person at work, and the errors its scripts throw. */
  async signIn(base: string, login: string, password: string): Promise<{ page: Page; errors: string[] }> {
    const browser = await this.start();
    // Without motion: a click never meets what is still on its way in or out.
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${base}/app/`);
    await page.fill('input:not([type=password])', login);
    await page.fill('input[type=password]', password);
    await page.click('button[type=submit]');
    await page.getByRole('heading', { name: '工作台' }).waitFor();
    return { page, errors };
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }
}
