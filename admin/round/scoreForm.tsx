import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import {
  Form,
  maxValue,
  minValue,
  NumberInput,
  ResourceContextProvider,
  useLocale,
  useNotify,
  useRefresh,
  useTranslate,
} from 'react-admin'
import { useFormContext, useFormState, useWatch } from 'react-hook-form'
import { ask, mistakes } from '../api'
import { Above, ParagraphInput } from '../form'
import { graphql } from '../gql'
import type { ReviewFieldsFragment, UserError } from '../gql/graphql'
import { useHeld } from '../merge/held'
import { Newer } from '../merge/newer'
import { localized } from '../noun'
import { withParticle } from '../particle'

const save = graphql(`
  mutation SaveScores($input: SaveReviewInput!) {
    saveReview(input: $input) { review { id version } errors { field message code } }
  }
`)
const handIn = graphql(`
  mutation HandInReview($input: SubmitReviewInput!) {
    submitReview(input: $input) { errors { field message code } }
  }
`)

interface Typed {
  /** In the order of the criteria. */
  scores: (number | null)[]
  comment?: string | null
}

/** The sheet to fill in: kept as a draft as often as one likes, then handed in once. */
export function ScoreForm({ review }: { review: ReviewFieldsFragment }) {
  const { criteria } = review.program.round
  const refresh = useRefresh()
  const notify = useNotify()
  const finally_ = useRef<'keep' | 'hand in'>('keep')
  const held = useHeld({ ...review, scores: scoresOf(review) })
  const own = useRef(false)
  const { newer, shown, adopt } = held
  useEffect(() => {
    if (!own.current || !newer) return
    own.current = false
    adopt(newer)
  })
  const submit = async (typed: object) => {
    const { scores, comment } = typed as Typed
    const given = criteria.flatMap(({ id }, at) =>
      typeof scores[at] === 'number' ? [{ at, criterionId: id, score: scores[at] }] : [],
    )
    const input = { id: review.id, version: held.now()?.version, comment: comment || null }
    try {
      const kept = (await ask(save, { input: { ...input, scores: given.map(({ at, ...score }) => score) } })).saveReview
      if (!kept.review) return problems(kept.errors, given, typed)
      if (finally_.current === 'keep') notify('work.review.kept', { type: 'success' })
      else {
        const { errors } = (await ask(handIn, { input: kept.review })).submitReview
        if (errors.length) return problems(errors, given, typed)
        notify('work.review.handed_in', { type: 'success' })
      }
      own.current = true
      refresh()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <Form
      onSubmit={submit}
      record={blank}
      defaultValues={{ scores: shown?.scores, comment: shown?.comment }}
      key={shown?.version}
      warnWhenUnsavedChanges
      noValidate
    >
      <ResourceContextProvider value="reviews">
        <Newer held={held} reload={refresh} />
      </ResourceContextProvider>
      <Sheet
        review={review}
        choose={(act) => {
          finally_.current = act
        }}
      />
    </Form>
  )
}

const scoresOf = ({ program, scores }: ReviewFieldsFragment) =>
  program.round.criteria.map(({ id }) => scores.find(({ criterion }) => criterion.id === id)?.score ?? null)

// The form's values are not those of the page's record.
const blank = {}

/** A mistake in the second score that was sent belongs to the criterion that it was for. */
function problems(errors: readonly UserError[], given: { at: number }[], typed: object) {
  const isScore = /^scores\.(\d+)/
  const [ofScores, others] = [
    errors.filter(({ field }) => isScore.test(field)),
    errors.filter(({ field }) => !isScore.test(field)),
  ]
  const scores = Object.fromEntries(
    ofScores.map(({ field, message }) => [given[Number(field.match(isScore)?.[1])]?.at ?? 0, message]),
  )
  return { ...(others.length ? mistakes(others, typed).body.errors : {}), ...(ofScores.length && { scores }) }
}

function Sheet({ review, choose }: { review: ReviewFieldsFragment; choose(act: 'keep' | 'hand in'): void }) {
  const translate = useTranslate()
  const { criteria } = review.program.round
  const form = useFormContext<Typed>()
  const { isSubmitting } = useFormState()
  const [asking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const complete = () => {
    const empty = criteria.findIndex((_, at) => typeof form.getValues(`scores.${at}`) !== 'number')
    if (empty < 0) return setAsking(true)
    form.setError(`scores.${empty}`, { message: translate('work.review.score_missing') })
    form.setFocus(`scores.${empty}`)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      complete()
    } else if (event.target instanceof HTMLInputElement) {
      event.preventDefault()
      const inputs = [...event.currentTarget.querySelectorAll<HTMLElement>('input, textarea:not([aria-hidden])')]
      inputs[inputs.indexOf(event.target) + 1]?.focus()
    }
  }
  return (
    <Box className="related-body score-sheet" onKeyDown={onKeyDown}>
      <Above />
      {criteria.map((criterion, at) => (
        <div key={criterion.id} className="score-row">
          <div>
            <b>{localized(criterion, 'name')}</b>
            <div className="none">
              {translate('work.review.weight', { weight: criterion.weightPct, max: criterion.maxScore })}
            </div>
          </div>
          <NumberInput
            source={`scores.${at}`}
            label={`${localized(criterion, 'name')} (0–${criterion.maxScore})`}
            validate={[minValue(0), maxValue(criterion.maxScore)]}
            step="any"
            helperText={false}
          />
        </div>
      ))}
      <ParagraphInput source="comment" resource="reviews" helperText={false} />
      <div className="score-foot">
        <Total review={review} />
        <Button type="submit" variant="outlined" disabled={isSubmitting} onClick={() => choose('keep')}>
          {translate('work.review.keep')}
        </Button>
        <Button variant="contained" disabled={isSubmitting} onClick={complete} ref={button}>
          {translate('work.review.hand_in')}
        </Button>
      </div>
      {asking && (
        <HandIn
          review={review}
          close={() => setAsking(false)}
          confirm={() => {
            choose('hand in')
            setAsking(false)
            button.current?.form?.requestSubmit()
          }}
        />
      )}
    </Box>
  )
}

/** The weighted total of what is typed. */
function Total({ review }: { review: ReviewFieldsFragment }) {
  const translate = useTranslate()
  const { criteria } = review.program.round
  const scores: unknown[] = useWatch({ name: 'scores' }) ?? []
  const given = criteria.flatMap(({ maxScore, weightPct }, at) =>
    typeof scores[at] === 'number' ? [(scores[at] * weightPct) / maxScore] : [],
  )
  const total = Math.round(given.reduce((sum, part) => sum + part, 0) * 100) / 100
  return (
    <output>
      <b>{translate('work.review.total', { total })}</b>{' '}
      <span className="none">{translate('work.review.filled', { count: given.length, all: criteria.length })}</span>
    </output>
  )
}

function HandIn({ review, confirm, close }: { review: ReviewFieldsFragment; confirm(): void; close(): void }) {
  const translate = useTranslate()
  const locale = useLocale()
  const heading = useId()
  const program = withParticle(localized(review.program, 'title'), '을/를', locale)
  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby={heading}>
      <DialogTitle id={heading}>{translate('work.review.hand_in')}</DialogTitle>
      <DialogContent>
        <Alert severity="info">{translate('work.review.hand_in_question', { program })}</Alert>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('ra.action.cancel')}</Button>
        <Button variant="contained" onClick={confirm} autoFocus>
          {translate('work.review.hand_in')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
