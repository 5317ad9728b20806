import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { itIs } from './people.ts'
import { done, type Found, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  ids = await idsOf(product)
  await product.db.prisma.flagshipAward.deleteMany()
})

const AWARD =
  'flagshipAward { id version year awardedOn criteria evidence revokedOn revokedReason document { publisher } }'
const award = () => ({
  programId: ids.program('2019-02'),
  year: 2019,
  awardedOn: '2020-01-30',
  criteria: '일자리 창출 효과와 확산 가능성',
  evidence: '2019년 평가 결과',
})

test('the city makes a program a flagship, dated, with criteria, evidence and document', async () => {
  const documentId = ids.source('ebreaknews.com')
  const { id } = await done(city, 'designateFlagship', { ...award(), documentId }, AWARD)
  expect(await refused(city, 'designateFlagship', award(), AWARD)).toEqual(['year NOT_UNIQUE'])
  const { data } = await product.ask(
    `query ($id: ID!) { node(id: $id) { ... on FlagshipAward {
      program { code } year awardedOn criteria evidence revokedOn viewerCanUpdate document { address }
    } } }`,
    { id },
  )
  expect(data.node).toMatchInlineSnapshot(`
    {
      "awardedOn": "2020-01-30",
      "criteria": "일자리 창출 효과와 확산 가능성",
      "document": {
        "address": "ebreaknews.com",
      },
      "evidence": "2019년 평가 결과",
      "program": {
        "code": "2019-02",
      },
      "revokedOn": null,
      "viewerCanUpdate": false,
      "year": 2019,
    }
  `)
})

test('an award is not for a year before the program, not from the future, and only for a program that was selected', async () => {
  const input = { ...award(), programId: ids.program('2019-05') }
  expect(await refused(city, 'designateFlagship', { ...input, year: 2018 }, AWARD)).toEqual(['year BEFORE'])
  itIs(product, '2020-01-29')
  expect(await refused(city, 'designateFlagship', input, AWARD)).toEqual(['awardedOn IN_FUTURE'])
  product.product.now = () => new Date()
  await product.db.prisma.program.updateMany({ where: { code: '2019-05' }, data: { stage: 'REJECTED' } })
  expect(await refused(city, 'designateFlagship', input, AWARD)).toEqual(['programId WRONG_STAGE'])
  await product.db.prisma.program.updateMany({ where: { code: '2019-05' }, data: { stage: 'EVALUATED' } })
  expect(await refused(await product.as('28237'), 'designateFlagship', input, AWARD)).toBe('FORBIDDEN')
})

test('a revoked award stays on record with the reason, and the program is a flagship no more', async () => {
  const { id, version } = await done(
    city,
    'designateFlagship',
    { ...award(), programId: ids.program('2019-05') },
    AWARD,
  )
  const flagships = async () =>
    (await product.ask('{ programs(filter: { year: 2019, flagship: true }) { nodes { code } } }')).data.programs.nodes
  expect(await flagships()).toEqual([{ code: '2019-02' }, { code: '2019-05' }])
  const input = { id, version, revokedOn: '2020-06-01', revokedReason: '수치 정정' }
  expect(await refused(city, 'revokeFlagship', { ...input, revokedOn: '2020-01-29' }, AWARD)).toEqual([
    'revokedOn BEFORE',
  ])
  expect(await done(city, 'revokeFlagship', input, AWARD)).toMatchObject({
    awardedOn: '2020-01-30',
    revokedOn: '2020-06-01',
    revokedReason: '수치 정정',
  })
  expect(await refused(city, 'revokeFlagship', { ...input, version: 2 }, AWARD)).toEqual(['id ALREADY_REVOKED'])
  expect(await flagships()).toEqual([{ code: '2019-02' }])
  const { data } = await product.ask(`{
    valid: flagshipAwards(filter: { year: 2019, valid: true }) { nodes { program { code } } }
    revoked: flagshipAwards(filter: { valid: false }) { nodes { program { code flagships { year revokedOn } } } }
  }`)
  const codes = ({ nodes }: Found) => nodes.map(({ program }: Found) => program.code)
  expect([codes(data.valid), codes(data.revoked)]).toEqual([['2019-02'], ['2019-05']])
  expect(data.revoked.nodes[0].program.flagships).toEqual([{ year: 2019, revokedOn: '2020-06-01' }])
})
