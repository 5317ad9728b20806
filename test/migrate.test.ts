import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../server/db.ts'
import { difference, migrate, readMigrations } from '../server/migrate.ts'
import { openPostgres } from '../server/postgres.ts'
import { root } from '../server/root.ts'
import { addressOf, bareDatabase, engine } from './support.ts'

const all = readMigrations()
const first = all.slice(0, 1)
const added = { name: '29990101000000_add_motto', sql: 'ALTER TABLE "district" ADD COLUMN "motto" TEXT;\n' }
const broken = {
  name: '29990101000000_add_motto',
  sql: [
    '-- half of it is right',
    'ALTER TABLE "district" ADD COLUMN "motto" TEXT;',
    `UPDATE "district" SET "motto" = 'forward';`,
    'ALTER TABLE "district" ADD COLUMN "motto" INTEGER;',
    'CREATE TABLE "later" ("id" INTEGER);\n',
  ].join('\n'),
}

let db: Database
beforeEach(async () => {
  db = await bareDatabase()
})

test('migrations lead to what schema.prisma says', async () => {
  await migrate(db)
  expect(await difference(db)).toBe('')
})

test('a field that only schema.prisma has is noticed', async () => {
  await migrate(db)
  const schema = fs.readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8')
  const extra = schema.replace(/^model District \{$/m, 'model District {\n  motto String?')
  expect(extra).not.toBe(schema)
  expect(await difference(db, extra)).toMatch(/ALTER TABLE "district" ADD COLUMN +"motto" TEXT/)
})

test('applying twice changes nothing', async () => {
  expect(await migrate(db)).toEqual(all.map(({ name }) => name))
  const before = await state(db)
  expect(await migrate(db)).toEqual([])
  expect(await state(db)).toEqual(before)
})

test('an old database with data moves forward and keeps its data', async () => {
  await migrate(db, first)
  await fill(db)
  expect(await migrate(db, [...all, added])).toEqual([...all.slice(1), added].map(({ name }) => name))
  expect(await db.query('SELECT code, name_ko, motto FROM district')).toEqual([
    { code: '28177', name_ko: '미추홀구', motto: null },
  ])
})

describe('a migration that fails', () => {
  const failing = () => migrate(db, [...all, broken])

  beforeEach(async () => {
    await migrate(db)
    await fill(db)
  })

  test('names itself and the failing statement', async () => {
    await expect(failing()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: Migration 29990101000000_add_motto failed and changed nothing: column "motto" of relation "district" already exists]`,
    )
  })

  test('leaves the database as it was', async () => {
    const before = await state(db)
    await expect(failing()).rejects.toThrow()
    expect(await state(db)).toEqual(before)
  })

  test('does not block the corrected migration of the same name', async () => {
    await expect(failing()).rejects.toThrow()
    await expect(failing()).rejects.toThrow('changed nothing')
    expect(await migrate(db, [...all, added])).toEqual([added.name])
    expect(await migrate(db, [...all, added])).toEqual([])
    expect(await db.query('SELECT motto FROM district')).toEqual([{ motto: null }])
  })
})

test.runIf(engine === 'postgresql')('processes that start together migrate once', async () => {
  const address = await addressOf(db)
  const processes = await Promise.all(Array.from({ length: 4 }, () => openPostgres(address)))
  const applied = await Promise.all(processes.map((one) => one.alone(() => migrate(one))))
  await Promise.all(processes.map((one) => one.close()))
  expect(applied.filter((names) => names.length)).toEqual([all.map(({ name }) => name)])
})

async function fill({ query }: Database) {
  await query(
    `INSERT INTO district (code, kostat_code, name_ko, name_en, kind, updated_at)
     VALUES ('28177', '23090', '미추홀구', 'Michuhol-gu', 'GU', now())`,
  )
}

const columns = ({ query }: Database) =>
  query(`SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY 1, 2`)

const state = async (db: Database) => ({
  columns: await columns(db),
  districts: await db.query('SELECT * FROM district'),
})
