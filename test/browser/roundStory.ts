import { expect } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { addAccount, type Stage } from './browser.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
type Found = any

/** Does one act that must succeed, and returns its record. */
export async function done(ask: Ask, name: string, input: object, select: string): Promise<Found> {
  const Input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const { data, errors } = await ask(
    `mutation ($input: ${Input}!) { done: ${name}(input: $input) { ${select} errors { field message } } }`,
    { input },
  )
  expect([name, errors, data?.done.errors]).toEqual([name, undefined, []])
  const { errors: _, ...record } = data.done
  return Object.values(record)[0]
}

/** Somebody with an account, who can sign in with the password of the tests. */
export const account = (
  { product }: Stage,
  city: Ask,
  name: string,
  email: string,
  role: string,
  districtIds: string[] = [],
) => addAccount(product, city, { name, email, role, districtIds })

export const districtId = async (city: Ask, code: string): Promise<string> =>
  (await city(`{ district(code: "${code}") { id } }`)).data.district.id

const criteria = [
  { nameKo: '일자리 효과', nameEn: 'Jobs', weightPct: 50, maxScore: 10 },
  { nameKo: '실행 가능성', nameEn: 'Feasibility', weightPct: 30, maxScore: 5 },
  { nameKo: '상생 협력', nameEn: 'Cooperation', weightPct: 20, maxScore: 20 },
]

/** Three reviewers, the first of 미추홀구. */
export async function addReviewers(stage: Stage, city: Ask) {
  await account(stage, city, '김심사', 'kim@example.org', 'REVIEWER', [await districtId(city, '28177')])
  await account(stage, city, '이심사', 'lee@example.org', 'REVIEWER')
  await account(stage, city, '박심사', 'park@example.org', 'REVIEWER')
}

/** A round of the year with an open call. */
export async function openRound(city: Ask, year: number) {
  const dates = { callOpensOn: `${year - 1}-10-01`, callClosesOn: `${year - 1}-10-31` }
  const titleKo = `${year}년 시·군·구 상생협력 특화일자리사업`
  const about = { year, titleKo, titleEn: `City–District Jobs ${year}`, jobTarget: 180, citySharePct: 70, ...dates }
  const round = await done(city, 'createRound', about, 'round { id version }')
  const { id, version } = await done(city, 'setCriteria', { ...round, criteria }, 'round { id version }')
  await done(city, 'openCall', { id, version }, 'round { id }')
  return id as string
}

/** A proposal of the district that is submitted: target, money and delivery body are there. */
export async function proposal(city: Ask, roundId: string, code: string, titleKo: string, titleEn: string) {
  const about = { roundId, districtId: await districtId(city, code), titleKo, titleEn, targetJobs: 20 }
  const { id } = await done(
    city,
    'createProgram',
    { ...about, summaryKo: `${titleKo}: 지역 수요 맞춤` },
    'program { id }',
  )
  await done(city, 'setFunding', { programId: id, source: 'CITY', planned: 70_000_000 }, 'fundingLine { id }')
  await done(city, 'setFunding', { programId: id, source: 'DISTRICT', planned: 30_500_000 }, 'fundingLine { id }')
  const organizationId = await deliveryBody(city)
  await done(city, 'assignOrganization', { programId: id, organizationId, role: 'IMPLEMENTING' }, 'program { id }')
  await step(city, 'submitProposal', id)
  return id as string
}

async function deliveryBody(city: Ask): Promise<string> {
  const nameKo = '가상 사회적협동조합'
  const { data } = await city(`{ organizations(filter: { search: "${nameKo}" }) { nodes { id } } }`)
  const known = data.organizations.nodes[0]?.id
  if (known) return known
  const about = { nameKo, nameEn: 'Imaginary Cooperative', kind: 'SOCIAL_ENTERPRISE' }
  return (await done(city, 'createOrganization', about, 'organization { id }')).id
}

/** Takes a step with the program as it is now. */
export async function step(city: Ask, name: string, id: string) {
  const { data } = await city('query ($id: ID!) { node(id: $id) { ... on Program { version } } }', { id })
  return done(city, name, { id, version: data.node.version }, 'program { stage }')
}

/** The reviewer scores the proposal in the order of the criteria and hands in. */
export async function handIn({ product }: Stage, email: string, programId: string, scores: number[]) {
  const reviewer = await product.signIn(PASSWORD, email)
  const { data } = await reviewer(
    'query ($id: ID!) { reviews(filter: { program: $id, open: true }) { nodes { id version program { round { criteria { id } } } } } }',
    { id: programId },
  )
  const [{ id, version, program }] = data.reviews.nodes
  const given = scores.map((score, at) => ({ criterionId: program.round.criteria[at].id, score }))
  const kept = await done(reviewer, 'saveReview', { id, version, scores: given }, 'review { id version }')
  await done(reviewer, 'submitReview', kept, 'review { id }')
}
