import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'server/schema.graphql',
  documents: ['admin/**/*.{ts,tsx}', '!admin/gql/**', '!admin/codegen.ts'],
  generates: {
    'admin/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { Date: 'string', DateTime: 'string', Decimal: 'number', Won: 'number' },
      },
    },
  },
}

export default config
