import { beforeAll, expect, test } from 'vitest'
import { act, type Ids, idsOf } from './figures.ts'
import { enrolled, itIs } from './people.ts'
import { done } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

// Who is told of what, and that the list that a task names has just that.

let product: Running
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  itIs(product, '2030-02-20')
  ids = await idsOf(product)
  const [city, bupyeong] = [await product.as('city'), await product.as('28237')]
  const figure = { programId: ids.program('2019-05'), indicatorId: ids.indicator('TRAINED'), value: 28 }
  const draft = (who: Asker, asOf: string) => act(who, 'recordOutcome', { ...figure, asOf })
  const submitted = async (who: Asker, asOf: string) => {
    const { id, version } = await draft(who, asOf)
    return act(who, 'submitOutcome', { id, version })
  }
  await draft(bupyeong, '2019-10-31')
  await submitted(bupyeong, '2019-11-30')
  await submitted(city, '2019-08-31')
  const { id, version } = await submitted(bupyeong, '2019-07-31')
  await act(city, 'returnOutcome', { id, version, returnNote: '수료증을 확인하세요' })

  const placed = { stage: 'PLACED' }
  await enrolled(bupyeong, ids.program('2019-05'), '2019-06-01', placed)
  await done(
    city,
    'recordFinding',
    { programId: ids.program('2019-02'), finding: '대기자', dueOn: '2030-03-01' },
    ENTRY,
  )
  const entry = await done(city, 'recordFinding', { programId: ids.program('2019-05'), finding: '교육 시간' }, ENTRY)
  await decided(city, entry)
  await programsAtWork(city)
})

const ENTRY = 'feedback { id version }'

async function decided(city: Asker, { id, version }: { id: string; version: number }) {
  const decision = { decision: 'CHANGE', decisionText: '시간을 늘림', figuresAsOf: '2019-12-31', dueOn: '2030-02-25' }
  await done(city, 'decideFinding', { id, version, ...decision }, ENTRY)
}

/** In 2030 a draft of Bupyeong and a proposal of Yeonsu with a reviewer; of 2029 a program that runs in Bupyeong. */
async function programsAtWork(city: Asker) {
  const { prisma } = product.db
  const place = async (code: string) => (await prisma.district.findUniqueOrThrow({ where: { code } })).id
  const [bupyeong, yeonsu] = [await place('28237'), await place('28185')]
  const round = (year: number) =>
    done(
      city,
      'createRound',
      {
        year,
        titleKo: `${year}년`,
        callOpensOn: `${year}-01-02`,
        callClosesOn: `${year}-02-27`,
        screeningFrom: `${year}-03-01`,
        screeningTo: `${year}-03-15`,
      },
      'round { id }',
    )
  await round(2030)
  await round(2029)
  const add = async (year: number, districtId: number, stage: 'DRAFT' | 'SUBMITTED' | 'RUNNING', number: number) => {
    const { id: roundId } = await prisma.round.findUniqueOrThrow({ where: { year } })
    const data = { roundId, districtId, stage, code: `${year}-0${number}`, titleKo: `${year}년 사업 ${number}` }
    return (await prisma.program.create({ data })).id
  }
  await add(2030, bupyeong, 'DRAFT', 1)
  const programId = await add(2030, yeonsu, 'SUBMITTED', 2)
  await add(2029, bupyeong, 'RUNNING', 1)
  await add(2030, bupyeong, 'RUNNING', 3)
  await product.as('reviewer')
  const { id: reviewerId } = await prisma.user.findFirstOrThrow({ where: { role: 'REVIEWER' } })
  await prisma.review.create({ data: { reviewerId, programId } })
}

const TASKS = '{ viewerTasks { kind count dueOn list filter programs { code } } }'

interface Task {
  kind: string
  count: number
  dueOn: string | null
  list: string
  filter: string
  programs: { code: string }[]
}

/** The caller's tasks in lines, after a look at the list of each. */
async function tasksOf(who: Asker): Promise<string[]> {
  const { data, errors } = await who.ask(TASKS)
  expect(errors).toBeUndefined()
  for (const { kind, count, list, filter } of data.viewerTasks as Task[]) {
    const type = {
      outcomes: 'Outcome',
      conflicts: 'Conflict',
      participants: 'Participant',
      reviews: 'Review',
      programs: 'Program',
      feedbackEntries: 'Feedback',
    }[list]
    const found = await who.ask(`query ($filter: ${type}Filter) { ${list}(filter: $filter) { totalCount } }`, {
      filter: JSON.parse(filter),
    })
    expect([kind, found.errors, found.data?.[list].totalCount]).toEqual([kind, undefined, count])
  }
  return data.viewerTasks.map(({ kind, count, dueOn, programs }: Task) =>
    [kind, count, programs.map(({ code }) => code).join(), ...(dueOn ? [`by ${dueOn}`] : [])].join(' '),
  )
}

test('the city approves what others handed in, decides, and takes in what districts proposed', async () => {
  expect(await tasksOf(await product.as('city'))).toMatchInlineSnapshot(`
    [
      "APPROVE_FIGURES 1 2019-05",
      "RESOLVE_CONFLICTS 2 2019-02,2019-05",
      "CHECK_PROPOSALS 1 2030-02 by 2030-03-15",
      "DECIDE_FINDINGS 1 2019-02 by 2030-03-01",
      "CARRY_OUT_FEEDBACK 1 2019-05 by 2030-02-25",
    ]
  `)
})

test('another officer of the city may approve also what the first one entered', async () => {
  expect(await tasksOf(await product.as('city-2'))).toMatchInlineSnapshot(`
    [
      "APPROVE_FIGURES 2 2019-05",
      "RESOLVE_CONFLICTS 2 2019-02,2019-05",
      "CHECK_PROPOSALS 1 2030-02 by 2030-03-15",
      "DECIDE_FINDINGS 1 2019-02 by 2030-03-01",
      "CARRY_OUT_FEEDBACK 1 2019-05 by 2030-02-25",
    ]
  `)
})

test('an administrator of the city has the tasks of the city', async () => {
  expect(await tasksOf(await product.as('admin'))).toEqual(await tasksOf(await product.as('city-2')))
})

test('a district hands in, corrects, asks and reports for its own programs', async () => {
  expect(await tasksOf(await product.as('28237'))).toMatchInlineSnapshot(`
    [
      "CORRECT_RETURNED_FIGURES 1 2019-05",
      "FINISH_DRAFT_FIGURES 1 2019-05",
      "RECORD_FOLLOW_UPS 1 2019-05",
      "SUBMIT_PROPOSALS 1 2030-01 by 2030-02-27",
      "SUBMIT_REPORTS 1 2029-01 by 2030-02-28",
      "CARRY_OUT_FEEDBACK 1 2019-05 by 2030-02-25",
    ]
  `)
})

test('another district has nothing of that', async () => {
  expect(await tasksOf(await product.as('28720'))).toEqual([])
})

test('a reviewer hands in the own score sheets until the end of the screening', async () => {
  expect(await tasksOf(await product.as('reviewer'))).toMatchInlineSnapshot(`
    [
      "HAND_IN_REVIEWS 1 2030-02 by 2030-03-15",
    ]
  `)
  expect(await tasksOf(await product.as('reviewer-2'))).toEqual([])
})

test('a privacy officer and who is not signed in have no tasks', async () => {
  expect(await tasksOf(await product.as('privacy'))).toEqual([])
  expect(await tasksOf(product)).toEqual([])
})

test('a report is told of 60 days before it is due, within two months of the end of the year', async () => {
  const bupyeong = await product.as('28237')
  const reports = async (day: string) => {
    itIs(product, day)
    return (await tasksOf(bupyeong)).filter((task) => task.startsWith('SUBMIT_REPORTS'))
  }
  expect(await reports('2029-12-29')).toEqual([])
  expect(await reports('2029-12-30')).toEqual(['SUBMIT_REPORTS 1 2029-01 by 2030-02-28'])
  expect(await reports('2030-12-30')).toEqual(['SUBMIT_REPORTS 2 2029-01,2030-03 by 2030-02-28'])
})
