import { expect, test } from 'vitest'
import { upkeep } from '../server/upkeep.ts'
import { bareDatabase } from './support.ts'

test('a table that has grown or was changed gets new statistics, once', async () => {
  const db = await bareDatabase()
  const plan = async () => JSON.stringify(await db.query('EXPLAIN SELECT n FROM grown WHERE n < 10'))
  await db.script('CREATE TABLE grown (n int, filled text); CREATE INDEX ON grown (n)')
  await upkeep(db.query)
  await db.query("INSERT INTO grown SELECT n, repeat('x', 200) FROM generate_series(1, 20000) n")
  expect(await plan()).not.toContain('Index Only Scan')
  expect(await upkeep(db.query)).toContain('grown')
  expect(await plan()).toContain('Index Only Scan')
  expect(await upkeep(db.query)).not.toContain('grown')
  await db.query('UPDATE grown SET n = -n WHERE n % 3 = 0')
  expect(await upkeep(db.query)).toContain('grown')
  expect(await upkeep(db.query)).not.toContain('grown')
})
