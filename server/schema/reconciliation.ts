import { allowed } from '../access.ts'
import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import { clockInputs, readClocks } from '../clocks.ts'
import type { Reads, Wanted } from '../compiled/plan.ts'
import type { Context } from '../context.ts'
import type { Locale } from '../errors.ts'
import type { ClaimTreatment, Prisma } from '../generated/prisma/client.ts'
import { argsOf, many, optional, type Values } from '../input.ts'
import { basisLabels } from '../label.ts'
import { readArgument } from '../list.ts'
import { conditionSql } from '../sql.ts'
import { type Item, type Reconciled, reconcile, reconcileMoney, type Step } from '../statistics/reconciliation.ts'
import { TreatmentEnum, TreatmentInput } from './claim.ts'
import { Basis, Category } from './indicator.ts'

interface Reconciliation extends Reconciled {
  claimed: Prisma.Decimal
  treatments: Map<number, Treated>
}
type Told<T> = T & { treated: Treated | undefined }

const tried = {
  treatments: optional(
    many(TreatmentInput, 20),
    'Steps to explain the claim by for this answer only, in place of those on record: what `explainClaim` would make of them.',
  ),
}

/** A step of the explanation, on record or only tried. */
type Treated = Pick<ClaimTreatment, 'id' | 'position' | 'treatment' | 'basis' | 'outcomeId' | 'reason' | 'inferred'>

const Status = builder.enumType('ReconciliationStatus', {
  description: 'How well a published figure agrees with the records.',
  values: {
    MATCHED: { description: 'The figures add up to it as they are (일치).' },
    EXPLAINED: { description: 'They add up to it after steps that each have a reason (설명됨).' },
    UNEXPLAINED: { description: 'A remainder is left (미설명).' },
  } as const,
})

const StepType = builder.objectRef<Told<Step>>('ReconciliationStep').implement({
  description: 'The sum after one step.',
  fields: (t) => ({
    label: t.string({
      description: 'What was added up or done, in Korean when the request asks for it, else in English.',
      resolve: (step, _args, { locale }) => labelOf(step)[locale],
    }),
    treatment: t.expose('treatment', {
      type: TreatmentEnum,
      nullable: true,
      description: 'What the step does; null for the sum before any.',
    }),
    sum: t.expose('sum', { type: 'Decimal', description: 'Sum after the step.' }),
    remainder: t.expose('remainder', { type: 'Decimal', description: 'The claimed value minus the sum.' }),
    reason: t.string({ nullable: true, description: 'Why.', resolve: ({ treated }) => treated?.reason }),
    inferred: t.boolean({
      description: 'True when the step is an inference and not stated by a source.',
      resolve: ({ treated }) => treated?.inferred ?? false,
    }),
  }),
})

const named = (key: keyof Item) => ({ reads: { named: key } satisfies Reads })

const ItemType = builder.objectRef<Told<Item>>('ReconciliationItem').implement({
  description: 'One figure of one program that was looked at.',
  fields: (t) => ({
    program: t.field({
      type: 'Program',
      description: 'The program.',
      extensions: named('programId'),
      resolve: ({ programId }) => ({ id: programId }),
    }),
    indicator: t.field({
      type: 'Indicator',
      description: 'What the figure counts.',
      extensions: named('indicatorId'),
      resolve: ({ indicatorId }) => ({ id: indicatorId }),
    }),
    outcome: t.field({
      type: 'Outcome',
      description: 'The figure, with its sources.',
      extensions: named('outcomeId'),
      resolve: ({ outcomeId }) => ({ id: outcomeId }),
    }),
    basis: t.expose('basis', { type: Basis, description: 'Counting basis of the figure (산정기준).' }),
    category: t.expose('category', { type: Category, nullable: true, description: 'Category of job measure.' }),
    value: t.expose('value', { type: 'Decimal', description: 'Value of the figure.' }),
    counted: t.exposeBoolean('counted', { description: 'Whether it is in the sum after the last step.' }),
    reason: t.string({
      nullable: true,
      description: 'Why it was added or left out; null for a figure that counts as it is.',
      resolve: ({ treated, counted, rate }, _args, { locale }) =>
        treated?.reason ?? (counted ? null : rate ? NO_HEADCOUNT.rate[locale] : NO_HEADCOUNT.target[locale]),
    }),
  }),
})

const NO_HEADCOUNT = {
  rate: { ko: '비율은 더하지 않음', en: 'A rate is never summed.' },
  target: { ko: '목표와 실적은 더하지 않음', en: 'Targets and results are never added.' },
}

const BasisSum = builder.objectRef<Reconciled['byBasis'][number]>('BasisSum').implement({
  description: 'What the counted figures of one basis add up to.',
  fields: (t) => ({
    basis: t.expose('basis', { type: Basis, description: 'Counting basis.' }),
    sum: t.expose('sum', { type: 'Decimal', description: 'Sum of the counted figures on this basis.' }),
  }),
})

const ReconciliationType = builder.objectRef<Reconciliation>('Reconciliation').implement({
  description:
    'A published figure against the records (대조): itemized, what was left out or added and why, and the remainder. The counted items and the remainder always add up to the claim.',
  fields: (t) => ({
    claimed: t.expose('claimed', { type: 'Decimal', description: 'The claimed value.' }),
    counted: t.field({ type: 'Decimal', description: 'Sum after the last step.', resolve: (found) => end(found).sum }),
    remainder: t.field({
      type: 'Decimal',
      description: 'The claimed value minus what was counted.',
      resolve: (found) => end(found).remainder,
    }),
    status: t.field({
      type: Status,
      description: 'How well it agrees.',
      resolve: (found) =>
        Number(end(found).remainder) ? 'UNEXPLAINED' : found.steps.length > 1 ? 'EXPLAINED' : 'MATCHED',
    }),
    steps: t.field({
      type: [StepType],
      description: 'The sum of all figures whatever their basis, then the sum after each step.',
      resolve: ({ steps, treatments }) => told(steps, treatments),
    }),
    items: t.field({
      type: [ItemType],
      description: 'Every figure that was looked at. Empty for a claim about money, which rests on funding lines.',
      resolve: ({ items, treatments }) => told(items, treatments),
    }),
    suppressed: t.exposeInt('suppressed', {
      description:
        'How many figures are in no item and no sum, but in the remainder, because they are suppressed for the caller (비공개).',
    }),
    byBasis: t.expose('byBasis', { type: [BasisSum], description: 'The counted figures by basis.' }),
  }),
})

builder.prismaObjectField('Claim', 'reconciliation', (t) =>
  t.field({
    type: ReconciliationType,
    description:
      'The claim against the figures of the selected programs of its round, as of the day that it is about and as known at a moment.',
    args: argsOf(t as never, { knownAt: clockInputs.knownAt, ...tried }) as never,
    complexity: { field: 50, multiplier: 10 },
    extensions: { reads: { computeEach: reconciliationsOf } satisfies Reads },
    resolve: ({ id }, args, context) =>
      batched(context, `reconciliation ${JSON.stringify(args)}`, id, (ids) =>
        reconciliationsOf(ids, args, context, { records: [] }),
      ) as Promise<Reconciliation>,
  }),
)

async function reconciliationsOf(
  ids: number[],
  args: { knownAt?: unknown; treatments?: unknown },
  context: Context,
  { records }: Wanted,
): Promise<Map<number, Reconciliation>> {
  const { prisma } = context.product.db
  const clocks = readClocks(args, context)
  const read = args.treatments
    ? readArgument('treatments', () => tried.treatments.read(args.treatments as never))
    : null
  const steps = read?.map((step, index) => asTreated(step, index + 1))
  const stored = await prisma.claim.findMany({ where: { id: { in: ids } }, include: { treatments: true } })
  const claims = stored.map((claim) => ({ ...claim, treatments: steps ?? claim.treatments }))
  const programs = conditionSql('Program', 'p', allowed({ role: 'ANONYMOUS' }, 'readProgram'))
  const ofMoney = claims.filter(({ population }) => population === 'MONEY')
  const money = await reconcileMoney(prisma, ofMoney, programs)
  const others = claims.filter(({ id }) => !money.has(id))
  const found = new Map([...money, ...(await reconcile(prisma, others, programs, clocks, records))])
  return new Map(
    claims.map(({ id, value: claimed, treatments }) => [
      id,
      { ...(found.get(id) as Reconciled), claimed, treatments: new Map(treatments.map((step) => [step.id, step])) },
    ]),
  )
}

const asTreated = ({ treatment, basis, outcomeId, reason, inferred }: Tried, position: number): Treated => ({
  ...{ id: position, position, treatment, reason },
  ...{ basis: basis ?? null, outcomeId: outcomeId ?? null, inferred: inferred ?? true },
})
type Tried = NonNullable<Values<typeof tried>['treatments']>[number]

const end = ({ steps }: Reconciled) => steps[steps.length - 1] as Step

const told = <T extends { treatmentId: number | null }>(rows: T[], treatments: Map<number, Treated>) =>
  rows.map((row) => ({ ...row, treated: treatments.get(row.treatmentId ?? 0) }))

function labelOf({ treated, money }: Told<Step>): Record<Locale, string> {
  if (money) return { ko: '재원별 예산 합계', en: 'Planned money of all sources' }
  if (!treated) return { ko: '산정기준과 관계없이 모두 더함', en: 'Every figure, whatever its basis' }
  const { position, treatment, basis } = treated
  if (treatment === 'ADD') return { ko: `${position}. 한 수치를 더함`, en: `${position}. One figure added` }
  if (!basis) return { ko: `${position}. 한 수치를 제외함`, en: `${position}. One figure left out` }
  const { ko, en } = basisLabels[basis]
  return { ko: `${position}. ${ko} 제외`, en: `${position}. Without ‘${en}’` }
}
