import HistoryIcon from '@mui/icons-material/ManageSearchOutlined'
import { DataTable, NumberInput, SelectArrayInput } from 'react-admin'
import { DayInput, RecordInput } from './form'
import { graphql } from './gql'
import type { AccessKind, AccessLogFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import type { Noun } from './noun'
import { Pruning } from './pruning'
import { Fact, NounShow } from './show'
import { choicesOf, Value, ValueChip } from './value'

type Row = AccessLogFieldsFragment

const fields = graphql(`
  fragment AccessLogFields on AccessLog {
    id
    number
    at
    email
    role
    address
    kind
    personNumber
    participant { id maskedName }
    reason
    hash
  }
`)

const kinds = {
  REVEAL: '조회',
  EXPORT: '다운로드',
  SEARCH: '검색',
  ENROLL: '입력',
  UPDATE: '정정',
  DESTROY: '파기',
  PRUNE: '접속기록 삭제',
} satisfies Record<AccessKind, string>

const Column = DataTable.Col<Row>

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'medium' })
export const momentInKorea = (instant: string) => clock.format(new Date(instant))

const Participant = ({ row }: { row: Row }) =>
  row.participant && <RecordLink row={row.participant} resource="participants" />

const List = () => (
  <>
    <Pruning />
    <NounList
      sort={{ field: 'at', order: 'DESC' }}
      filters={[
        <Search key="search" source="search" alwaysOn />,
        <SelectArrayInput key="kind" source="kind" choices={choicesOf('AccessKind', kinds)} alwaysOn />,
        <DayInput key="from" source="from" alwaysOn />,
        <DayInput key="to" source="to" alwaysOn />,
        <RecordInput key="account" source="account" reference="users" />,
        <NumberInput key="person" source="person" />,
      ]}
    >
      <Rows<Row>
        card={(row) => (
          <>
            {momentInKorea(row.at)} <ValueChip of="AccessKind" is={row.kind} />
          </>
        )}
        cardDetail={(row) => [row.email, row.participant?.maskedName, row.reason].filter(Boolean).join(' · ')}
      >
        <Column source="at" render={(row) => <RecordLink row={row}>{momentInKorea(row.at)}</RecordLink>} />
        <Column source="email" />
        <Column source="kind" disableSort render={(row) => <ValueChip of="AccessKind" is={row.kind} />} />
        <Column source="participant" disableSort render={(row) => <Participant row={row} />} />
        <Column source="reason" disableSort />
        <Column source="address" disableSort />
      </Rows>
    </NounList>
  </>
)

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="at">{momentInKorea(row.at)}</Fact>
        <Fact source="kind">
          <ValueChip of="AccessKind" is={row.kind} />
        </Fact>
        <Fact source="email">{row.email}</Fact>
        <Fact source="role">
          <Value of="Role" is={row.role} />
        </Fact>
        <Fact source="address">{row.address}</Fact>
        <Fact source="participant">{row.participant && <Participant row={row} />}</Fact>
        <Fact source="personNumber">{row.personNumber}</Fact>
        <Fact source="number">{row.number}</Fact>
        <Fact source="reason" wide>
          {row.reason}
        </Fact>
        <Fact source="hash" wide>
          <code className="hash">{row.hash}</code>
        </Fact>
      </>
    )}
  />
)

export const accessLog: Noun<Row> = {
  name: 'accessLog',
  type: 'AccessLog',
  fields,
  acts: { review: 'seeAccessReview', prune: 'pruneAccessLog' },
  icon: HistoryIcon,
  list: List,
  show: Show,
  recordRepresentation: (row) => String(row.number),
  words: {
    ko: {
      name: '접속기록',
      empty: '접속기록이 없습니다',
      fields: {
        number: '번호',
        at: '접속 일시',
        email: '계정',
        role: '역할',
        address: '접속지(IP)',
        kind: '수행 업무',
        personNumber: '정보주체 번호',
        person: '정보주체 번호',
        participant: '정보주체',
        reason: '사유',
        hash: '연결 해시',
        account: '계정',
        from: '시작일',
        to: '종료일',
        search: '계정·접속지·사유 검색',
      },
      values: { AccessKind: kinds },
    },
    en: {
      name: 'Access log',
      empty: 'Nothing was logged yet',
      fields: {
        number: 'Number',
        at: 'When',
        email: 'Account',
        role: 'Role',
        address: 'From (IP address)',
        kind: 'What was done',
        personNumber: 'Number of the person',
        person: 'Number of the person',
        participant: 'Whose data',
        reason: 'Reason',
        hash: 'Chain hash',
        account: 'Account',
        from: 'From day',
        to: 'To day',
        search: 'Search account, address or reason',
      },
      values: {
        AccessKind: {
          REVEAL: 'Shown',
          EXPORT: 'Exported',
          SEARCH: 'Searched',
          ENROLL: 'Entered',
          UPDATE: 'Corrected',
          DESTROY: 'Destroyed',
          PRUNE: 'Log rows removed',
        } satisfies Record<AccessKind, string>,
      },
    },
  },
}
