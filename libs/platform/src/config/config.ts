import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type SettingName, type Settings, settings } from './settings.js';

export type Source = 'environment' | '.env' | 'default' | 'not set';

export interface Origin {
  readonly name: SettingName;
  readonly about: string;
  readonly value: string;
  readonly source: Source;
}

export class ConfigInvalid extends Error {
  readonly code = 'config.invalid';

  constructor(readonly faults: readonly string[]) {
    super(
      `${faults.length === 1 ? 'One setting is' : `${faults.length} settings are`} wrong:\n${faults.map((f) => `  ${f}`).join('\n')}`,
    );
  }
}

/** The settings of this process: parsed once, at boot, with all faults named at once. */
export class Config {
  private constructor(
    readonly values: Settings,
    readonly origins: readonly Origin[],
  ) {}

  /** @throws ConfigInvalid `config.invalid` with every fault. */
  static parse(
    environment: Readonly<Record<string, string | undefined>>,
    file: Readonly<Record<string, string | undefined>> = {},
  ): Config {
    const values: Record<string, unknown> = {};
    const origins: Origin[] = [];
    const faults: string[] = [];
    for (const name of Object.keys(settings) as SettingName[]) {
      const { schema, fallback, secret, about } = settings[name];
      const [raw, source] = pick(environment[name], file[name], fallback);
      origins.push({ name, about, value: raw === undefined ? '' : secret ? masked(raw) : raw, source });
      if (raw === undefined) continue;
      const parsed = schema.safeParse(raw);
      if (parsed.success) values[name] = parsed.data;
      else
        faults.push(
          `${name}=${secret ? masked(raw) : raw} (${source}): ${parsed.error.issues[0]?.message ?? 'not valid'}`,
        );
    }
    faults.push(...missing(values));
    if (faults.length > 0) throw new ConfigInvalid(faults);
    return new Config(values as Settings, origins);
  }

  static load(): Config {
    return Config.parse(
      withSecrets(process.env),
      existsSync('.env') ? withSecrets(parseEnv(readFileSync('.env', 'utf8'))) : {},
    );
  }

  get<K extends SettingName>(name: K): Settings[K] {
    return this.values[name];
  }
}

/**
 * With what lies in files: `NAME_FILE` is the path of a file with the secret NAME, as Docker, Kubernetes, systemd and
 * vaults hand them over. The setting itself comes before its file.
 */
export function withSecrets(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of Object.keys(settings) as SettingName[]) {
    const path = given[`${name}_FILE`];
    if (settings[name].secret && path) all[name] = readFileSync(path, 'utf8').trim();
    const value = given[name];
    if (value) all[name] = value;
  }
  return all;
}

/** What a setting is of no use without. */
const wants: readonly (readonly [SettingName, readonly SettingName[]])[] = [
  ['S3_ENDPOINT', ['S3_ACCESS_KEY', 'S3_SECRET_KEY']],
];

function missing(values: Readonly<Record<string, unknown>>): string[] {
  return wants.flatMap(([name, others]) =>
    values[name] === undefined
      ? []
      : others.filter((other) => values[other] === undefined).map((other) => `${other}: ${name} wants it`),
  );
}

function pick(
  env: string | undefined,
  file: string | undefined,
  fallback: string | undefined,
): [string | undefined, Source] {
  if (env !== undefined && env !== '') return [env, 'environment'];
  if (file !== undefined && file !== '') return [file, '.env'];
  return fallback === undefined ? [undefined, 'not set'] : [fallback, 'default'];
}

/** Of a URL everything but the password and user stays readable; any other secret is hidden whole. */
function masked(raw: string): string {
  if (!URL.canParse(raw)) return '********';
  const parsed = new URL(raw);
  if (parsed.password) parsed.password = '********';
  if (parsed.username) parsed.username = '********';
  return decodeURIComponent(
    `${parsed.protocol}//${parsed.username ? '********@' : ''}${parsed.host}${parsed.pathname}`,
  );
}
