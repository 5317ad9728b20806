import { beforeAll, expect, test } from 'vitest'
import {
  completeDraft,
  done,
  draft,
  type Found,
  moved,
  PROGRAM,
  plannedRound,
  ROUND,
  refused,
  step,
  tried,
} from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let dong: Asker
let year = 2120
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  dong = await product.as('28140')
})

const round = () => plannedRound(product, ++year)
const openRound = async () => moved(product, 'openCall', await round())

test('a round goes through its year by its steps, and each step is written down', async () => {
  const planned = await round()
  await moved(product, 'openCall', planned)
  await moved(product, 'startScreening', planned)
  await moved(product, 'announceSelection', planned)
  await moved(product, 'startRound', planned)
  await moved(product, 'reportRound', planned)
  await moved(product, 'evaluateRound', planned)
  await moved(product, 'closeRound', planned)
  const { data } = await city.ask(
    `{ round(year: ${year}) { state transitions { name } steps { fromState toState byName reason } } }`,
  )
  expect(data.round.transitions).toEqual([])
  expect(data.round.steps.map((taken: Found) => `${taken.fromState} → ${taken.toState}`)).toMatchInlineSnapshot(`
    [
      "PLANNED → CALL_OPEN",
      "CALL_OPEN → SCREENING",
      "SCREENING → SELECTED",
      "SELECTED → RUNNING",
      "RUNNING → REPORTED",
      "REPORTED → EVALUATED",
      "EVALUATED → CLOSED",
    ]
  `)
  expect(data.round.steps[0].byName).toBe('Officer city')
})

test('a call is opened with dates and criteria only', async () => {
  const bare = await done(city, 'createRound', { year: ++year, titleKo: '새 사업' }, ROUND)
  const { id, version } = bare
  expect(bare.state).toBe('PLANNED')
  expect(await refused(city, 'openCall', { id, version }, ROUND)).toMatchInlineSnapshot(`
    [
      "callOpensOn REQUIRED",
      "callClosesOn REQUIRED",
      "criteria NEEDS_CRITERIA",
    ]
  `)
  const { data } = await city.ask(
    `{ round(year: ${year}) { transitions { name to labelKo labelEn needsReason allowed missing { field code } } } }`,
  )
  expect(data.round.transitions).toMatchInlineSnapshot(`
    [
      {
        "allowed": false,
        "labelEn": "Open the call",
        "labelKo": "공모 시작",
        "missing": [
          {
            "code": "REQUIRED",
            "field": "callOpensOn",
          },
          {
            "code": "REQUIRED",
            "field": "callClosesOn",
          },
          {
            "code": "NEEDS_CRITERIA",
            "field": "criteria",
          },
        ],
        "name": "openCall",
        "needsReason": false,
        "to": "CALL_OPEN",
      },
    ]
  `)
})

test('nobody sets the state of a round, and only the city takes its steps', async () => {
  const { id, version } = await round()
  const { errors } = await city.ask(
    `mutation { updateRound(input: { id: "${id}", version: 2, state: CLOSED }) { errors { code } } }`,
  )
  expect(errors?.[0]?.message).toContain('"state" is not defined')
  expect(await refused(dong, 'openCall', { id, version }, ROUND)).toBe('FORBIDDEN')
  expect(await refused(product, 'openCall', { id, version }, ROUND)).toBe('UNAUTHENTICATED')
  const { data } = await dong.ask(`{ round(year: ${year}) { transitions { name } } }`)
  expect(data.round.transitions).toEqual([])
})

test('screening dates follow the call', async () => {
  const { id, version } = await round()
  const at = async (screeningFrom: string, screeningTo: string) =>
    refused(city, 'updateRound', { id, version, screeningFrom, screeningTo }, ROUND)
  expect(await at(`${year - 1}-10-30`, `${year - 1}-11-30`)).toEqual(['screeningFrom BEFORE'])
  expect(await at(`${year - 1}-11-30`, `${year - 1}-11-01`)).toEqual(['screeningTo BEFORE'])
  expect(await at(`${year - 1}-11-01`, `${year - 1}-12-15`)).toEqual([])
})

test('the announcement waits for a decision on every proposal', async () => {
  const called = await openRound()
  const program = await completeDraft(product, called, '28140')
  await step(dong, 'submitProposal', program)
  const { id, version } = await moved(product, 'startScreening', called)
  const { problems } = await tried(city, 'announceSelection', { id, version }, ROUND)
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "code": "PROGRAMS_LEFT",
        "field": "programs",
        "message": "Programs of the round that are still at the stage submitted or in review: 1.",
      },
    ]
  `)
  await step(dong, 'withdrawProgram', program, '수행기관 사정')
  await moved(product, 'announceSelection', called)
})

test('a round is reported, evaluated and closed after the last of its programs and findings', async () => {
  const called = await openRound()
  for (const name of ['startScreening', 'announceSelection', 'startRound']) await moved(product, name, called)
  const program = await draft(product, called, '28140')
  const id = Number(Buffer.from(program.id, 'base64url').toString().split(':')[1])
  const { prisma } = product.db
  const at = (stage: 'RUNNING' | 'SETTLED' | 'EVALUATED') => prisma.program.update({ where: { id }, data: { stage } })
  const problems = async (name: string) => {
    const { round } = (await city.ask(`{ round(year: ${year}) { id version } }`)).data
    return refused(city, name, round, ROUND)
  }
  await at('RUNNING')
  expect(await problems('reportRound')).toEqual(['programs PROGRAMS_LEFT'])
  await at('SETTLED')
  expect(await problems('reportRound')).toEqual([])
  expect(await problems('evaluateRound')).toEqual(['programs PROGRAMS_LEFT'])
  await at('EVALUATED')
  expect(await problems('evaluateRound')).toEqual([])
  const finding = await prisma.feedback.create({ data: { programId: id, finding: '모집이 늦었다' } })
  expect(await problems('closeRound')).toEqual(['feedback FINDINGS_OPEN'])
  await prisma.feedback.update({ where: { id: finding.id }, data: { decision: 'CONTINUE' } })
  expect(await problems('closeRound')).toEqual([])
})

test('a round and its programs are stepped at once without a deadlock', async () => {
  const called = await openRound()
  const programs = []
  for (let count = 0; count < 4; count++) programs.push(await completeDraft(product, called, '28140', `사업 ${count}`))
  const answers = await Promise.all([
    ...programs.map(({ id, version }) => tried(dong, 'submitProposal', { id, version }, PROGRAM)),
    tried(city, 'startScreening', { id: called.id, version: called.version }, ROUND),
  ])
  expect(answers.at(-1)?.record.state).toBe('SCREENING')
  for (const { record, problems } of answers.slice(0, -1)) {
    expect(problems.length ? problems[0].code : record.stage).toMatch(/^(SUBMITTED|CALL_NOT_OPEN)$/)
  }
})
