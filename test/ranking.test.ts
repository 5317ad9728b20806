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
  step,
  tried,
} from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let year = 2050
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

const RANKING = '{ rank tied score reviews program { district { code } } }'
const inOneLine = ({ rank, tied, score, reviews, program }: Found) =>
  `${rank}${tied ? ' tied' : ''}: ${program.district.code} ${score} (${reviews})`

test('proposals are ranked by the mean of weighted totals, ties share a place, and a decision freezes what it used', async () => {
  const { round, programs } = await screening('28140', '28177', '28185', '28200')
  const [a, b, c, d] = programs
  const reviewers = ['reviewer', 'reviewer-2']
  const reviews: Found[] = []
  for (const program of programs) for (const name of reviewers) reviews.push(await assigned(product, program, name))
  for (const program of programs) await step(city, 'startReview', program)
  const give = (index: number, scores: number[]) =>
    handedIn(product, round, reviews[index], reviewers[index % 2] as string, scores)
  await give(0, [8, 4, 10]) // 40 + 24 + 10 = 74
  await give(1, [9, 3, 12]) // 45 + 18 + 12 = 75
  await give(2, [10, 5, 20]) // 100
  await give(3, [3, 2.5, 10]) // 15 + 15 + 10 = 40
  await give(4, [7, 4, 16]) // 35 + 24 + 16 = 75
  await give(5, [7, 5, 9]) // 35 + 30 + 9 = 74
  const ranking = async (asker: Asker = city) =>
    (await asker.ask(`{ round(year: ${year}) { ranking ${RANKING} } }`)).data.round.ranking.map(inOneLine)
  expect(await ranking()).toMatchInlineSnapshot(`
    [
      "1 tied: 28140 74.5 (2)",
      "1 tied: 28185 74.5 (2)",
      "3: 28177 70 (2)",
      "4: 28200 null (0)",
    ]
  `)
  expect(await ranking(await product.as('28140'))).toEqual([])
  expect(await ranking(await product.as('reviewer'))).toEqual([])
  expect(await ranking(product)).toEqual([])

  await step(city, 'selectProgram', a)
  await step(city, 'reserveProgram', c)
  await give(6, [1, 1, 1])
  await give(7, [1, 1, 1])
  await step(city, 'rejectProgram', d, '점수 미달')
  await step(city, 'selectProgram', b)
  await step(city, 'selectProgram', c, '예비에서 선정')
  const { data } = await city.ask(
    `{ round(year: ${year}) { rankings { frozenByName entries ${RANKING} }
      programs { nodes { code steps { name ranking { entries { rank } } } } } } }`,
  )
  expect(data.round.rankings.map(({ entries }: Found) => entries.map(inOneLine))).toMatchInlineSnapshot(`
    [
      [
        "1 tied: 28140 74.5 (2)",
        "1 tied: 28185 74.5 (2)",
        "3: 28177 70 (2)",
        "4: 28200 null (0)",
      ],
      [
        "1 tied: 28140 74.5 (2)",
        "1 tied: 28185 74.5 (2)",
        "3: 28177 70 (2)",
        "4: 28200 12 (2)",
      ],
    ]
  `)
  const used = data.round.programs.nodes.map(({ code, steps }: Found) => {
    const decisions = steps.filter(({ ranking }: Found) => ranking)
    return `${code.slice(5)}: ${decisions.map(({ name, ranking }: Found) => `${name} of ${ranking.entries.length}`).join(', ')}`
  })
  expect(used).toMatchInlineSnapshot(`
    [
      "01: selectProgram of 4",
      "02: selectProgram of 4",
      "03: reserveProgram of 4, selectProgram of 4",
      "04: rejectProgram of 4",
    ]
  `)
  expect(
    (await (await product.as('28140')).ask(`{ round(year: ${year}) { rankings { id } } }`)).data.round.rankings,
  ).toEqual([])
})

test('two reviewers who hand in at once, and a decision in between, lose nothing', async () => {
  const { round, programs } = await screening('28140')
  const [program] = programs
  const names = ['reviewer', 'reviewer-2']
  const reviews: Found[] = []
  for (const name of names) reviews.push(await assigned(product, program, name))
  await step(city, 'startReview', program)
  const ready: Found[] = []
  for (const [index, { id, version }] of reviews.entries()) {
    const input = { id, version, scores: scoresOf(round, 5, 5, 5) }
    ready.push(await done(await product.as(names[index] as string), 'saveReview', input, REVIEW))
  }
  const { version } = (await city.ask(`{ round(year: ${year}) { programs { nodes { version } } } }`)).data.round
    .programs.nodes[0]
  const [one, two, decision] = await Promise.all([
    ...ready.map(async ({ id, version }, index) =>
      tried(await product.as(names[index] as string), 'submitReview', { id, version }, REVIEW),
    ),
    tried(city, 'selectProgram', { id: program.id, version }, PROGRAM),
  ])
  expect([one?.problems, two?.problems]).toEqual([[], []])
  if (decision?.problems.length) expect(decision.problems[0].code).toBe('REVIEWS_OPEN')
  else
    expect(
      (await city.ask(`{ round(year: ${year}) { rankings { entries { reviews } } } }`)).data.round.rankings,
    ).toEqual([{ entries: [{ reviews: 2 }] }])
})
