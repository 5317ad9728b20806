import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Measure, readBlock, readCell } from '../admin/figures/readCell.ts'

const persons: Measure = { unitKo: '명', unitEn: 'persons', population: 'PARTICIPANTS', kind: 'RUNNING_TOTAL' }
const runs: Measure = { unitKo: '회', unitEn: 'runs', population: 'SERVICE_EVENTS', kind: 'RUNNING_TOTAL' }
const won: Measure = { unitKo: '원', unitEn: 'won', population: 'MONEY', kind: 'RUNNING_TOTAL' }
const rate: Measure = { unitKo: '점', unitEn: 'points', population: 'PARTICIPANTS', kind: 'RATE' }
const said = (text: string, measure = persons) => {
  const read = readCell(text, measure)
  if (!read) return null
  return 'problem' in read ? read.problem : (read.value ?? read.state)
}

test('numbers are read as people write them, with separators, units and Korean large numbers', () => {
  const written = ['0', '1,234', ' 1 234 명 ', '１２명', '12인', '28 persons']
  expect(written.map((text) => said(text))).toEqual([0, 1234, 1234, 12, 12, 28])
  expect(['2,136회', '1.2만', '3천'].map((text) => said(text, runs))).toEqual([2136, 12_000, 3000])
  expect(['18.4억', '3억 2,000만 원', '₩1,500', '-500원'].map((text) => said(text, won))).toEqual([
    1_840_000_000, 320_000_000, 1500, -500,
  ])
  expect(said('97.5점', rate)).toBe(97.5)
})

test('the kinds of nothing are words, zero is a value, and an empty cell is none of them', () => {
  const words = ['미보고', '비공개', '해당 없음', '산출 불가', 'Missing', 'N/A']
  expect(words.map((text) => said(text))).toEqual([
    'MISSING',
    'SUPPRESSED',
    'NOT_APPLICABLE',
    'NOT_DERIVABLE',
    'MISSING',
    'NOT_APPLICABLE',
  ])
  expect([said('0'), said(''), said('  ')]).toEqual([0, null, null])
})

test('what cannot be meant is a problem and never a guess', () => {
  expect(
    ['-', '**', '1,23', '열넷', '12,34,567', '1.5', '-3', '12회', '1234567890123', '1e3'].map((text) => said(text)),
  ).toEqual(['DASH', 'DASH', 'NUMBER', 'NUMBER', 'NUMBER', 'WHOLE', 'NEGATIVE', 'UNIT', 'RANGE', 'NUMBER'])
  expect(said('1.2345', rate)).toBe('RANGE')
})

test('any whole number survives being written with separators and its unit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (value) => {
      expect(said(`${value.toLocaleString('ko')}명`)).toBe(value)
    }),
  )
})

test('any block survives being copied: tabs between cells, quotes around line ends and quotes', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', '\n', '\t', ',') })
  const filled = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  const copied = (block: string[][]) =>
    block
      .map((row) => row.map((text) => (/["\n\t]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)).join('\t'))
      .join('\r\n')
  fc.assert(
    fc.property(filled, (block) => {
      const kept = [...block, ['end']]
      expect(readBlock(`${copied(kept)}\r\n`)).toEqual(kept)
    }),
  )
})
