import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import { type BreakdownRow, findBreakdowns } from '../statistics/breakdown.ts'
import { outcomesSeenBy } from '../statistics/seen.ts'
import { Dimension } from './indicator.ts'

const Difference = builder.objectRef<BreakdownRow>('BreakdownDifference').implement({
  description: 'The parts of a figure held against its total.',
  fields: (t) => ({
    sum: t.expose('sum', { type: 'Decimal', description: 'What the parts add up to.' }),
    difference: t.expose('difference', { type: 'Decimal', description: 'The sum of the parts minus the total.' }),
    flagged: t.boolean({
      description: 'True when the parts do not add up to the total.',
      resolve: ({ difference }) => !difference.isZero(),
    }),
    message: t.string({
      nullable: true,
      description:
        'The difference in words, in Korean when the request asks for it, else in English; null when there is none.',
      resolve: ({ sum, difference }, _args, { locale }) => {
        if (difference.isZero()) return null
        const [by, total] = [difference.abs().toFixed(), sum.minus(difference).toFixed()]
        const more = difference.isPositive()
        return locale === 'ko'
          ? `세부를 더한 값 ${sum.toFixed()}, 전체 ${total}보다 ${by} ${more ? '많음' : '적음'}`
          : `The parts add up to ${sum.toFixed()}, ${by} ${more ? 'more' : 'less'} than the total ${total}.`
      },
    }),
  }),
})

builder.prismaObjectField('Outcome', 'breakdownDifference', (t) =>
  t.field({
    type: Difference,
    nullable: true,
    description:
      'Whether the parts by this dimension add up to the total (세부 합계 점검); null when there are no parts or one of them is suppressed.',
    args: { dimension: t.arg({ type: Dimension, required: true, description: 'By what it is broken down.' }) },
    complexity: 5,
    resolve: async ({ id }, { dimension }, context) =>
      (await batched(context, `breakdown ${dimension}`, id, async (ids) => {
        const rows = await findBreakdowns(context.product.db.prisma, ids, dimension, outcomesSeenBy(context.viewer))
        return new Map(rows.map((row) => [row.outcomeId, row]))
      })) ?? null,
  }),
)
