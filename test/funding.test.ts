import { beforeAll, expect, test } from 'vitest'
import { completeDraft, done, draft, type Found, now, plannedRound, refused, tried } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let dong: Asker
let year = 2060
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  dong = await product.as('28140')
})

const LINE = 'fundingLine { version source planned granted spent returned note program { code } }'
const round = () => plannedRound(product, ++year)
const idIn = ({ id }: Found) => Number(Buffer.from(id, 'base64url').toString().split(':')[1])
const at = (program: Found, stage: 'SELECTED' | 'RUNNING' | 'SETTLED' | 'REJECTED') =>
  product.db.prisma.program.update({ where: { id: idIn(program) }, data: { stage } })

const CO = '{ basis cityWon cityFrom districtWon districtFrom citySharePct rulePct deviationPct }'

test('16.0 to 6.8 hundred million won is 70.18 % city money, 0.18 points over the rule of 70 : 30', async () => {
  const { id: roundId } = await round()
  await done(city, 'setFunding', { roundId, source: 'CITY', planned: 1_600_000_000 }, LINE)
  await done(city, 'setFunding', { roundId, source: 'DISTRICT', planned: 680_000_000 }, LINE)
  const { data } = await product.ask(
    `{ round(year: ${year}) { fundingLines { source planned granted } planned: coFunding ${CO} granted: coFunding(basis: GRANTED) ${CO} } }`,
  )
  expect(data.round).toMatchInlineSnapshot(`
    {
      "fundingLines": [
        {
          "granted": null,
          "planned": 1600000000,
          "source": "CITY",
        },
        {
          "granted": null,
          "planned": 680000000,
          "source": "DISTRICT",
        },
      ],
      "granted": {
        "basis": "GRANTED",
        "cityFrom": null,
        "citySharePct": null,
        "cityWon": null,
        "deviationPct": null,
        "districtFrom": null,
        "districtWon": null,
        "rulePct": 70,
      },
      "planned": {
        "basis": "PLANNED",
        "cityFrom": "ROUND",
        "citySharePct": 70.18,
        "cityWon": 1600000000,
        "deviationPct": 0.18,
        "districtFrom": "ROUND",
        "districtWon": 680000000,
        "rulePct": 70,
      },
    }
  `)
})

test('money of programs goes before money of the round, never both, and only that of selected programs counts; levels are not mixed', async () => {
  const planned = await round()
  const set = (input: object) => done(city, 'setFunding', input, LINE)
  await set({ roundId: planned.id, source: 'CITY', planned: 999 })
  await set({ roundId: planned.id, source: 'DISTRICT', planned: 333 })
  const programs = [
    await draft(product, planned, '28140'),
    await draft(product, planned, '28177'),
    await draft(product, planned, '28185'),
  ]
  for (const { id: programId } of programs) await set({ programId, source: 'CITY', planned: 300 })
  const share = async () => (await city.ask(`{ round(year: ${year}) { coFunding ${CO} } }`)).data.round.coFunding
  expect(await share()).toMatchObject({ cityWon: 999, cityFrom: 'ROUND', districtWon: 333, districtFrom: 'ROUND' })
  await at(programs[0], 'SELECTED')
  await at(programs[1], 'SELECTED')
  await at(programs[2], 'REJECTED')
  expect(await share()).toMatchInlineSnapshot(`
    {
      "basis": "PLANNED",
      "cityFrom": "PROGRAM",
      "citySharePct": null,
      "cityWon": 600,
      "deviationPct": null,
      "districtFrom": "ROUND",
      "districtWon": 333,
      "rulePct": 70,
    }
  `)
})

test('a round compares the money of its programs once both sides are recorded there', async () => {
  const planned = await round()
  const program = await completeDraft(product, planned, '28140')
  await done(city, 'setFunding', { roundId: planned.id, source: 'CITY', planned: 5 }, LINE)
  await at(program, 'RUNNING')
  const { data } = await product.ask(`{ round(year: ${year}) { coFunding ${CO} } }`)
  expect(data.round.coFunding).toMatchObject({
    cityWon: 70_000_000,
    districtFrom: 'PROGRAM',
    citySharePct: 70,
    deviationPct: 0,
  })
})

test('a share of unknown money is unknown, and won stay exact beyond what a 32-bit number holds', async () => {
  const program = await draft(product, await round(), '28140')
  const input = { programId: program.id, source: 'CITY', planned: 999_999_999_999_999 }
  expect(await done(dong, 'setFunding', input, LINE)).toMatchObject({ planned: 999_999_999_999_999 })
  expect((await now(dong, program.id, `coFunding ${CO}`)).coFunding).toMatchInlineSnapshot(`
    {
      "basis": "PLANNED",
      "cityFrom": "PROGRAM",
      "citySharePct": null,
      "cityWon": 999999999999999,
      "deviationPct": null,
      "districtFrom": null,
      "districtWon": null,
      "rulePct": 70,
    }
  `)
  await done(dong, 'setFunding', { ...input, source: 'DISTRICT', planned: 1 }, LINE)
  expect((await now(dong, program.id, `coFunding ${CO}`)).coFunding).toMatchObject({
    citySharePct: 100,
    deviationPct: 30,
  })
  expect(await refused(dong, 'setFunding', { ...input, source: 'OWN', planned: -1 }, LINE)).toEqual([
    'planned OUT_OF_RANGE',
  ])
  expect(await refused(dong, 'setFunding', { ...input, source: 'OWN', planned: 0.5 }, LINE)).toEqual([
    'planned BAD_FORMAT',
  ])
})

test('a line is changed with the version that was read; without it an existing line is not overwritten', async () => {
  const { id: programId } = await draft(product, await round(), '28140')
  const line = await done(dong, 'setFunding', { programId, source: 'CITY', planned: 100, note: '초안' }, LINE)
  const again = await tried(dong, 'setFunding', { programId, source: 'CITY', planned: 200 }, LINE)
  expect(again.problems).toMatchInlineSnapshot(`
    [
      {
        "code": "CONFLICT",
        "field": "planned",
        "message": "Someone else changed this meanwhile. It is now 100; you sent 200. Read the record again and repeat the change.",
      },
    ]
  `)
  expect(again.record.planned).toBe(100)
  const changed = await done(
    dong,
    'setFunding',
    { programId, source: 'CITY', version: line.version, planned: 200 },
    LINE,
  )
  expect(changed).toMatchObject({ planned: 200, note: '초안', version: 2 })
  const stale = { programId, source: 'CITY', version: line.version, planned: 300 }
  expect(await refused(dong, 'setFunding', stale, LINE)).toEqual(['planned CONFLICT'])
  expect(await refused(dong, 'setFunding', { ...stale, source: 'OTHER' }, LINE)).toEqual(['version CONFLICT'])
  const { fundingLines } = await now(dong, programId, 'fundingLines { source planned }')
  expect(fundingLines).toEqual([{ source: 'CITY', planned: 200 }])
})

test('two officers who enter the same line at once make one line', async () => {
  const { id: programId } = await draft(product, await round(), '28140')
  const input = (planned: number) => ({ programId, source: 'CITY', planned })
  const answers = await Promise.all([
    tried(dong, 'setFunding', input(1), LINE),
    tried(city, 'setFunding', input(2), LINE),
  ])
  expect(answers.map(({ problems }) => problems.length).sort()).toEqual([0, 1])
  const { fundingLines } = await now(city, programId, 'fundingLines { planned }')
  expect(fundingLines).toEqual([{ planned: answers.find(({ problems }) => !problems.length)?.record.planned }])
})

test('a line is for a program or for a round', async () => {
  const { id: roundId } = await round()
  const program = await draft(product, { id: roundId }, '28140')
  const both = { roundId, programId: program.id, source: 'CITY', planned: 1 }
  expect(await refused(city, 'setFunding', both, LINE)).toEqual(['roundId NOT_TOGETHER'])
  expect(await refused(city, 'setFunding', { source: 'CITY', planned: 1 }, LINE)).toEqual(['programId REQUIRED'])
  expect(await refused(dong, 'setFunding', { roundId, source: 'CITY', planned: 1 }, LINE)).toBe('FORBIDDEN')
})

test('before the selection there is planned money only; a district plans its own drafts and reports what it spent', async () => {
  const program = await completeDraft(product, await round(), '28140')
  const programId = program.id
  const set = (asker: Asker, version: number | undefined, amounts: object) =>
    refused(asker, 'setFunding', { programId, source: 'CITY', version, ...amounts }, LINE)
  const report = (asker: Asker, version: number, amounts: object) =>
    refused(asker, 'reportSpending', { programId, source: 'CITY', version, ...amounts }, LINE)
  expect(await set(dong, 1, { granted: 1, returned: 1 })).toEqual([
    'granted NOT_SELECTED_YET',
    'returned NOT_SELECTED_YET',
  ])
  expect(await set(await product.as('28177'), 1, { planned: 1 })).toEqual(['programId NO_SUCH'])
  expect(await report(dong, 1, { spent: 1 })).toBe('FORBIDDEN')
  await at(program, 'SELECTED')
  expect(await set(dong, 1, { granted: 1 })).toBe('FORBIDDEN')
  expect(await set(city, 1, { granted: 70 })).toEqual([])
  await at(program, 'RUNNING')
  expect(await report(dong, 2, { spent: 60 })).toEqual([])
  expect(await report(dong, 2, { spent: 65 })).toEqual(['spent CONFLICT'])
  expect(await report(await product.as('28177'), 3, { spent: 1 })).toBe('FORBIDDEN')
  expect(await refused(dong, 'reportSpending', { programId, source: 'OTHER', version: 1, spent: 1 }, LINE)).toEqual([
    'source NO_SUCH_LINE',
  ])
  expect(await report(dong, 3, { returned: 10 })).toEqual([])
  await product.db.prisma.fundingLine.deleteMany({ where: { programId: idIn(program), source: 'DISTRICT' } })
  await at(program, 'SETTLED')
  expect(await report(dong, 4, { spent: 1 })).toBe('FORBIDDEN')
  const { problems } = await tried(city, 'setFunding', { programId, source: 'CITY', version: 4, spent: 59 }, LINE)
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "code": "NOT_BALANCED",
        "field": "fundingLines",
        "message": "The city money does not balance: granted minus spent minus returned is 1 won; it must be 0.",
      },
    ]
  `)
  expect(await set(city, 4, { spent: 58, returned: 12 })).toEqual([])
})

test('money of proposals is not public', async () => {
  const planned = await round()
  const program = await completeDraft(product, planned, '28140')
  const { data } = await product.ask(
    `{ round(year: ${year}) { fundingLines { planned } coFunding { cityWon } programs { nodes { id } } } }`,
  )
  expect(data.round).toEqual({ fundingLines: [], coFunding: { cityWon: null }, programs: { nodes: [] } })
  const { id } = await product.db.prisma.fundingLine.findFirstOrThrow({ where: { programId: idIn(program) } })
  const line = await product.ask('query ($id: ID!) { node(id: $id) { id } }', {
    id: Buffer.from(`FundingLine:${id}`).toString('base64url'),
  })
  expect(line.data.node).toBeNull()
})

test('the money of the selected programs is added up by source; what no program says stays unknown', async () => {
  const of = await round()
  const [selected, other, rejected] = [
    await completeDraft(product, of, '28140'),
    await completeDraft(product, of, '28237'),
    await completeDraft(product, of, '28177'),
  ]
  await at(selected, 'SELECTED')
  await at(other, 'RUNNING')
  await at(rejected, 'REJECTED')
  const own = { programId: selected.id, source: 'OWN', planned: 5_000_000_000 }
  await done(city, 'setFunding', own, LINE)
  const line = { programId: other.id, source: 'CITY', version: 1, granted: 70_000_000, spent: 0 }
  await done(city, 'setFunding', line, LINE)
  await done(city, 'setFunding', { roundId: of.id, source: 'CITY', planned: 999 }, LINE)
  const { data } = await product.ask(
    `{ round(year: ${year}) { fundingTotals { source planned granted spent returned } } }`,
  )
  expect(data.round.fundingTotals).toEqual([
    { source: 'CITY', planned: 140_000_000, granted: 70_000_000, spent: 0, returned: null },
    { source: 'DISTRICT', planned: 60_000_000, granted: null, spent: null, returned: null },
    { source: 'OWN', planned: 5_000_000_000, granted: null, spent: null, returned: null },
  ])
})

test('the district that runs a program and the city may report on it, and nobody else', async () => {
  const program = await completeDraft(product, await round(), '28140')
  await at(program, 'RUNNING')
  const may = async (who: Asker) => (await now(who, program.id, 'viewerCanReport')).viewerCanReport
  expect([await may(city), await may(dong), await may(await product.as('28237')), await may(product)]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
