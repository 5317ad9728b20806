import fs from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { embedded } from './embedded.ts'
import { difference, migrate, migrationsFolder } from './migrate.ts'

// npm run migrate -- NAME: writes the next migration from schema.prisma, with no server and no native engine.
const name = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Name the migration in lower case, such as: npm run migrate -- add_program_budget')
  process.exit(1)
}
const db = embedded(await PGlite.create())
await migrate(db)
const sql = await difference(db)
await db.close()
if (!sql) {
  console.log('The migrations already lead to schema.prisma; nothing was written.')
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(migrationsFolder, `${stamp}_${name}`)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'migration.sql'), sql)
  console.log(`Wrote ${path.relative('.', folder)}/migration.sql. Read it before you commit it.`)
}
process.exit() // the migration engine leaves a timer of ten seconds
