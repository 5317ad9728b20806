import type { Context } from '../context.ts'
import { UnknownToSql } from '../sql.ts'
import type { Computed, ComputedEach, RowPart, Wanted } from './plan.ts'
import { argumentsOf, PLACE, recordSql, type Variables } from './statement.ts'

/** The answer to a field that computes rows, as the text of an object with this one member. */
export async function computedAnswer(asked: Computed, variables: Variables, context: Context): Promise<string> {
  const wanted = wantedOf(asked, variables, context)
  const found = await asked.compute(argumentsOf(asked, variables) as never, context, wanted)
  return JSON.stringify({ [asked.key]: answerOf(asked.parts, found, context) })
}

/** The text with what is computed of its records in the places that were left for it. */
export async function filled(
  text: string,
  computed: ComputedEach[],
  variables: Variables,
  context: Context,
): Promise<string> {
  if (!computed.length) return text
  const ids = computed.map(() => new Set<number>())
  for (const [, at, id] of text.matchAll(PLACE)) ids[Number(at)]?.add(Number(id))
  const found = await Promise.all(
    computed.map((asked, at) => {
      const wanted = wantedOf(asked, variables, context)
      const args = argumentsOf(asked, variables) as never
      return ids[at]?.size ? asked.computeEach([...ids[at]], args, context, wanted) : undefined
    }),
  )
  return text.replace(PLACE, (_place, at, id) => {
    const row = found[at]?.get(Number(id))
    const parts = computed[at]?.parts
    if (!row || !parts) throw new UnknownToSql('a record that is gone')
    return JSON.stringify(answerOf(parts, row, context))
  })
}

const wantedOf = (
  { records, columns }: Pick<Computed, 'records' | 'columns'>,
  variables: Variables,
  context: Context,
): Wanted => ({
  columns,
  records: records.map(({ noun, parts, ...record }) => ({
    ...record,
    sql: (id: string) => recordSql(noun, parts, id, variables, context),
  })),
})

function answerOf(parts: RowPart[], row: object, context: Context): object {
  const answer = Object.create(null)
  for (const part of parts) answer[part.key] = partOf(part, row, context)
  return answer
}

function partOf(part: RowPart, row: object, context: Context): unknown {
  if ('typename' in part) return part.typename
  const value = 'record' in part ? row[part.record as never] : part.resolve(row, {}, context)
  if (value === null || value === undefined) {
    if (part.isRequired) throw new UnknownToSql(part.key)
    return null
  }
  if ('record' in part) return value
  if ('leaf' in part) return part.leaf.serialize(value)
  if (!part.isList) return answerOf(part.inside, value, context)
  return (value as object[]).map((one) => answerOf(part.inside, one, context))
}
