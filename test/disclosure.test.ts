import { beforeAll, expect, test } from 'vitest'
import { approved, type Ids, idsOf } from './figures.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
})

const query = `{ disclosure { threshold sensitiveThreshold programs {
  program { code } sensitive open small beside rates registered registeredWithheld } } }`
const told = async (who: Asker, code: string) => {
  const { data, errors } = await who.ask(query)
  expect(errors).toBeUndefined()
  const { programs, ...thresholds } = data.disclosure
  const found = programs.find((row: { program: { code: string } }) => row.program.code === code)
  return { ...thresholds, ...found }
}

test('the city and the privacy officer see the thresholds and what became of the counts, and why', async () => {
  const before = await told(city, '2019-08')
  expect(before).toMatchObject({ threshold: 5, sensitiveThreshold: 10 })
  const district = await product.as('28260')
  await product.db.prisma.program.updateMany({ where: { code: '2019-08' }, data: { stage: 'RUNNING' } })
  const report = (indicator: string, asOf: string, value: number) =>
    approved(district, city, { programId: ids.program('2019-08'), indicatorId: ids.indicator(indicator), asOf, value })
  await report('PLACED', '2020-10-31', 30)
  await report('PLACED', '2020-11-30', 32)
  await report('TRAINED', '2020-11-30', 3)
  const after = await told(city, '2019-08')
  const added = (field: string) => after[field] - (before[field] ?? 0)
  expect({ open: added('open'), small: added('small'), beside: added('beside') }).toEqual({
    ...{ open: 1, small: 1, beside: 1 },
  })
  expect(await told(await product.as('privacy'), '2019-08')).toEqual(after)
})

test('what a program counts for as sensitive follows its target groups', async () => {
  const { data } = await city.ask(
    '{ program(code: "2019-08") { targetGroups { id version nameKo nameEn sensitive } } }',
  )
  const [group] = data.program.targetGroups
  expect((await told(city, '2019-08')).sensitive).toBe(group.sensitive)
  const { data: changed } = await city.ask(
    `mutation ($input: UpdateTargetGroupInput!) { updateTargetGroup(input: $input) { errors { field } } }`,
    { input: { id: group.id, version: group.version, sensitive: !group.sensitive } },
  )
  expect(changed.updateTargetGroup.errors).toEqual([])
  expect((await told(city, '2019-08')).sensitive).toBe(!group.sensitive)
})

test('nobody else is told', async () => {
  for (const who of [product, await product.as('28260'), await product.as('reviewer')]) {
    expect((await who.ask(query)).errors?.[0]?.extensions.code).toMatch(/FORBIDDEN|UNAUTHENTICATED/)
  }
})
