import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Config, ConfigInvalid, withSecrets } from './config.js';

describe('configuration', () => {
  it('takes the environment before the file and the file before the default', () => {
    const config = Config.parse({ PORT: '4000' }, { PORT: '5000', LOG_LEVEL: 'warn' });
    expect([config.get('PORT'), config.get('LOG_LEVEL'), config.get('DATA_DIR')]).toEqual([
      4000,
      'warn',
      './data',
    ]);
    expect(
      config.origins.filter((o) => ['PORT', 'LOG_LEVEL', 'DATA_DIR'].includes(o.name)).map((o) => o.source),
    ).toEqual(
      ['environment', 'default', '.env'].sort(
        (a, b) =>
          ['environment', 'default', '.env'].indexOf(a) - ['environment', 'default', '.env'].indexOf(b),
      ),
    );
  });

  it('reads a secret from the file that NAME_FILE names, unless it is given itself, and nothing else', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'duijie-secret-')), 'meili-key');
    writeFileSync(file, 'from the file\n');
    const given = { MEILI_KEY_FILE: file, LOG_LEVEL_FILE: file, PORT: '4000' };
    expect(withSecrets(given)).toEqual({ MEILI_KEY: 'from the file', PORT: '4000' });
    expect(withSecrets({ ...given, MEILI_KEY: 'given' })).toMatchObject({ MEILI_KEY: 'given' });
    expect(() => withSecrets({ MEILI_KEY_FILE: `${file}.gone` })).toThrow(/ENOENT/);
    rmSync(dirname(file), { recursive: true });
  });

  it('names every wrong setting at once', () => {
    try {
      Config.parse({ PORT: 'eighty', REDIS_URL: 'http://x', SAMPLE_DATA: 'maybe' });
      throw new Error('should have been refused');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigInvalid);
      expect((error as ConfigInvalid).faults.map((f) => f.split('=')[0])).toEqual([
        'PORT',
        'REDIS_URL',
        'SAMPLE_DATA',
      ]);
    }
  });

  it('says what a setting is of no use without', () => {
    const given = { S3_ENDPOINT: 'https://store.example', S3_ACCESS_KEY: 'id' };
    expect(() => Config.parse(given)).toThrow('S3_SECRET_KEY: S3_ENDPOINT wants it');
    expect(Config.parse({ ...given, S3_SECRET_KEY: 'x' }).get('S3_REGION')).toBe('us-east-1');
  });

  it('never shows a password', () => {
    const config = Config.parse({
      DATABASE_URL: 'postgres://me:hunter2@db:5432/duijie',
      MEILI_KEY: 'hunter2',
    });
    expect(JSON.stringify(config.origins)).not.toContain('hunter2');
    expect(config.origins.find((o) => o.name === 'DATABASE_URL')?.value).toContain('db:5432/duijie');
  });
});
