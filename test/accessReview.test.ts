import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved } from './people.ts'
import { done, type Found, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let steady: Asker
let curious: Asker
let privacy: Asker
let ids: Ids
const people: Found[] = []
const at = (moment: string) => {
  product.product.now = () => new Date(moment)
}
const reveal = (who: Asker, { id }: Found) =>
  done(who, 'revealPerson', { participantId: id, reason: '고용 유지 확인 전화' }, 'person { name }')

beforeAll(async () => {
  product = await freshProduct()
  steady = await product.as('28177')
  curious = await product.as('city')
  privacy = await product.as('privacy')
  ids = await idsOf(product)
  itIs(product, '2019-03-04')
  for (let index = 0; index < 12; index++) {
    people.push(await enrolled(steady, ids.program('2019-02'), '2019-03-04', { name: `홍길${'가나다라'[index % 4]}` }))
  }
  // In April and June two persons, in May none.
  for (const day of ['2019-04-10', '2019-06-10']) {
    itIs(product, day)
    for (const one of people.slice(0, 2)) {
      await reveal(curious, one)
      await reveal(steady, one)
    }
  }
  // In July the same officer looks at ten, at night, and exports all on a Sunday.
  at('2019-07-10T13:00:00Z') // 22:00 of Wednesday
  for (const one of people.slice(0, 3)) await reveal(curious, one)
  at('2019-07-10T12:59:59Z') // 21:59:59
  for (const one of people.slice(3, 6)) await reveal(curious, one)
  at('2019-07-06T21:00:00Z') // 06:00 of Sunday
  const participantIds = people.map(({ id }) => id)
  await done(curious, 'revealPersons', { participantIds, reason: '명단 확인' }, 'persons { name }')
  await curious.ask(
    '{ a: participants(filter: { name: "홍길가" }) { nodes { id } } b: participants(filter: { name: "없음이" }) { nodes { id } } }',
  )
  at('2019-07-31T14:59:59.999Z') // the last moment of July in Korea
  await reveal(steady, people[0])
  await moved(steady, people[0], 'SELECTED', '2019-07-31')
  at('2019-07-31T15:00:00Z') // August
  await reveal(steady, people[1])
})

const review = async (month: string, who = privacy) =>
  (
    await who.ask(
      `query ($month: String!) { accessLogReview(month: $month) { month rows sha256 signed { note } accounts {
        email account { name } reveals exported searches enrolled updated destroyed persons night weekend bulk
        withoutFollowUp medianEarlier unusual } } }`,
      { month },
    )
  ).data?.accessLogReview

test('the review of a month tells by account what is unusual, and nights, Sundays and months are those of Korea', async () => {
  const { sha256, ...july } = await review('2019-07')
  expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(july).toEqual({
    month: '2019-07',
    rows: 23,
    signed: null,
    accounts: [
      {
        email: '28177@officers.example',
        account: { name: 'Officer 28177' },
        ...{ reveals: 1, exported: 0, searches: 0, enrolled: 0, updated: 0, destroyed: 0, persons: 1 },
        ...{ night: 1, weekend: 0, bulk: 0, withoutFollowUp: 0, medianEarlier: 2 },
        unusual: ['NIGHT'],
      },
      {
        email: 'city@officers.example',
        account: { name: 'Officer city' },
        ...{ reveals: 6, exported: 12, searches: 2, enrolled: 0, updated: 0, destroyed: 0, persons: 12 },
        // By night three reveals; on Sunday twelve exported, three found, and one search that found nobody.
        ...{ night: 3, weekend: 16, bulk: 1, withoutFollowUp: 6, medianEarlier: 2 },
        unusual: ['OWN_MEDIAN', 'NIGHT', 'WEEKEND', 'BULK', 'NO_FOLLOW_UP'],
      },
    ],
  })
})

test('a quiet month has nothing unusual but what nothing was recorded of', async () => {
  const june = await review('2019-06')
  expect(
    june.accounts.map(({ email, persons, medianEarlier, unusual }: Found) => [email, persons, medianEarlier, unusual]),
  ).toEqual([
    ['28177@officers.example', 2, 7, ['NO_FOLLOW_UP']],
    ['city@officers.example', 2, 2, ['NO_FOLLOW_UP']],
  ])
  expect((await review('2019-05')).accounts).toEqual([])
})

test('months that are over are due until the privacy officer signs them, once each', async () => {
  itIs(product, '2019-08-15')
  const due = async (who = privacy) => (await who.ask('{ accessReviewsDue }')).data?.accessReviewsDue
  expect(await due()).toEqual(['2019-03', '2019-04', '2019-05', '2019-06', '2019-07'])
  const select = 'accessReview { month note rows sha256 signedByName signedAt }'
  const note = '야간 조회 3건은 담당자에게 확인함'
  for (const name of ['admin', 'city', '28177', 'reviewer']) {
    expect(await refused(await product.as(name), 'signOffReview', { month: '2019-07', note }, select)).toBe('FORBIDDEN')
  }
  expect(await refused(privacy, 'signOffReview', { month: '2019-08', note }, select)).toEqual(['month MONTH_NOT_OVER'])
  expect(await refused(privacy, 'signOffReview', { month: '2019-13', note }, select)).toEqual(['month BAD_FORMAT'])
  const { sha256, rows } = await review('2019-07')
  expect(await done(privacy, 'signOffReview', { month: '2019-07', note }, select)).toEqual({
    ...{ month: '2019-07', note, rows, sha256 },
    signedByName: 'Officer privacy',
    signedAt: '2019-08-15T03:00:00.000Z',
  })
  expect(await refused(privacy, 'signOffReview', { month: '2019-07', note }, select)).toEqual(['month ALREADY_SIGNED'])
  expect(await due(await product.as('admin'))).toEqual(['2019-03', '2019-04', '2019-05', '2019-06'])
  expect((await review('2019-07')).signed).toEqual({ note })
  const { data } = await privacy.ask('{ accessReviews(filter: { year: 2019 }) { totalCount nodes { month } } }')
  expect(data.accessReviews).toEqual({ totalCount: 1, nodes: [{ month: '2019-07' }] })
  await expect(product.db.query('UPDATE access_review SET rows = 0')).rejects.toThrow('access_review is append-only')
})

test('what was signed changes when a row of the month does', async () => {
  const before = await review('2019-04')
  await product.db.script(
    `ALTER TABLE access_log DISABLE TRIGGER USER; UPDATE access_log SET hash = set_bit(hash, 0, 1 - get_bit(hash, 0)) WHERE id = 13; ALTER TABLE access_log ENABLE TRIGGER USER`,
  )
  expect((await review('2019-04')).sha256).not.toBe(before.sha256)
})

test('only the privacy officer and administrators review', async () => {
  for (const who of [product, steady, curious, await product.as('reviewer')]) {
    for (const query of ['{ accessLogReview(month: "2019-07") { rows } }', '{ accessReviewsDue }']) {
      expect((await who.ask(query)).errors?.[0]?.extensions.code).toMatch(/FORBIDDEN|UNAUTHENTICATED/)
    }
    expect((await who.ask('{ accessReviews { totalCount } }')).data.accessReviews.totalCount).toBe(0)
  }
})
