import { expect } from 'vitest'
import { type Asker, idOf, type Running } from './support.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
export type Found = any

/** Does one act and returns the record in its payload, with what was wrong. */
export async function tried(asker: Asker, name: string, input: object, select: string) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${select} errors { field message code } } }`
  const { data, errors } = await asker.ask(query, { input })
  const { errors: problems, ...record } = data?.[name] ?? {}
  return {
    record: Object.values(record)[0] as Found,
    problems: problems as Found[],
    refused: errors?.[0]?.extensions.code,
  }
}

/** Does one act that must succeed, and returns its record. */
export async function done(asker: Asker, name: string, input: object, select: string) {
  const answer = await tried(asker, name, input, select)
  expect({ name, problems: answer.problems, refused: answer.refused }).toEqual({
    name,
    problems: [],
    refused: undefined,
  })
  return answer.record
}

/** Does one act that must be refused, and returns the code of the error, or field and code of each mistake. */
export async function refused(asker: Asker, name: string, input: object, select: string) {
  const answer = await tried(asker, name, input, select)
  return answer.refused ?? answer.problems.map(({ field, code }: Found) => `${field} ${code}`)
}

export const PROGRAM = 'program { id version stage }'
export const ROUND = 'round { id version state }'
export const REVIEW = 'review { id version total submittedAt }'

const criteria = [
  { nameKo: '일자리 효과', nameEn: 'Jobs', weightPct: 50, maxScore: 10 },
  { nameKo: '실행 가능성', nameEn: 'Feasibility', weightPct: 30, maxScore: 5 },
  { nameKo: '상생 협력', nameEn: 'Cooperation', weightPct: 20, maxScore: 20 },
]

/** A planned round of the year with call dates, criteria and the rule 70 : 30. */
export async function plannedRound(product: Running, year: number): Promise<Found> {
  const city = await product.as('city')
  const titleKo = `${year}년 특화일자리사업`
  const dates = { callOpensOn: `${year - 1}-10-01`, callClosesOn: `${year - 1}-10-31` }
  const round = await done(city, 'createRound', { year, titleKo, citySharePct: 70, ...dates }, ROUND)
  return done(city, 'setCriteria', { id: round.id, version: round.version, criteria }, CRITERIA)
}

const CRITERIA = 'round { id version state criteria { id nameKo weightPct maxScore } }'

/** The round a step further. */
export async function moved(product: Running, name: string, { id }: Found): Promise<Found> {
  const city = await product.as('city')
  const { data } = await city.ask('query ($id: ID!) { node(id: $id) { ... on Round { version } } }', { id })
  return done(city, name, { id, version: data.node.version }, CRITERIA)
}

/** The id of the district with this code. */
export async function districtOf(product: Running, code: string): Promise<string> {
  return (await product.ask(`{ district(code: "${code}") { id } }`)).data.district.id
}

/** A draft of the district in the round, with nothing but a title. */
export async function draft(
  product: Running,
  round: Found,
  code: string,
  titleKo = '동네 돌봄 일자리',
): Promise<Found> {
  const officer = await product.as(code)
  const districtId = await districtOf(product, code)
  return done(officer, 'createProgram', { roundId: round.id, districtId, titleKo }, PROGRAM)
}

/** A draft that can be submitted: target, planned money and delivery body. */
export async function completeDraft(product: Running, round: Found, code: string, titleKo?: string): Promise<Found> {
  const officer = await product.as(code)
  const program = await draft(product, round, code, titleKo)
  const programId = program.id
  await done(officer, 'setFunding', { programId, source: 'CITY', planned: 70_000_000 }, 'fundingLine { id }')
  await done(officer, 'setFunding', { programId, source: 'DISTRICT', planned: 30_000_000 }, 'fundingLine { id }')
  const organizationId = await deliveryBody(product)
  await done(officer, 'assignOrganization', { programId, organizationId, role: 'IMPLEMENTING' }, PROGRAM)
  return done(officer, 'updateProgram', { ...program, stage: undefined, targetJobs: 20 }, PROGRAM)
}

export async function deliveryBody({ db }: Running): Promise<string> {
  const nameKo = '가상 사회적협동조합'
  const { id } = await db.prisma.organization.upsert({
    where: { nameKo },
    create: { nameKo, kind: 'SOCIAL_ENTERPRISE' },
    update: {},
  })
  return idOf('Organization', id)
}

/** The program as it is now. */
export async function now(asker: Asker, id: string, select = 'id version stage'): Promise<Found> {
  return (await asker.ask(`query ($id: ID!) { node(id: $id) { ... on Program { ${select} } } }`, { id })).data.node
}

/** Takes a step with the program as it is now. */
export async function step(asker: Asker, name: string, { id }: Found, reason?: string): Promise<Found> {
  const { version } = await now(asker, id)
  return done(asker, name, { id, version, reason }, PROGRAM)
}

/** The id of a reviewer's account. */
export async function reviewerId(product: Running, name: string): Promise<string> {
  return (await (await product.as(name)).ask('{ viewer { id } }')).data.viewer.id
}

/** The reviewer is assigned, scores and hands in; `scores` in the order of the criteria. */
export async function reviewed(product: Running, round: Found, program: Found, name: string, scores: number[]) {
  const review = await assigned(product, program, name)
  return handedIn(product, round, review, name, scores)
}

export async function assigned(product: Running, { id }: Found, name: string): Promise<Found> {
  const input = { programId: id, reviewerId: await reviewerId(product, name) }
  return done(await product.as('city'), 'assignReviewer', input, REVIEW)
}

export async function handedIn(product: Running, round: Found, review: Found, name: string, scores: number[]) {
  const reviewer = await product.as(name)
  const input = {
    id: review.id,
    version: review.version,
    scores: scores.map((score, index) => ({ criterionId: round.criteria[index].id, score })),
  }
  const { id, version } = await done(reviewer, 'saveReview', input, REVIEW)
  return done(reviewer, 'submitReview', { id, version }, REVIEW)
}
