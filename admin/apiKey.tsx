import KeyIcon from '@mui/icons-material/KeyOutlined'
import { Alert, Box, Button, Card, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material'
import { type ReactNode, useId, useRef, useState } from 'react'
import {
  AutocompleteArrayInput,
  DataTable,
  Form,
  FormDataConsumer,
  ListButton,
  maxValue,
  minValue,
  NumberInput,
  ReferenceArrayInput,
  required,
  SaveButton,
  SelectInput,
  TextInput,
  Title,
  Toolbar,
  TopToolbar,
  useNotify,
  useRecordContext,
  useRefresh,
  useTranslate,
} from 'react-admin'
import { given, type KeyAct, mistakes, takeKey } from './api'
import { Confirm } from './dialog'
import { Above, DayInput, ParagraphInput } from './form'
import { graphql } from './gql'
import type { ApiKeyFieldsFragment, ApiKeyScope, ApiKeyState } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { Typed, useLeave } from './merge/leave'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { StepSection } from './step'
import { choicesOf, momentInKorea, Value, ValueChip } from './value'

type Row = ApiKeyFieldsFragment

const fields = graphql(`
  fragment ApiKeyFields on ApiKey {
    id
    version
    viewerCanUpdate
    name
    prefix
    scope
    state
    districts { id nameKo nameEn }
    allowedOrigins
    expiresOn
    lastUsedAt
    overlapEndsAt
    revokedAt
    createdBy { id name }
    createdAt
    rotatedTo { id prefix }
  }
`)

const scopes = { PUBLIC: '공개 자료', OWN_DISTRICT: '군·구 자료' } satisfies Record<ApiKeyScope, string>
const states = { ACTIVE: '사용 중', ROTATED: '교체됨', ENDED: '종료', REVOKED: '폐기' } satisfies Record<
  ApiKeyState,
  string
>
const colors = { ACTIVE: 'success', ROTATED: 'warning', ENDED: 'default', REVOKED: 'error' } as const

const Column = DataTable.Col<Row>
const State = ({ row }: { row: Row }) => <ValueChip of="ApiKeyState" is={row.state} color={colors[row.state]} />
const moment = (instant: string | null | undefined) => instant && momentInKorea(instant)

const List = () => (
  <NounList
    sort={{ field: 'createdAt', order: 'DESC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <SelectInput key="scope" source="scope" choices={choicesOf('ApiKeyScope', scopes)} alwaysOn />,
    ]}
  >
    <Rows<Row>
      card={(row) => row.name}
      cardDetail={(row) => (
        <>
          <State row={row} /> {row.prefix}
        </>
      )}
    >
      <Column source="name" render={(row) => <RecordLink row={row} />} />
      <Column source="prefix" disableSort />
      <Column source="state" disableSort render={(row) => <State row={row} />} />
      <Column source="scope" disableSort render={(row) => <Value of="ApiKeyScope" is={row.scope} />} />
      <Column className="short" source="expiresOn" />
      <Column className="short" source="lastUsedAt" render={(row) => moment(row.lastUsedAt)} />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    fixed={() => 'panel.key_is_fixed'}
    facts={(row) => (
      <>
        <Fact source="name">{row.name}</Fact>
        <Fact source="state">
          <State row={row} />
        </Fact>
        <Fact source="prefix">{row.prefix}</Fact>
        <Fact source="scope">
          <Value of="ApiKeyScope" is={row.scope} />
        </Fact>
        <Fact source="districts">{row.districts.map((one) => localized(one, 'name')).join(', ')}</Fact>
        <Fact source="allowedOrigins">{row.allowedOrigins.join(', ')}</Fact>
        <Fact source="expiresOn">{row.expiresOn}</Fact>
        <Fact source="lastUsedAt">{moment(row.lastUsedAt)}</Fact>
        <Fact source="createdBy">{row.createdBy.name}</Fact>
        <Fact source="createdAt">{moment(row.createdAt)}</Fact>
        {row.rotatedTo && (
          <Fact source="rotatedTo">
            <RecordLink row={row.rotatedTo}>{row.rotatedTo.prefix}</RecordLink>
          </Fact>
        )}
        {row.overlapEndsAt && <Fact source="overlapEndsAt">{moment(row.overlapEndsAt)}</Fact>}
        {row.revokedAt && <Fact source="revokedAt">{moment(row.revokedAt)}</Fact>}
      </>
    )}
  >
    <Changes />
  </NounShow>
)

/** What an administrator can do with a key that works. */
function Changes() {
  const row = useRecordContext<Row>()
  const [asking, setAsking] = useState<'rotateApiKey' | 'revokeApiKey'>()
  const translate = useTranslate()
  if (!row?.viewerCanUpdate || row.state === 'REVOKED') return null
  const close = () => setAsking(undefined)
  return (
    <StepSection>
      {row.state === 'ACTIVE' && (
        <Button variant="contained" onClick={() => setAsking('rotateApiKey')}>
          {translate('panel.key_rotate')}
        </Button>
      )}
      <Button variant="outlined" color="error" onClick={() => setAsking('revokeApiKey')}>
        {translate('panel.key_revoke')}
      </Button>
      {asking === 'rotateApiKey' && (
        <KeyDialog act={asking} id={row.id} title="panel.key_rotate" hint="panel.key_rotate_hint" close={close}>
          <NumberInput
            source="overlapHours"
            validate={[required(), minValue(0), maxValue(720)]}
            defaultValue={24}
            step={1}
          />
          <DayInput source="expiresOn" />
        </KeyDialog>
      )}
      {asking === 'revokeApiKey' && (
        <KeyDialog act={asking} id={row.id} title="panel.key_revoke" hint="panel.key_revoke_hint" close={close} />
      )}
    </StepSection>
  )
}

interface KeyDialogProps {
  act: KeyAct
  id: string
  title: string
  hint: string
  children?: ReactNode
  close(): void
}

const blank = {}

function KeyDialog({ act, id, title, hint, children, close }: KeyDialogProps) {
  const translate = useTranslate()
  const refresh = useRefresh()
  const heading = useId()
  const { secret, submit } = useKey(act, { id }, (done) => {
    if (!done.secret) close()
  })
  const { typed, leave, onClose, question } = useLeave(close)
  const taken = () => {
    refresh()
    close()
  }
  return (
    <Dialog open onClose={secret ? undefined : onClose} fullWidth maxWidth="sm" aria-labelledby={heading}>
      <Form onSubmit={submit} record={blank} warnWhenUnsavedChanges noValidate>
        <Typed into={typed} />
        <DialogTitle id={heading}>{translate(title)}</DialogTitle>
        <DialogContent className="form dialog-form">
          {secret ? <Secret is={secret} /> : <Alert severity="info">{translate(hint)}</Alert>}
          <Above />
          {secret ? null : children}
        </DialogContent>
        <DialogActions>
          {secret ? (
            <Button variant="contained" onClick={taken}>
              {translate('ra.action.close')}
            </Button>
          ) : (
            <>
              <Button onClick={leave}>{translate('ra.action.cancel')}</Button>
              <Confirm label={translate(title)} />
            </>
          )}
        </DialogActions>
      </Form>
      {question}
    </Dialog>
  )
}

const Create = () => {
  const translate = useTranslate()
  const { secret, id, submit } = useKey('createApiKey', {})
  return (
    <Box sx={{ position: 'relative' }}>
      <Title title={translate('ra.page.create', { name: translate('resources.apiKeys.name', { smart_count: 1 }) })} />
      <TopToolbar className="beside-title">
        <ListButton label="panel.back_to_list" />
      </TopToolbar>
      <Card>
        {secret && id ? (
          <div className="form">
            <Secret is={secret} />
            <RecordLink row={{ id }}>{translate('panel.key_show')}</RecordLink>
          </div>
        ) : (
          <Form onSubmit={submit} warnWhenUnsavedChanges noValidate>
            <div className="form">
              <Above />
              <TextInput source="name" validate={required()} />
              <SelectInput source="scope" choices={choicesOf('ApiKeyScope', scopes)} validate={required()} />
              <FormDataConsumer>
                {({ formData }) =>
                  formData.scope === 'OWN_DISTRICT' && (
                    <ReferenceArrayInput source="districtIds" reference="districts" perPage={100}>
                      <AutocompleteArrayInput validate={required()} />
                    </ReferenceArrayInput>
                  )
                }
              </FormDataConsumer>
              <DayInput source="expiresOn" isRequired />
              <ParagraphInput source="allowedOrigins" minRows={2} helperText="panel.key_origins_hint" />
            </div>
            <Toolbar>
              <SaveButton />
            </Toolbar>
          </Form>
        )}
      </Card>
    </Box>
  )
}

/** Sends an act about a key; what a form says and, once, the whole key. */
function useKey(act: KeyAct, more: object, after: (done: { secret?: string | null }) => void = () => {}) {
  const [made, setMade] = useState<{ secret?: string | null; id?: string }>({})
  const notify = useNotify()
  const refresh = useRefresh()
  const submit = async ({ allowedOrigins, scope, districtIds, ...values }: Record<string, unknown>) => {
    const origins = String(allowedOrigins ?? '').split(/[\s,]+/)
    const input = {
      ...given({ ...values, scope, districtIds: scope === 'OWN_DISTRICT' ? districtIds : null }),
      ...(origins.some(Boolean) && { allowedOrigins: origins.filter(Boolean) }),
      ...more,
    }
    try {
      const { errors, ...done } = await takeKey(act, input)
      // A mistake in one of several origins belongs to the field that has them all.
      const atFields = errors.map((error) => ({ ...error, field: error.field.split('.')[0] as string }))
      if (errors.length) return mistakes(atFields, { ...values, allowedOrigins, scope, districtIds }).body.errors
      setMade(done)
      if (!done.secret) {
        refresh()
        notify('panel.key_revoked', { type: 'success' })
      }
      after(done)
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return { ...made, submit }
}

/** The whole key: there is no second chance to see it. */
function Secret({ is }: { is: string }) {
  const translate = useTranslate()
  const notify = useNotify()
  const input = useRef<HTMLInputElement>(null)
  const copy = async () => {
    input.current?.select()
    // Browsers lend the clipboard to pages over https only; elsewhere the key is selected, to be copied by hand.
    await navigator.clipboard?.writeText(is).then(() => notify('panel.key_copied', { type: 'success' }))
  }
  return (
    <>
      <Alert severity="warning">{translate('panel.key_once')}</Alert>
      <TextField
        label={translate('panel.key_whole')}
        value={is}
        inputRef={input}
        fullWidth
        className="wide"
        slotProps={{ htmlInput: { readOnly: true, spellCheck: false }, inputLabel: { shrink: true } }}
      />
      <Button variant="outlined" onClick={copy}>
        {translate('panel.key_copy')}
      </Button>
    </>
  )
}

export const apiKey: Noun<Row> = {
  name: 'apiKeys',
  type: 'ApiKey',
  fields,
  acts: { create: 'createApiKey', edit: 'rotateApiKey' },
  icon: KeyIcon,
  list: List,
  show: Show,
  create: Create,
  recordRepresentation: (row) => row.name,
  words: {
    ko: {
      name: 'API 키',
      empty: '등록된 API 키가 없습니다',
      fields: {
        name: '이름',
        prefix: '앞부분',
        scope: '범위',
        state: '상태',
        districts: '군·구',
        allowedOrigins: '허용 출처(origin)',
        expiresOn: '마지막 사용일',
        lastUsedAt: '최근 사용',
        overlapEndsAt: '함께 쓰는 기한',
        revokedAt: '폐기 시각',
        createdBy: '발급자',
        createdAt: '발급 시각',
        rotatedTo: '교체된 새 키',
        overlapHours: '이전 키를 함께 쓸 시간(시간)',
        search: '이름·앞부분 검색',
      },
      values: { ApiKeyScope: scopes, ApiKeyState: states },
    },
    en: {
      name: 'API key |||| API keys',
      empty: 'No API keys yet',
      fields: {
        name: 'Name',
        prefix: 'Prefix',
        scope: 'Scope',
        state: 'State',
        districts: 'Districts',
        allowedOrigins: 'Allowed origins',
        expiresOn: 'Last day',
        lastUsedAt: 'Last used',
        overlapEndsAt: 'Works beside the new key until',
        revokedAt: 'Revoked',
        createdBy: 'Made by',
        createdAt: 'Made',
        rotatedTo: 'New key in its place',
        overlapHours: 'Hours that the old key works on',
        search: 'Search name or prefix',
      },
      values: {
        ApiKeyScope: { PUBLIC: 'Public data', OWN_DISTRICT: 'Data of districts' } satisfies Record<ApiKeyScope, string>,
        ApiKeyState: {
          ACTIVE: 'In use',
          ROTATED: 'Rotated',
          ENDED: 'Ended',
          REVOKED: 'Revoked',
        } satisfies Record<ApiKeyState, string>,
      },
    },
  },
}
