import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { BOM, csvLine, harmless, withoutApostrophe } from '../admin/sheet/cells.ts'
import { decoded } from '../admin/sheet/encoding.ts'
import { parts } from '../admin/sheet/parts.ts'
import { twinsFinder } from '../admin/sheet/twins.ts'
import { dayText, numberText, phoneText } from '../admin/sheet/values.ts'
import { xlsxWriter } from '../admin/sheet/xlsx.ts'

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'), fc.string())
    .map((two) => two.join('')),
  fc.constantFrom(
    '=cmd|"/C calc"!A0',
    '=HYPERLINK("http://example.org";"x")',
    '-1+1',
    '@SUM(1+1)',
    '홍길동',
    '"',
    ',',
    '\n',
  ),
)

test('no word of a CSV file begins as a formula, and numbers stay numbers', () => {
  expect(csvLine(['=1+1', '+82', '-5', '@x', '\tx', -5, 12.5, null, '가"나'])).toBe(
    `'=1+1,'+82,'-5,'@x,"'\tx",-5,12.5,,"가""나"\r\n`,
  )
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 2, maxLength: 6 }), (words) => {
      const [row] = Papa.parse<string[]>(csvLine(words), { delimiter: ',' }).data
      expect(row).toHaveLength(words.length)
      for (const cell of row ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
      expect(row?.map(withoutApostrophe)).toEqual(words.map((word) => withoutApostrophe(harmless(word))))
    }),
  )
})

test('a workbook gives back what was written, as text and as numbers, and has no formula in it', async () => {
  const words = fc.sample(nasty, { numRuns: 200, seed: 7 }).map((word) => word.replace(/\r\n?/g, '\n'))
  const rows = [['이름', '값'], ...words.filter((word) => word.trim()).map((word, index) => [word, index - 20])]
  const pieces: Uint8Array[] = []
  const book = xlsxWriter((piece) => pieces.push(piece))
  book.sheet('실적/성과', 2)
  for (const row of rows) book.row(row)
  book.sheet('둘째', 1)
  book.row(['=1+1'])
  book.end()
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-sheet-')), 'book.xlsx')
  fs.writeFileSync(file, Buffer.concat(pieces))
  const clean = (cell: unknown) =>
    typeof cell === 'string' ? cell.replace(/(?![\t\n\r])\p{Cc}|\p{Surrogate}|[\uFFFE\uFFFF]/gu, '') : cell
  const read = await readSheet(file, { trim: false })
  expect(read.map((row) => row.map(clean))).toEqual(rows.map((row) => row.map(clean)))
  expect(await readSheet(file, '둘째')).toEqual([['=1+1']])
})

test('a file is read as UTF-8 with and without a mark, as UTF-16, and as what Korean Windows writes', () => {
  const text = '이름,전화'
  const cp949 = Uint8Array.from([0xc0, 0xcc, 0xb8, 0xa7, 0x2c, 0xc0, 0xfc, 0xc8, 0xad])
  const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')])
  expect([BOM + text, text].map((one) => decoded(new TextEncoder().encode(one)))).toEqual([text, text])
  expect([decoded(cp949), decoded(utf16)]).toEqual([text, text])
})

test.each([
  ['2019-03-01', '2019-03-01'],
  ['2019.3.1', '2019-03-01'],
  ['2019. 3. 1.', '2019-03-01'],
  ['2019/3/1', '2019-03-01'],
  ['2019년 3월 1일', '2019-03-01'],
  ['20190301', '2019-03-01'],
  ['43525', '2019-03-01'],
  ['2019-03-01 00:00:00', '2019-03-01'],
  ['２０１９.３.１', '2019-03-01'],
  ['지난봄', '지난봄'],
  ['2019', '2019'],
  ['19.3.1', '19.3.1'],
])('the day %s is read as %s', (typed, day) => expect(dayText(typed)).toBe(day))

test('phone numbers and numbers are read as people and spreadsheets write them', () => {
  expect(['010-1234-5678', '01012345678', '1012345678', '010.1234.5678', ' 032)123-4567'].map(phoneText)).toEqual([
    '010-1234-5678',
    '01012345678',
    '01012345678',
    '010 1234 5678',
    '032 123-4567',
  ])
  expect(['1,234', '12,34', '1,234.5', '−3', ' 7 ', '없음'].map(numberText)).toEqual([
    '1234',
    '12,34',
    '1234.5',
    '-3',
    '7',
    '없음',
  ])
})

test('a file goes in parts that the server takes, in order and without a loss', () => {
  const line = fc.record({ line: fc.nat(), note: fc.string({ unit: 'grapheme', maxLength: 1500 }) })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 1200 }), (lines) => {
      const all = [...parts(lines)]
      expect(all.flat()).toEqual(lines)
      for (const part of all) {
        expect(part.length).toBeLessThanOrEqual(500)
        expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(160_000)
      }
    }),
    { numRuns: 20 },
  )
})

test('twins are found however far apart, and a corrected line is no twin any more', () => {
  const people = twinsFinder('participants')
  const one = { program: '2019-03', name: '가상인', birthDate: '1970-01-01', phone: '010-0000-0001' }
  expect(people.twinOf(2, one)).toBeUndefined()
  expect(people.twinOf(900, { ...one, name: '가 상 인', phone: '01000000001' })).toBe(2)
  expect(people.twinOf(901, { ...one, phone: '010-0000-0002' })).toBeUndefined()
  expect(people.twinOf(902, { ...one, program: '2019-04' })).toBeUndefined()
  expect(people.twinOf(2, { ...one, name: '다른이' })).toBeUndefined()
  expect(people.twinOf(900, one)).toBeUndefined()
  const figures = twinsFinder('outcomes')
  const figure = { program: '2019-03', indicator: 'PLACED', asOf: '2019-06-30' }
  expect([figure, { ...figure, half: '1' }, figure].map((row, at) => figures.twinOf(at + 2, row))).toEqual([
    undefined,
    undefined,
    2,
  ])
})
