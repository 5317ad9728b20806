import type { Contender } from './contenders.ts'
import type { Data } from './workloads.ts'

/** What is asked at each size, by name. */
export async function questions(product: Contender, participants: number): Promise<Record<string, string>> {
  const page = (cut: string, more = '') =>
    `{ participants(first: 50, ${cut}) { ${more} pageInfo { endCursor } nodes { id maskedName stage stageOn program { code titleKo } } } }`
  const middle = await ask(product, page(`offset: ${participants / 2}`))
  return {
    'first page of 50': page('offset: 0'),
    'first page with the count of all': page('offset: 0', 'totalCount'),
    'middle page by offset': page(`offset: ${participants / 2}`),
    'last page by offset': page(`offset: ${participants - 50}`),
    'middle page by cursor': page(`after: "${middle.participants.pageInfo.endCursor}"`),
    'last page by cursor': page('').replace('first:', 'last:').replace(', )', ')'),
    'figures, first page': '{ outcomes(first: 50) { nodes { id asOf value program { code } indicator { code } } } }',
    'people of one program': page('filter: { search: "2012-0007" }', 'totalCount'),
    'search, two syllables': search('돌봄'),
    'search, one syllable': search('봄'),
    'search, nothing found': search('박물관'),
    'nested 8 × 10 × 10': `{ districts(first: 8) { nodes { code programs(filter: { year: 2012 }, first: 10) {
      nodes { code outcomes(first: 10, orderBy: [{ field: AS_OF, direction: ASC }]) { nodes { asOf state } } } } } } }`,
    'results, reported': results('REPORTED, filter: { indicators: ["PLACED"] }'),
    'results, registered': results('REGISTERED'),
  }
}

const search = (text: string) =>
  `{ search(text: "${text}") { programs { code titleKo } organizations { nameKo } districts { code } rounds { year } indicators { code } } }`
const results = (source: string) =>
  `{ results(groupBy: [DISTRICT, ROUND], source: ${source}, mixed: LABEL) {
    rows { district { code } round { year } figure { value state } } } }`

/** Reads the list of people from cursor to cursor, as the panel exports it; rows a second. */
export async function exportAll(product: Contender): Promise<number> {
  const begun = performance.now()
  let [rows, after] = [0, '']
  do {
    const { participants } = await ask(
      product,
      `query ($after: String) { participants(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
        nodes { id maskedName birthYear sex stage stageOn note ownNumber program { code titleKo } cohort { half } targetGroups { code } } } }`,
      { after: after || null },
    )
    rows += participants.nodes.length
    after = participants.pageInfo.hasNextPage ? participants.pageInfo.endCursor : ''
  } while (after)
  return (rows / (performance.now() - begun)) * 1000
}

/**
 * Imports people who are not there yet for as many districts at once, a thousand at a time and of each district two such
 * parts, as the panel sends them; rows a second, the first thousands of each left out.
 */
export async function importRows(product: Contender, districts = 1): Promise<number> {
  const { programs } = await ask(
    product,
    '{ programs(filter: { year: 2017, stage: [EVALUATED] }, first: 50) { nodes { code district { code } } } }',
  )
  type Program = { code: string; district: { code: string } }
  const all = [...new Set((programs.nodes as Program[]).map(({ district }) => district.code))].sort()
  const codes = Array.from({ length: districts }, (_, one) =>
    (programs.nodes as Program[]).flatMap(({ code, district }) =>
      all.indexOf(district.code) % districts === one ? [code] : [],
    ),
  )
  // Made beforehand, as whoever sends them shares the processors.
  const bodies = codes.map((own) => Array.from({ length: LANES + PARTS / districts }, () => partOf(own)))
  await importAll(
    product,
    bodies.map((own) => own.splice(0, LANES)),
  )
  const begun = performance.now()
  await importAll(product, bodies)
  return ((PARTS * 1000) / (performance.now() - begun)) * 1000
}
/** How many thousands are imported, and how many of them are sent at a time for each district. */
const PARTS = 60
const LANES = 2

function partOf(codes: string[]): string {
  const part = ++parts
  const rows = Array.from({ length: 1000 }, (_, line) => ({
    ...{ line: line + 1, program: codes[line % codes.length], half: '1', name: `김${HANGUL(line)}${HANGUL(part)}` },
    ...{ birthDate: '1980-05-17', phone: `010-9${String(part).padStart(3, '0')}-${1000 + line}`, sex: 'FEMALE' },
    ...{ number: `bench-${part}-${line}`, stage: 'APPLIED', stageOn: '2017-03-02', targetGroups: ['WOMEN'] },
  }))
  return bodyOf(IMPORT, { input: { dryRun: false, rows } })
}

async function importAll(product: Contender, files: string[][]) {
  const lane = async (left: string[]) => {
    for (let body = left.shift(); body; body = left.shift()) await importPart(product, body)
  }
  await Promise.all(files.flatMap((file) => Array.from({ length: LANES }, () => lane(file))))
}

async function importPart(product: Contender, body: string) {
  const { importParticipants } = await send(product, body)
  const wrong = importParticipants.rows?.find(({ result }: { result: string }) => result !== 'CREATED')
  if (wrong || importParticipants.errors.length) throw new Error(JSON.stringify(wrong ?? importParticipants.errors))
}
let parts = 0
const HANGUL = (index: number) => String.fromCharCode(0xac00 + index)
const IMPORT = `mutation ($input: ImportParticipantsInput!) {
  importParticipants(input: $input) { errors { message } rows { line result errors { field code message } } }
}`

export const ask = (product: Contender, query: string, variables: object = {}): Promise<Data> =>
  send(product, bodyOf(query, variables))

const bodyOf = (query: string, variables: object) => JSON.stringify({ query, variables })

async function send({ address, headers }: Contender, body: string): Promise<Data> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  const { data, errors } = (await response.json()) as { data: unknown; errors?: object[] }
  if (errors) throw new Error(`${body.slice(0, 100)}: ${JSON.stringify(errors).slice(0, 500)}`)
  return data
}
