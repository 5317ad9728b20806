import BadgeIcon from '@mui/icons-material/BadgeOutlined'
import {
  AutocompleteArrayInput,
  BooleanInput,
  DataTable,
  email,
  minLength,
  PasswordInput,
  ReferenceArrayInput,
  required,
  SelectInput,
  TextInput,
  useTranslate,
} from 'react-admin'
import { NounCreate, NounEdit } from './form'
import { graphql } from './gql'
import type { Role, UserFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
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

const Active = ({ row }: { row: Row }) => useTranslate()(`ra.boolean.${row.active}`)
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
      </>
    )}
  />
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
    <PasswordInput
      source="password"
      validate={minLength(12)}
      helperText="panel.unchanged_password"
      autoComplete="new-password"
    />
    <BooleanInput source="active" />
  </NounEdit>
)

const Create = () => (
  <NounCreate>
    <TextInput source="email" type="email" validate={[required(), email()]} autoComplete="off" />
    <Inputs />
    <PasswordInput source="password" validate={[required(), minLength(12)]} autoComplete="new-password" />
  </NounCreate>
)

export const user: Noun<Row> = {
  name: 'users',
  type: 'User',
  fields,
  acts: { create: 'createUser', edit: 'updateUser' },
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
        password: '비밀번호',
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
        password: 'Password',
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
