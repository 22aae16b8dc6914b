import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'imports/', 'node_modules/', '**/build/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // jsii knows neither index types nor function types: `{ [name: string]: string }` and methods are its forms.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // A class of static factories is how an open choice is written (kplus.Probe, kplus.EnvValue).
      '@typescript-eslint/no-extraneous-class': 'off',
      // A contract of a resource may have no member beyond those of every resource; it is still a type of its own.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // `Dependable.implement(this, { dependencyRoots })`: constructs declares classes where it means interfaces.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Numbers and booleans print as everybody expects.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { console: 'readonly', performance: 'readonly', process: 'readonly', URL: 'readonly' },
    },
  },
  {
    files: ['e2e/apps/**/*.js'],
    languageOptions: { globals: { addEventListener: 'readonly', Response: 'readonly' } },
  },
);
