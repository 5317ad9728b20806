import type { RaRecord } from 'react-admin'
import { localized } from '../noun'
import { nouns, parts } from '../nouns'

type Named = Record<string, unknown>

/** A value of a record as the panel says it; undefined where only the form knows its name. */
export function said(resource: string, field: string, value: unknown, record?: RaRecord): string | undefined {
  if (value === null || value === undefined || value === '') return ''
  const references = /^(.*)Ids?$/.exec(field)?.[1]
  if (references) {
    const named = ([record?.[references] ?? record?.[`${references}s`]] as unknown[]).flat() as (Named | undefined)[]
    const names = named
      .filter((one) => one && ([value].flat() as unknown[]).includes(one.id))
      .map((one) => nameOf(one as Named))
    return names.length ? names.join(', ') : undefined
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    return Object.values(value)
      .filter((part) => part != null && part !== '')
      .join(' · ')
  }
  if (Array.isArray(value))
    return value
      .map((one) => said(resource, field, one, record))
      .join(value.some((one) => typeof one === 'object') ? '\n' : ', ')
  if (typeof value === 'boolean') return value ? '✓' : '–'
  if (typeof value === 'number') return value.toLocaleString()
  return wordOf(resource, String(value)) ?? String(value)
}

const nameOf = (one: Named) =>
  localized<'name'>(one, 'name') ||
  localized<'title'>(one, 'title') ||
  String(one.name ?? one.code ?? one.year ?? one.id)

/** The word for a value of an enum of the noun. */
function wordOf(resource: string, value: string): string | undefined {
  if (!/^[A-Z][A-Z_0-9]*$/.test(value)) return undefined
  const noun = [...nouns, ...parts].find(({ name }) => name === resource)
  const words = noun?.words[document.documentElement.lang === 'en' ? 'en' : 'ko'].values
  return Object.values((words ?? {}) as Record<string, Record<string, string>>).find((group) => value in group)?.[value]
}

/** What stands in an input of the form, as it is to be seen there. */
export function standsIn(form: HTMLFormElement | null, field: string): string | undefined {
  const place = form?.querySelector(`.ra-input-${CSS.escape(field)}`)
  const chips = [...(place?.querySelectorAll('.MuiChip-label') ?? [])].map((chip) => chip.textContent)
  if (chips.length) return chips.join(', ')
  return place?.querySelector('.MuiSelect-select')?.textContent ?? place?.querySelector('input')?.value
}
