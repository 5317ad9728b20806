import EventIcon from '@mui/icons-material/CallMergeOutlined'
import { lazy } from 'react'
import { DataTable, SelectArrayInput, useTranslate } from 'react-admin'
import { DayInput } from './form'
import { graphql } from './gql'
import type { DistrictEventFieldsFragment, DistrictEventKind } from './gql/graphql'
import { Grid } from './grid'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { choicesOf, Value, ValueChip } from './value'

const Create = lazy(async () => ({ default: (await import('./districtEvent/record')).RecordDistrictEvent }))

type Row = DistrictEventFieldsFragment
type Succession = Row['successions'][number]

const fields = graphql(`
  fragment DistrictEventFields on DistrictEvent {
    id
    code
    kind
    on
    law
    note
    successions {
      whole
      dong
      formerNameKo
      formerNameEn
      from { id code nameKo nameEn }
      to { id code nameKo nameEn }
    }
  }
`)

const kinds = {
  SPLIT: '분구',
  MERGE: '통합',
  RENAME: '명칭 변경',
  RECODE: '코드 변경',
} satisfies Record<DistrictEventKind, string>
const Column = DataTable.Col<Row>

const List = () => (
  <NounList
    sort={{ field: 'on', order: 'DESC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <SelectArrayInput key="kind" source="kind" choices={choicesOf('DistrictEventKind', kinds)} alwaysOn />,
      <DayInput key="onFrom" source="onFrom" />,
      <DayInput key="onTo" source="onTo" />,
    ]}
  >
    <Rows<Row>
      card={(row) => (
        <>
          {row.on} <Value of="DistrictEventKind" is={row.kind} />
        </>
      )}
      cardDetail={(row) => changeOf(row)}
    >
      <Column className="short" source="on" render={(row) => <RecordLink row={row}>{row.on}</RecordLink>} />
      <Column source="kind" disableSort render={(row) => <ValueChip of="DistrictEventKind" is={row.kind} />} />
      <Column source="successions" disableSort render={changeOf} />
      <Column source="law" disableSort />
    </Rows>
  </NounList>
)

/** Such as “서구 → 검단구, 서해구”. */
function changeOf({ successions }: Pick<Row, 'successions'>) {
  const names = (side: 'from' | 'to') => [...new Set(successions.map((one) => nameOf(one, side)))].join(', ')
  return `${names('from')} → ${names('to')}`
}

function nameOf(one: Succession, side: 'from' | 'to') {
  const former = side === 'from' && one.formerNameKo ? localized(one as { formerNameKo: string }, 'formerName') : ''
  return former || localized(one[side], 'name')
}

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="kind">
          <Value of="DistrictEventKind" is={row.kind} />
        </Fact>
        <Fact source="on">{row.on}</Fact>
        <Fact source="code">{row.code}</Fact>
        <Fact source="law" wide>
          {row.law}
        </Fact>
        <Fact source="note" wide>
          {row.note}
        </Fact>
        <Fact source="successions" wide>
          <Successions of={row.successions} />
        </Fact>
      </>
    )}
  />
)

export function Successions({ of }: { of: Succession[] }) {
  const translate = useTranslate()
  return (
    <Grid<Succession>
      label={translate('resources.districtEvents.fields.successions')}
      rows={of}
      keyOf={({ from, to }) => `${from.id} ${to.id}`}
      columns={[
        { label: translate('acts.event.from'), cell: (one) => <District one={one} side="from" /> },
        { label: translate('acts.event.to'), cell: (one) => <District one={one} side="to" /> },
        {
          label: translate('acts.event.what'),
          cell: ({ whole, dong }) => (whole ? translate('acts.event.whole') : dong.join(', ') || '–'),
        },
      ]}
    />
  )
}

const District = ({ one, side }: { one: Succession; side: 'from' | 'to' }) => (
  <RecordLink row={one[side]} resource="districts">
    {nameOf(one, side)} ({one[side].code})
  </RecordLink>
)

export const districtEvent: Noun<Row> = {
  name: 'districtEvents',
  type: 'DistrictEvent',
  fields,
  acts: { create: 'recordDistrictEvent' },
  icon: EventIcon,
  list: List,
  show: Show,
  create: Create,
  recordRepresentation: (row) => changeOf(row),
  words: {
    ko: {
      name: '행정구역 개편',
      empty: '등록된 개편이 없습니다',
      fields: {
        code: '짧은 이름',
        kind: '종류',
        on: '시행일',
        law: '근거 법령',
        note: '참고',
        successions: '바뀐 내용',
        search: '이름·법령·참고 검색',
        onFrom: '시행일(부터)',
        onTo: '시행일(까지)',
      },
      values: { DistrictEventKind: kinds },
    },
    en: {
      name: 'District reform |||| District reforms',
      empty: 'No reforms yet',
      fields: {
        code: 'Short name',
        kind: 'Kind',
        on: 'In force on',
        law: 'Law',
        note: 'Note',
        successions: 'What changed',
        search: 'Search name, law or note',
        onFrom: 'In force from',
        onTo: 'In force to',
      },
      values: {
        DistrictEventKind: {
          SPLIT: 'Split',
          MERGE: 'Merger',
          RENAME: 'New name',
          RECODE: 'New code',
        } satisfies Record<DistrictEventKind, string>,
      },
    },
  },
}
