import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GridNames, placeBlock } from '../admin/figures/placeBlock.ts'

const coaches = ['2019-05', '찾아가는 육아코칭활동가 양성 사업', 'Childcare Coaches']
const names: GridNames = {
  rows: [
    { program: ['2019-01', '작은도서관 운영', 'Small Library'] },
    { program: coaches },
    { program: coaches, cohort: ['상반기', 'First half-year'] },
    { program: coaches, cohort: ['하반기', ''] },
  ],
  columns: [
    ['TRAINED', '교육 수료 인원', 'Persons trained'],
    ['PLACED', '취업 인원', 'Persons placed'],
  ],
}
const at = (lines: string[], start = { row: 0, column: 0 }) => {
  const { values, ...rest } = placeBlock(
    lines.map((line) => line.split('|')),
    names,
    start,
  )
  return { values: values.map(([{ row, column }, text]) => `${row},${column}=${text}`), ...rest }
}

test('a block without names goes by its place, and what is outside of the grid is told', () => {
  expect(at(['1|2', '3|4'], { row: 3, column: 0 })).toEqual({ values: ['3,0=1', '3,1=2'], left: ['3', '4'] })
})

test('names of indicators and programs decide, whatever the order, the language and the place of the cursor', () => {
  const sheet = ['연번|사업명|취업 인원(명)|Persons trained', '1|2019-05|12|28명', '2|작은도서관  운영|6|']
  expect(at(sheet, { row: 3, column: 1 })).toEqual({
    values: ['1,1=12', '1,0=28명', '0,1=6'],
    left: [],
    byName: { rows: 2, columns: 2, unknownRows: [], unknownColumns: [] },
  })
})

test('an intake is found under the program that was named above it', () => {
  expect(at(['사업|기수|수료|PLACED', '2019-05|상반기|14|3', '|하반기|13|4', '|전체|27|7']).left).toEqual([
    ...['2019-05 상반기 / 수료 / 14', '하반기 / 수료 / 13'],
    ...['전체 / 수료 / 27', '전체 / PLACED / 7'],
  ])
  expect(at(['TRAINED|PLACED', '1|2'], { row: 2, column: 0 }).values).toEqual(['2,0=1', '2,1=2'])
})

test('unknown names, sums and names that come twice are told with their values and never guessed', () => {
  const found = at(['|취업 인원|비고|취업 인원', '2019-01|6|좋음|7', '합계|18||', '2019-01|9||'])
  expect(found.values).toEqual(['0,1=6'])
  expect(found.left).toEqual([
    ...['2019-01 / 비고 / 좋음', '2019-01 / 취업 인원 / 7'],
    ...['합계 / 취업 인원 / 18', '2019-01 / 취업 인원 / 9'],
  ])
  expect(found.byName).toEqual({
    ...{ rows: 1, columns: 1, unknownRows: ['합계', '2019-01'], unknownColumns: ['비고', '취업 인원'] },
  })
})

test('each value of a block is placed or told', () => {
  const label = fc.constantFrom('', '2019-05', '상반기', '작은도서관 운영', '합계', '취업 인원')
  const cell = fc.constantFrom('', '7', '1,234명', '취업 인원', 'TRAINED', '비고')
  const line = fc.tuple(label, fc.array(cell, { maxLength: 4 })).map(([name, cells]) => [name, ...cells])
  const block = fc.array(line, { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(block, (lines) => {
      const { values, left } = placeBlock(lines, names, { row: 1, column: 0 })
      const numbers = lines.flat().filter((text) => text === '7' || text === '1,234명')
      const told = [...values.map(([, text]) => text), ...left.map((text) => text.split(' / ').at(-1))]
      expect(told.filter((text) => text === '7' || text === '1,234명').sort()).toEqual(numbers.sort())
    }),
  )
})
