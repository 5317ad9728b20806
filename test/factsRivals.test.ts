import { beforeAll, expect, test } from 'vitest'
import { answers, names } from './facts.ts'
import { freshProduct, type Running } from './support.ts'

// Rival and later figures.

let product: Running
beforeAll(async () => {
  product = await freshProduct()
})

const ask = (query: string, variables: object = {}) => answers(product, query, variables)

/** Days are Korean: midnight there is 15:00 of the day before in UTC. */
const koreanDay = (instant: string) => new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(0, 10)

interface Claimed {
  code: string
  value: number
  unitEn: string
  basis: string
  asOf: string
  knownAt: string
  document: { address: string; publishedOn: string | null }
}

test('every published figure has a basis, a day, the day on which it became known, and its source', async () => {
  const { claims } = await ask(
    '{ claims(first: 100) { nodes { code value unitEn basis asOf knownAt document { address publishedOn } } } }',
  )
  const lines = claims.nodes.map(({ code, value, unitEn, basis, asOf, knownAt, document }: Claimed) =>
    [code, `${value} ${unitEn}`, basis, `as of ${asOf}`, `known ${koreanDay(knownAt)}`, document.address].join(', '),
  )
  expect(lines).toMatchInlineSnapshot(`
    [
      "2019-budget, 1840000000 won, OTHER, as of 2019-12-31, known 2020-01-31, mediaic.co.kr idxno=42283",
      "2019-full-year, 190 jobs, OTHER, as of 2019-12-31, known 2020-01-31, mediaic.co.kr idxno=42283",
      "2019-headline, 180 jobs, OTHER, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-target, 176 jobs, TARGET, as of 2019-12-31, known 2020-01-31, mediaic.co.kr idxno=42283",
      "2020-reported, 221 jobs, OTHER, as of 2020-12-31, known 2021-01-01, kmib.co.kr arcid=0015484787",
      "2020-target, 195 jobs, TARGET, as of 2020-12-31, known 2020-01-31, newspim.com 20200131000623",
      "2021-city-money, 1600000000 won, OTHER, as of 2021-12-31, known 2021-01-31, fnnews 202101291052283397",
    ]
  `)
})

test('each source, with its date where it is known', async () => {
  const { sources } = await ask('{ sources(first: 100) { nodes { address publishedOn } } }')
  const lines = sources.nodes.map(({ address, publishedOn }: Claimed['document']) => `${address}: ${publishedOn}`)
  expect(lines.sort()).toMatchInlineSnapshot(`
    [
      "24news.kr idxno=191457: null",
      "ebreaknews.com: 2019-10-23",
      "fnnews 202101291052283397: 2021-01-31",
      "hyundaiilbo 2020-02-13: 2020-02-13",
      "japolicenews.kr number=16580: null",
      "kmib.co.kr arcid=0015484787: null",
      "kyeonggi.com 201902121042444: null",
      "kyeongin.com 1484207: 2020-02-02",
      "mediaic.co.kr idxno=42283: 2020-01-31",
      "news21tongsin idx=114380: null",
      "newspim.com 20200131000623: 2020-01-31",
      "siminilbo ncode=1065598035264827: null",
    ]
  `)
})

const figure = (code: string, indicator: string, asOf: string, knownAt: string) =>
  ask(
    `query ($code: String!, $indicator: String!, $asOf: Date, $knownAt: DateTime) { program(code: $code) {
      figure(indicator: $indicator, asOf: $asOf, knownAt: $knownAt) { value reported conflict { question } } } }`,
    { code, indicator, asOf, knownAt: `${knownAt}T00:00:00+09:00` },
  ).then(({ program }) => program.figure)

test('target of the 2019 round: 176 jobs', async () => {
  const { round, claim } = await ask('{ round(year: 2019) { jobTarget } claim(code: "2019-target") { value note } }')
  expect([round.jobTarget, claim.value]).toEqual([176, 176])
  expect(claim.note).toContain('24news.kr idxno=191457')
})

test('jobs in the full year 2019: 190, published on 31 January 2020', async () => {
  const { claim } = await ask('{ claim(code: "2019-full-year") { value asOf document { address publishedOn } } }')
  expect(claim).toEqual({
    value: 190,
    asOf: '2019-12-31',
    document: { address: 'mediaic.co.kr idxno=42283', publishedOn: '2020-01-31' },
  })
})

test('budget 2019: 1,840 million won, against no record of who gave it', async () => {
  const { claim } = await ask('{ claim(code: "2019-budget") { value unitEn population reconciliation { status } } }')
  expect(claim).toEqual({
    value: 1840000000,
    unitEn: 'won',
    population: 'MONEY',
    reconciliation: { status: 'UNEXPLAINED' },
  })
})

test('미추홀구 cooks: 33 or 6, both kept, none chosen', async () => {
  expect(await openConflicts('2019-02')).toMatchInlineSnapshot(`
    [
      [
        "2019년 어린이집 조리사는 33명인가 6명인가 / Were there 33 cooks in 2019, or 6?",
        "33 as of 2019-09-30, ebreaknews.com",
        "6 as of 2019-12-31, newspim.com 20200131000623",
        null,
      ],
    ]
  `)
  expect(await figure('2019-02', 'PLACED', '2019-09-30', '2019-12-01')).toEqual({
    value: 33,
    reported: true,
    conflict: null,
  })
  const later = await figure('2019-02', 'PLACED', '2019-12-31', '2020-02-01')
  expect(later).toMatchObject({ value: 6, conflict: { question: expect.stringContaining('33명인가 6명인가') } })
})

test('부평구 coaches: 27 or 28, both kept, none chosen', async () => {
  expect(await openConflicts('2019-05')).toMatchInlineSnapshot(`
    [
      [
        "2019년 육아코칭활동가는 27명인가 28명인가 / Were there 27 childcare coaches in 2019, or 28?",
        "27 as of 2019-09-30, ebreaknews.com",
        "28 as of 2019-12-31, news21tongsin idx=114380",
        null,
      ],
    ]
  `)
})

const openConflicts = async (code: string) => {
  const { program } = await ask(
    `query ($code: String!) { program(code: $code) { conflicts(filter: { open: true }) { nodes {
      question chosen { value } members { value asOf citations { source { address } } } } } } }`,
    { code },
  )
  return program.conflicts.nodes.map(({ question, chosen, members }: Conflict) => {
    const rivals = members.map(
      ({ value, asOf, citations }) => `${value} as of ${asOf}, ${citations[0]?.source.address}`,
    )
    return [question, ...rivals, chosen]
  })
}
interface Conflict {
  question: string
  chosen: object | null
  members: { value: number; asOf: string; citations: { source: { address: string } }[] }[]
}

test('부평구 households: 961 at the end of September and 1,126 at the end of the year, both true', async () => {
  const at = async (asOf: string, knownAt: string) => {
    const { value, reported } = await figure('2019-05', 'HOUSEHOLDS_REACHED', asOf, knownAt)
    return `${value}${reported ? '' : ', not yet reported'}`
  }
  expect(await at('2019-09-30', '2020-02-01')).toBe('961')
  expect(await at('2019-12-31', '2020-02-01')).toBe('1126')
  expect(await at('2019-09-30', '2019-12-01')).toBe('961')
  expect(await at('2019-12-31', '2019-12-01')).toBe('961, not yet reported')
})

test('부평구 target group: three sources disagree', async () => {
  const { program } = await ask(
    '{ program(code: "2019-05") { targetStatements { text document { address publishedOn } } } }',
  )
  expect(program.targetStatements).toEqual([
    { text: '경력단절 중장년 여성', document: { address: 'ebreaknews.com', publishedOn: '2019-10-23' } },
    { text: '50세 미만', document: { address: 'newspim.com 20200131000623', publishedOn: '2020-01-31' } },
    { text: '50대', document: { address: 'hyundaiilbo 2020-02-13', publishedOn: '2020-02-13' } },
  ])
})

test('부평구 satisfaction: 97 points', async () => {
  const { program } = await ask(
    `{ program(code: "2019-05") { figure(indicator: "SATISFACTION", asOf: "2019-12-31", knownAt: "2020-02-01T00:00:00Z") {
      value indicator { unitEn kind } outcome { citations { source { address } } } } } }`,
  )
  expect(program.figure).toEqual({
    value: 97,
    indicator: { unitEn: 'points', kind: 'RATE' },
    outcome: { citations: [{ source: { address: 'siminilbo ncode=1065598035264827' } }] },
  })
})

interface Award {
  year: number
  awardedOn: string
  document: { address: string }
  program: { titleKo: string; district: { nameKo: string } }
}

test('flagships of 2019 and of 2020', async () => {
  const { flagshipAwards } = await ask(
    `{ flagshipAwards(first: 100) { nodes { year awardedOn document { address } program { titleKo district { nameKo } } } } }`,
  )
  const lines = flagshipAwards.nodes.map(({ year, awardedOn, document, program }: Award) =>
    [year, `${program.district.nameKo} ${program.titleKo}`, awardedOn, document.address].join(', '),
  )
  expect(lines.sort()).toMatchInlineSnapshot(`
    [
      "2019, 미추홀구 어린이집 조리사 지원사업, 2020-01-01, kmib.co.kr arcid=0015484787",
      "2019, 부평구 찾아가는 육아코칭활동가 양성 사업, 2020-01-01, kmib.co.kr arcid=0015484787",
      "2020, 미추홀구 어린이집 조리사 지원사업, 2021-01-01, kmib.co.kr arcid=0015484787",
      "2020, 부평구 찾아가는 육아코칭활동가 양성 사업, 2021-01-01, kmib.co.kr arcid=0015484787",
      "2020, 서구 통근버스, 2021-01-01, kmib.co.kr arcid=0015484787",
    ]
  `)
})

test('2020 round: 14 programs in 8 districts, 1,600 and 680 million won, target 195, 221 reported', async () => {
  const { round, claim } = await ask(
    `{ round(year: 2020) { note jobTarget fundingLines { source planned document { address } } }
      claim(code: "2020-reported") { value } }`,
  )
  expect(round.note).toContain('14 programs in 8 districts (newspim.com 20200131000623)')
  expect([round.jobTarget, claim.value]).toEqual([195, 221])
  const document = { address: 'newspim.com 20200131000623' }
  expect(round.fundingLines).toEqual([
    { source: 'CITY', planned: 1_600_000_000, document },
    { source: 'DISTRICT', planned: 680_000_000, document },
  ])
})

test('co-funding: 16.0 : 6.8 is 70.2 % city money, 0.2 above the 70 % that are inferred, not written', async () => {
  const { round } = await ask('{ round(year: 2020) { coFunding { citySharePct rulePct deviationPct } cityShareNote } }')
  expect(round.coFunding).toEqual({ citySharePct: 70.18, rulePct: 70, deviationPct: 0.18 })
  expect(round.cityShareNote).toContain('inferred, not a written rule')
})

test('2021 round: 12 programs in 9 districts, 1,600 million won from the city', async () => {
  const { round, claim } = await ask(
    `{ round(year: 2021) { state note fundingLines { source planned document { address } } }
      claim(code: "2021-city-money") { value reconciliation { status } } }`,
  )
  expect(round.note).toContain('12 programs in 9 districts')
  expect(round).toMatchObject({
    state: 'SELECTED',
    fundingLines: [{ source: 'CITY', document: { address: 'fnnews 202101291052283397' } }],
  })
  expect(claim).toEqual({ value: 1600000000, reconciliation: { status: 'MATCHED' } })
})

test('계양구 partner agreement of 12 February 2019; the delivery body is a social enterprise without a name', async () => {
  const { program } = await ask(
    `{ program(code: "2019-07") { organizations { role organization { nameKo } }
      agreements { signedOn note parties { nameKo } document { address } } } }`,
  )
  const roles = program.organizations.map((one: { role: string; organization: { nameKo: string } }) =>
    [one.organization.nameKo, one.role].join(' '),
  )
  expect(roles).toMatchInlineSnapshot(`
    [
      "인천광역시 FUNDING",
      "인천광역시 ACCOUNTABLE",
      "인천광역시 계양구 EXTENDING",
      "인천국제공항공사 PARTNER",
      "CJ대한통운 PARTNER",
      "한진 PARTNER",
    ]
  `)
  const [{ signedOn, note, parties, document }] = program.agreements
  expect([signedOn, names(parties), document.address]).toEqual([
    '2019-02-12',
    '인천광역시 계양구, 인천국제공항공사, CJ대한통운, 한진',
    'kyeonggi.com 201902121042444',
  ])
  expect(note).toContain('The delivery body is a social enterprise, whose name is not known')
})

test('programs recur under changed names on one line', async () => {
  const line = async (code: string) => {
    const { programLine } = await ask(
      `query ($code: String!) { programLine(code: $code) { programs {
        nodes { titleKo lineChange round { year } flagships { year } } } } }`,
      { code },
    )
    return programLine.programs.nodes.map(({ titleKo, lineChange, round, flagships }: OnLine) =>
      [round.year, titleKo, lineChange, ...(flagships.length ? ['flagship'] : [])].join(' '),
    )
  }
  interface OnLine {
    titleKo: string
    lineChange: string
    round: { year: number }
    flagships: object[]
  }
  expect(await line('daycare-cooks')).toEqual([
    '2019 어린이집 조리사 지원사업 NEW flagship',
    '2020 어린이집 조리사 지원사업 CONTINUED flagship',
    '2021 민간어린이집 조리사 CHANGED',
  ])
  expect(await line('estate-transport')).toEqual([
    '2019 검단일반산업단지 무빙콜 사업 NEW',
    '2020 통근버스 CHANGED flagship',
  ])
})
