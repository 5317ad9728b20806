import AutoDeleteIcon from '@mui/icons-material/AutoDeleteOutlined'
import { Alert, Box, Typography } from '@mui/material'
import { DataTable, RecordContextProvider, useCanAccess, useRecordContext, useRefresh, useTranslate } from 'react-admin'
import { momentInKorea } from './accessLog'
import { useAsked } from './asked'
import { DayInput, LoggedReason } from './form'
import { graphql } from './gql'
import type { CertificateFieldsFragment, DestructionStatus, DestructionsDueQuery } from './gql/graphql'
import { NounList, RecordLink, Rows } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { StepButton, StepSection } from './step'
import { ValueChip } from './value'

type Row = CertificateFieldsFragment

const fields = graphql(`
  fragment CertificateFields on DestructionCertificate {
    id
    at
    destroyedByName
    programCode
    programTitleKo
    reason
    persons
    participations
    kept
    method
    legalBasis
    sha256
  }
`)

const dueQuery = graphql(`
  query DestructionsDue {
    destructionsDue { programId code titleKo titleEn status destroyOn participations kept }
  }
`)

const List = () => (
  <>
    <DueList />
    <NounList sort={{ field: 'at', order: 'DESC' }} filters={[]}>
      <Rows<Row>
        card={(row) => `${momentInKorea(row.at)} · ${row.programCode ?? ''}`}
        cardDetail={(row) => `${row.persons} · ${row.destroyedByName} · ${row.reason}`}
      >
        <Column source="at" render={(row) => <RecordLink row={row}>{momentInKorea(row.at)}</RecordLink>} />
        <Column source="programCode" disableSort />
        <Column source="persons" disableSort />
        <Column source="participations" disableSort />
        <Column source="destroyedByName" disableSort />
        <Column source="reason" disableSort />
      </Rows>
    </NounList>
  </>
)

const Column = DataTable.Col<Row>

/** Programs whose participants' data is to be destroyed, or to be given a day. */
function DueList() {
  const translate = useTranslate()
  const { data, error, again } = useAsked(dueQuery, {} as never)
  const due = data?.destructionsDue ?? []
  return (
    <Box component="section" className="review">
      {error && <Alert severity="error">{translate(error, { _: error })}</Alert>}
      {data && !due.length && <Alert severity="success">{translate('panel.nothing_due')}</Alert>}
      {due.map((one) => (
        <DueProgram key={one.code} due={one} again={again} />
      ))}
      <Typography variant="h2">{translate('panel.certificates')}</Typography>
    </Box>
  )
}

function DueProgram({ due, again }: { due: DestructionsDueQuery['destructionsDue'][number]; again(): void }) {
  const translate = useTranslate()
  const refresh = useRefresh()
  const { canAccess } = useCanAccess({ resource: 'destructionCertificates', action: 'destroy' })
  const { programId, code, status, destroyOn, participations, kept } = due
  return (
    <Box component="section" className="related" aria-label={code}>
      <Box className="related-head">
        <Typography variant="h2">
          <RecordLink row={{ id: programId }} resource="programs">
            {code} {localized(due, 'title')}
          </RecordLink>
        </Typography>
        <ValueChip of="DestructionStatus" is={status} color={status === 'DUE' ? 'error' : 'warning'} />
      </Box>
      <Box component="dl" className="facts">
        <Fact source="destroyOn">{destroyOn}</Fact>
        <Fact source="left">{participations}</Fact>
        <Fact source="kept">{kept}</Fact>
      </Box>
      {canAccess && status === 'DUE' && (
        <RecordContextProvider value={{ id: programId }}>
          <Box className="next-steps">
            <StepButton
              act="destroyPersons"
              label={translate('panel.destroy')}
              input={{ programId }}
              done={() => {
                again()
                refresh()
              }}
            >
              <Alert severity="warning">{translate('panel.destroy_hint', { smart_count: participations })}</Alert>
              <LoggedReason />
            </StepButton>
          </Box>
        </RecordContextProvider>
      )}
    </Box>
  )
}

/** Sets the day from which the data of the program's participants must be destroyed. */
export function DestroyOn() {
  const row = useRecordContext()
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'programs', action: 'destroyOn' })
  if (!row || !canAccess) return null
  return (
    <StepSection title="panel.retention">
      <span>{row.destroyOn ?? translate('panel.none')}</span>
      <StepButton
        act="setDestroyOn"
        label={translate('panel.set_destroy_on')}
        defaultValues={{ destroyOn: row.destroyOn }}
      >
        <DayInput source="destroyOn" isRequired />
      </StepButton>
    </StepSection>
  )
}

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="at">{momentInKorea(row.at)}</Fact>
        <Fact source="destroyedByName">{row.destroyedByName}</Fact>
        <Fact source="programCode">{row.programCode && `${row.programCode} ${row.programTitleKo}`}</Fact>
        <Fact source="persons">{row.persons}</Fact>
        <Fact source="participations">{row.participations}</Fact>
        <Fact source="kept">{row.kept}</Fact>
        <Fact source="reason" wide>
          {row.reason}
        </Fact>
        <Fact source="method" wide>
          {row.method}
        </Fact>
        <Fact source="legalBasis" wide>
          {row.legalBasis}
        </Fact>
        <Fact source="sha256" wide>
          <code className="hash">{row.sha256}</code>
        </Fact>
      </>
    )}
  />
)

export const retention: Noun<Row> = {
  name: 'destructionCertificates',
  type: 'DestructionCertificate',
  fields,
  acts: { destroy: 'destroyPersons', due: 'seeDestructionsDue' },
  icon: AutoDeleteIcon,
  list: List,
  show: Show,
  recordRepresentation: (row) => momentInKorea(row.at),
  words: {
    ko: {
      name: '개인정보 파기',
      empty: '파기 확인서가 없습니다',
      fields: {
        at: '파기 일시',
        destroyedByName: '파기자',
        programCode: '사업',
        programTitleKo: '사업명',
        reason: '사유',
        persons: '파기 인원',
        participations: '익명 처리한 참여',
        kept: '다른 사업 참여로 보존',
        method: '파기 방법',
        legalBasis: '법적 근거',
        sha256: '파기 대상 번호 해시(SHA-256)',
        destroyOn: '파기 예정일',
        left: '개인정보가 남은 참여',
      },
      values: {
        DestructionStatus: { DUE: '파기 대상', NO_DATE: '파기 예정일 없음' } satisfies Record<
          DestructionStatus,
          string
        >,
      },
    },
    en: {
      name: 'Destruction of personal data',
      empty: 'No certificates yet',
      fields: {
        at: 'Destroyed at',
        destroyedByName: 'Destroyed by',
        programCode: 'Program',
        programTitleKo: 'Title of the program',
        reason: 'Reason',
        persons: 'Persons destroyed',
        participations: 'Participations made anonymous',
        kept: 'Kept: take part elsewhere',
        method: 'Method',
        legalBasis: 'Legal basis',
        sha256: 'Hash of the numbers (SHA-256)',
        destroyOn: 'Destroy on',
        left: 'Participations with personal data',
      },
      values: {
        DestructionStatus: { DUE: 'To be destroyed', NO_DATE: 'No day set' } satisfies Record<
          DestructionStatus,
          string
        >,
      },
    },
  },
}
