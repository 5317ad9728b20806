import { expect } from 'vitest'
import { enrolled, moved as stepped } from './people.ts'
import { assigned, completeDraft, done, type Found, handedIn, moved, now, step } from './proposal.ts'
import type { Asker, Running } from './support.ts'

/** A program of the year: who proposes it, what the reviewers think of it, and how many people take part. */
export interface Plan {
  code: string
  titleKo: string
  scores: [number, number, number]
  targetJobs: number
  firstHalf: number
  basis: 'PLACED' | 'TRAINED'
}
export type Planned = Plan & { id: string }

const plan = (
  code: string,
  titleKo: string,
  scores: Plan['scores'],
  firstHalf = 3,
  basis: Plan['basis'] = 'PLACED',
) => ({
  code,
  titleKo,
  scores,
  targetJobs: firstHalf + 2,
  firstHalf,
  basis,
})

/** Twelve proposals of ten of the eleven districts that there are in 2030; 옹진군 does not propose. */
export const plans: Plan[] = [
  plan('28177', '학교 안전지킴이', [10, 5, 18], 6),
  plan('28177', '청년 공방', [9, 4, 16], 5),
  plan('28237', '육아코칭단', [9, 5, 15], 4),
  plan('28237', '골목상권 도우미', [8, 4, 12]),
  plan('28125', '원도심 해설사', [8, 5, 10]),
  plan('28155', '공항 통근 안내원', [8, 5, 10]),
  plan('28275', '수변공원 관리단', [7, 4, 18]),
  plan('28290', '산업단지 안전교육', [9, 4, 15], 3, 'TRAINED'),
  plan('28185', '코딩 강사 양성', [8, 4, 14], 3, 'TRAINED'),
  plan('28200', '공구상가 배송', [7, 4, 10]),
  plan('28245', '텃밭 가꾸기', [5, 3, 8]),
  plan('28710', '농가 일손 나눔', [4, 4, 8]),
]

/** Three reviewers, each of a district of their own; the first is a point milder than the second, the third stricter. */
export const reviewers = ['reviewer-28177', 'reviewer-28237', 'reviewer-28185']

/** The district drafts the program with its target, money and delivery body, and submits it. */
export async function proposed(product: Running, round: Found, plan: Plan): Promise<Planned> {
  const district = await product.as(plan.code)
  const { id, version } = await completeDraft(product, round, plan.code, plan.titleKo)
  await done(district, 'updateProgram', { id, version, targetJobs: plan.targetJobs }, 'program { id }')
  await step(district, 'submitProposal', { id })
  return { ...plan, id }
}

/** Every reviewer but one of the own district scores the program. */
export async function scored(product: Running, round: Found, program: Planned) {
  const others = reviewers.filter((name) => !name.endsWith(program.code))
  const reviews: Found[] = []
  for (const name of others) reviews.push(await assigned(product, program, name))
  await step(await product.as('city'), 'startReview', program)
  const [jobs, feasible, joint] = program.scores
  for (const [index, name] of others.entries()) {
    const scores = [jobs, feasible, joint + 1 - reviewers.indexOf(name)]
    await handedIn(product, round, reviews[index], name, scores)
  }
}

/** Enters amounts in the funding line of the program as it is now: by `setFunding` or `reportSpending`. */
export async function money(product: Running, who: string, act: string, { id }: Planned, source: string, won: object) {
  const asker = await product.as(who)
  const { fundingLines } = await now(asker, id, 'fundingLines { source version }')
  const { version } = fundingLines.find((line: Found) => line.source === source)
  return done(asker, act, { programId: id, source, version, ...won }, 'fundingLine { id }')
}

/** The district signs, the city grants 70 million, the district adds its share, and the program starts. */
export async function started(product: Running, program: Planned, districtWon: number, signedOn: string) {
  const district = await product.as(program.code)
  const agreement = { programId: program.id, titleKo: `${program.titleKo} 협약`, signedOn }
  await done(district, 'recordAgreement', agreement, 'agreement { id }')
  await money(product, 'city', 'setFunding', program, 'CITY', { granted: 70_000_000 })
  await money(product, 'city', 'setFunding', program, 'DISTRICT', { granted: districtWon })
  await step(await product.as('city'), 'agreeProgram', program)
  return step(district, 'startProgram', program)
}

/** An intake of so many people who are selected on its first day. */
export async function intake(product: Running, program: Planned, half: 1 | 2, size: number, startsOn: string) {
  const district = await product.as(program.code)
  const input = { programId: program.id, half, nameKo: half === 1 ? '상반기' : '하반기', capacity: size, startsOn }
  const { id: cohortId } = await done(district, 'createCohort', input, 'cohort { id }')
  const people: Found[] = []
  for (let count = 0; count < size; count++) {
    people.push(await enrolled(district, program.id, startsOn, { cohortId, stage: 'SELECTED' }))
  }
  return people
}

/** Takes people to the job or through the training that the program is for. */
export async function brought(product: Running, program: Planned, people: Found[], on: string) {
  const district = await product.as(program.code)
  const stages = program.basis === 'PLACED' ? ['PLACED'] : ['IN_TRAINING', 'TRAINED']
  for (const person of people) for (const stage of stages) await stepped(district, person, stage, on)
}

/** The round of the year takes a step, and its state after it. */
export const roundTo = async (product: Running, round: Found, name: string) => (await moved(product, name, round)).state

/** One after the other, as people do. */
export async function all<Item>(items: Item[], each: (item: Item, index: number) => Promise<unknown>) {
  for (const [index, item] of items.entries()) await each(item, index)
}

/** How many programs of the round stand at which stage, as far as this person may see them. */
export async function stages(who: Asker): Promise<Record<string, number>> {
  const { data } = await who.ask('{ programs(filter: { year: 2030 }, first: 100) { nodes { stage } } }')
  const counts: Record<string, number> = {}
  for (const { stage } of data.programs.nodes) counts[stage] = (counts[stage] ?? 0) + 1
  return counts
}

/** How many people of the program reached each stage by a day, and how many stand there. */
export async function reached(who: Asker, { id }: Planned, asOf: string): Promise<string> {
  const { participantCounts } = await now(who, id, `participantCounts(asOf: "${asOf}") { stage reached standing }`)
  const some = participantCounts.filter((count: Found) => count.reached)
  return some.map((count: Found) => `${count.stage} ${count.reached}/${count.standing}`).join(', ')
}

/** The figure of the program on both clocks. */
export async function figureOf(who: Asker, { id, basis }: Planned, asOf: string, knownAt?: string): Promise<Found> {
  const query = `query ($id: ID!, $knownAt: DateTime) { node(id: $id) { ... on Program {
    figure(indicator: "${basis}", asOf: "${asOf}", knownAt: $knownAt) { value figureAsOf reported } } } }`
  return (await who.ask(query, { id, knownAt })).data.node.figure
}

/** The participants of the year by counting basis; `more` may name the source and the moment. */
export async function byBasis(who: Asker, asOf: string, more = ''): Promise<Found> {
  const filter = '{ years: [2030], populations: [PARTICIPANTS] }'
  const args = `groupBy: [BASIS], filter: ${filter}, mixed: LABEL, asOf: "${asOf}" ${more}`
  const { data, errors } = await who.ask(`{ results(${args}) { rows { basis figure { value } } } }`)
  expect(errors).toBeUndefined()
  return Object.fromEntries(data.results.rows.map(({ basis, figure }: Found) => [basis, figure.value]))
}

/** The headline against the figures, as known at a moment. */
export async function reconciliation(who: Asker, knownAt?: string): Promise<Found> {
  const query = `query ($knownAt: DateTime) { claim(code: "2030-headline") {
    reconciliation(knownAt: $knownAt) { claimed counted remainder status } } }`
  return (await who.ask(query, { knownAt })).data.claim.reconciliation
}

/** The district notes what it learned from its program. */
export async function finding(product: Running, { id: programId, code }: Planned, text: string): Promise<Found> {
  return done(await product.as(code), 'recordFinding', { programId, finding: text }, 'feedback { id version }')
}

/** The city decides on it with the figures as of a day, as far as they are known. */
export async function decided(product: Running, { id, version }: Found, decision: string, figuresAsOf: string) {
  const input = { id, version, decision, decisionText: '평가대로', figuresAsOf }
  return done(await product.as('city'), 'decideFinding', input, 'feedback { id }')
}

/** The city puts the program and the one that follows it on a line. */
export async function onLine(product: Running, code: string, first: Found, second: Found, lineChange: string) {
  const city = await product.as('city')
  const input = { code, nameKo: first.titleKo, nameEn: code }
  const { id: lineId } = await done(city, 'createProgramLine', input, 'programLine { id }')
  for (const { id } of [first, second]) {
    const { version } = await now(city, id)
    const place = { id, version, lineId, lineChange: id === first.id ? 'NEW' : lineChange }
    await done(city, 'placeOnLine', place, 'program { id }')
  }
}
