import { beforeAll, describe, expect, test } from 'vitest'
import { act, approve, approved, type Ids, idsOf, tryTo } from './figures.ts'
import { itIs, moved } from './people.ts'
import { done, type Found, now, plannedRound, refused, reviewerId, step } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'
import {
  all,
  brought,
  byBasis,
  decided,
  figureOf,
  finding,
  intake,
  money,
  onLine,
  type Planned,
  plans,
  proposed,
  reached,
  reconciliation,
  roundTo,
  scored,
  stages,
  started,
} from './yearSupport.ts'

let product: Running
let city: Asker
let approver: Asker
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  approver = await product.as('city-2')
  ids = await idsOf(product)
})

const SEPTEMBER = '2030-09-30'
const DECEMBER = '2030-12-31'
const CO = '{ cityWon districtWon citySharePct rulePct deviationPct cityFrom }'

let round: Found
const programs: Planned[] = []
let selected: Planned[] = []
let first: Planned
const secondHalf = new Map<Planned, Found[]>()
const reported = new Map<Planned, Found>()
let next: Found
const nextPrograms: Planned[] = []
let interimFinding: Found
const known = { interim: '', corrected: '' }

const ofRound = async (fields: string) => (await city.ask(`{ round(year: 2030) { ${fields} } }`)).data.round
const report = async (program: Planned, asOf: string, value: number) => {
  const figure = { programId: program.id, indicatorId: ids.indicator(program.basis), asOf, value }
  return approved(await product.as(program.code), city, figure)
}

describe('a year of the round', () => {
  test('in October the city opens the call for the next year', async () => {
    itIs(product, '2029-10-01')
    round = await plannedRound(product, 2030)
    expect(await roundTo(product, round, 'openCall')).toBe('CALL_OPEN')
  })

  test('ten districts propose twelve programs, which nobody but the city and each district sees', async () => {
    itIs(product, '2029-10-25')
    await all(plans, async (plan) => programs.push(await proposed(product, round, plan)))
    expect(new Set(programs.map(({ code }) => code)).size).toBe(10)
    expect(await stages(city)).toEqual({ SUBMITTED: 12 })
    expect(await stages(await product.as('28237'))).toEqual({ SUBMITTED: 2 })
    expect(await stages(product)).toEqual({})
  })

  test('three reviewers score each proposal, none of its own district', async () => {
    itIs(product, '2029-12-03')
    expect(await roundTo(product, round, 'startScreening')).toBe('SCREENING')
    const own = { programId: programs[0]?.id, reviewerId: await reviewerId(product, 'reviewer-28177') }
    expect(await refused(city, 'assignReviewer', own, 'review { id }')).toEqual(['reviewerId OWN_DISTRICT'])
    await all(programs, (program) => scored(product, round, program))
    expect(await stages(city)).toEqual({ IN_REVIEW: 12 })
    expect((await city.ask('{ reviews(filter: { year: 2030 }) { totalCount } }')).data.reviews.totalCount).toBe(31)
  })

  test('the city ranks, selects nine, reserves one and rejects two; the ranking is frozen', async () => {
    itIs(product, '2030-01-25')
    const RANKING = '{ rank tied score program { id titleKo } }'
    const { ranking } = await ofRound(`ranking ${RANKING}`)
    const places = ranking.map(({ rank, tied, score }: Found) => `${rank}${tied ? '=' : ''} (${score})`)
    expect(places.join(', ')).toBe(
      '1 (97.5), 2 (90), 3 (84.5), 4 (84), 5= (80), 5= (80), 7 (78.5), 8 (77), 9 (76), 10 (69), 11 (52), 12 (51)',
    )
    const names = ranking.map(({ program }: Found) => program.titleKo)
    expect(names.slice(9)).toEqual(['공구상가 배송', '농가 일손 나눔', '텃밭 가꾸기'])
    const decide = (name: string) => (row: Found) => step(city, name, row.program, `${row.rank}위`)
    await all(ranking.slice(0, 9), decide('selectProgram'))
    await all(ranking.slice(9, 10), decide('reserveProgram'))
    await all(ranking.slice(10), decide('rejectProgram'))
    expect(await roundTo(product, round, 'announceSelection')).toBe('SELECTED')
    expect(await stages(city)).toEqual({ SELECTED: 9, RESERVE: 1, REJECTED: 2 })
    expect(await stages(product)).toEqual({ SELECTED: 9 })
    const { rankings } = await ofRound(`rankings { frozenByName entries ${RANKING} }`)
    expect(rankings).toEqual([{ frozenByName: 'Officer city', entries: ranking }])
    selected = programs.slice(0, 9)
    first = programs[0] as Planned
  })

  test('districts sign agreements, the city grants its 70 %, and one district gives more than its share', async () => {
    itIs(product, '2030-03-04')
    await all(selected, (program, index) =>
      started(product, program, index === 0 ? 40_000_000 : 30_000_000, '2030-02-15'),
    )
    expect(await roundTo(product, round, 'startRound')).toBe('RUNNING')
    expect(await stages(product)).toEqual({ RUNNING: 9 })
    const { coFunding } = await ofRound(`coFunding(basis: GRANTED) ${CO}`)
    expect(Object.values(coFunding).join(' ')).toBe('630000000 280000000 69.23 70 -0.77 PROGRAM')
  })

  test('districts enroll the first cohort; some are placed, some trained, one of each leaves', async () => {
    itIs(product, '2030-06-28')
    await all(selected, async (program) => {
      const [leaver, ...others] = await intake(product, program, 1, program.firstHalf, '2030-03-04')
      await brought(product, program, others, '2030-05-31')
      await moved(await product.as(program.code), leaver, 'LEFT', '2030-06-03', { reason: '이사' })
    })
    const COHORTS = 'cohorts { half placesTaken(asOf: "2030-06-28") overCapacity(asOf: "2030-06-28") }'
    const district = await product.as(first.code)
    expect(await reached(district, first, '2030-06-28')).toBe('SELECTED 6/0, PLACED 5/5, LEFT 1/1')
    const { cohorts } = await now(district, first.id, COHORTS)
    expect(cohorts).toEqual([{ half: 1, placesTaken: 5, overCapacity: false }])
    expect((await product.ask('{ participants { totalCount } }')).data.participants.totalCount).toBe(0)
  })

  test('the second cohort follows in July', async () => {
    itIs(product, '2030-08-30')
    await all(selected, async (program) => {
      const people = await intake(product, program, 2, 3, '2030-07-01')
      await brought(product, program, people.slice(0, 2), '2030-08-20')
      secondHalf.set(program, people)
    })
    expect((await city.ask('{ cohorts(filter: { year: 2030 }) { totalCount } }')).data.cohorts.totalCount).toBe(18)
    expect(await byBasis(city, '2030-06-30', ', source: REGISTERED')).toMatchObject({ PLACED: 20, TRAINED: 4 })
    expect(await byBasis(city, SEPTEMBER, ', source: REGISTERED')).toMatchObject({ PLACED: 34, TRAINED: 8 })
  })

  test('districts report the interim figures as of 30 September, and the city approves them', async () => {
    known.interim = itIs(product, '2030-10-14')
    await all(selected, async (program, index) => {
      const counted = program.firstHalf + 1
      reported.set(program, await report(program, SEPTEMBER, index === 0 ? counted + 1 : counted))
    })
    const applied = { programId: selected[8]?.id, indicatorId: ids.indicator('APPLIED'), asOf: SEPTEMBER, value: 10 }
    const own = await act(city, 'recordOutcome', applied)
    const { id, version } = await act(city, 'submitOutcome', { id: own.id, version: own.version })
    expect((await tryTo(city, 'approveOutcome', { id, version })).problems).toMatchObject([{ code: 'OWN_FIGURE' }])
    await act(approver, 'approveOutcome', { id, version })
    expect(await byBasis(city, SEPTEMBER)).toEqual({ APPLIED: 10, PLACED: 35, TRAINED: 8 })
  })

  test('the city publishes 43 jobs, which the figures give once applicants are left out', async () => {
    const document = { address: 'example.org/2030-10', publisher: '가상일보', publishedOn: '2030-10-14' }
    const { id: documentId } = await done(city, 'createSource', document, 'source { id }')
    const about = { roundId: round.id, documentId, code: '2030-headline', titleKo: '일자리 43개 창출', value: 43 }
    const unit = { unitKo: '명', unitEn: 'persons', population: 'PARTICIPANTS', basis: 'OTHER', asOf: SEPTEMBER }
    const { id, version } = await act(city, 'publishClaim', { ...about, ...unit }, 'Claim')
    expect(await reconciliation(city)).toEqual({ claimed: 43, counted: 53, remainder: -10, status: 'UNEXPLAINED' })
    const treatments = [{ treatment: 'LEAVE_OUT', basis: 'APPLIED', reason: '신청은 일자리가 아님', inferred: false }]
    await act(city, 'explainClaim', { id, version, treatments }, 'Claim')
    expect(await reconciliation(city)).toEqual({ claimed: 43, counted: 43, remainder: 0, status: 'EXPLAINED' })
  })

  test('the next call opens before the final results exist; a finding is decided on the interim figures', async () => {
    itIs(product, '2030-10-15')
    next = await plannedRound(product, 2031)
    expect(await roundTo(product, next, 'openCall')).toBe('CALL_OPEN')
    const again = [selected[0], { ...selected[1], titleKo: '청년 공방과 판매장' }] as Planned[]
    await all(again, async (plan) => nextPrograms.push(await proposed(product, next, plan)))
    expect((await ofRound('state')).state).toBe('RUNNING')
    interimFinding = await finding(product, first, '수요가 많다.')
    await decided(product, interimFinding, 'CONTINUE', SEPTEMBER)
  })

  test('one figure is corrected; what was known before stays known', async () => {
    known.corrected = itIs(product, '2030-10-24')
    const { id, version } = reported.get(first)
    const district = await product.as(first.code)
    const correction = { id, version, value: 7, correctionReason: '한 사람을 두 번 셈' }
    const draft = await act(district, 'supersedeOutcome', correction)
    expect(await figureOf(city, first, SEPTEMBER)).toMatchObject({ value: 8 })
    await approve(district, approver, draft.id, draft.version)
    expect(await figureOf(city, first, SEPTEMBER)).toMatchObject({ value: 7 })
    // The step from 8 to 7 would tell the public of one person.
    expect(await figureOf(product, first, SEPTEMBER)).toMatchObject({ value: null })
    expect(await figureOf(city, first, SEPTEMBER, known.interim)).toMatchObject({ value: 8 })
    expect(await byBasis(city, SEPTEMBER)).toMatchObject({ PLACED: 34, TRAINED: 8 })
    expect(await byBasis(city, SEPTEMBER, `, knownAt: "${known.interim}"`)).toMatchObject({ PLACED: 35 })
    expect(await reconciliation(city)).toMatchObject({ remainder: 1, status: 'UNEXPLAINED' })
    expect(await reconciliation(city, known.interim)).toMatchObject({ counted: 43, status: 'EXPLAINED' })
  })

  test('districts hand in the final reports, with figures as of the end of the year', async () => {
    itIs(product, '2031-01-20')
    await all(selected, async (program) => {
      await brought(product, program, secondHalf.get(program)?.slice(2) ?? [], '2030-11-15')
      await report(program, DECEMBER, program.firstHalf + 2)
      const district = await product.as(program.code)
      await step(district, 'reportProgram', program)
    })
    expect(await roundTo(product, round, 'reportRound')).toBe('REPORTED')
    expect(await figureOf(city, first, DECEMBER)).toEqual({ value: 8, figureAsOf: DECEMBER, reported: true })
    expect(await figureOf(city, first, SEPTEMBER)).toMatchObject({ value: 7, figureAsOf: SEPTEMBER })
    expect(await figureOf(city, first, DECEMBER, known.corrected)).toMatchObject({ value: 7, figureAsOf: SEPTEMBER })
  })

  test('the city settles once all that was granted was spent or returned, to the won', async () => {
    itIs(product, '2031-02-14')
    await all(selected, async (program, index) => {
      const districtWon = index === 0 ? 40_000_000 : 30_000_000
      await money(product, program.code, 'reportSpending', program, 'DISTRICT', { spent: districtWon })
      await money(product, program.code, 'reportSpending', program, 'CITY', { spent: 69_000_000 })
      const { version } = await now(city, program.id)
      const early = await refused(city, 'settleProgram', { id: program.id, version }, 'program { id }')
      expect(early).toEqual(['fundingLines NOT_BALANCED'])
      await money(product, program.code, 'reportSpending', program, 'CITY', { returned: 1_000_000 })
      await step(city, 'settleProgram', program)
    })
    expect(await stages(product)).toEqual({ SETTLED: 9 })
  })

  test('the city evaluates against the targets, with satisfaction and cost per job', async () => {
    itIs(product, '2031-02-26')
    await all(selected, async (program) => {
      const input = { programId: program.id, evaluatedOn: '2031-02-25', satisfaction: 91.5, findings: '목표를 이룸' }
      await done(city, 'recordEvaluation', input, 'evaluation { id }')
      await step(city, 'evaluateProgram', program)
    })
    expect(await roundTo(product, round, 'evaluateRound')).toBe('EVALUATED')
    const QUOTIENTS = `evaluation { targetJobs satisfaction actualJobs(asOf: "${DECEMBER}") { value }
      achievementPct(asOf: "${DECEMBER}") { value } costPerJob(asOf: "${DECEMBER}") { value reason } }`
    expect((await now(product, first.id, QUOTIENTS)).evaluation).toEqual({
      targetJobs: 8,
      satisfaction: 91.5,
      actualJobs: { value: 8 },
      achievementPct: { value: 100 },
      costPerJob: { value: 13_625_000, reason: null },
    })
    const training = (await now(product, selected[8]?.id as string, QUOTIENTS)).evaluation
    expect(training.costPerJob).toEqual({ value: null, reason: 'NO_ACTUAL' })
  })

  test('the city designates two flagships', async () => {
    const award = { year: 2030, awardedOn: '2031-02-26', criteria: '성과와 확산 가능성', evidence: '2030년 평가' }
    await all(selected.slice(0, 2), ({ id: programId }) =>
      done(city, 'designateFlagship', { ...award, programId }, 'flagshipAward { id }'),
    )
    const { data } = await product.ask('{ programs(filter: { year: 2030, flagship: true }) { nodes { titleKo } } }')
    expect(data.programs.nodes.map(({ titleKo }: Found) => titleKo)).toEqual(['학교 안전지킴이', '청년 공방'])
  })

  test('the feedback goes into the next round: one continued, one changed, one ended', async () => {
    itIs(product, '2031-03-10')
    const changed = await finding(product, selected[1] as Planned, '만든 것을 팔 곳이 없다.')
    const ended = await finding(product, selected[2] as Planned, '수요가 줄었다.')
    const early = await refused(city, 'closeRound', await ofRound('id version'), 'round { id }')
    expect(early).toEqual(['feedback FINDINGS_OPEN'])
    await decided(product, changed, 'CHANGE', DECEMBER)
    await decided(product, ended, 'END', DECEMBER)
    await onLine(product, 'school', first, nextPrograms[0], 'CONTINUED')
    await onLine(product, 'workshop', selected[1], nextPrograms[1], 'CHANGED')
    const entries = [interimFinding, changed, ended]
    await all(entries, async ({ id }, index) => {
      const input = { id, version: 2, change: ['그대로', '판매장 추가', '종료'][index], doneOn: '2031-03-10' }
      const nextProgramId = nextPrograms[index]?.id
      await done(city, 'recordChange', { ...input, ...(nextProgramId && { nextProgramId }) }, 'feedback { id }')
    })
    expect(await roundTo(product, round, 'closeRound')).toBe('CLOSED')
    const { data } = await city.ask(`{ feedbackEntries(filter: { year: 2030, open: false }) { nodes {
      decision program { titleKo } nextProgram { titleKo lineChange } figures { value } } } }`)
    const said = data.feedbackEntries.nodes.map(({ decision, program, nextProgram, figures }: Found) =>
      [decision, program.titleKo, figures[0].value, nextProgram?.titleKo, nextProgram?.lineChange].join(' '),
    )
    // The first was decided in October, on the 8 that were known then and corrected to 7 afterwards.
    expect(said).toEqual([
      'CONTINUE 학교 안전지킴이 8 학교 안전지킴이 CONTINUED',
      'CHANGE 청년 공방 7 청년 공방과 판매장 CHANGED',
      'END 육아코칭단 6  ',
    ])
  })

  test('the year in one query: results by basis, reported and registered, as known then and now', async () => {
    expect(await stages(product)).toEqual({ EVALUATED: 9 })
    expect(await byBasis(city, DECEMBER)).toEqual({ APPLIED: 10, PLACED: 41, TRAINED: 10 })
    expect(await byBasis(city, DECEMBER, ', source: REGISTERED')).toMatchObject({ PLACED: 41, TRAINED: 10 })
    expect(await byBasis(city, DECEMBER, `, knownAt: "${known.corrected}"`)).toMatchObject({ PLACED: 34, TRAINED: 8 })
    expect(await byBasis(city, DECEMBER, `, knownAt: "${known.interim}"`)).toMatchObject({ PLACED: 35, TRAINED: 8 })
    const { steps } = await ofRound('steps { toState }')
    expect(steps.map(({ toState }: Found) => toState).join(' ')).toBe(
      'CALL_OPEN SCREENING SELECTED RUNNING REPORTED EVALUATED CLOSED',
    )
  })
})
