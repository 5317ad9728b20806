import { allowed, type RuleName } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { openFigures, thresholdsOf } from '../disclosure.ts'
import { edit, mayChange, take } from '../edit.ts'
import { refuse } from '../errors.ts'
import type { Outcome, Prisma } from '../generated/prisma/client.ts'
import type { OutcomeStatus } from '../generated/prisma/enums.ts'
import { choice, day, decimal, keep, optional, ref, self, text, type Values, version } from '../input.ts'
import { checkFigure } from './figureCheck.ts'
import { Dimension } from './indicator.ts'
import { Method, State } from './outcome.ts'
import { checkOpen } from './periodLock.ts'

const fields = {
  asOf: day(),
  periodStart: optional(day()),
  state: choice(State),
  value: optional(decimal(-999_999_999_999.999, 999_999_999_999.999)),
  note: optional(text(2000)),
}

const citation = {
  method: optional(choice(Method, 'How the source comes to it; REPORTED when left out.')),
  quote: optional(text(500, 'Short quote from the source.')),
  page: optional(text(40, 'Page in the source.')),
}
const source = { sourceId: optional(ref('Source', 'Id of the document that it is taken from.')), ...citation }

act('recordOutcome', {
  description: 'Enters a figure as a draft. It becomes known at this moment; nobody can set that clock back.',
  noun: 'Outcome',
  input: {
    programId: ref('Program'),
    indicatorId: ref('Indicator'),
    cohortId: optional(ref('Cohort', 'Id of the intake that it is about.')),
    dimension: optional(choice(Dimension)),
    category: optional(text(40)),
    ...fields,
    state: optional(choice(State)),
    ...source,
  },
  async perform({ sourceId, method, quote, page, state, ...input }, doing) {
    const figure = { ...input, state: state ?? ('PRESENT' as const) }
    await checkFigure(figure, doing)
    await checkOpen(figure, doing)
    const citations = cite({ sourceId, method, quote, page })
    const data = { ...figure, citations, authorId: doing.viewer.id, knownAt: doing.context.product.now() }
    return (await doing.tx.outcome.create({ data })).id
  },
})

act('updateOutcome', {
  description: 'Changes a figure that is a draft or was returned. An approved figure is never overwritten.',
  noun: 'Outcome',
  input: { id: self('Outcome'), version, ...keep(fields) },
  async perform(input, doing) {
    const where = { AND: [{ id: input.id, version: input.version }, allowed(doing.viewer, 'updateOutcome')] }
    const before = await doing.tx.outcome.findFirst({ where })
    if (before) {
      const { id: _, version: __, ...sent } = input
      const figure = { ...before, ...given(sent) }
      await checkOpen(before, doing)
      await checkFigure(figure, doing)
      await checkOpen(figure, doing)
    }
    const id = await edit('updateOutcome', 'Outcome', input, doing)
    return before ? move(id, { editorId: doing.viewer.id }, doing) : id
  },
})

act('submitOutcome', {
  description: 'Hands in a figure for approval.',
  noun: 'Outcome',
  input: { id: self('Outcome'), version },
  async perform(input, doing) {
    const { id } = await hold('submitOutcome', ['DRAFT', 'RETURNED'], input, doing)
    return move(id, { status: 'SUBMITTED', submittedAt: doing.context.product.now() }, doing)
  },
})

act('returnOutcome', {
  description: 'Sends a figure back to be changed, with a note that says why.',
  noun: 'Outcome',
  input: { id: self('Outcome'), version, returnNote: text(2000) },
  async perform({ returnNote, ...input }, doing) {
    const { id } = await hold('returnOutcome', ['SUBMITTED'], input, doing)
    return move(id, { status: 'RETURNED', returnNote }, doing)
  },
})

act('approveOutcome', {
  description:
    'Approves a figure of somebody else: it is valid from this moment. An approved correction takes the place of the figure that it corrects at the same instant.',
  noun: 'Outcome',
  input: { id: self('Outcome'), version },
  async perform(input, doing) {
    const { tx, viewer, context } = doing
    const { id, authorId, editorId, knownAt, supersedesId } = await hold('approveOutcome', ['SUBMITTED'], input, doing)
    if (viewer.id === authorId || viewer.id === editorId) refuse('id', 'OWN_FIGURE')
    const approvedAt = new Date(Math.max(context.product.now().getTime(), knownAt.getTime()))
    if (supersedesId) await supersede(supersedesId, approvedAt, tx)
    await move(id, { status: 'APPROVED', approverId: viewer.id, approvedAt }, doing)
    return open(id, doing)
  },
})

act('supersedeOutcome', {
  description:
    'Starts the correction of an approved figure: a new draft for the same program, indicator, intake and day. The old value is kept, and is valid until the correction is approved.',
  noun: 'Outcome',
  input: {
    id: self('Outcome'),
    version,
    state: optional(choice(State)),
    value: fields.value,
    note: fields.note,
    correctionReason: text(2000),
    ...source,
  },
  async perform({ id, version: read, state, value, note, correctionReason, ...from }, doing) {
    const { tx, viewer, context } = doing
    const old = await hold('supersedeOutcome', ['APPROVED'], { id, version: read }, doing)
    const open = await tx.outcome.findFirst({ where: { supersedesId: id, status: { not: 'APPROVED' } } })
    if (open) refuse('id', 'HAS_CORRECTION')
    const { programId, indicatorId, cohortId, periodStart, asOf, dimension, category } = old
    const key = { programId, indicatorId, cohortId, periodStart, asOf, dimension, category }
    const figure = { ...key, state: state ?? ('PRESENT' as const), value, supersedesId: id }
    await checkFigure(figure, doing)
    const entry = { authorId: viewer.id, knownAt: context.product.now(), citations: cite(from) }
    return (await tx.outcome.create({ data: { ...figure, ...entry, note, correctionReason } })).id
  },
})

act('citeSource', {
  description: 'Names a source of a figure, also of an approved one.',
  noun: 'Outcome',
  input: { id: self('Outcome'), version, sourceId: ref('Source', 'Id of the document.'), ...citation },
  async perform({ id, version: read, sourceId, method, quote, page }, doing) {
    await take('citeSource', 'Outcome', { id, version: read }, doing)
    if (await doing.tx.citation.count({ where: { outcomeId: id, sourceId } })) refuse('sourceId', 'NOT_UNIQUE')
    await doing.tx.citation.create({ data: { outcomeId: id, sourceId, method: method ?? 'REPORTED', quote, page } })
    return open(id, doing)
  },
})

function cite({ sourceId, method, quote, page }: Values<typeof source>) {
  if (!sourceId && (method || quote || page)) refuse('sourceId', 'NEEDS_SOURCE')
  return sourceId ? { create: { sourceId, method: method ?? ('REPORTED' as const), quote, page } } : undefined
}

/** What can be done with a figure that something else cannot be done with. */
export const POSSIBLE: Record<
  OutcomeStatus | 'SUPERSEDED',
  Record<'nowEn' | 'nowKo' | 'possibleEn' | 'possibleKo', string>
> = {
  DRAFT: { nowEn: 'draft', nowKo: '작성 중', possibleEn: 'change, submit', possibleKo: '수정, 제출' },
  SUBMITTED: { nowEn: 'submitted', nowKo: '제출', possibleEn: 'approve, return', possibleKo: '승인, 반려' },
  RETURNED: { nowEn: 'returned', nowKo: '반려', possibleEn: 'change, submit', possibleKo: '수정, 제출' },
  APPROVED: { nowEn: 'approved', nowKo: '승인', possibleEn: 'correct by supersedeOutcome', possibleKo: '정정' },
  SUPERSEDED: {
    nowEn: 'superseded',
    nowKo: '정정됨',
    possibleEn: 'correct the figure that took its place',
    possibleKo: '이 수치를 대신하는 수치의 정정',
  },
}

/** Takes the figure for a step, so that nobody else can change it meanwhile; refuses when it is not at the right status. */
async function hold(
  rule: RuleName,
  from: OutcomeStatus[],
  input: { id: number; version: number },
  doing: Doing,
): Promise<Outcome> {
  const { tx } = doing
  await mayChange(rule, 'Outcome', input.id, doing)
  const { status, supersededAt } = await locked(input.id, tx)
  if (!from.includes(status) || supersededAt) {
    refuse('id', 'NOT_ALLOWED_NOW', POSSIBLE[supersededAt ? 'SUPERSEDED' : status])
  }
  await take(rule, 'Outcome', input, doing)
  const figure = await tx.outcome.findUniqueOrThrow({ where: { id: input.id } })
  await checkOpen(figure, doing)
  return figure
}

async function locked(id: number, tx: Doing['tx']): Promise<Outcome> {
  await tx.$queryRaw`SELECT id FROM outcome WHERE id = ${id} FOR UPDATE`
  return tx.outcome.findUniqueOrThrow({ where: { id } })
}

async function supersede(id: number, supersededAt: Date, tx: Doing['tx']) {
  const old = await locked(id, tx)
  if (old.supersededAt) refuse('id', 'SUPERSEDED_MEANWHILE')
  await tx.outcome.update({ where: { id }, data: { supersededAt, version: { increment: 1 } } })
}

async function move(id: number, data: Prisma.OutcomeUncheckedUpdateInput, { tx }: Doing): Promise<number> {
  await tx.outcome.update({ where: { id }, data })
  return id
}

/** Opens the figure to everyone if it is approved and nobody can be told by it. */
async function open(id: number, { tx, context }: Doing): Promise<number> {
  const { programId } = await tx.outcome.findUniqueOrThrow({ where: { id } })
  await openFigures(tx, [programId], thresholdsOf(context.product.env))
  return id
}

const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Field in keyof T]: Exclude<T[Field], undefined>
  }
