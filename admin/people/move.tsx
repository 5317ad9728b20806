import DoneIcon from '@mui/icons-material/CheckCircleOutlined'
import FailedIcon from '@mui/icons-material/ErrorOutlined'
import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { useId, useState } from 'react'
import { Form, ResourceContextProvider, required, SelectInput, useRefresh, useTranslate } from 'react-admin'
import { useFormState, useWatch } from 'react-hook-form'
import { ask, given, mistakes } from '../api'
import { today } from '../day'
import { Above, DayInput, ParagraphInput } from '../form'
import { graphql } from '../gql'
import type { MovableFragment, ParticipantStage, UserError } from '../gql/graphql'
import { Typed, useLeave } from '../merge/leave'
import { Value } from '../value'

graphql(`
  fragment Movable on Participant { id version maskedName stage stageOn nextStages }
`)
const moveParticipants = graphql(`
  mutation MoveParticipants($input: MoveParticipantsInput!) {
    moveParticipants(input: $input) {
      results { participant { ...Movable } errors { field code message } }
      errors { field code message }
    }
  }
`)

export interface Moved {
  participant: MovableFragment
  /** Why not; empty for those who were moved. */
  problem: string
}

interface MoveProps {
  people: MovableFragment[]
  /** The stage that was chosen already. */
  stage?: ParticipantStage
  /** Called with what came of each, before the dialog closes. */
  done(results: Moved[], stage: ParticipantStage): void
  close(): void
}

type Values = { stage: ParticipantStage; on: string; reason?: string }

/** One or many people to another stage: one confirmation, and a result for each. */
export function MoveDialog({ people, stage, done, close }: MoveProps) {
  const translate = useTranslate()
  const refresh = useRefresh()
  const heading = useId()
  const [results, setResults] = useState<Moved[]>()
  const { typed, leave, onClose, question } = useLeave(close)
  const [defaultValues] = useState({ stage, on: today() })
  const [first] = people
  const submit = async (values: object) => {
    const typed = given(values) as Values
    try {
      const { errors, results } = await moveAll(people, typed, translate)
      if (errors.length) return mistakes(errors, values).body.errors
      refresh()
      done(results, typed.stage)
      if (results.length === 1 && !results[0]?.problem) close()
      else setResults(results)
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  const title =
    people.length === 1
      ? translate('panel.people.move_title', { name: first?.maskedName })
      : translate('panel.people.move_many_title', { smart_count: people.length })
  return (
    <ResourceContextProvider value="participants">
      <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={heading}>
        <Form onSubmit={submit} record={blank} defaultValues={defaultValues} noValidate>
          <Typed into={typed} />
          <DialogTitle id={heading}>{title}</DialogTitle>
          <DialogContent className={results ? undefined : 'form dialog-form'}>
            {results ? <Results of={results} /> : <Inputs people={people} stage={stage} />}
          </DialogContent>
          <DialogActions>
            <Button onClick={results ? close : leave}>
              {translate(results ? 'ra.action.close' : 'ra.action.cancel')}
            </Button>
            {!results && <Confirm people={people} />}
          </DialogActions>
        </Form>
        {question}
      </Dialog>
    </ResourceContextProvider>
  )
}

const blank = {}

/** So many at once as the server takes; when the way to it breaks, the rest is told as not moved. */
async function moveAll(people: MovableFragment[], values: Values, translate: ReturnType<typeof useTranslate>) {
  const results: Moved[] = []
  for (let from = 0; from < people.length; from += 100) {
    try {
      const participants = people.slice(from, from + 100).map(({ id, version }) => ({ id, version }))
      const { errors, results: told } = (
        await ask(moveParticipants, { input: { participants, ...values } }, undefined, { twice: true })
      ).moveParticipants
      // What is wrong for all, or for the only one, can be corrected in the form.
      const inForm = people.length === 1 ? told?.[0]?.errors.filter(({ field }) => field !== 'version') : errors
      if (inForm?.length && !results.length) return { errors: inForm, results }
      if (!told) throw new Error(inWords(errors))
      results.push(...told.map(({ participant, errors }) => ({ participant, problem: inWords(errors) })))
    } catch (error) {
      if (!results.length) throw error
      const { message } = error as Error
      const problem = translate(message, { _: message })
      return {
        errors: [],
        results: [...results, ...people.slice(from).map((participant) => ({ participant, problem }))],
      }
    }
  }
  return { errors: [], results }
}

const inWords = (errors: readonly UserError[]) => errors.map(({ message }) => message).join(' ')

function Inputs({ people, stage: fixed }: Pick<MoveProps, 'people' | 'stage'>) {
  const { stage, on } = useWatch() as Partial<Values>
  const needed = stage && needsReason(people, stage)
  const offered = new Set(people.flatMap(({ nextStages }) => nextStages))
  const choices = [...offered].map((id) => ({ id, name: `values.ParticipantStage.${id}` }))
  return (
    <>
      <Above conflictToo />
      {!fixed && <SelectInput source="stage" choices={choices} validate={required()} className="wide" />}
      <DayInput source="on" isRequired />
      {(needed || people.length > 1) && (
        <ParagraphInput
          source="reason"
          minRows={2}
          autoFocus={people.length === 1}
          helperText="panel.people.needs_reason"
          validate={needed ? required() : undefined}
        />
      )}
      {stage && <Prospect people={people} stage={stage} on={on ?? ''} />}
    </>
  )
}

const needsReason = (people: MovableFragment[], stage: ParticipantStage) =>
  stage === 'WAITLISTED' || stage === 'LEFT' || people.some((one) => one.stage === 'LEFT' && canMove(one, stage))

const canMove = ({ nextStages }: MovableFragment, stage: ParticipantStage) => nextStages.includes(stage)

/** Whom it can move, and who stays and why. */
function Prospect({ people, stage, on }: { people: MovableFragment[]; stage: ParticipantStage; on: string }) {
  const translate = useTranslate()
  const said = (of: ParticipantStage) => translate(`values.ParticipantStage.${of}`)
  const [first] = people
  const staying = people.filter((one) => !canMove(one, stage) || one.stageOn > on)
  if (people.length === 1 && first && !staying.length) {
    const way = { from: said(first.stage), on: first.stageOn, to: said(stage) }
    return <p className="wide">{translate('panel.people.from_to', way)}</p>
  }
  if (!staying.length) {
    return <p className="wide">{translate('panel.people.prospect_all', { smart_count: people.length })}</p>
  }
  const counts = { all: people.length, can: people.length - staying.length }
  return (
    <div className="wide" role="status">
      <p className="prospect">{translate('panel.people.prospect_some', counts)}</p>
      <Box component="ul" className="results prospect-list">
        {staying.map((one) => (
          <li key={one.id}>
            <b>{one.maskedName}</b>
            <span className="none">
              {canMove(one, stage)
                ? translate('panel.people.cannot_day', { on: one.stageOn })
                : translate('panel.people.cannot_stage', { stage: said(one.stage) })}
            </span>
          </li>
        ))}
      </Box>
    </div>
  )
}

function Confirm({ people }: { people: MovableFragment[] }) {
  const translate = useTranslate()
  const { isSubmitting } = useFormState()
  const { stage, on } = useWatch() as Partial<Values>
  const count = stage ? people.filter((one) => canMove(one, stage) && one.stageOn <= (on ?? '')).length : people.length
  return (
    <Button
      type="submit"
      variant="contained"
      // One press more is all that a move of one person takes.
      autoFocus={people.length === 1 && Boolean(stage) && !needsReason(people, stage as ParticipantStage)}
      disabled={isSubmitting || (people.length > 1 && !count)}
    >
      {people.length === 1
        ? translate('panel.people.to_move')
        : translate('panel.people.move_confirm', { smart_count: count })}
    </Button>
  )
}

function Results({ of }: { of: Moved[] }) {
  const translate = useTranslate()
  const failed = of.filter(({ problem }) => problem).length
  return (
    <div aria-live="polite">
      <p>{translate('panel.people.result', { moved: of.length - failed, failed })}</p>
      {failed > 0 && of.length > 1 && <p className="none">{translate('panel.people.kept_selected')}</p>}
      <Box component="ul" className="results">
        {of
          .toSorted((one, two) => Number(!one.problem) - Number(!two.problem))
          .map(({ participant, problem }) => (
            <li key={participant.id}>
              {problem ? <FailedIcon color="error" /> : <DoneIcon color="success" />}
              <div>
                {participant.maskedName}
                <div className="none">
                  {problem || (
                    <>
                      <Value of="ParticipantStage" is={participant.stage} /> · {participant.stageOn}
                    </>
                  )}
                </div>
              </div>
            </li>
          ))}
      </Box>
    </div>
  )
}
