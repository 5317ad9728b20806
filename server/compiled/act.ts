import type { Done } from '../act.ts'
import type { Context } from '../context.ts'
import type { Act } from './plan.ts'
import { argumentsOf, statementOf, type Variables } from './statement.ts'

/**
 * Does the act by its own resolver and answers with the record as it is then, as the text of an object with this one
 * member. Undefined where the act was refused: the resolvers, who say why, find in the context that it was done.
 */
export async function actAnswer(act: Act, variables: Variables, context: Context): Promise<string | undefined> {
  const { key, field, payload, noun, parts } = act
  context.acted = field.resolve?.(undefined, argumentsOf(act, variables), context, {
    path: { key },
  } as never) as Promise<Done>
  const { id, problems } = await context.acted
  if (problems.length || !id) return undefined
  const root = { ...act, key: RECORD, record: () => ({ noun, where: { id } }), partsOf: () => parts }
  const { text, values } = statementOf([root], variables, context)
  const [row] = await context.product.db.query(text, values)
  const { answer } = row as { answer: string }
  const record = answer.slice(`{"${RECORD}":`.length, -1)
  const members = payload.map(({ key: name, text }) => `${JSON.stringify(name)}:${text ?? record}`)
  return `{${JSON.stringify(key)}:{${members.join()}}}`
}
const RECORD = 'record'
