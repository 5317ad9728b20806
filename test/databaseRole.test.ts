import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '../server/migrate.ts'
import { openPostgres } from '../server/postgres.ts'
import { root } from '../server/root.ts'
import { closing } from './closing.ts'
import { idsOf } from './figures.ts'
import { imported, inShort } from './imports.ts'
import { enrolled } from './people.ts'
import { done } from './proposal.ts'
import { addressOf, engine, freshDatabase, freshProduct } from './support.ts'

/** What README says to do for a role that does not own the tables. */
const grants =
  /```sql\n([^`]*access_log[^`]*)```/.exec(fs.readFileSync(path.join(root, 'README.md'), 'utf8'))?.[1] ?? ''

test.runIf(engine === 'postgresql')(
  'a role as README sets it up runs the product, and can only add to the access log and read it',
  async () => {
    const owner = await freshDatabase()
    const role = `sangsaeng_role_${process.pid}`
    await owner.script(`CREATE ROLE ${role} LOGIN; ${grants.replaceAll(/\bsangsaeng\b/g, role)}`)
    const address = new URL(await addressOf(owner))
    address.username = role
    const db = await openPostgres(address.href)
    closing.unshift(async () => {
      await db.close()
      await owner.script(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    })
    expect(await migrate(db)).toEqual([])
    const product = await freshProduct(db)
    const city = await product.as('city')
    const { program } = await idsOf(product)
    const { id } = await enrolled(city, program('2019-02'), '2019-03-04')
    const somebody = { program: '2019-02', name: '가나라', birthDate: '1980-01-02', stageOn: '2019-03-04' }
    expect(inShort(await imported(city, 'importParticipants', [somebody]))).toEqual(['CREATED'])
    const input = { participantId: id, reason: '면접 일정 안내' }
    expect(await done(city, 'revealPerson', input, 'person { name }')).toEqual({ name: '가나다' })

    expect((await db.query('SELECT kind FROM access_log ORDER BY id')).map(({ kind }) => kind)).toEqual([
      'ENROLL',
      'ENROLL',
      'REVEAL',
    ])
    expect(await db.query('SELECT act FROM change ORDER BY id')).toEqual([
      { act: 'enrollParticipant' },
      { act: 'importParticipants' },
    ])
    for (const sql of [
      "UPDATE access_log SET reason = 'x'",
      'DELETE FROM access_log',
      'TRUNCATE access_log',
      'DELETE FROM access_log_head',
      'ALTER TABLE access_log DISABLE TRIGGER ALL',
      'DROP TABLE access_log',
      "UPDATE change SET act = 'x'",
      'DELETE FROM change',
      "SELECT note_change('program', 1, 'DELETED', '{}')",
    ])
      await expect(db.query(sql)).rejects.toThrow(/permission denied|must be owner/)

    // Functions that write as their owner give no right that the role does not have, and see no table of its session.
    const log = `SELECT log_accesses(900000, now(), 1, 'x', 'CITY', 'x', 'SEARCH', NULL, array_fill(1, ARRAY[60]), array_fill(999999, ARRAY[60]),
      array_fill('x'::bytea, ARRAY[60]))`
    const fake = 'CREATE TEMP TABLE participant (id int PRIMARY KEY); INSERT INTO participant VALUES (999999);'
    await expect(db.script(`${fake} ${log}`)).rejects.toThrow('access_log_participant_id_fkey')
    const enter = `BEGIN; SELECT set_config('sangsaeng.at', '2019-03-04T00:00:00Z', true), set_config('sangsaeng.by', '1', true);
      SELECT enter_participants('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'); COMMIT`
    await db.script(enter)
    await owner.script(`REVOKE INSERT ON participant, access_log FROM ${role}`)
    await expect(db.query(log)).rejects.toThrow('permission denied for table access_log')
    await expect(db.script(enter)).rejects.toThrow('permission denied for table participant')
  },
)
