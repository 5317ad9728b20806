import type { FigureState, IndicatorKind, Population } from '../gql/graphql.ts'

/** A value, or the kind of nothing that stands in its place. */
export interface Quantity {
  state: FigureState
  value?: number | null
}
export interface Measure {
  unitKo: string
  unitEn: string
  population: Population
  kind: IndicatorKind
}
/** What was typed or pasted, read; null when nothing was. */
export type Reading = Quantity | { problem: string; details?: Record<string, string> } | null

const NOTHINGS: Record<string, FigureState> = {
  미보고: 'MISSING',
  missing: 'MISSING',
  notreported: 'MISSING',
  비공개: 'SUPPRESSED',
  '비공개(소수)': 'SUPPRESSED',
  suppressed: 'SUPPRESSED',
  해당없음: 'NOT_APPLICABLE',
  notapplicable: 'NOT_APPLICABLE',
  'n/a': 'NOT_APPLICABLE',
  산출불가: 'NOT_DERIVABLE',
  notderivable: 'NOT_DERIVABLE',
}
// Endings that spreadsheets put behind a number, by what they count.
const UNITS = ['명', '인', '회', '원', '건', '가구', '세대', '개소', '개', '대', '점', '일', '시간', '%']
const SAME: Record<string, string> = { 인: '명', 세대: '가구' }
const NUMBER = /^[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/
const LARGE = /^([-−]?)(?:([\d.,]+)억)?(?:([\d.,]+)만)?(?:([\d.,]+)천)?([\d.,]*)$/

/** Reads a cell as people write it: 1,234명, 3억 2,000만 원, 미보고. What cannot be meant is a problem, never a guess. */
export function readCell(typed: string, measure: Measure): Reading {
  const text = typed.normalize('NFKC').replace(/\s+/g, '')
  if (!text) return null
  const nothing = NOTHINGS[text.toLowerCase()]
  if (nothing) return { state: nothing, value: null }
  if (/^[-–—−*]+$/.test(text)) return { problem: 'DASH' }
  const { digits, unit } = withoutUnit(text.replace(/^₩/, ''), measure)
  if (unit && !fits(unit, measure)) return { problem: 'UNIT', details: { unit, wanted: measure.unitKo } }
  const value = numberOf(digits)
  if (value === undefined) return { problem: 'NUMBER' }
  if (Math.abs(value) >= 1e12 || /\.\d{4,}$/.test(digits)) return { problem: 'RANGE' }
  if (measure.population === 'MONEY' || measure.kind === 'RATE') return { state: 'PRESENT', value }
  if (value < 0) return { problem: 'NEGATIVE' }
  return Number.isInteger(value) ? { state: 'PRESENT', value } : { problem: 'WHOLE' }
}

function withoutUnit(text: string, { unitKo, unitEn }: Measure) {
  const endings = [unitKo, unitEn.replace(/\s/g, ''), ...UNITS].sort((a, b) => b.length - a.length)
  const unit = endings.find(
    (ending) => text.toLowerCase().endsWith(ending.toLowerCase()) && text.length > ending.length,
  )
  return { unit, digits: unit ? text.slice(0, -unit.length) : text }
}

function fits(unit: string, { unitKo, unitEn }: Measure) {
  const plain = (name: string) => SAME[name] ?? name
  return plain(unit) === plain(unitKo) || unit.toLowerCase() === unitEn.replace(/\s/g, '').toLowerCase()
}

function numberOf(text: string): number | undefined {
  if (NUMBER.test(text)) return plainNumber(text)
  const [, sign, ...parts] = LARGE.exec(text) ?? []
  if (!/[억만천]/.test(text) || !parts.some(Boolean)) return undefined
  const sizes = [1e8, 1e4, 1e3, 1]
  if (!parts.every((part) => !part || NUMBER.test(part))) return undefined
  const sum = parts.reduce((all, part, at) => all + (part ? plainNumber(part) * (sizes[at] as number) : 0), 0)
  return Number((sign ? -sum : sum).toFixed(3))
}

const plainNumber = (text: string) => Number(text.replace(/,/g, '').replace('−', '-'))

/** The cells of a block that was copied from a spreadsheet: tabs between columns, quotes around cells with line ends. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, cell = '', end] of text.replace(/\r\n?/g, '\n').matchAll(/("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/g)) {
    rows.at(-1)?.push(/^".*"$/s.test(cell) ? cell.slice(1, -1).replace(/""/g, '"') : cell)
    if (end === '') break
    if (end === '\n') rows.push([])
  }
  while (rows.length > 1 && rows.at(-1)?.every((cell) => !cell.trim())) rows.pop()
  return rows
}
