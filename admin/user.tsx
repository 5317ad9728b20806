import BadgeIcon from '@mui/icons-material/BadgeOutlined'
import { useState } from 'react'
import {
  AutocompleteArrayInput,
  BooleanInput,
  DataTable,
  email,
  ReferenceArrayInput,
  required,
  SelectInput,
  TextInput,
  useGetIdentity,
  useRecordContext,
  useRedirect,
  useTranslate,
} from 'react-admin'
import { ActButton, OnceDialog } from './act'
import { NounCreate, NounEdit } from './form'
import { graphql } from './gql'
import type { Role, UserFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { StepSection } from './step'
import { choicesOf, Value } from './value'

type Row = UserFieldsFragment

const fields = graphql(`
  fragment UserFields on User {
    id
    version
    viewerCanUpdate
    email
    name
    role
    active
    hasPassword
    hasSecondFactor
    districts { id nameKo nameEn }
  }
`)

const roles = {
  ADMIN: '시 관리자',
  CITY: '시 담당자',
  DISTRICT: '군·구 담당자',
  REVIEWER: '심사위원',
  PRIVACY: '개인정보 보호책임자',
} satisfies Record<Role, string>
const Column = DataTable.Col<Row>

const YesNo = ({ is }: { is: boolean | null | undefined }) => useTranslate()(`ra.boolean.${is}`)
const Active = ({ row }: { row: Row }) => <YesNo is={row.active} />
const districtsOf = (row: Row) => row.districts.map((district) => localized(district, 'name')).join(', ')

const List = () => (
  <NounList
    sort={{ field: 'email', order: 'ASC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <SelectInput key="role" source="role" choices={choicesOf('Role', roles)} alwaysOn />,
    ]}
  >
    <Rows<Row>
      card={(row) => row.name}
      cardDetail={(row) => (
        <>
          <Value of="Role" is={row.role} /> · {row.email}
        </>
      )}
    >
      <Column source="name" render={(row) => <RecordLink row={row} />} />
      <Column source="email" />
      <Column source="role" disableSort render={(row) => <Value of="Role" is={row.role} />} />
      <Column source="districts" disableSort render={districtsOf} />
      <Column source="active" disableSort render={(row) => <Active row={row} />} />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="name">{row.name}</Fact>
        <Fact source="email">{row.email}</Fact>
        <Fact source="role">
          <Value of="Role" is={row.role} />
        </Fact>
        <Fact source="districts">{districtsOf(row)}</Fact>
        <Fact source="active">
          <Active row={row} />
        </Fact>
        {row.hasPassword !== null && (
          <>
            <Fact source="hasPassword">
              <YesNo is={row.hasPassword} />
            </Fact>
            <Fact source="hasSecondFactor">
              <YesNo is={row.hasSecondFactor} />
            </Fact>
          </>
        )}
      </>
    )}
  >
    <Care />
  </NounShow>
)

const Inputs = () => (
  <>
    <TextInput source="name" validate={required()} />
    <SelectInput source="role" choices={choicesOf('Role', roles)} validate={required()} />
    <ReferenceArrayInput source="districtIds" reference="districts" perPage={100}>
      <AutocompleteArrayInput />
    </ReferenceArrayInput>
  </>
)

const Edit = () => (
  <NounEdit>
    <Inputs />
    <BooleanInput source="active" />
  </NounEdit>
)

/** An account is opened without a password: the link, which is shown once, lets its owner set one. */
function Create() {
  const redirect = useRedirect()
  const [link, setLink] = useState<{ id: string; link: string }>()
  const done = (id: string) => redirect('show', 'users', id)
  return (
    <>
      <NounCreate hint="panel.invite_hint" onSuccess={(row) => setLink(row as never)}>
        <TextInput source="email" type="email" validate={[required(), email()]} autoComplete="off" />
        <Inputs />
      </NounCreate>
      {link && <LinkDialog link={link.link} close={() => done(link.id)} />}
    </>
  )
}

const LinkDialog = ({ link, close }: { link: string; close(): void }) => (
  <OnceDialog
    title="panel.invitation_link"
    hint="panel.invitation_link_hint"
    text={new URL(link, location.href).href}
    close={close}
  />
)

/** What an administrator does for the owner of an account. */
function Care() {
  const row = useRecordContext<Row>()
  const translate = useTranslate()
  const { data: someone } = useGetIdentity()
  const [link, setLink] = useState('')
  if (!row?.viewerCanUpdate) return null
  const input = { id: row.id }
  const other = someone?.id !== row.id
  return (
    <StepSection title="panel.care">
      {other && row.active && (
        <ActButton
          act="renewInvitation"
          input={input}
          select="link"
          label={translate('panel.renew_invitation')}
          hint="panel.renew_invitation_hint"
          onDone={(answer) => setLink(answer.link as never)}
        />
      )}
      <ActButton
        act="endSessions"
        input={input}
        label={translate('panel.end_sessions')}
        hint="panel.end_sessions_hint"
      />
      {other && row.hasSecondFactor && (
        <ActButton act="resetTotp" input={input} label={translate('panel.reset_totp')} hint="panel.reset_totp_hint" />
      )}
      {link && <LinkDialog link={link} close={() => setLink('')} />}
    </StepSection>
  )
}

export const user: Noun<Row> = {
  name: 'users',
  type: 'User',
  fields,
  acts: { create: 'inviteUser', edit: 'updateUser' },
  once: 'link',
  icon: BadgeIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => row.name,
  words: {
    ko: {
      name: '담당자',
      empty: '등록된 담당자가 없습니다',
      fields: {
        email: '이메일 주소',
        name: '이름',
        role: '역할',
        active: '계정 사용 중',
        districts: '담당 군·구',
        hasPassword: '비밀번호 설정됨',
        hasSecondFactor: '2단계 인증',
        search: '이름·이메일 검색',
      },
      values: { Role: roles },
    },
    en: {
      name: 'Officer |||| Officers',
      empty: 'No officers yet',
      fields: {
        email: 'E-mail address',
        name: 'Name',
        role: 'Role',
        active: 'Account open',
        districts: 'Districts',
        hasPassword: 'Password set',
        hasSecondFactor: 'Second factor',
        search: 'Search name or e-mail',
      },
      values: {
        Role: {
          ADMIN: 'City administrator',
          CITY: 'City officer',
          DISTRICT: 'District officer',
          REVIEWER: 'Reviewer',
          PRIVACY: 'Privacy officer',
        } satisfies Record<Role, string>,
      },
    },
  },
}
