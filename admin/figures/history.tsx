import { Box, Typography } from '@mui/material'
import { NumberInput, required, SelectInput, TextInput, useLocale, useRecordContext, useTranslate } from 'react-admin'
import { useWatch } from 'react-hook-form'
import { Link } from 'react-router-dom'
import { dayInKorea } from '../day'
import { ParagraphInput, RecordInput } from '../form'
import { graphql } from '../gql'
import type { FigureHistoryQuery, OutcomeFieldsFragment } from '../gql/graphql'
import { StepButton, StepSection } from '../step'
import { choicesOf, Value, ValueChip } from '../value'
import { useAnswer, useViewer, Waiting } from './answer'
import { Change, changeOf, Figure } from './figure'

const query = graphql(`
  query FigureHistory($program: ID!, $indicator: String!, $asOf: Date!) {
    outcomes(filter: { program: $program, indicator: $indicator, asOf: $asOf }, first: 100, orderBy: [{ field: KNOWN_AT, direction: ASC }]) {
      nodes {
        id state value status knownAt approvedAt supersededAt correctionReason authorName approverName
        supersedes { id }
        indicator { unitKo unitEn }
      }
    }
  }
`)
type Version = FigureHistoryQuery['outcomes']['nodes'][number]

/** A correction with its reason, and every value that the figure had, on both clocks. */
export function FigureHistory() {
  const row = useRecordContext<OutcomeFieldsFragment>()
  return row ? <History row={row} /> : null
}

function History({ row }: { row: OutcomeFieldsFragment }) {
  useLocale()
  const translate = useTranslate()
  const { program, indicator, asOf, id } = row
  const answer = useAnswer(query, { program: program.id, indicator: indicator.code, asOf })
  const { can } = useViewer()
  const versions = chainOf(answer.data?.outcomes.nodes ?? [], id)
  const here = versions.find((one) => one.id === id)
  const open = versions.find(({ status, supersedes }) => status !== 'APPROVED' && supersedes)
  return (
    <>
      {can?.supersedeOutcome && here?.status === 'APPROVED' && !here.supersededAt && !open && <Correct row={row} />}
      <Box component="section" className="related" aria-labelledby="figure-history">
        <Typography variant="h2" id="figure-history">
          {translate('panel.history.title')}
        </Typography>
        <Typography className="none">{translate('panel.history.hint')}</Typography>
        <Waiting for={answer} />
        <div className="queue history">
          <table aria-labelledby="figure-history">
            <thead>
              <tr>
                {['value', 'change', 'known', 'valid', 'status', 'why'].map((name) => (
                  <th key={name} scope="col" className={['value', 'change'].includes(name) ? 'amount' : ''}>
                    {translate(`panel.history.columns.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {versions.map((one, at) => (
                <tr key={one.id} aria-current={one.id === id || undefined} className={one.id === id ? 'changed' : ''}>
                  <td className="amount">
                    {one.id === id ? (
                      <Figure row={one} />
                    ) : (
                      <Link to={`/outcomes/${one.id}/show`}>
                        <Figure row={one} />
                      </Link>
                    )}
                  </td>
                  <td className="amount">{at > 0 && <Change by={changeOf(versions[at - 1], one)} />}</td>
                  <td className="short">{dayInKorea(one.knownAt)}</td>
                  <td className="short">
                    {one.approvedAt
                      ? `${dayInKorea(one.approvedAt)} – ${one.supersededAt ? dayInKorea(one.supersededAt) : translate('panel.history.still')}`
                      : '–'}
                  </td>
                  <td>
                    <ValueChip
                      of="OutcomeStatus"
                      is={one.status}
                      color={one.status === 'APPROVED' ? 'success' : 'default'}
                    />
                  </td>
                  <td>
                    {one.correctionReason ?? translate(one.supersedes ? 'panel.none' : 'panel.history.first')}
                    <div className="small">
                      {[
                        one.authorName,
                        one.approverName && translate('panel.history.approved', { name: one.approverName }),
                      ]
                        .filter(Boolean)
                        .join(' → ')}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Box>
    </>
  )
}

/** The figures that this one corrects and that correct it, the oldest first. */
function chainOf(all: Version[], id: string): Version[] {
  const linked = new Set([id])
  for (let grown = 0; grown !== linked.size; ) {
    grown = linked.size
    for (const one of all) {
      if (linked.has(one.id) && one.supersedes) linked.add(one.supersedes.id)
      if (one.supersedes && linked.has(one.supersedes.id)) linked.add(one.id)
    }
  }
  return all.filter((one) => linked.has(one.id))
}

function Correct({ row }: { row: OutcomeFieldsFragment }) {
  const translate = useTranslate()
  return (
    <StepSection>
      <StepButton
        act="supersedeOutcome"
        label={translate('panel.history.correct')}
        defaultValues={{ state: row.state }}
      >
        <Typography className="none wide">
          {translate('panel.history.old')} <Figure row={row} />
        </Typography>
        <CorrectedValue />
        <ParagraphInput source="correctionReason" label="panel.history.reason" validate={required()} />
        <RecordInput source="sourceId" reference="sources" />
        <TextInput source="quote" />
      </StepButton>
    </StepSection>
  )
}

const STATES = { PRESENT: '', MISSING: '', SUPPRESSED: '', NOT_APPLICABLE: '', NOT_DERIVABLE: '' }

function CorrectedValue() {
  const state = useWatch({ name: 'state' })
  return (
    <>
      <SelectInput source="state" choices={choicesOf('FigureState', STATES)} validate={required()} />
      {state === 'PRESENT' ? (
        <NumberInput source="value" label="panel.history.new" validate={required()} />
      ) : (
        <Typography className="none">
          <Value of="FigureState" is={state ?? 'MISSING'} />
        </Typography>
      )}
    </>
  )
}
