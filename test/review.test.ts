import { beforeAll, expect, test } from 'vitest'
import {
  assigned,
  completeDraft,
  done,
  type Found,
  handedIn,
  moved,
  PROGRAM,
  plannedRound,
  REVIEW,
  ROUND,
  refused,
  reviewed,
  reviewerId,
  step,
  tried,
} from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let year = 2040
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

/** A round in screening with a submitted proposal of each district. */
async function screening(...codes: string[]) {
  const round = await moved(product, 'openCall', await plannedRound(product, ++year))
  const programs: Found[] = []
  for (const code of codes) {
    const program = await completeDraft(product, round, code, `${code}의 사업`)
    programs.push(await step(await product.as(code), 'submitProposal', program))
  }
  await moved(product, 'startScreening', round)
  return { round, programs }
}

const scoresOf = (round: Found, ...scores: number[]) =>
  scores.map((score, index) => ({ criterionId: round.criteria[index].id, score }))

test('the weights of the criteria add up to exactly 100, and the criteria stay once a score was given', async () => {
  const { id, version } = await plannedRound(product, ++year)
  const set = (...weights: number[]) => {
    const criteria = weights.map((weightPct, index) => ({ nameKo: `기준 ${index + 1}`, weightPct, maxScore: 10 }))
    return { id, version, criteria }
  }
  const { problems } = await tried(city, 'setCriteria', set(33.33, 33.33, 33.33), ROUND)
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "code": "WEIGHTS_NOT_100",
        "field": "criteria",
        "message": "The weights add up to 99.99 %; they must add up to 100 %.",
      },
    ]
  `)
  expect(await refused(city, 'setCriteria', set(), ROUND)).toEqual(['criteria WEIGHTS_NOT_100'])
  expect(await refused(city, 'setCriteria', set(99.995, 0.005), ROUND)).toMatchInlineSnapshot(`
    [
      "criteria.0.weightPct BAD_PLACES",
    ]
  `)
  expect(await refused(city, 'setCriteria', set(33.33, 33.33, 33.34), ROUND)).toEqual([])
  expect(await refused(city, 'setCriteria', set(100), ROUND)).toEqual(['version CONFLICT'])

  const { round, programs } = await screening('28140')
  const review = await assigned(product, programs[0], 'reviewer')
  await step(city, 'startReview', programs[0])
  const input = { id: review.id, version: review.version, scores: scoresOf(round, 5) }
  await done(await product.as('reviewer'), 'saveReview', input, REVIEW)
  const now = (await city.ask(`{ round(year: ${year}) { id version } }`)).data.round
  const criteria = [{ nameKo: '하나뿐인 기준', weightPct: 100, maxScore: 10 }]
  expect(await refused(city, 'setCriteria', { ...now, criteria }, ROUND)).toEqual(['criteria REVIEWS_SAVED'])
})

test('a reviewer account needs no district and sees the proposals to review, and no people', async () => {
  const input = { email: 'kim@reviewers.example', name: '김심사', role: 'REVIEWER' }
  expect(await done(await product.as('admin'), 'inviteUser', input, 'user { role districts { code } }')).toEqual({
    role: 'REVIEWER',
    districts: [],
  })
  const { programs } = await screening('28140', '28177')
  await assigned(product, programs[0], 'reviewer')
  const reviewer = await product.as('reviewer')
  const { data } = await reviewer.ask(
    `{ programs(filter: { year: ${year} }) { nodes { titleKo district { nameKo } fundingLines { source planned }
        organizations { role organization { nameKo } } round { criteria { nameKo weightPct } }
        participants(first: 5) { totalCount nodes { maskedName } } } }
      users { totalCount } participants { totalCount } }`,
  )
  expect(data).toMatchInlineSnapshot(`
    {
      "participants": {
        "totalCount": 0,
      },
      "programs": {
        "nodes": [
          {
            "district": {
              "nameKo": "동구",
            },
            "fundingLines": [
              {
                "planned": 70000000,
                "source": "CITY",
              },
              {
                "planned": 30000000,
                "source": "DISTRICT",
              },
            ],
            "organizations": [
              {
                "organization": {
                  "nameKo": "가상 사회적협동조합",
                },
                "role": "IMPLEMENTING",
              },
            ],
            "participants": {
              "nodes": [],
              "totalCount": 0,
            },
            "round": {
              "criteria": [
                {
                  "nameKo": "일자리 효과",
                  "weightPct": 50,
                },
                {
                  "nameKo": "실행 가능성",
                  "weightPct": 30,
                },
                {
                  "nameKo": "상생 협력",
                  "weightPct": 20,
                },
              ],
            },
            "titleKo": "28140의 사업",
          },
        ],
      },
      "users": {
        "totalCount": 1,
      },
    }
  `)
})

test('only open accounts of reviewers of other districts are assigned, once, and only to proposals', async () => {
  const { programs, round } = await screening('28140')
  const draft = await completeDraft(product, round, '28177')
  const assign = async (name: string, program = programs[0]) =>
    refused(city, 'assignReviewer', { programId: program.id, reviewerId: await reviewerId(product, name) }, REVIEW)
  expect({
    official: await assign('28177'),
    ownDistrict: await assign('reviewer-28140'),
    otherDistrict: await assign('reviewer-28177'),
    again: await assign('reviewer-28177'),
    draft: await assign('reviewer', draft),
  }).toMatchInlineSnapshot(`
    {
      "again": [
        "reviewerId NOT_UNIQUE",
      ],
      "draft": [
        "programId WRONG_STAGE",
      ],
      "official": [
        "reviewerId NOT_REVIEWER",
      ],
      "otherDistrict": [],
      "ownDistrict": [
        "reviewerId OWN_DISTRICT",
      ],
    }
  `)
  const closed = await reviewerId(product, 'reviewer-gone')
  const { data } = await city.ask('query ($id: ID!) { node(id: $id) { ... on User { version } } }', { id: closed })
  await done(
    await product.as('admin'),
    'updateUser',
    { id: closed, version: data.node.version, active: false },
    'user { id }',
  )
  const input = { programId: programs[0].id, reviewerId: closed }
  expect(await refused(city, 'assignReviewer', input, REVIEW)).toEqual(['reviewerId NOT_REVIEWER'])
})

test('scores are given on the criteria of the round, up to the highest score, while the proposal is in review', async () => {
  const { round, programs } = await screening('28140')
  const other = await plannedRound(product, ++year)
  const { id, version } = await assigned(product, programs[0], 'reviewer')
  const reviewer = await product.as('reviewer')
  const save = (scores: Found[], more = {}) => refused(reviewer, 'saveReview', { id, version, scores, ...more }, REVIEW)
  expect(await save(scoresOf(round, 5))).toEqual(['id WRONG_STAGE'])
  await step(city, 'startReview', programs[0])
  expect({
    tooHigh: await save(scoresOf(round, 10.5, 5)),
    belowZero: await save(scoresOf(round, -1)),
    threePlaces: await save(scoresOf(round, 7.125)),
    otherRound: await save(scoresOf(other, 5)),
    city: await refused(city, 'saveReview', { id, version, comment: '의견' }, REVIEW),
    fellow: await refused(await product.as('reviewer-2'), 'saveReview', { id, version, comment: '의견' }, REVIEW),
  }).toMatchInlineSnapshot(`
    {
      "belowZero": [
        "scores.0.score OUT_OF_RANGE",
      ],
      "city": "FORBIDDEN",
      "fellow": "NOT_FOUND",
      "otherRound": [
        "scores.0.criterionId NO_SUCH",
      ],
      "threePlaces": [
        "scores.0.score BAD_PLACES",
      ],
      "tooHigh": [
        "scores.0.score OUT_OF_RANGE",
      ],
    }
  `)
  const partly = await done(
    reviewer,
    'saveReview',
    { id, version, scores: scoresOf(round, 7.25), comment: '좋음' },
    REVIEW,
  )
  expect(partly.total).toBeNull()
  const { problems } = await tried(reviewer, 'submitReview', { id, version: partly.version }, REVIEW)
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "code": "NEEDS_SCORES",
        "field": "scores",
        "message": "Give a score on every criterion. Missing: 실행 가능성, 상생 협력.",
      },
    ]
  `)
  expect(await save(scoresOf(round, 7.25))).toEqual(['version CONFLICT'])
  const all = { id, version: partly.version, scores: scoresOf(round, 7.25, 4, 15) }
  const complete = await done(
    reviewer,
    'saveReview',
    all,
    'review { version total comment scores { score criterion { nameKo } } }',
  )
  expect(complete).toMatchInlineSnapshot(`
    {
      "comment": "좋음",
      "scores": [
        {
          "criterion": {
            "nameKo": "일자리 효과",
          },
          "score": 7.25,
        },
        {
          "criterion": {
            "nameKo": "실행 가능성",
          },
          "score": 4,
        },
        {
          "criterion": {
            "nameKo": "상생 협력",
          },
          "score": 15,
        },
      ],
      "total": 75.25,
      "version": 3,
    }
  `)
  await done(reviewer, 'submitReview', { id, version: complete.version }, REVIEW)
  expect(await refused(reviewer, 'saveReview', { id, version: complete.version + 1, comment: '다시' }, REVIEW)).toEqual(
    ['id ALREADY_SUBMITTED'],
  )
})

test('reviewers see the scores of others only after they handed in their own', async () => {
  const { round, programs } = await screening('28140')
  const [program] = programs
  const first = await assigned(product, program, 'reviewer')
  const second = await assigned(product, program, 'reviewer-2')
  await step(city, 'startReview', program)
  await handedIn(product, round, first, 'reviewer', [9, 4, 18])
  const seenBy = async (asker: Asker) => {
    const { data } = await asker.ask(
      `query ($id: ID!) {
        reviews(filter: { program: $id }) { totalCount nodes { total reviewer { name } } }
        node(id: $id) { ... on Program { reviews { total } } } }`,
      { id: program.id },
    )
    expect(data.node?.reviews.length ?? 0).toBe(data.reviews.totalCount)
    return data.reviews.nodes.map(({ total, reviewer }: Found) => `${reviewer?.name ?? 'a fellow'}: ${total}`)
  }
  const fellow = await product.as('reviewer-2')
  expect(await seenBy(fellow)).toEqual(['Officer reviewer-2: null'])
  await handedIn(product, round, second, 'reviewer-2', [6, 3, 10])
  expect({
    fellow: await seenBy(fellow),
    first: await seenBy(await product.as('reviewer')),
    stranger: await seenBy(await product.as('reviewer-3')),
    district: await seenBy(await product.as('28140')),
    anyone: await seenBy(product),
    city: await seenBy(city),
  }).toMatchInlineSnapshot(`
    {
      "anyone": [],
      "city": [
        "Officer reviewer: 87",
        "Officer reviewer-2: 58",
      ],
      "district": [],
      "fellow": [
        "a fellow: 87",
        "Officer reviewer-2: 58",
      ],
      "first": [
        "Officer reviewer: 87",
        "a fellow: 58",
      ],
      "stranger": [],
    }
  `)
})

test('a review that was not handed in can be taken back, one that was cannot', async () => {
  const { round, programs } = await screening('28140')
  const ill = await assigned(product, programs[0], 'reviewer')
  const well = await assigned(product, programs[0], 'reviewer-2')
  await step(city, 'startReview', programs[0])
  const handed = await handedIn(product, round, well, 'reviewer-2', [5, 5, 5])
  expect(await refused(city, 'unassignReviewer', { id: handed.id }, PROGRAM)).toEqual(['id ALREADY_SUBMITTED'])
  expect(await refused(city, 'unassignReviewer', { id: ill.id }, PROGRAM)).toEqual([])
  await step(city, 'selectProgram', programs[0])
})

test('the list of reviews shows what is still open', async () => {
  const { round, programs } = await screening('28140', '28177')
  for (const program of programs) {
    const review = await assigned(product, program, 'reviewer')
    await step(city, 'startReview', program)
    if (program === programs[0]) await handedIn(product, round, review, 'reviewer', [5, 5, 5])
  }
  const reviewer = await product.as('reviewer')
  const { data } = await reviewer.ask(
    `query ($round: ID!) { open: reviews(filter: { round: $round, open: true }) { nodes { program { titleKo } } }
      done: reviews(filter: { round: $round, open: false }) { totalCount } }`,
    { round: round.id },
  )
  expect(data).toEqual({ open: { nodes: [{ program: { titleKo: '28177의 사업' } }] }, done: { totalCount: 1 } })
})

test('a whole review goes in by assign, save and submit', async () => {
  const { round, programs } = await screening('28140')
  await assigned(product, programs[0], 'reviewer-2')
  await step(city, 'startReview', programs[0])
  expect((await reviewed(product, round, programs[0], 'reviewer', [10, 5, 20])).total).toBe(100)
})
