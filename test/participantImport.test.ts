import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { imported, inShort } from './imports.ts'
import { type Asker, fingerprint, freshDatabase, freshProduct, type Running, watchStatements } from './support.ts'

let product: Running
let district: Asker
let statements: string[]
beforeAll(async () => {
  const db = await freshDatabase()
  statements = watchStatements(db)
  product = await freshProduct(db)
  district = await product.as('28185')
})

const program = '2019-03'
let people = 0
/** A synthetic person whom no other test has. */
const somebody = (more: object = {}) => {
  const number = ++people
  const name = `가${syllable(Math.floor(number / 300))}${syllable(number % 300)}`
  return {
    program,
    name,
    birthDate: '1970-03-04',
    phone: `010-0000-${String(number).padStart(4, '0')}`,
    stageOn: '2019-03-04',
    ...more,
  }
}
const syllable = (number: number) => String.fromCharCode(0xac00 + number * 28)
const enroll = (rows: object[], dryRun = false) => imported(district, 'importParticipants', rows, dryRun)
const countOf = async (table: string) => Number((await product.db.query(`SELECT count(*) FROM ${table}`))[0]?.count)

test('rows are entered as enrollParticipant would enter them, and logged', async () => {
  const { name, ...row } = somebody({ half: '1', sex: 'FEMALE', stage: 'IN_TRAINING', note: '오전반', number: '가-1' })
  const [logged, steps] = [await countOf('access_log'), await countOf('stage_change')]
  const rows = [{ name, ...row, targetGroups: ['WOMEN'], addressNote: '송도' }, somebody()]
  expect(inShort(await enroll(rows))).toEqual(['CREATED', 'CREATED'])
  const { data } = await district.ask(
    `query ($name: String!) { participants(filter: { name: $name }) { nodes {
      maskedName birthYear sex stage stageOn note ownNumber cohort { half } targetGroups { code } version
      history { stage on recordedByName } } } }`,
    { name },
  )
  expect(data.participants.nodes).toEqual([
    {
      ...{
        maskedName: `가*${name.at(-1)}`,
        birthYear: 1970,
        sex: 'FEMALE',
        stage: 'IN_TRAINING',
        stageOn: '2019-03-04',
      },
      ...{
        note: '오전반',
        ownNumber: '가-1',
        cohort: { half: 1 },
        targetGroups: [{ code: 'WOMEN' }],
        version: 1,
      },
      history: [{ stage: 'IN_TRAINING', on: '2019-03-04', recordedByName: 'Officer 28185' }],
    },
  ])
  expect(await countOf('stage_change')).toBe(steps + 2)
  // Two enrolled, one found by the exact search.
  expect(await countOf('access_log')).toBe(logged + 3)
  const [stored] = await product.db.query('SELECT string_agg(n::text, $1) AS all FROM person n', ['|'])
  expect(String(stored?.all)).not.toContain(name)
})

test('the same file again changes nothing, also after somebody moved a participant in the panel', async () => {
  const rows = [somebody({ stage: 'APPLIED', note: '야간반' }), somebody({ number: '나-1' }), somebody({ phone: null })]
  expect(inShort(await enroll(rows))).toEqual(['CREATED', 'CREATED', 'CREATED'])
  await product.db.query(`UPDATE participant SET note = 'changed by hand' WHERE note = '야간반'`)
  const stored = await stateWithoutLog()
  expect(inShort(await enroll(rows, true))).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED'])
  expect(inShort(await enroll(rows))).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED'])
  expect(await stateWithoutLog()).toBe(stored)
})

test('two of the same import at once enter everybody once', async () => {
  const rows = [somebody(), somebody({ phone: null }), somebody({ number: '다-1' })]
  const before = await countOf('participant')
  const all = await Promise.all([enroll(rows), enroll(rows), enroll(rows)])
  expect(all.flatMap(inShort).sort()).toEqual([...Array(3).fill('CREATED'), ...Array(6).fill('UNCHANGED')])
  expect(await countOf('participant')).toBe(before + 3)
})

test('who of a long file is there turns out late: nobody is entered twice, and nobody is left without a participation', async () => {
  const officer = await product.as('28245')
  const enroll = async (rows: object[]) => inShort(await imported(officer, 'importParticipants', rows))
  const [here, there] = ['2019-06', '2019-07']
  const file = Array.from({ length: 61 }, () => somebody({ program: here }))
  const [unchanged, known, both, newInBoth] = [file[7], file[13], file[19], file[25]] as [
    object,
    object,
    object,
    object,
  ]
  const [numbered, mistaken] = [somebody({ program: here, number: '하-1' }), somebody({ program: here })]
  expect(await enroll([unchanged, { ...known, program: there }, both, numbered])).toEqual(Array(4).fill('CREATED'))
  const [persons, participants] = [await countOf('person'), await countOf('participant')]
  const more = [both, newInBoth, mistaken].map((row) => ({ ...row, program: there }))
  // Of the last two lines, which are about one person, the first makes nothing.
  const results = await enroll([...file, more[0], more[1], { ...mistaken, number: '하-1' }, more[2]] as object[])
  expect(results.flatMap((result, index) => (result === 'CREATED' ? [] : [`${index} ${result}`]))).toEqual([
    '7 UNCHANGED',
    '19 UNCHANGED',
    '63 REFUSED name OTHER_PERSON',
  ])
  expect(await countOf('person')).toBe(persons + 61 - 3 + 1)
  expect(await countOf('participant')).toBe(participants + 65 - 3)
  const [left] = await product.db.query(
    'SELECT count(*)::int AS n FROM person n WHERE NOT EXISTS (SELECT 1 FROM participant a WHERE a.person_id = n.id)',
  )
  expect(left?.n).toBe(0)
})

test('a dry run says what would come of it and changes nothing', async () => {
  const stored = await fingerprint(product.db)
  expect(inShort(await enroll([somebody(), somebody({ stageOn: '2019-02-30' })], true))).toEqual([
    'CREATED',
    'REFUSED stageOn BAD_DATE',
  ])
  expect(await fingerprint(product.db)).toBe(stored)
})

test('every mistake of a row is named at its column, and the other rows are taken', async () => {
  const before = await countOf('participant')
  const rows = [
    somebody({ birthDate: '1990-02-30', phone: 'none', sex: '여', stageOn: null }),
    somebody({ program: '2019-99' }),
    somebody({ half: '3' }),
    somebody({ targetGroups: ['NOBODY', ''] }),
    somebody({ stageOn: '2199-01-01' }),
    somebody({ stage: 'RETAINED' }),
    { ...somebody({ birthDate: null, phone: null }) },
    somebody({ name: '' }),
    somebody(),
  ]
  const told = await enroll(rows)
  expect(inShort(told)).toEqual([
    'REFUSED birthDate BAD_DATE phone BAD_FORMAT sex NOT_ONE_OF stageOn REQUIRED',
    'REFUSED program NO_SUCH_PROGRAM',
    'REFUSED half NOT_ONE_OF',
    'REFUSED targetGroups.1 REQUIRED',
    'REFUSED stageOn IN_FUTURE',
    'REFUSED stage CANNOT_START_AT',
    'REFUSED birthDate NEEDS_IDENTITY',
    'REFUSED name REQUIRED',
    'CREATED',
  ])
  expect(told.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2))
  expect(await countOf('participant')).toBe(before + 1)
})

test('what looks like a resident registration number is refused row by row', async () => {
  const digits = '900101-1234567'
  const columns = ['name', 'addressNote', 'note', 'number', 'phone', 'reason']
  const told = await enroll([...columns.map((column) => somebody({ [column]: `${digits}` })), somebody()])
  expect(inShort(told)).toEqual([...columns.map((column) => `REFUSED ${column} LOOKS_LIKE_RRN`), 'CREATED'])
  expect(told[0]?.errors[0]?.message).toMatch(/must not be stored/)
})

test('lines that are one another’s twins are refused, not guessed', async () => {
  const [one, other] = [somebody(), somebody({ number: '라-1' })]
  const told = await enroll([one, one, other, { ...somebody(), number: '라-1' }, { ...one, phone: null }])
  expect(inShort(told)).toEqual([
    'CREATED',
    'REFUSED name SAME_AS_LINE',
    'CREATED',
    'REFUSED number SAME_AS_LINE',
    'CREATED',
  ])
  expect(told[1]?.errors[0]?.message).toContain('line 2')
})

test('a later file takes participants further, by the rules of every move', async () => {
  const [one, two, three] = [somebody({ number: '마-1' }), somebody(), somebody()]
  await enroll([one, two, three])
  const later = { stageOn: '2019-04-01' }
  const told = await enroll([
    { ...one, ...later, stage: 'SELECTED', half: '2', note: '새 메모', targetGroups: ['OLDER_PEOPLE'] },
    { ...two, ...later, stage: 'RETAINED' },
    { ...three, ...later, stage: 'LEFT' },
  ])
  expect(inShort(told)).toEqual(['UPDATED', 'REFUSED stage MOVE_NOT_ALLOWED', 'REFUSED reason NEEDS_REASON'])
  expect(inShort(await enroll([{ ...three, ...later, stage: 'LEFT', reason: '이사' }]))).toEqual(['UPDATED'])
  expect(inShort(await enroll([{ ...three, stageOn: '2019-03-20', stage: 'SELECTED', reason: '복귀' }]))).toEqual([
    'REFUSED stageOn BEFORE',
  ])
  const { data } = await district.ask(
    `query ($name: String!) { participants(filter: { name: $name }) { nodes {
      stage stageOn note version cohort { half } targetGroups { code } history { stage on } } } }`,
    { name: one.name },
  )
  expect(data.participants.nodes).toEqual([
    {
      ...{ stage: 'SELECTED', stageOn: '2019-04-01', note: '새 메모', version: 2, cohort: { half: 2 } },
      targetGroups: [{ code: 'OLDER_PEOPLE' }],
      history: [
        { stage: 'APPLIED', on: '2019-03-04' },
        { stage: 'SELECTED', on: '2019-04-01' },
      ],
    },
  ])
})

test('personal data of somebody who is there is never changed by a file', async () => {
  const one = somebody({ number: '바-1' })
  await enroll([one])
  expect(inShort(await enroll([{ ...one, name: '다른이' }]))).toEqual(['REFUSED name OTHER_PERSON'])
  expect(inShort(await enroll([{ ...one, phone: '010-0000-9999' }]))).toEqual(['REFUSED phone OTHER_PERSON'])
  expect(inShort(await enroll([{ ...one, number: '바-2' }]))).toEqual(['REFUSED name ALREADY_ENROLLED'])
})

test('somebody who was enrolled by hand is found again', async () => {
  const row = somebody()
  const { data } = await district.ask('{ program(code: "2019-03") { id } }')
  const { program: _, ...input } = row
  const made = await district.ask(
    'mutation ($input: EnrollParticipantInput!) { enrollParticipant(input: $input) { errors { code } } }',
    { input: { ...input, programId: data.program.id } },
  )
  expect(made.data.enrollParticipant.errors).toEqual([])
  expect(inShort(await enroll([row, { ...row, line: 3, program: '2019-99' }]))).toEqual([
    'UNCHANGED',
    'REFUSED program NO_SUCH_PROGRAM',
  ])
  expect(inShort(await enroll([{ ...row, number: '사-1' }]))).toEqual(['UPDATED'])
  expect(inShort(await enroll([{ ...row, number: '사-1' }]))).toEqual(['UNCHANGED'])
})

test('only those who may enroll may import, and each into own programs', async () => {
  const row = somebody()
  const other = await product.as('28177')
  expect(inShort(await imported(other, 'importParticipants', [row]))).toEqual(['REFUSED program NOT_YOUR_PROGRAM'])
  for (const name of ['reviewer', 'privacy']) {
    const { errors } = await (await product.as(name)).ask(
      'mutation ($input: ImportParticipantsInput!) { importParticipants(input: $input) { errors { code } } }',
      { input: { dryRun: true, rows: [{ line: 2, ...row }] } },
    )
    expect([name, errors?.[0]?.extensions.code]).toEqual([name, 'FORBIDDEN'])
  }
  expect(inShort(await imported(await product.as('city'), 'importParticipants', [row]))).toEqual(['CREATED'])
})

test('more than 1000 rows at once are refused as a whole', async () => {
  const { data } = await district.ask(
    'mutation ($input: ImportParticipantsInput!) { importParticipants(input: $input) { rows { line } errors { field code } } }',
    { input: { dryRun: true, rows: Array.from({ length: 1001 }, (_, index) => ({ line: index + 2 })) } },
  )
  expect(data.importParticipants).toEqual({ rows: null, errors: [{ field: 'rows', code: 'TOO_MANY' }] })
})

test('whatever a cell holds, the answer is a result for its row and never our fault', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const row = fc.record(
    {
      ...{ number: text, half: text, name: text, birthDate: text, phone: text, addressNote: text, sex: text },
      ...{ targetGroups: fc.array(text, { maxLength: 3 }), stage: text, stageOn: text, reason: text, note: text },
      program: fc.constantFrom('2019-03', 'x'),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const told = await enroll(rows, true)
      expect(told.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2))
      for (const { result, errors } of told) expect(result === 'REFUSED').toBe(errors.length > 0)
    }),
    { numRuns: 30 },
  )
})

test('six hundred rows take as many statements as three', async () => {
  const some = (count: number) => Array.from({ length: count }, () => somebody({ half: '1', targetGroups: ['WOMEN'] }))
  const statementsFor = async (rows: object[]) => {
    const before = statements.length
    const started = performance.now()
    expect(new Set(inShort(await enroll(rows)))).toEqual(new Set(['CREATED']))
    console.info(
      `import: ${rows.length} rows in ${(performance.now() - started).toFixed(0)} ms on ${product.db.engine}`,
    )
    return statements.length - before
  }
  const few = await statementsFor(some(3))
  expect(few).toBeLessThan(40)
  expect(await statementsFor(some(600))).toBe(few)
})

/** The database but for the access log, which tells of every search. */
async function stateWithoutLog() {
  const tables = ['person', 'participant', 'stage_change', 'participant_target_group']
  const all = await Promise.all(
    tables.map((name) => product.db.query(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)),
  )
  return JSON.stringify(all)
}
