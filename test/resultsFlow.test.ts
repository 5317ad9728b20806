import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let programId: number
let indicatorId: number
let intakes: [number, number]
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  const { prisma } = product.db
  const { id: districtId } = await prisma.district.findUniqueOrThrow({ where: { code: '28237' } })
  const { id: roundId } = await prisma.round.create({ data: { year: 2012, titleKo: '시험' } })
  const program = { code: '2012-01', roundId, districtId, titleKo: '시험', stage: 'RUNNING' } as const
  programId = (await prisma.program.create({ data: program })).id
  const flow = { kind: 'FLOW', population: 'PARTICIPANTS', basis: 'OTHER', unitKo: '명', unitEn: 'persons' } as const
  const named = { code: 'HIRED_MEANWHILE', nameKo: '기간 채용', nameEn: 'Hired in the period' }
  indicatorId = (await prisma.indicator.create({ data: { ...flow, ...named } })).id
  const made = async (half: number) =>
    (await prisma.cohort.create({ data: { programId, half, nameKo: `${half}기` } })).id
  intakes = [await made(1), await made(2)]
})

type Flow = [from: string, to: string, value: number, intake?: 1 | 2]

/** Has no other figures than these, all approved in January 2013, and says their numbers. */
async function only(flows: Flow[]): Promise<number[]> {
  const { prisma } = product.db
  await prisma.conflict.deleteMany({ where: { programId } })
  await prisma.outcome.deleteMany({ where: { programId } })
  const at = new Date('2013-01-15T00:00:00Z')
  const ids: number[] = []
  for (const [from, to, value, intake] of flows) {
    const outcome = {
      ...{ programId, indicatorId, value, cohortId: intake ? intakes[intake - 1] : null },
      ...{ periodStart: new Date(`2012-${from}`), asOf: new Date(`2012-${to}`), status: 'APPROVED' as const },
      ...{ knownAt: at, approvedAt: at },
    }
    ids.push((await prisma.outcome.create({ data: outcome })).id)
  }
  return ids
}

async function sum(asOf = '2012-12-31') {
  const { data, errors } = await city.ask(
    `query ($asOf: Date!) {
      results(filter: { years: [2012] }, groupBy: [PROGRAM], mixed: LABEL, asOf: $asOf, knownAt: "2013-06-01T00:00:00Z") {
        rows { figure { state value } incomplete outcomeCounts { present notDerivable } }
      }
    }`,
    { asOf },
  )
  expect(errors).toBeUndefined()
  // biome-ignore lint/suspicious/noExplicitAny: an answer
  return data.results.rows.map(({ figure, incomplete, outcomeCounts }: any) => [
    figure.value ?? figure.state,
    ...(incomplete ? ['incomplete'] : []),
    outcomeCounts,
  ])
}
const all = (value: number, present: number) => [[value, { present, notDerivable: 0 }]]

test('periods that follow each other are added, and those that are not over are left out', async () => {
  await only([
    ['01-01', '03-31', 10],
    ['04-01', '06-30', 20],
    ['07-01', '07-31', 5],
  ])
  expect(await sum()).toEqual(all(35, 3))
  expect(await sum('2012-07-30')).toEqual(all(30, 2))
})

test('a period within another one is in it already', async () => {
  await only([
    ['01-01', '06-30', 60],
    ['03-01', '04-30', 20],
    ['05-01', '06-30', 7],
    ['01-01', '02-29', 9],
    ['07-01', '12-31', 40],
  ])
  expect(await sum()).toEqual(all(100, 2))
})

test('of one that overlaps another in part nobody can say how much would be counted twice', async () => {
  await only([
    ['01-01', '06-30', 60],
    ['06-30', '08-31', 30],
    ['09-01', '09-30', 4],
  ])
  expect(await sum()).toEqual([[64, 'incomplete', { present: 2, notDerivable: 1 }]])
})

test('the same months of two intakes are of different people, and those of the whole go before both', async () => {
  const ofIntakes: Flow[] = [
    ['01-01', '06-30', 11, 1],
    ['01-01', '06-30', 22, 2],
    ['05-01', '07-31', 5, 2],
  ]
  await only(ofIntakes.slice(0, 2))
  expect(await sum()).toEqual(all(33, 2))
  await only(ofIntakes)
  expect(await sum()).toEqual([[33, 'incomplete', { present: 2, notDerivable: 1 }]])
  await only([...ofIntakes, ['01-01', '12-31', 50]])
  expect(await sum()).toEqual(all(50, 1))
})

/** Decides for the first of the figures, in February 2013. */
async function choose(chosenId: number, otherId: number) {
  const at = new Date('2013-02-01T00:00:00Z')
  const members = { create: [{ outcomeId: chosenId }, { outcomeId: otherId }] }
  const decided = { question: '어느 것인가', chosenId, reason: '원장 대조', createdAt: at, resolvedAt: at }
  await product.db.prisma.conflict.create({ data: { programId, indicatorId, ...decided, members } })
}

test('a figure that was chosen for two periods is counted once', async () => {
  const [half, quarter] = (await only([
    ['01-01', '06-30', 60],
    ['07-01', '09-30', 25],
    ['10-01', '12-31', 4],
  ])) as [number, number]
  await choose(half, quarter)
  expect(await sum()).toEqual(all(64, 2))
  expect(await sum('2012-07-30')).toEqual(all(60, 1))
})

test('a figure that was chosen for two intakes is counted once', async () => {
  const [first, second] = (await only([
    ['01-01', '06-30', 11, 1],
    ['01-01', '06-30', 22, 2],
    ['07-01', '12-31', 5, 2],
  ])) as [number, number]
  await choose(second, first)
  expect(await sum()).toEqual(all(27, 2))
})
