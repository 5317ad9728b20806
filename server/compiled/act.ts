import type { Done } from '../act.ts'
import type { Context } from '../context.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { filled } from './computed.ts'
import type { Act, ComputedEach } from './plan.ts'
import { argumentsOf, recordSql, rowWriter, type Variables } from './statement.ts'

/**
 * Does the act by its own resolver and answers with the record as it is then, as the text of an object with this one
 * member. Undefined where the act was refused: the resolvers, who say why, find in the context that it was done.
 */
export async function actAnswer(act: Act, variables: Variables, context: Context): Promise<string | undefined> {
  const { key, field, payload, noun, parts } = act
  const info = { path: { key } } as never
  const isAsked = payload.some(({ text }) => text === undefined)
  if (isAsked) context.writeRow = rowWriter(noun, parts, variables, context)
  context.acted = field.resolve?.(undefined, argumentsOf(act, variables), context, info) as Promise<Done>
  const { id, problems, row } = await context.acted
  if (problems.length || !id) return undefined
  const record = isAsked ? (row ?? (await recordText(act, id, variables, context))) : undefined
  const members = payload.map(({ key: name, text }) => `${JSON.stringify(name)}:${text ?? record}`)
  return `{${JSON.stringify(key)}:{${members.join()}}}`
}

async function recordText({ noun, parts }: Act, id: number, variables: Variables, context: Context) {
  const computed: ComputedEach[] = []
  const record = recordSql(noun, parts, 'done.id', variables, context, computed)
  const { text, values } = Prisma.sql`SELECT ${record}::text AS record FROM (SELECT ${id}::int AS id) AS done`
  const [row] = await context.product.db.query(text, values)
  return filled((row?.record as string | null) ?? 'null', computed, variables, context)
}
