import { beforeAll, expect, test } from 'vitest'
import { checkLog } from '../server/accessLog.ts'
import { personVault } from '../server/person.ts'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved } from './people.ts'
import { done, type Found, refused } from './proposal.ts'
import { type Asker, engine, freshProduct, type Running } from './support.ts'

let product: Running
let district: Asker
let privacy: Asker
let ids: Ids
const people: Found[] = []
beforeAll(async () => {
  product = await freshProduct()
  district = await product.as('28177')
  privacy = await product.as('privacy')
  ids = await idsOf(product)
  await aDay()
})

/** A day of use: people are enrolled, called, searched and exported. */
async function aDay() {
  itIs(product, '2019-03-04')
  for (let index = 0; index < 12; index++) {
    people.push(
      await enrolled(district, ids.program('2019-02'), '2019-03-04', { name: `홍길${'가나다라'[index % 4]}` }),
    )
  }
  for (const one of people.slice(0, 6)) {
    await done(district, 'revealPerson', { participantId: one.id, reason: '면접 일정 안내' }, 'person { name }')
    await moved(district, one, 'SELECTED', '2019-03-04')
  }
  await district.ask('{ participants(filter: { name: "홍길가" }) { nodes { id } } }')
  const participantIds = people.map(({ id }) => id)
  await done(district, 'revealPersons', { participantIds, reason: '취업박람회 명단' }, 'persons { name }')
}

const check = () => checkLog(product.db.prisma, product.product.vault)
const CHECK = '{ accessLogCheck { ok rows removed lastNumber brokenNumber problem } }'
/** Changes the log as somebody with all rights on the database would. */
const tamper = async (sql: string) => {
  const tables = ['access_log', 'access_log_head', 'access_log_checkpoint']
  const all = (what: string) => tables.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER;`).join(' ')
  await product.db.script(`${all('DISABLE')} ${sql}; ${all('ENABLE')}`)
}
/** Sees what the check says after a change, and takes the change back. */
async function after(change: string, back: string) {
  await tamper(change)
  const found = await check()
  await tamper(back)
  expect(await check()).toMatchObject({ ok: true })
  return found
}

test('after a day of use every row is there, in order', async () => {
  // 12 enrolled, 6 revealed, 3 found, 12 exported
  expect(await check()).toMatchObject({ ok: true, rows: 33, removed: 0, first: { id: 1 }, last: { id: 33 } })
  expect((await privacy.ask(CHECK)).data.accessLogCheck).toEqual({
    ok: true,
    rows: 33,
    removed: 0,
    lastNumber: 33,
    brokenNumber: null,
    problem: null,
  })
  console.info(`accessLog: ${33} rows of a day of use are whole on ${engine}.`)
})

test.each([
  [
    'a reason',
    `UPDATE access_log SET reason = overlay(reason placing '!' from 1 for 1) WHERE id = 13`,
    `UPDATE access_log SET reason = '면접 일정 안내' WHERE id = 13`,
  ],
  [
    'the account',
    'UPDATE access_log SET account_id = account_id + 1 WHERE id = 13',
    'UPDATE access_log SET account_id = account_id - 1 WHERE id = 13',
  ],
  [
    'the time, by a millisecond',
    `UPDATE access_log SET at = at + INTERVAL '1 millisecond' WHERE id = 13`,
    `UPDATE access_log SET at = at - INTERVAL '1 millisecond' WHERE id = 13`,
  ],
  [
    'the person',
    'UPDATE access_log SET person_id = person_id + 1 WHERE id = 13',
    'UPDATE access_log SET person_id = person_id - 1 WHERE id = 13',
  ],
  [
    'one bit of the hash',
    'UPDATE access_log SET hash = set_bit(hash, 0, 1 - get_bit(hash, 0)) WHERE id = 13',
    'UPDATE access_log SET hash = set_bit(hash, 0, 1 - get_bit(hash, 0)) WHERE id = 13',
  ],
])('a change of %s is found, and the row is named', async (_what, change, back) => {
  expect(await after(change, back)).toMatchObject({ ok: false, rows: 12, brokenId: 13, problem: 'row 13 was changed' })
})

const gone = (where: string) =>
  `CREATE TABLE gone AS SELECT * FROM access_log WHERE ${where}; DELETE FROM access_log WHERE ${where}`
const BACK = 'INSERT INTO access_log SELECT * FROM gone; DROP TABLE gone'
test('rows that were deleted are found, in the middle, at the start and at the end', async () => {
  expect(await after(gone('id = 20'), BACK)).toMatchObject({ brokenId: 20, problem: 'row 20 is missing' })
  expect(await after(gone('id < 3'), BACK)).toMatchObject({ brokenId: 1, problem: 'row 1 is missing' })
  expect(await after(gone('id > 30'), BACK)).toMatchObject({ brokenId: 31, problem: 'rows 31 to 33 are missing' })
  expect(await after(gone('id > 0'), BACK)).toMatchObject({ brokenId: 1, problem: 'rows 1 to 33 are missing' })
})

test('a head that was put back with the last rows needs the key to be forged', async () => {
  const change = `${gone('id > 30')}; CREATE TABLE head AS SELECT * FROM access_log_head; UPDATE access_log_head SET last_id = 30, last_hash = (SELECT hash FROM access_log WHERE id = 30)`
  const back = `${BACK}; DELETE FROM access_log_head; INSERT INTO access_log_head SELECT * FROM head; DROP TABLE head`
  expect(await after(change, back)).toMatchObject({
    ok: false,
    problem: 'the end of the log (access_log_head) was changed',
  })
  const remove = 'CREATE TABLE head AS SELECT * FROM access_log_head; DELETE FROM access_log_head'
  const putBack = 'INSERT INTO access_log_head SELECT * FROM head; DROP TABLE head'
  expect(await after(remove, putBack)).toMatchObject({ problem: 'the end of the log (access_log_head) is gone' })
  const other = await checkLog(product.db.prisma, personVault(Buffer.alloc(32, 8)))
  expect(other).toMatchObject({ ok: false, problem: expect.stringContaining('does not open with this DATA_KEY') })
})

test.each([
  ["UPDATE access_log SET reason = 'x' WHERE id = 1"],
  ['UPDATE access_log SET hash = hash'],
  ['DELETE FROM access_log WHERE id = 1'],
  [
    `SELECT set_config('sangsaeng.prune_before', '2018-01-01', true) FROM generate_series(1, 1); DELETE FROM access_log`,
  ],
  ['TRUNCATE access_log'],
  ['DELETE FROM access_log_head'],
  ['TRUNCATE access_log_head'],
  ['TRUNCATE access_log_checkpoint'],
  ['TRUNCATE access_review'],
  ['TRUNCATE destruction_certificate'],
])('the database refuses %s', async (sql) => {
  await expect(product.db.script(sql)).rejects.toThrow(/is append-only: (UPDATE|DELETE|TRUNCATE) is refused/)
  expect(await check()).toMatchObject({ ok: true, rows: 33 })
})

test('young rows are not removed even by the own way', async () => {
  await product.db.query(
    `INSERT INTO access_log SELECT 34, now(), account_id, email, role, address, kind, person_id, participant_id, reason, 34, hash FROM access_log WHERE id = 33`,
  )
  const young = `SELECT set_config('sangsaeng.prune_before', '2100-01-01', true); DELETE FROM access_log WHERE id = 34`
  await expect(product.db.script(young)).rejects.toThrow('is refused')
  await tamper('DELETE FROM access_log WHERE id = 34')
})

test('rows of many requests at once form one chain', async () => {
  const city = await product.as('city')
  const before = (await check()).rows
  await Promise.all(
    people.flatMap(({ id }) => [
      done(district, 'revealPerson', { participantId: id, reason: '동시에 여러 명' }, 'person { name }'),
      done(city, 'revealPerson', { participantId: id, reason: '동시에 여러 명' }, 'person { name }'),
    ]),
  )
  expect(await check()).toMatchObject({ ok: true, rows: before + 2 * people.length })
})

test('the privacy officer and administrators read the log by account, person, kind and day; others do not', async () => {
  const query = (
    filter: string,
  ) => `{ accessLog(filter: { ${filter} }, orderBy: [{ field: AT, direction: ASC }]) { totalCount nodes {
    number at email role address kind personNumber reason batch participant { maskedName } account { name } } } }`
  const [first] = people
  const { data } = await privacy.ask(
    query(`participant: "${first.id}", kind: [REVEAL], from: "2019-03-04", to: "2019-03-04"`),
  )
  expect(data.accessLog).toMatchObject({ totalCount: 3 })
  expect(data.accessLog.nodes[0]).toEqual({
    number: 13,
    at: '2019-03-04T03:00:00.000Z',
    email: '28177@officers.example',
    role: 'DISTRICT',
    address: 'unknown',
    kind: 'REVEAL',
    personNumber: expect.any(Number),
    reason: '면접 일정 안내',
    batch: 13,
    participant: { maskedName: '홍*가' },
    account: { name: 'Officer 28177' },
  })
  const count = async (filter: string) => (await privacy.ask(query(filter))).data.accessLog.totalCount
  expect(await count('from: "2019-03-05"')).toBe(0)
  expect(await count('to: "2019-03-03"')).toBe(0)
  expect(await count('search: "박람회"')).toBe(12)
  expect(await count(`person: ${data.accessLog.nodes[0].personNumber}, kind: [EXPORT]`)).toBe(1)
  expect((await (await product.as('admin')).ask(query('kind: [SEARCH]'))).data.accessLog.totalCount).toBe(3)
  for (const asker of [product, district, await product.as('city'), await product.as('reviewer')]) {
    expect((await asker.ask(query(''))).data.accessLog).toEqual({ totalCount: 0, nodes: [] })
    expect((await asker.ask(CHECK)).errors?.[0]?.extensions.code).toMatch(/FORBIDDEN|UNAUTHENTICATED/)
  }
})

test('rows go after their time only, by the privacy officer, and the rest is still checked from the checkpoint on', async () => {
  const reason = '보관 기간 경과'
  const select = 'accessLog { kind reason }'
  itIs(product, '2021-03-04')
  expect(await refused(privacy, 'pruneAccessLog', { reason }, select)).toEqual(['reason NO_ROWS_TO_REMOVE'])
  itIs(product, '2021-03-05')
  for (const name of ['admin', 'city', '28177']) {
    expect(await refused(await product.as(name), 'pruneAccessLog', { reason }, select)).toBe('FORBIDDEN')
  }
  const { rows } = await check()
  itIs(product, '2020-06-01')
  await done(district, 'revealPerson', { participantId: people[0].id, reason: '고용 유지 확인' }, 'person { name }')
  itIs(product, '2021-03-05')
  expect(await done(privacy, 'pruneAccessLog', { reason }, select)).toEqual({ kind: 'PRUNE', reason })
  expect(await check()).toMatchObject({ ok: true, rows: 2, removed: rows, first: { id: rows + 1 } })
  expect(await product.db.query('SELECT first_id, last_id, email FROM access_log_checkpoint')).toEqual([
    { first_id: 1, last_id: rows, email: 'privacy@officers.example' },
  ])
  itIs(product, '2022-06-02')
  await done(privacy, 'pruneAccessLog', { reason }, select)
  expect(await check()).toMatchObject({ ok: true, rows: 2, removed: rows + 1 })
  const forged = await after(
    'UPDATE access_log_checkpoint SET email = email || 1 WHERE first_id = 1',
    `UPDATE access_log_checkpoint SET email = 'privacy@officers.example' WHERE first_id = 1`,
  )
  expect(forged.problem).toBe(`the checkpoint of row ${rows} was changed, or one before it is gone`)
  const lost = await after(
    'CREATE TABLE gone AS SELECT * FROM access_log_checkpoint WHERE first_id = 1; DELETE FROM access_log_checkpoint WHERE first_id = 1',
    'INSERT INTO access_log_checkpoint SELECT * FROM gone; DROP TABLE gone',
  )
  expect(lost.ok).toBe(false)
})
