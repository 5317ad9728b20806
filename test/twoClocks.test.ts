import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf, tryTo } from './figures.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
let other: Asker
let clock = Date.parse('2030-01-01T00:00:00Z')
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
  other = await product.as('city-2')
  product.product.now = () => new Date(clock)
})

interface Known {
  id: string
  version: number
  status: string
  supersededAt: string | null
}
const DAYS = ['2019-06-30', '2019-09-30', '2019-12-31']

/** One random act on random figures of one program; acts that are refused are fine. */
async function write(kind: string, pick: number, value: number, asOf: string) {
  const programId = ids.program('2019-05')
  const all = (
    await city.ask(
      `{ outcomes(filter: { program: "${programId}", indicator: "TRAINED" }, first: 100) { nodes { id version status supersededAt } } }`,
    )
  ).data.outcomes.nodes as Known[]
  const of = (wanted: (figure: Known) => boolean) => {
    const some = all.filter(wanted)
    return some[pick % Math.max(1, some.length)]
  }
  const valid = of(({ status, supersededAt }) => status === 'APPROVED' && !supersededAt)
  const acts: Record<string, () => Promise<unknown> | undefined> = {
    record: () => tryTo(city, 'recordOutcome', { programId, indicatorId: ids.indicator('TRAINED'), asOf, value }),
    submit: () => {
      const figure = of(({ status }) => status === 'DRAFT')
      return figure && tryTo(city, 'submitOutcome', { id: figure.id, version: figure.version })
    },
    approve: () => {
      const figure = of(({ status }) => status === 'SUBMITTED')
      return figure && tryTo(other, 'approveOutcome', { id: figure.id, version: figure.version })
    },
    supersede: () =>
      valid &&
      tryTo(city, 'supersedeOutcome', { id: valid.id, version: valid.version, value, correctionReason: '정정' }),
    open: () => {
      const rivals = all.filter(({ status, supersededAt }) => status === 'APPROVED' && !supersededAt)
      const outcomeIds = [rivals[pick % rivals.length]?.id, rivals[(pick + 1) % rivals.length]?.id]
      return tryTo(
        city,
        'openConflict',
        { programId, indicatorId: ids.indicator('TRAINED'), question: `무엇이 맞나 ${clock}`, outcomeIds },
        'Conflict',
      )
    },
    resolve: async () => {
      const { data } = await city.ask('{ conflicts(filter: { open: true }) { nodes { id version members { id } } } }')
      const conflict = data.conflicts.nodes[pick % Math.max(1, data.conflicts.nodes.length)]
      if (!conflict) return
      const chosenId = conflict.members[pick % conflict.members.length].id
      return tryTo(
        city,
        'resolveConflict',
        { id: conflict.id, version: conflict.version, chosenId, reason: '명부' },
        'Conflict',
      )
    },
  }
  clock += 60_000
  await acts[kind]?.()
}

async function answers(moments: number[]) {
  const fields = moments.flatMap((moment, index) =>
    DAYS.map(
      (day, at) =>
        `f${index}_${at}: figure(indicator: "TRAINED", asOf: "${day}", knownAt: "${new Date(moment).toISOString()}") {
          state value figureAsOf reported rivals outcome { id } conflict { id } }`,
    ),
  )
  const { data, errors } = await product.ask(`{ program(code: "2019-05") { ${fields.join(' ')} } }`)
  expect(errors).toBeUndefined()
  return data.program
}

test('what was known at a moment never changes by what is written later', async () => {
  const step = fc.record({
    kind: fc.constantFrom('record', 'submit', 'approve', 'submit', 'approve', 'supersede', 'open', 'resolve'),
    pick: fc.nat(20),
    value: fc.integer({ min: 0, max: 40 }),
    asOf: fc.constantFrom(...DAYS),
  })
  const seen: { moment: number; answer: unknown }[] = []
  const start = Date.parse('2019-10-23T00:00:00Z')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 10 }), fc.nat(), async (steps, back) => {
      const moment = seen.length % 2 ? clock : start + (back % (clock - start))
      seen.push({ moment, answer: await answers([moment]) })
      for (const { kind, pick, value, asOf } of steps) await write(kind, pick, value, asOf)
      for (const { moment: then, answer } of seen.slice(-4)) expect(await answers([then])).toEqual(answer)
    }),
    { numRuns: 6, seed: 2019 },
  )
  const { prisma } = product.db
  const done = {
    approved: await prisma.outcome.count({ where: { approvedAt: { gte: new Date('2030-01-01') } } }),
    superseded: await prisma.outcome.count({ where: { supersededAt: { not: null } } }),
    resolved: await prisma.conflict.count({ where: { resolvedAt: { not: null } } }),
  }
  // The random writes did get somewhere.
  for (const count of Object.values(done)) expect(count).toBeGreaterThan(0)
}, 300_000)
