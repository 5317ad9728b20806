import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { Context } from '../context.ts'
import { computedAnswer } from './computed.ts'
import { planOf } from './plan.ts'
import { statementOf } from './statement.ts'

interface Asked {
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null
  variableValues?: object | null
}

/**
 * The data that the query asks for as JSON text, from one statement; undefined where that cannot be said in SQL, or
 * where anything is wrong with it: then the resolvers answer, and they say what is wrong.
 */
export async function compiledAnswer(asked: Asked, context: Context): Promise<string | undefined> {
  const { document, operationName } = asked
  const operation = getOperationAST(document, operationName)
  if (operation?.operation !== 'query') return undefined
  const plan = planFor(asked.schema, document, operation)
  if (!plan) return undefined
  const { coerced } = getVariableValues(
    asked.schema,
    operation.variableDefinitions ?? [],
    (asked.variableValues ?? {}) as Record<string, unknown>,
  )
  if (!coerced) return undefined
  try {
    if (!Array.isArray(plan)) return await computedAnswer(plan, coerced, context)
    const { text, values } = statementOf(plan, coerced, context)
    const [row] = await context.product.db.query(text, values)
    return row?.answer as string
  } catch (error) {
    // A statement that PostgreSQL does not understand is a fault of this; anything else the resolvers meet too.
    if (/^42/.test((error as { code?: string }).code ?? '')) context.product.log.error({ err: error }, 'compiled read')
    return undefined
  }
}

const plans = new WeakMap<OperationDefinitionNode, { plan: ReturnType<typeof planOf> }>()

function planFor(schema: GraphQLSchema, { definitions }: DocumentNode, operation: OperationDefinitionNode) {
  let known = plans.get(operation)
  if (!known) {
    const fragments = definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
    known = { plan: planOf(schema, operation, new Map(fragments.map((one) => [one.name.value, one]))) }
    plans.set(operation, known)
  }
  return known.plan
}
