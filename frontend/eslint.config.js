import js from '@eslint/js'
import { readdirSync } from 'node:fs'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const features = readdirSync('src/features')

/** A feature may use what is shared, never another feature. */
const featureBoundaries = features.map((feature) => ({
  files: [`src/features/${feature}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^@/features/(?!${feature}/)`,
            message: 'A feature does not import another feature; share it through components.',
          },
          { regex: '^\\.\\./', message: 'Leave the feature folder by an @/ path.' },
          { regex: '^@/(routes|app)', message: 'Routes import features, not the other way round.' },
        ],
      },
    ],
  },
}))

export default defineConfig(
  { ignores: ['dist', 'src/services/api/schema.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest'], jsxA11y.flatConfigs.strict],
    languageOptions: { globals: globals.browser },
    // Tells what React Compiler leaves alone; this build does not use it.
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    files: ['postman/*.js'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['src/{components,services,format}/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^@/(features|routes|app)', message: 'Shared code knows no page.' }],
        },
      ],
    },
  },
  ...featureBoundaries,
  { files: ['public/**/*.js'], languageOptions: { globals: globals.browser } },
  {
    files: ['src/app/start.js'],
    languageOptions: {
      globals: {
        ...globals.browser,
        __OVERVIEW_CHUNKS__: 'readonly',
        __CHART_CHUNKS__: 'readonly',
      },
    },
  },
)
