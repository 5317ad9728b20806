import { beforeAll, expect, test } from 'vitest'
import { act, approve, type Ids, idsOf, tryTo } from './figures.ts'
import { type Imported, imported, inShort } from './imports.ts'
import { enrolled } from './people.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let officers: Asker[]
let author: Asker
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  officers = await Promise.all(['city', 'city-2', 'city-3', 'city-4'].map((name) => product.as(name)))
  author = await product.as('28237')
})

const figure = () => ({
  programId: ids.program('2019-05'),
  indicatorId: ids.indicator('TRAINED'),
  asOf: '2019-11-30',
  value: 28,
})
type Tried = Awaited<ReturnType<typeof tryTo>>
const counts = (answers: Tried[]) => {
  const codes = answers.map(({ problems }) => problems[0]?.code ?? 'done')
  return Object.fromEntries(
    [...new Set(codes)].sort().map((code) => [code, codes.filter((one) => one === code).length]),
  )
}

test('of several officers who approve one figure at once one does, and the others are told its status', async () => {
  const draft = await act(author, 'recordOutcome', figure())
  const { id, version } = await act(author, 'submitOutcome', { id: draft.id, version: draft.version })
  const answers = await Promise.all(officers.map((officer) => tryTo(officer, 'approveOutcome', { id, version })))
  expect(counts(answers)).toEqual({ NOT_ALLOWED_NOW: 3, done: 1 })
  const row = await product.db.prisma.outcome.findFirstOrThrow({
    where: { value: 28, asOf: new Date('2019-11-30') },
    include: { approver: true },
  })
  const winner = answers.findIndex(({ problems }) => !problems.length)
  expect(row.approver?.name).toBe(`Officer ${['city', 'city-2', 'city-3', 'city-4'][winner]}`)
  expect(row.version).toBe(version + 1)
})

test('one who is entered into two programs of a district at once, by imports or by hand, is one person', async () => {
  const officer = await product.as('28245')
  const phones = ['010-0000-8001', '010-0000-8002', '010-0000-8003']
  const rows = (program: string, some: string[]) =>
    some.map((phone) => ({ program, name: '가나다', birthDate: '1980-01-02', phone, stageOn: '2019-03-04' }))
  const answers = await Promise.all([
    imported(officer, 'importParticipants', rows('2019-06', phones.slice(0, 2))),
    imported(officer, 'importParticipants', rows('2019-07', phones)),
    enrolled(officer, ids.program('2019-06'), '2019-03-04', { phone: phones[2] }),
  ])
  expect(answers.slice(0, 2).flatMap((rows) => inShort(rows as Imported[]))).toEqual(Array(5).fill('CREATED'))
  const [found] = await product.db.query(
    `SELECT count(DISTINCT a.person_id)::int AS persons, count(*)::int AS participants FROM participant a
     JOIN person n ON n.id = a.person_id JOIN program p ON p.id = a.program_id
     WHERE n.masked_name = '가*다' AND p.code IN ('2019-06', '2019-07')`,
  )
  expect(found).toEqual({ persons: 3, participants: 6 })
})

test('of several corrections of one figure at once one is opened; all officers learn of it', async () => {
  const old = await ids.outcome('2019-06', 'PLACED', 20)
  const correct = (officer: Asker, value: number) =>
    tryTo(officer, 'supersedeOutcome', { id: old, version: 1, value, correctionReason: '착오' })
  const answers = await Promise.all(officers.map((officer, index) => correct(officer, 21 + index)))
  const { done, ...refused } = counts(answers)
  expect(done).toBe(1)
  expect(Object.keys(refused)).toEqual(['CONFLICT'])
  expect(await product.db.prisma.outcome.count({ where: { supersedes: { value: 20 } } })).toBe(1)
})

test('approving, returning, correcting and citing at once: nothing is lost, each answer is true, one figure is valid', async () => {
  const officer = await product.as('28177')
  const [mine, theirs] = [officers[0] as Asker, officers[1] as Asker]
  for (let round = 0; round < 6; round++) {
    const { data } = await mine.ask(
      '{ outcomes(filter: { valid: true, indicator: "PLACED", asOf: "2019-09-30", search: "어린이집" }) { nodes { id version value } } }',
    )
    expect(data.outcomes.nodes).toHaveLength(1)
    const [valid] = data.outcomes.nodes
    const draft = await act(officer, 'supersedeOutcome', {
      id: valid.id,
      version: valid.version,
      value: 40 + round,
      correctionReason: '착오',
    })
    const sent = await act(officer, 'submitOutcome', { id: draft.id, version: draft.version })
    const now = { id: sent.id, version: sent.version }
    const [approved, again, returned, other] = await Promise.all([
      tryTo(mine, 'approveOutcome', now),
      tryTo(theirs, 'approveOutcome', now),
      tryTo(theirs, 'returnOutcome', { ...now, returnNote: '확인' }),
      tryTo(officer, 'supersedeOutcome', {
        id: valid.id,
        version: valid.version + 1,
        value: 1,
        correctionReason: '또 착오',
      }),
    ])
    const steps = [approved, again, returned].filter(({ problems }) => !problems.length)
    expect(steps).toHaveLength(1)
    // The figure is as the one who got through left it, and the others were refused, the second correction too.
    const row = await mine.ask(`{ node(id: "${sent.id}") { ... on Outcome { status approverName } } }`)
    const { status, approverName } = row.data.node
    expect(steps[0]?.record.status).toBe(status)
    expect(other.problems[0]?.code).toMatch(/^(HAS_CORRECTION|NOT_ALLOWED_NOW|CONFLICT)$/)
    if (status === 'APPROVED') expect(approverName).toBe(steps[0] === approved ? 'Officer city' : 'Officer city-2')
    else await approve(officer, mine, sent.id, steps[0]?.record.version)
  }
  const rows = await product.db.prisma.outcome.findMany({
    where: { program: { code: '2019-02' }, asOf: new Date('2019-09-30'), indicator: { code: 'PLACED' } },
    orderBy: { id: 'asc' },
  })
  expect(rows.map(({ value }) => Number(value))).toEqual([33, 40, 41, 42, 43, 44, 45])
  expect(rows.filter(({ supersededAt }) => !supersededAt).map(({ value }) => Number(value))).toEqual([45])
  rows.slice(1).forEach((row, index) => {
    expect(row.supersedesId).toBe(rows[index]?.id)
    expect(rows[index]?.supersededAt).toEqual(row.approvedAt)
  })
}, 300_000)

test('when a period is locked while figures are approved, none is approved after the lock', async () => {
  const drafts = await Promise.all(
    officers.map((_, index) => act(author, 'recordOutcome', { ...figure(), asOf: '2019-07-31', value: index })),
  )
  const sent = await Promise.all(drafts.map(({ id, version }) => act(author, 'submitOutcome', { id, version })))
  const period = { roundId: ids.round, from: '2019-07-01', to: '2019-07-31' }
  const [, ...answers] = await Promise.all([
    act(officers[0] as Asker, 'lockPeriod', period, 'PeriodLock'),
    ...sent.map(({ id, version }, index) => tryTo(officers[index] as Asker, 'approveOutcome', { id, version })),
  ])
  for (const { problems, record } of answers as Tried[]) {
    if (problems.length) expect(problems[0].code).toBe('PERIOD_LOCKED')
    else expect(record.status).toBe('APPROVED')
  }
  const done = (answers as Tried[]).filter(({ problems }) => !problems.length).length
  expect(await product.db.prisma.outcome.count({ where: { asOf: new Date('2019-07-31'), status: 'APPROVED' } })).toBe(
    done,
  )
  expect((await tryTo(author, 'recordOutcome', { ...figure(), asOf: '2019-07-31' })).problems[0].code).toBe(
    'PERIOD_LOCKED',
  )
})

test('of several officers who decide one conflict at once one does', async () => {
  const [many, few] = [await ids.outcome('2019-02', 'PLACED', 45), await ids.outcome('2019-02', 'PLACED', 6)]
  const conflict = await act(
    officers[0] as Asker,
    'openConflict',
    {
      programId: ids.program('2019-02'),
      indicatorId: ids.indicator('PLACED'),
      question: '몇 명인가',
      outcomeIds: [many, few],
    },
    'Conflict',
  )
  const answers = await Promise.all(
    officers.map((officer, index) =>
      tryTo(
        officer,
        'resolveConflict',
        { id: conflict.id, version: conflict.version, chosenId: index % 2 ? many : few, reason: `이유 ${index}` },
        'Conflict',
      ),
    ),
  )
  expect(counts(answers)).toEqual({ NOT_ALLOWED_NOW: 3, done: 1 })
})
