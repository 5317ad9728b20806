import LockIcon from '@mui/icons-material/LockOutlined'
import { Chip } from '@mui/material'
import { DataTable, NullableBooleanInput, NumberInput, required, useRecordContext, useTranslate } from 'react-admin'
import { dayInKorea } from '../day'
import { DayInput, NounCreate, ParagraphInput, RecordInput } from '../form'
import { graphql } from '../gql'
import type { LockFieldsFragment } from '../gql/graphql'
import { NounList, RecordLink, Rows } from '../list'
import { localized, type Noun } from '../noun'
import { Fact, NounShow } from '../show'
import { StepButton, StepSection } from '../step'
import { useViewer } from './answer'

type Row = LockFieldsFragment

const fields = graphql(`
  fragment LockFields on PeriodLock {
    id
    round { id year titleKo titleEn }
    from
    to
    lockedAt
    lockedByName
    unlockedAt
    unlockedByName
    unlockReason
  }
`)

const Column = DataTable.Col<Row>
const who = (day: string, name?: string | null) => [dayInKorea(day), name].filter(Boolean).join(', ')

/** Opens the period again; the lock stays on record with the reason. */
function Unlock() {
  const row = useRecordContext<Row>()
  const translate = useTranslate()
  const { can } = useViewer()
  if (!row || row.unlockedAt || !can?.lockPeriod) return null
  return (
    <StepSection>
      <StepButton act="unlockPeriod" label={translate('panel.locks.unlock')}>
        <ParagraphInput source="unlockReason" label="panel.reason" validate={required()} />
      </StepButton>
    </StepSection>
  )
}

function Now({ row }: { row: Row }) {
  const translate = useTranslate()
  if (!row.unlockedAt) return <Chip color="warning" component="span" label={translate('panel.locks.locked')} />
  return `${who(row.unlockedAt, row.unlockedByName)} – ${row.unlockReason}`
}

const List = () => (
  <NounList
    sort={{ field: 'lockedAt', order: 'DESC' }}
    filters={[
      <NumberInput key="year" source="year" alwaysOn />,
      <NullableBooleanInput key="locked" source="locked" alwaysOn />,
    ]}
  >
    <Rows<Row>
      card={(row) => `${row.from} – ${row.to}`}
      cardDetail={(row) => (
        <>
          {localized(row.round, 'title')} · {who(row.lockedAt, row.lockedByName)} · <Now row={row} />
        </>
      )}
    >
      <Column source="from" className="short" render={(row) => <RecordLink row={row} />} />
      <Column source="round" disableSort render={(row) => localized(row.round, 'title')} />
      <Column source="lockedAt" render={(row) => who(row.lockedAt, row.lockedByName)} />
      <Column source="unlockedAt" disableSort render={(row) => <Now row={row} />} />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="from">{row.from}</Fact>
        <Fact source="to">{row.to}</Fact>
        <Fact source="round">
          <RecordLink row={row.round} resource="rounds" />
        </Fact>
        <Fact source="lockedAt">{who(row.lockedAt, row.lockedByName)}</Fact>
        <Fact source="unlockedAt" wide>
          <Now row={row} />
        </Fact>
      </>
    )}
  >
    <Unlock />
  </NounShow>
)

const Create = () => (
  <NounCreate hint="panel.locks.hint">
    <RecordInput source="roundId" reference="rounds" isRequired />
    <DayInput source="from" isRequired />
    <DayInput source="to" isRequired />
  </NounCreate>
)

export const periodLock: Noun<Row> = {
  name: 'periodLocks',
  type: 'PeriodLock',
  fields,
  acts: { create: 'lockPeriod', edit: 'unlockPeriod' },
  icon: LockIcon,
  list: List,
  show: Show,
  create: Create,
  recordRepresentation: (row) => `${row.from} – ${row.to}`,
  words: {
    ko: {
      name: '마감',
      empty: '마감한 기간이 없습니다',
      fields: {
        round: '연도 사업',
        from: '마감 기간 시작일',
        to: '마감 기간 종료일',
        lockedAt: '마감한 날',
        lockedByName: '마감한 사람',
        unlockedAt: '마감 해제',
        unlockedByName: '해제한 사람',
        unlockReason: '해제 사유',
        year: '연도',
        locked: '지금 마감됨',
      },
    },
    en: {
      name: 'Locked period |||| Locked periods',
      empty: 'No locked periods',
      fields: {
        round: 'Round',
        from: 'First locked day',
        to: 'Last locked day',
        lockedAt: 'Locked on',
        lockedByName: 'Locked by',
        unlockedAt: 'Unlocked',
        unlockedByName: 'Unlocked by',
        unlockReason: 'Why it was unlocked',
        year: 'Year',
        locked: 'Locked now',
      },
    },
  },
}
