import { buildSuites, bundledPackages } from './scripts/build.mjs';

/** Specs beside the code in libs and apps, suites with real servers in test. */
const swc = ['@swc/jest', { swcrc: true }];

const files = { '^(\\.{1,2}/.*)\\.js$': '$1' };
const fromSources = {
  ...files,
  '^#([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
  '^#([a-z]+)/([a-z]+)$': '<rootDir>/libs/$1/src/$2/index.ts',
};
/** A lib imports no lib that imports it: what a lib's own specs read of it is never in the bundle of another. */
const fromBundle = {
  ...files,
  '^#([a-z]+)$': '<rootDir>/dist/suites/$1.js',
  '^#([a-z]+)/([a-z]+)$': '<rootDir>/dist/suites/$1.$2.js',
  ...Object.fromEntries(
    bundledPackages.map((name) => [
      `^${name}$`,
      `<rootDir>/dist/suites/package.${name.replaceAll('/', '.')}.js`,
    ]),
  ),
};
/** It adds to the sources before they are loaded. */
const needsSources = ['test/flow/kind-of-its-own.spec.ts'];

const project = {
  testEnvironment: 'node',
  // Decorators write through it as they are loaded, and a bundle in parts keeps no order among these.
  setupFiles: ['reflect-metadata'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': swc },
  modulePathIgnorePatterns: ['<rootDir>/dist/(?!suites/)', '<rootDir>/data'],
};

export default {
  projects: [
    {
      ...project,
      moduleNameMapper: buildSuites() ? fromBundle : fromSources,
      testMatch: [
        '<rootDir>/{libs,apps}/**/*.spec.ts',
        '<rootDir>/test/{contract,flow,faults,browser}/**/*.spec.ts',
      ],
      testPathIgnorePatterns: ['/node_modules/', ...needsSources],
    },
    {
      ...project,
      displayName: 'from sources',
      moduleNameMapper: fromSources,
      testMatch: needsSources.map((path) => `<rootDir>/${path}`),
    },
  ],
  testTimeout: 60_000,
  // Suites wait for servers more than they compute: three at a time keep the two processors of the smallest machine at work.
  maxWorkers: 3,
  testSequencer: '<rootDir>/scripts/test-order.cjs',
  // Of what a suite has loaded, jest holds some 20 MB for as long as its worker lives: each full collection reads it all,
  // and suites that read large files bring about many. A new worker costs half a second.
  workerIdleMemoryLimit: '400MB',
};
