import HistoryIcon from '@mui/icons-material/HistoryOutlined'
import { DataTable, SelectInput, useTranslate } from 'react-admin'
import { graphql } from './gql'
import type { RightsChangeFieldsFragment, RightsChangeKind } from './gql/graphql'
import { NounList, Rows } from './list'
import type { Noun } from './noun'
import { choicesOf, Value, When } from './value'

type Row = RightsChangeFieldsFragment

const fields = graphql(`
  fragment RightsChangeFields on RightsChange {
    id
    at
    kind
    before
    after
    address
    userName
    userEmail
    byName
  }
`)

const kinds = {
  ACCOUNT_MADE: '계정 개설',
  ROLE: '역할 변경',
  DISTRICTS: '담당 군·구 변경',
  CLOSED: '사용 중지',
  REOPENED: '사용 재개',
  INVITED: '초대 링크 발급',
  INVITATION_ACCEPTED: '초대 수락',
  PASSWORD_CHANGED: '비밀번호 변경',
  OPENID_BOUND: '통합인증 연결',
  SECOND_FACTOR_ON: '2단계 인증 사용',
  SECOND_FACTOR_OFF: '2단계 인증 해제',
  SECOND_FACTOR_RESET: '2단계 인증 초기화',
  SESSIONS_ENDED: '로그인 강제 종료',
  API_KEY_MADE: 'API 키 발급',
  API_KEY_ROTATED: 'API 키 교체',
  API_KEY_REVOKED: 'API 키 폐기',
} satisfies Record<RightsChangeKind, string>
const Column = DataTable.Col<Row>

/** The value before and after, with the role in words. */
function Change({ row: { before, after } }: { row: Row }) {
  const translate = useTranslate()
  if (!before && !after) return null
  const say = (value?: string | null) => value?.replace(/^[A-Z]+/, (role) => translate(`values.Role.${role}`)) ?? '–'
  return `${say(before)} → ${say(after)}`
}

const List = () => (
  <NounList
    sort={{ field: 'at', order: 'DESC' }}
    filters={[<SelectInput key="kind" source="kind" choices={choicesOf('RightsChangeKind', kinds)} alwaysOn />]}
  >
    <Rows<Row>
      card={(row) => (
        <>
          {row.userName} · <Value of="RightsChangeKind" is={row.kind} />
        </>
      )}
      cardDetail={(row) => (
        <>
          <When at={row.at} /> · {row.byName}
          {(row.before ?? row.after) && ' · '}
          <Change row={row} />
        </>
      )}
      fixed
    >
      <Column source="at" render={(row) => <When at={row.at} />} />
      <Column source="userName" disableSort render={(row) => row.userName} />
      <Column source="kind" disableSort render={(row) => <Value of="RightsChangeKind" is={row.kind} />} />
      <Column source="after" disableSort render={(row) => <Change row={row} />} />
      <Column source="byName" disableSort />
      <Column source="address" disableSort />
    </Rows>
  </NounList>
)

export const rightsChange: Noun<Row> = {
  name: 'rightsChanges',
  type: 'RightsChange',
  fields,
  sees: ['seeAccessReview'],
  icon: HistoryIcon,
  list: List,
  recordRepresentation: (row) => row.userName ?? '',
  words: {
    ko: {
      name: '접근권한 변경 기록',
      empty: '기록이 없습니다',
      fields: {
        at: '일시',
        kind: '변경 내용',
        before: '변경 전',
        after: '변경 전 → 후',
        address: '접속 주소',
        userName: '대상자',
        userEmail: '대상자 이메일',
        byName: '변경한 사람',
      },
      values: { RightsChangeKind: kinds },
    },
    en: {
      name: 'Change of rights |||| Changes of rights',
      empty: 'No changes yet',
      fields: {
        at: 'When',
        kind: 'Change',
        before: 'Before',
        after: 'Before → after',
        address: 'From address',
        userName: 'Whose account',
        userEmail: 'Their e-mail',
        byName: 'Changed by',
      },
      values: {
        RightsChangeKind: {
          ACCOUNT_MADE: 'Account opened',
          ROLE: 'Role',
          DISTRICTS: 'Districts',
          CLOSED: 'Account closed',
          REOPENED: 'Account reopened',
          INVITED: 'Invitation link made',
          INVITATION_ACCEPTED: 'Invitation accepted',
          PASSWORD_CHANGED: 'Password changed',
          OPENID_BOUND: 'Bound to single sign-on',
          SECOND_FACTOR_ON: 'Second factor on',
          SECOND_FACTOR_OFF: 'Second factor off',
          SECOND_FACTOR_RESET: 'Second factor reset',
          SESSIONS_ENDED: 'Sessions ended',
          API_KEY_MADE: 'API key made',
          API_KEY_ROTATED: 'API key rotated',
          API_KEY_REVOKED: 'API key revoked',
        } satisfies Record<RightsChangeKind, string>,
      },
    },
  },
}
