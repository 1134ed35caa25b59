/** One configuration for all suites: specs beside the code in libs and apps, suites with real servers in test. */
const swc = ['@swc/jest', { swcrc: true }];

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': swc },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^#([a-z]+)/([a-z]+)$': '<rootDir>/libs/$1/src/$2/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
  testMatch: [
    '<rootDir>/{libs,apps}/**/*.spec.ts',
    '<rootDir>/test/{contract,flow,faults,browser}/**/*.spec.ts',
  ],
  testTimeout: 60_000,
  // Suites wait for servers more than they compute: three at a time keep the two processors of the smallest machine at work.
  maxWorkers: 3,
  testSequencer: '<rootDir>/scripts/test-order.cjs',
  workerIdleMemoryLimit: '1GB',
};
