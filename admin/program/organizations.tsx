import { required, SelectInput, useCanAccess, useTranslate } from 'react-admin'
import { AgreementButton } from '../agreement'
import { DialogButton } from '../dialog'
import { HistoryButton } from '../everywhere/historyButton'
import { RecordInput } from '../form'
import { graphql } from '../gql'
import type { ProgramOrganizationsFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { OrganizationInputs, roles } from '../organization'
import { Details, Section } from '../tabs'
import { choicesOf, Value } from '../value'

const fields = graphql(`
  fragment ProgramOrganizations on Program {
    id
    viewerCanUpdate
    viewerCanReport
    organizations { role organization { id nameKo nameEn kind } }
    agreements { ...AgreementFields }
  }
`)

type Row = ProgramOrganizationsFragment

/** Who takes part in which role, and what was agreed. */
export const Organizations = () => (
  <Details fields={fields}>
    {(row) => (
      <>
        <Parts row={row} />
        <Agreements row={row} />
      </>
    )}
  </Details>
)

function Parts({ row: { id, viewerCanUpdate, organizations } }: { row: Row }) {
  const translate = useTranslate()
  const title = translate('work.program.organizations_only')
  const of = (field: string) => translate(`resources.organizations.fields.${field}`)
  return (
    <Section title={title} tools={viewerCanUpdate && <Assign programId={id} />}>
      <Grid<Row['organizations'][number]>
        label={title}
        rows={organizations}
        keyOf={({ role, organization }) => `${role} ${organization.id}`}
        empty={translate('work.organization.none')}
        columns={[
          {
            label: of('organization'),
            cell: ({ organization }) => <RecordLink row={organization} resource="organizations" />,
          },
          { label: of('role'), cell: ({ role }) => <Value of="OrganizationRole" is={role} /> },
          { label: of('kind'), cell: ({ organization }) => <Value of="OrganizationKind" is={organization.kind} /> },
          viewerCanUpdate && {
            key: 'remove',
            label: <span className="hidden">{translate('ra.action.remove')}</span>,
            number: true,
            cell: ({ role, organization }) => (
              <DialogButton
                variant="text"
                label={translate('ra.action.remove')}
                title={translate('work.organization.remove', { name: localized(organization, 'name') })}
                confirm={translate('ra.action.remove')}
                act="unassignOrganization"
                input={{ programId: id, organizationId: organization.id, role }}
              />
            ),
          },
        ]}
      />
    </Section>
  )
}

function Assign({ programId }: { programId: string }) {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'organizations', action: 'create' })
  return (
    <>
      <DialogButton
        resource="organizations"
        label={translate('work.organization.assign')}
        act="assignOrganization"
        input={{ programId }}
      >
        <RecordInput source="organizationId" reference="organizations" isRequired />
        <SelectInput source="role" choices={choicesOf('OrganizationRole', roles)} validate={required()} />
      </DialogButton>
      {canAccess && (
        <DialogButton
          variant="text"
          resource="organizations"
          label={translate('work.organization.create')}
          confirm={translate('ra.action.save')}
          act="createOrganization"
          input={{}}
        >
          <OrganizationInputs />
        </DialogButton>
      )}
    </>
  )
}

function Agreements({ row: { id, viewerCanReport, agreements } }: { row: Row }) {
  const translate = useTranslate()
  const title = translate('work.round.agreement')
  const of = (field: string) => translate(`resources.agreements.fields.${field}`)
  return (
    <Section title={title} tools={viewerCanReport && <AgreementButton programId={id} />}>
      <Grid<Row['agreements'][number]>
        label={title}
        rows={agreements}
        empty={translate('work.agreement.none')}
        columns={[
          {
            label: of('titleKo'),
            cell: ({ titleKo, note }) => (
              <>
                {titleKo}
                {note && <div className="none">{note}</div>}
              </>
            ),
          },
          { label: of('signedOn'), short: true, cell: ({ signedOn }) => signedOn },
          {
            label: translate('work.agreement.term'),
            short: true,
            cell: ({ startsOn, endsOn }) => (startsOn || endsOn ? `${startsOn ?? ''} – ${endsOn ?? ''}` : '–'),
          },
          {
            label: of('parties'),
            cell: ({ parties }) => parties.map((party) => localized(party, 'name')).join(', ') || '–',
          },
          {
            label: of('document'),
            cell: ({ document }) => (document ? <RecordLink row={document} resource="sources" /> : '–'),
          },
          {
            key: 'edit',
            label: <span className="hidden">{translate('ra.action.edit')}</span>,
            number: true,
            cell: (now) => (
              <>
                {now.viewerCanUpdate && <AgreementButton programId={id} now={now} />}
                <HistoryButton resource="agreements" record={now} name={now.titleKo} />
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}
