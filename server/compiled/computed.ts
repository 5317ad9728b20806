import type { Context } from '../context.ts'
import { UnknownToSql } from '../sql.ts'
import type { Computed, RowPart } from './plan.ts'
import { argumentsOf, recordSql, type Variables } from './statement.ts'

/** The answer to a field that computes rows, as the text of an object with this one member. */
export async function computedAnswer(asked: Computed, variables: Variables, context: Context): Promise<string> {
  const records = asked.records.map(({ noun, parts, ...record }) => ({
    ...record,
    sql: (id: string) => recordSql(noun, parts, id, variables, context),
  }))
  const found = await asked.compute(argumentsOf(asked, variables) as never, context, records)
  return JSON.stringify({ [asked.key]: answerOf(asked.parts, found) })
}

function answerOf(parts: RowPart[], row: object): object {
  const answer = Object.create(null)
  for (const part of parts) answer[part.key] = partOf(part, row)
  return answer
}

function partOf(part: RowPart, row: object): unknown {
  if ('typename' in part) return part.typename
  if ('record' in part) return row[part.record as never] ?? null
  const value = part.resolve(row)
  if (value === null || value === undefined) {
    if (part.isRequired) throw new UnknownToSql(part.key)
    return null
  }
  if ('leaf' in part) return part.leaf.serialize(value)
  return part.isList ? (value as object[]).map((one) => answerOf(part.inside, one)) : answerOf(part.inside, value)
}
