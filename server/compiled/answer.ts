import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { Context } from '../context.ts'
import { actAnswer } from './act.ts'
import { computedAnswer, filled } from './computed.ts'
import { lookUp } from './lookUp.ts'
import { type ComputedEach, planOf, type Step } from './plan.ts'
import { statementOf, type Variables } from './statement.ts'

interface Asked {
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
}

/**
 * The data that the operation asks for as JSON text, each step of its plan from one statement; resolvers answer what cannot
 * be said in SQL, and where anything is wrong with a step, for they say what. Their errors are told with all the data;
 * undefined where resolvers have to answer everything.
 */
export async function compiledAnswer(asked: Asked, context: Context): Promise<string | ExecutionResult | undefined> {
  const { schema, document, operationName } = asked
  const operation = getOperationAST(document, operationName)
  if (!operation) return undefined
  const plan = planFor(schema, document, operation)
  if (!plan) return undefined
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variableValues ?? {})
  if (!coerced) return undefined
  // All begin at once, so that what they have in common is asked for once.
  const [left, ...texts] = await Promise.all([
    resolved(plan.filter((step) => 'left' in step)),
    ...plan.map((step) => textOf(step, coerced, context)),
  ])
  const failed = plan.filter((step, at) => !('left' in step) && texts[at] === undefined)
  if (failed.length === plan.length) return undefined
  const results = [left, await resolved(failed)].flatMap((result) => result ?? [])
  const data = results.every((result) => result.data) && plan.map((step, at) => texts[at] ?? membersOf(step, results))
  const errors = results.flatMap((result) => result.errors ?? [])
  const text = data && `{${data.join()}}`
  if (!errors.length) return text || undefined
  return { errors, data: text ? JSON.parse(text) : null }

  /** What resolvers answer to these steps. */
  async function resolved(steps: Step[]): Promise<ExecutionResult | undefined> {
    if (!steps.length || !operation) return undefined
    const selections: FieldNode[] = steps.flatMap(({ nodes }) => nodes)
    const part = { ...operation, selectionSet: { ...operation.selectionSet, selections } }
    const definitions = document.definitions.map((one) => (one === operation ? part : one))
    return execute({ ...asked, document: { ...document, definitions }, contextValue: context })
  }
}

/** The members that this step has in the answer; undefined where resolvers have to find them. */
async function textOf(step: Step, variables: Variables, context: Context): Promise<string | undefined> {
  if ('left' in step) return undefined
  try {
    if ('act' in step) return members(await actAnswer(step.act, variables, context))
    if ('computed' in step) return members(await computedAnswer(step.computed, variables, context))
    const computed: ComputedEach[] = []
    const { isOfRecords, ...statement } = statementOf(step.stored, variables, context, computed)
    const { db } = context.product
    if (isOfRecords) return members(await lookUp(db, statement))
    const [row] = await db.query(statement.text, statement.values)
    return members(await filled(row?.answer as string, computed, variables, context))
  } catch (error) {
    // A statement that PostgreSQL does not understand is a fault of this; anything else the resolvers meet too.
    if (/^42/.test((error as { code?: string }).code ?? '')) context.product.log.error({ err: error }, 'compiled read')
    return undefined
  }
}

/** The same from what resolvers answered. */
function membersOf(step: Step, results: ExecutionResult[]): string | undefined {
  const data = Object.assign(Object.create(null), ...results.map((result) => result.data))
  return members(JSON.stringify(Object.fromEntries(keysOf(step).map((key) => [key, data[key]]))))
}

function keysOf(step: Step): string[] {
  if ('left' in step) return step.left
  if ('stored' in step) return step.stored.map(({ key }) => key)
  return ['act' in step ? step.act.key : step.computed.key]
}

/** Of an object's text. */
const members = (object: string | undefined) => object?.slice(1, -1)

const plans = new WeakMap<OperationDefinitionNode, { plan: Step[] | undefined }>()

function planFor(schema: GraphQLSchema, { definitions }: DocumentNode, operation: OperationDefinitionNode) {
  let known = plans.get(operation)
  if (!known) {
    const fragments = definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
    known = { plan: planOf(schema, operation, new Map(fragments.map((one) => [one.name.value, one]))) }
    plans.set(operation, known)
  }
  return known.plan
}
