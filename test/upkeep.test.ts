import { expect, test } from 'vitest'
import { upkeep } from '../server/upkeep.ts'
import { bareDatabase, engine } from './support.ts'

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

// On a server others write the counts of what a connection wrote, when it has nothing to do.
test.runIf(engine === 'pglite')('so does one whose rows were changed in the place of old ones', async () => {
  const db = await bareDatabase()
  await db.script('CREATE TABLE changed (n int) WITH (fillfactor = 30); CREATE INDEX ON changed (n)')
  await db.query('INSERT INTO changed SELECT generate_series(1, 5000)')
  expect(await upkeep(db.query)).toContain('changed')
  const size = () => db.query("SELECT pg_relation_size('changed') AS size")
  const before = await size()
  await db.query('UPDATE changed SET n = n + 1 WHERE n <= 1200')
  expect(await size()).toEqual(before)
  expect(await upkeep(db.query)).toContain('changed')
  expect(await upkeep(db.query)).not.toContain('changed')
})
