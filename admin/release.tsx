import ReleaseIcon from '@mui/icons-material/NewspaperOutlined'
import { Chip } from '@mui/material'
import { lazy } from 'react'
import { DataTable, useTranslate } from 'react-admin'
import { dayInKorea } from './day'
import { Amount } from './figure'
import { graphql } from './gql'
import type { ReleaseAudience, ReleaseFieldsFragment, ReleaseValuesFragment } from './gql/graphql'
import { Grid } from './grid'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { Details, Section } from './tabs'
import { Value } from './value'

const Create = lazy(async () => ({ default: (await import('./release/publish')).PublishRelease }))

type Row = ReleaseFieldsFragment

const fields = graphql(`
  fragment ReleaseFields on Release { id titleKo audience asOf releasedOn knownAt query { year indicators } }
`)

const values = graphql(`
  fragment ReleaseValues on Release {
    id
    values {
      state
      value
      drift
      program { id titleKo titleEn }
      cohort { id nameKo nameEn }
      indicator { id nameKo nameEn unitKo unitEn }
      now { state value indicator { unitKo unitEn } }
    }
  }
`)

const audiences = { PRESS: '보도', COUNCIL: '의회 보고', PUBLIC: '공개' } satisfies Record<ReleaseAudience, string>
const Column = DataTable.Col<Row>

const List = () => (
  <NounList sort={{ field: 'releasedOn', order: 'DESC' }} filters={[<Search key="search" source="search" alwaysOn />]}>
    <Rows<Row>
      card={(row) => row.titleKo}
      cardDetail={(row) => (
        <>
          {row.releasedOn} · <Value of="ReleaseAudience" is={row.audience} />
        </>
      )}
    >
      <Column source="titleKo" render={(row) => <RecordLink row={row} />} />
      <Column source="audience" disableSort render={(row) => <Value of="ReleaseAudience" is={row.audience} />} />
      <Column className="short" source="releasedOn" />
      <Column className="short" source="asOf" disableSort />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    fixed={() => 'work.release.fixed'}
    facts={(row) => (
      <>
        <Fact source="titleKo">{row.titleKo}</Fact>
        <Fact source="audience">
          <Value of="ReleaseAudience" is={row.audience} />
        </Fact>
        <Fact source="releasedOn">{row.releasedOn}</Fact>
        <Fact source="asOf">{row.asOf}</Fact>
        <Fact source="knownAt">{dayInKorea(row.knownAt)}</Fact>
        <Fact source="query">{[row.query.year, ...(row.query.indicators ?? [])].join(', ')}</Fact>
      </>
    )}
  >
    <Details fields={values}>{(row) => <Pinned of={row.values} />}</Details>
  </NounShow>
)

type Pin = ReleaseValuesFragment['values'][number]

/** The values as they were published, and what changed since. */
function Pinned({ of }: { of: Pin[] }) {
  const translate = useTranslate()
  const title = translate('work.release.values')
  return (
    <Section title={title} hint={translate('work.release.hint')}>
      <Grid<Pin>
        label={title}
        rows={of}
        keyOf={({ program, indicator, cohort }) => `${program.id} ${indicator.id} ${cohort?.id}`}
        columns={[
          {
            label: translate('resources.outcomes.fields.program'),
            cell: ({ program }) => <RecordLink row={program} resource="programs" />,
          },
          {
            label: translate('resources.outcomes.fields.indicator'),
            cell: ({ indicator, cohort }) =>
              [localized(indicator, 'name'), cohort && localized(cohort, 'name')].filter(Boolean).join(' · '),
          },
          { label: translate('work.release.published'), number: true, cell: (pin) => <Amount of={pin} /> },
          { label: translate('work.release.now'), number: true, cell: ({ now }) => <Amount of={now} /> },
          {
            label: translate('work.release.drift'),
            cell: ({ drift }) =>
              drift ? <Chip component="span" color="warning" label={drift} /> : translate('work.release.same'),
          },
        ]}
      />
    </Section>
  )
}

export const release: Noun<Row> = {
  name: 'releases',
  type: 'Release',
  fields,
  acts: { create: 'publishRelease' },
  icon: ReleaseIcon,
  list: List,
  show: Show,
  create: Create,
  recordRepresentation: (row) => row.titleKo,
  words: {
    ko: {
      name: '보도·보고 자료',
      empty: '보도·보고 자료가 없습니다',
      fields: {
        titleKo: '제목',
        audience: '용도',
        asOf: '기준일',
        releasedOn: '공표일',
        knownAt: '값을 고정한 날',
        query: '고정한 범위',
        search: '제목 검색',
      },
      values: { ReleaseAudience: audiences },
    },
    en: {
      name: 'Release |||| Releases',
      empty: 'No releases yet',
      fields: {
        titleKo: 'Title',
        audience: 'Audience',
        asOf: 'As of',
        releasedOn: 'Released on',
        knownAt: 'Pinned on',
        query: 'What was pinned',
        search: 'Search titles',
      },
      values: {
        ReleaseAudience: { PRESS: 'Press', COUNCIL: 'Council', PUBLIC: 'Public' } satisfies Record<
          ReleaseAudience,
          string
        >,
      },
    },
  },
}
