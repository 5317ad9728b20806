import type { Doing } from '../act.ts'
import { refuse } from '../errors.ts'
import type { Indicator, Outcome } from '../generated/prisma/client.ts'
import type { Dimension } from '../generated/prisma/enums.ts'

type Written = Pick<Outcome, 'programId' | 'indicatorId' | 'asOf' | 'state'> & {
  [Field in 'cohortId' | 'periodStart' | 'dimension' | 'category' | 'supersedesId']?: Outcome[Field]
} & { value?: unknown }

/** Refuses a figure whose value and state, period, breakdown, cohort and indicator do not fit together. */
export async function checkFigure(figure: Written, { tx }: Doing) {
  const { state, value, periodStart, asOf, cohortId, programId, supersedesId } = figure
  const present = value !== null && value !== undefined
  if (state === 'PRESENT' && !present) refuse('value', 'NEEDS_VALUE')
  if (state !== 'PRESENT' && present) refuse('value', 'NO_VALUE')
  const indicator = await tx.indicator.findUniqueOrThrow({ where: { id: figure.indicatorId } })
  if (indicator.kind === 'FLOW' && !periodStart) refuse('periodStart', 'NEEDS_PERIOD')
  if (indicator.kind !== 'FLOW' && periodStart) refuse('periodStart', 'NO_PERIOD')
  if (periodStart && periodStart > asOf) refuse('asOf', 'BEFORE', { other: 'periodStart' })
  if (cohortId && !(await tx.cohort.count({ where: { id: cohortId, programId } }))) {
    refuse('cohortId', 'NO_SUCH', { noun: 'cohort of this program' })
  }
  await checkBreakdown(figure, indicator, tx)
  if (supersedesId) await checkCorrection(figure, supersedesId, tx)
}

async function checkBreakdown({ dimension, category }: Written, { dimensions }: Indicator, tx: Doing['tx']) {
  if (!dimension && !category) return
  if (!dimension) return refuse('dimension', 'REQUIRED')
  if (!category) return refuse('category', 'REQUIRED')
  if (!dimensions.includes(dimension)) {
    refuse('dimension', 'NOT_BROKEN_DOWN', { allowed: dimensions.join(', ') || '–' })
  }
  const form = FORMS[dimension]
  if (form && !isBand(category, form.pattern)) refuse('category', 'BAD_FORMAT', { form: form.example })
  if (!form && !(await tx.targetGroup.count({ where: { code: category } }))) {
    refuse('category', 'NO_SUCH_CODE', { noun: 'target group', code: category })
  }
}

const FORMS: Partial<Record<Dimension, { pattern: RegExp; example: string }>> = {
  SEX: { pattern: /^(FEMALE|MALE)$/, example: 'FEMALE / MALE' },
  AGE_BAND: { pattern: /^(\d{1,3})(-\d{1,3}|\+)$/, example: '40-49 / 65+' },
}

function isBand(category: string, pattern: RegExp): boolean {
  const [from, to] = category.split('-').map(Number)
  return pattern.test(category) && !(from !== undefined && to !== undefined && from > to)
}

/** A correction is for the same day and period as the figure that it corrects. */
async function checkCorrection({ asOf, periodStart }: Written, id: number, tx: Doing['tx']) {
  const old = await tx.outcome.findUniqueOrThrow({ where: { id } })
  if (old.asOf.getTime() !== asOf.getTime()) refuse('asOf', 'SAME_AS_CORRECTED')
  if (old.periodStart?.getTime() !== periodStart?.getTime()) refuse('periodStart', 'SAME_AS_CORRECTED')
}
