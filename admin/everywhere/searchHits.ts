import { useEffect, useState } from 'react'
import { useCanAccess, useCreatePath, useLocale, useTranslate } from 'react-admin'
import { useAnswer } from '../answer'
import { graphql } from '../gql'
import type { SearchPersonsQuery, SearchQuery } from '../gql/graphql'
import { localized } from '../noun'
import type { RecentPage } from './recent'

const search = graphql(`
  query Search($text: String!) {
    search(text: $text) {
      programs { id code titleKo titleEn stage district { id nameKo nameEn } }
      districts { id code nameKo nameEn validTo }
      organizations { id nameKo nameEn kind }
      rounds { id year titleKo titleEn }
      indicators { id code nameKo nameEn }
    }
  }
`)

const persons = graphql(`
  query SearchPersons($text: String!) {
    search(text: $text, first: 20) {
      participants { id maskedName birthYear stage program { id code titleKo titleEn } }
    }
  }
`)

export interface Hit {
  key: string
  label: string
  detail?: string
  /** Where it leads; none for what searches on. */
  to?: string
}
interface Group {
  title: string
  hits: Hit[]
}

/** What is offered for the text: what was found, by noun; without a text the recent pages. */
export function useHits(text: string, recent: RecentPage[]) {
  const translate = useTranslate()
  useLocale()
  const path = useCreatePath()
  const typed = useRest(text)
  const [person, setPerson] = useState<string>()
  const { canAccess: seesPersons } = useCanAccess({ resource: 'participants', action: 'list' })
  const found = useAnswer(search, typed ? { text: typed } : null)
  const asked = person === typed && typed ? { text: typed } : null
  const people = useAnswer(persons, asked)
  const to = (resource: string, id: string) => path({ resource, type: 'show', id })
  const name = (resource: string) => translate(`resources.${resource}.name`, { smart_count: 2 })

  const group = <Row extends { id: string }>(
    resource: string,
    rows: readonly Row[],
    say: (row: Row) => Pick<Hit, 'label' | 'detail'>,
  ): Group => ({
    title: name(resource),
    hits: rows.map((row) => ({ key: row.id, to: to(resource, row.id), ...say(row) })),
  })
  const value = (of: string, is: string) => translate(`values.${of}.${is}`)
  const groupsOf = ({ search: all }: SearchQuery) => [
    group('programs', all.programs, (row) => ({
      label: `${row.code} ${localized(row, 'title')}`,
      detail: `${localized(row.district, 'name')} · ${value('ProgramStage', row.stage)}`,
    })),
    group('districts', all.districts, (row) => ({
      label: localized(row, 'name'),
      detail: row.validTo ? `${row.code} · – ${row.validTo}` : row.code,
    })),
    group('organizations', all.organizations, (row) => ({
      label: localized(row, 'name'),
      detail: value('OrganizationKind', row.kind),
    })),
    group('rounds', all.rounds, (row) => ({ label: localized(row, 'title'), detail: String(row.year) })),
    group('indicators', all.indicators, (row) => ({ label: localized(row, 'name'), detail: row.code })),
  ]
  const peopleOf = ({ search: all }: SearchPersonsQuery) =>
    group('participants', all.participants, (row) => ({
      label: row.maskedName,
      detail: [
        row.birthYear,
        `${row.program.code} ${localized(row.program, 'title')}`,
        value('ParticipantStage', row.stage),
      ]
        .filter(Boolean)
        .join(' · '),
    }))
  const offer: Group = {
    title: name('participants'),
    hits: [{ key: 'persons', label: translate('everywhere.find_person') }],
  }

  const error = found.error ?? people.error
  const waiting = text !== typed || found.pending || people.pending
  const records = found.data && !found.pending ? groupsOf(found.data).filter(({ hits }) => hits.length) : []
  const inAll = !asked ? [offer] : people.data && !people.pending ? [peopleOf(people.data)] : []
  const pages: Group[] = [
    {
      title: translate('everywhere.recent'),
      hits: recent.map((one) => ({ key: one.to, label: one.title, to: one.to })),
    },
  ]
  const groups = text
    ? [...records, ...(seesPersons && !waiting ? inAll : [])]
    : pages.filter(({ hits }) => hits.length)
  const shown = groups.filter(({ hits }) => hits.length)
  const count = shown.reduce((sum, { hits }) => sum + hits.filter((hit) => hit.to).length, 0)
  const nothing = () => {
    if (asked && !people.data?.search.participants.length) return translate('everywhere.no_person')
    return `${translate('everywhere.no_match', { text })} ${translate('everywhere.search_what')}`
  }
  const status = () => {
    if (error) return translate(error.message, { _: error.message })
    if (!text) return recent.length ? '' : `${translate('everywhere.no_recent')} ${translate('everywhere.search_what')}`
    if (waiting) return translate('everywhere.searching')
    return count ? translate('everywhere.hits', { smart_count: count }) : nothing()
  }
  return { groups: shown, status: status(), findPersons: () => setPerson(typed) }
}

/** The text, once typing rests. */
function useRest(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 150)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
