import type { RaRecord } from 'react-admin'
import { type AnyNoun, localized } from '../noun'
import { nouns, parts } from '../nouns'
import { momentInKorea } from '../value'
import type { Cell } from './cells'

type Translate = (key: string, options?: object) => string

export interface ExportColumn {
  header: string
  cell(row: RaRecord): Cell
}

/** The columns of a list's file: every field that the panel reads of the noun, in words. */
export function columnsFor(noun: AnyNoun, row: RaRecord, translate: Translate): ExportColumn[] {
  return Object.keys(row)
    .filter((key) => !UNSAID.test(key))
    .filter((key) => !Array.isArray(row[key]) || SAID_LISTS.has(key))
    .map((key) => ({
      header: labelOf(noun, key, translate),
      cell: (one) => cellOf(noun, key, one[key], translate),
    }))
}

const UNSAID = /^(id|version|__typename|viewerCan.*|query)$/
/** Lists whose members have names; histories and the like belong to a page, not to a line. */
const SAID_LISTS = new Set(['districts', 'targetGroups', 'cohorts', 'allowedOrigins'])
/** Codes and names are what they are, even where they look like a word of the schema. */
const AS_IT_IS = /^(code|kostatCode|prefix|email|address|hash|sha256|.*(Ko|En)|.*[nN]ame|.*Number)$/

export function labelOf(noun: AnyNoun, key: string, translate: Translate): string {
  return translate(`resources.${noun.name}.fields.${key}`, { _: translate(`panel.sheet.columns.${key}`, { _: key }) })
}

export function cellOf(noun: AnyNoun, key: string, value: unknown, translate: Translate): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return translate(`ra.boolean.${value}`)
  if (typeof value === 'string') return AS_IT_IS.test(key) ? value : inWords(noun, value, translate)
  if (Array.isArray(value)) return value.map((one) => cellOf(noun, key, one, translate)).join(', ')
  return nameOf(value as Named)
}

/** A word of an enum, or the moment that an instant is in Korea; any other text as it is. */
function inWords(noun: AnyNoun, text: string, translate: Translate): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return momentInKorea(text)
  if (!/^[A-Z][A-Z_]+$/.test(text)) return text
  const known = [noun, ...nouns, ...parts].flatMap(({ words }) => Object.entries(words.ko.values ?? {}))
  const found = known.find(([, values]) => text in values)
  return found ? translate(`values.${found[0]}.${text}`) : text
}

interface Named {
  code?: string
  titleKo?: string
  titleEn?: string | null
  nameKo?: string
  nameEn?: string | null
  name?: string
  maskedName?: string
  publisher?: string
  title?: string
  year?: number
  prefix?: string
}

/** How a related record is called in a line. */
function nameOf(record: Named): string {
  const { code, titleKo, nameKo, name, maskedName, publisher, title, year, prefix } = record
  if (titleKo) return [code, localized(record as { titleKo: string }, 'title')].filter(Boolean).join(' ')
  if (nameKo) return localized(record as { nameKo: string }, 'name')
  return name ?? maskedName ?? [publisher, title].filter(Boolean).join(' ') ?? String(year ?? prefix ?? '')
}
