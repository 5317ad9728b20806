import fs from 'node:fs'
import path from 'node:path'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { root } from './root.ts'
import { schema } from './schema/index.ts'

export const schemaFile = path.join(root, 'server/schema.graphql')

/** The published form of the schema. */
export const printed = () => `${printSchema(lexicographicSortSchema(schema))}\n`

// npm run schema writes it; with --check, says whether what is written is fresh.
if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--check')) fs.writeFileSync(schemaFile, printed())
  else if (fs.readFileSync(schemaFile, 'utf8') !== printed()) {
    console.error('server/schema.graphql is stale: run npm run schema')
    process.exit(1)
  }
}
