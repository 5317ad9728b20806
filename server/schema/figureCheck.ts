import type { Doing } from '../act.ts'
import { refuse } from '../errors.ts'
import type { Indicator, Outcome } from '../generated/prisma/client.ts'
import type { Dimension } from '../generated/prisma/enums.ts'

type Written = Pick<Outcome, 'programId' | 'indicatorId' | 'asOf' | 'state'> & {
  [Field in 'cohortId' | 'periodStart' | 'dimension' | 'category' | 'supersedesId']?: Outcome[Field]
} & { value?: unknown }

/** Refuses a figure whose value and state, period, breakdown, cohort and indicator do not fit together. */
export async function checkFigure(figure: Written, { tx }: Doing) {
  const { cohortId, programId, category, supersedesId } = figure
  const indicator = await tx.indicator.findUniqueOrThrow({ where: { id: figure.indicatorId } })
  checkShape(figure, indicator)
  if (cohortId && !(await tx.cohort.count({ where: { id: cohortId, programId } }))) {
    refuse('cohortId', 'NO_SUCH', { noun: 'cohort of this program' })
  }
  const group = category ? await tx.targetGroup.count({ where: { code: category } }) : 0
  checkBreakdown(figure, indicator, () => group > 0)
  if (supersedesId) await checkCorrection(figure, supersedesId, tx)
}

type Shape = Pick<Written, 'state' | 'value' | 'periodStart' | 'asOf'>

/** Whether value and period are such as the indicator has. */
export function checkShape({ state, value, periodStart, asOf }: Shape, { kind }: Pick<Indicator, 'kind'>) {
  const present = value !== null && value !== undefined
  if (state === 'PRESENT' && !present) refuse('value', 'NEEDS_VALUE')
  if (state !== 'PRESENT' && present) refuse('value', 'NO_VALUE')
  if (kind === 'FLOW' && !periodStart) refuse('periodStart', 'NEEDS_PERIOD')
  if (kind !== 'FLOW' && periodStart) refuse('periodStart', 'NO_PERIOD')
  if (periodStart && periodStart > asOf) refuse('asOf', 'BEFORE', { other: 'periodStart' })
}

/** Whether the part is one of a breakdown that the indicator has; `isGroup` knows the codes of target groups. */
export function checkBreakdown(
  { dimension, category }: Pick<Written, 'dimension' | 'category'>,
  { dimensions }: Pick<Indicator, 'dimensions'>,
  isGroup: (code: string) => boolean,
) {
  if (!dimension && !category) return
  if (!dimension) return refuse('dimension', 'REQUIRED')
  if (!category) return refuse('category', 'REQUIRED')
  if (!dimensions.includes(dimension)) {
    refuse('dimension', 'NOT_BROKEN_DOWN', { allowed: dimensions.join(', ') || '–' })
  }
  const form = FORMS[dimension]
  if (form && !isBand(category, form.pattern)) refuse('category', 'BAD_FORMAT', { form: form.example })
  if (!form && !isGroup(category)) refuse('category', 'NO_SUCH_CODE', { noun: 'target group', code: category })
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
