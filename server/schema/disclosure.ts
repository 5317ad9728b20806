import { allowed } from '../access.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { PEOPLE, thresholdsOf } from '../disclosure.ts'
import { mustReview } from './accessLog.ts'

/** Counts of people of one program, by what became of them. */
interface Decided {
  programId: number
  sensitive: boolean
  open: number
  small: number
  beside: number
  rates: number
  registered: number
  registeredWithheld: number
}

const DecidedType = builder.objectRef<Decided>('DisclosureOfProgram').implement({
  description: 'How many counts of people of a program everyone may see, and why the others are withheld.',
  fields: (t) => ({
    program: t.field({ type: 'Program', description: 'The program.', resolve: ({ programId }) => ({ id: programId }) }),
    sensitive: t.exposeBoolean('sensitive', {
      description: 'True when the program is meant for a sensitive target group, so that the higher threshold holds.',
    }),
    open: t.exposeInt('open', { description: 'Figures that everyone may see.' }),
    small: t.exposeInt('small', { description: 'Figures withheld because they are below the threshold (소수 셀).' }),
    beside: t.exposeInt('beside', {
      description:
        'Figures withheld because they would give a small count away together with what is open (보완 비공개).',
    }),
    rates: t.exposeInt('rates', {
      description: 'Rates and means of participants withheld because a count could be worked out from them.',
    }),
    registered: t.exposeInt('registered', { description: 'Counts of the register of participants that are open.' }),
    registeredWithheld: t.exposeInt('registeredWithheld', {
      description: 'Counts of the register of participants that are withheld.',
    }),
  }),
})

const DisclosureType = builder.objectRef<{ ordinary: number; sensitive: number }>('Disclosure').implement({
  description: 'What decides about counts of people that everyone may see (통계 비밀보호), and what was decided.',
  fields: (t) => ({
    threshold: t.exposeInt('ordinary', {
      description:
        'Counts of people below it are withheld (소수 셀 비공개 기준). Set by the operator: SUPPRESSION_THRESHOLD.',
    }),
    sensitiveThreshold: t.exposeInt('sensitive', {
      description:
        'The same where a sensitive target group is concerned. Set by the operator: SUPPRESSION_THRESHOLD_SENSITIVE.',
    }),
    programs: t.field({
      type: [DecidedType],
      description: 'The programs with approved counts of people, by number.',
      complexity: { field: 100, multiplier: 20 },
      resolve: (_thresholds, _args, context) => decided(context),
    }),
  }),
})

builder.queryField('disclosure', (t) =>
  t.field({
    type: DisclosureType,
    description:
      'The thresholds in force for counts of people, and how many counts of each program are open or withheld. Only for the city and the privacy officer.',
    resolve: (_root, _args, context) => {
      mustReview(context, 'seeDisclosure')
      return thresholdsOf(context.product.env)
    },
  }),
)

async function decided(context: Context): Promise<Decided[]> {
  const { prisma } = context.product.db
  const { viewer } = context
  const seen = await prisma.program.findMany({
    where: { AND: [allowed(viewer, 'readProgram'), { outcomes: { some: allowed(viewer, 'readOutcome') } }] },
    select: { id: true },
  })
  const { ordinary, sensitive } = thresholdsOf(context.product.env)
  return prisma.$queryRaw<Decided[]>`
    WITH sensitive AS (
      SELECT DISTINCT p.program_id FROM program_target_group p JOIN target_group t ON t.id = p.target_group_id
      WHERE t.sensitive
    ),
    count AS (
      SELECT o.program_id, o.value, o.public_value IS NOT NULL AS open, i.kind = 'RATE' AS rate,
        CASE WHEN s.program_id IS NOT NULL OR g.sensitive THEN ${sensitive}::int ELSE ${ordinary}::int END AS threshold
      FROM outcome o JOIN indicator i ON i.id = o.indicator_id
        LEFT JOIN sensitive s ON s.program_id = o.program_id
        LEFT JOIN target_group g ON o.dimension = 'TARGET_GROUP' AND g.code = o.category
      WHERE o.program_id = ANY(${seen.map(({ id }) => id)}::int[]) AND o.status = 'APPROVED'
        AND o.superseded_at IS NULL AND o.value IS NOT NULL AND ${PEOPLE}
    ),
    figure AS (
      SELECT program_id, count(*) FILTER (WHERE open)::int AS open,
        count(*) FILTER (WHERE NOT open AND NOT rate AND value > 0 AND value < threshold)::int AS small,
        count(*) FILTER (WHERE NOT open AND NOT rate AND NOT (value > 0 AND value < threshold))::int AS beside,
        count(*) FILTER (WHERE NOT open AND rate)::int AS rates
      FROM count GROUP BY program_id
    ),
    register AS (
      SELECT program_id, count(value)::int AS open, count(*) FILTER (WHERE value IS NULL)::int AS withheld
      FROM register_count GROUP BY program_id
    )
    SELECT f.program_id AS "programId", s.program_id IS NOT NULL AS sensitive, f.open, f.small, f.beside, f.rates,
      COALESCE(r.open, 0) AS registered, COALESCE(r.withheld, 0) AS "registeredWithheld"
    FROM figure f JOIN program p ON p.id = f.program_id
      LEFT JOIN register r ON r.program_id = f.program_id LEFT JOIN sensitive s ON s.program_id = f.program_id
    ORDER BY p.code`
}
