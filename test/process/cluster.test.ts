import path from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { openCluster } from '../../server/cluster.ts'
import { temporaryFolder } from './product.ts'

test('a table is read to its end, whatever made its file longer or shorter', async () => {
  const folder = path.join(temporaryFolder(), 'db')
  let pglite = await openCluster(folder)
  await pglite.exec('CREATE TABLE entry (id int, text text)')
  for (const [change, left] of CHANGES) {
    for (const statement of change.split('; ')) await pglite.exec(statement)
    expect([change, await countOf(pglite)]).toEqual([change, left])
  }
  await pglite.close()
  pglite = await openCluster(folder)
  expect(await countOf(pglite)).toBe(CHANGES.at(-1)?.[1])
  await pglite.close()
})

// What is done, and how many rows there are then.
const CHANGES: [string, number][] = [
  ["INSERT INTO entry VALUES (1, 'one')", 1],
  ['INSERT INTO entry SELECT id, md5(id::text) FROM generate_series(2, 1000) AS id', 1000],
  ['INSERT INTO entry SELECT id, md5(id::text) FROM generate_series(1001, 60000) AS id', 60_000],
  ['DELETE FROM entry WHERE id > 500; VACUUM entry', 500],
  ['INSERT INTO entry SELECT id, md5(id::text) FROM generate_series(501, 3000) AS id; CHECKPOINT', 3000],
  ['VACUUM FULL entry', 3000],
  ['ALTER TABLE entry ALTER id TYPE bigint', 3000],
  ['BEGIN; TRUNCATE entry; ROLLBACK', 3000],
  ['TRUNCATE entry', 0],
  ["INSERT INTO entry SELECT id, 'again' FROM generate_series(1, 700) AS id", 700],
  ['DROP TABLE entry; CREATE TABLE entry (id int, text text)', 0],
  ["INSERT INTO entry SELECT id, 'new' FROM generate_series(1, 20000) AS id", 20_000],
]

async function countOf(pglite: PGlite) {
  const { rows } = await pglite.query<{ count: number }>('SELECT count(*)::int AS count FROM entry')
  return rows[0]?.count
}
