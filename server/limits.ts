import { complexityFromQuery } from '@pothos/plugin-complexity'
import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { callerOf } from './caller.ts'
import type { Context } from './context.ts'
import { Deadline, within } from './deadline.ts'
import type { Env } from './env.ts'
import { tooCostly } from './errors.ts'

export type CallerClass = 'anonymous' | 'partner' | 'signedIn'
export type PerClass = Record<CallerClass, number>

/** What one request may cost: size and tokens before the document is parsed, its shape after, its cost at the end. */
export function limits(env: Env): Plugin<Context> {
  const maxTokens = mostTokens(env)
  const classOf = ({ request }: { request: Request }) => callerOf(request)?.class ?? 'anonymous'
  const count = (args: ExecutionArgs) => {
    const context = args.contextValue as Context & { request: Request }
    context.cost = checkCost(env, classOf(context), args)
  }
  return {
    onRequest({ request, requestHandler, setRequestHandler }) {
      const caller = callerOf(request)
      if (!caller) return
      const deadline = new Deadline(env.LIMIT_SECONDS[caller.class])
      setRequestHandler((...args) => within(deadline, () => requestHandler(...args)))
    },
    onParse({ context, params }) {
      checkText(env, classOf(context), String(params.source))
      params.options = { maxTokens }
      return ({ result }) => {
        if (result instanceof Error) {
          if (result instanceof RangeError) throw tooCostly('nested deeper than can be read')
          if (/more that? \d+ tokens/.test(result.message)) throw tooCostly(`more than ${maxTokens} tokens`)
          return
        }
        checkDocument(env, classOf(context), result as DocumentNode)
      }
    },
    onExecute: ({ args }) => count(args),
    onSubscribe: ({ args }) => count(args as ExecutionArgs),
  }
}

/** A parsed document is kept for all callers, so this is the most that any of them may send. */
export const mostTokens = (env: Env) => Math.max(...Object.values(env.LIMIT_TOKENS))

export const checkText = (env: Env, caller: CallerClass, { length }: string) =>
  atMost('characters', length, env.LIMIT_CHARACTERS[caller])

export function checkDocument(env: Env, caller: CallerClass, document: DocumentNode) {
  atMost('tokens', (document as DocumentNode & { tokenCount: number }).tokenCount, env.LIMIT_TOKENS[caller])
  const shape = shapeOf(document)
  atMost('depth', shape.depth, env.LIMIT_DEPTH[caller])
  atMost('fields', shape.fields, env.LIMIT_FIELDS[caller])
  atMost('aliases', shape.aliases, env.LIMIT_ALIASES[caller])
  atMost('directives', shape.directives, env.LIMIT_DIRECTIVES[caller])
}

/** The cost of the operation, if the caller may ask for so much. */
export function checkCost(env: Env, caller: CallerClass, args: ExecutionArgs): number {
  const cost = costOf(args)
  atMost('cost', cost, env.LIMIT_COST[caller])
  return cost
}

function atMost(what: string, value: number, max: number) {
  if (value > max) throw tooCostly(`${what} ${Number.isFinite(value) ? value : 'without end'} of ${max}`)
}

interface Shape {
  depth: number
  fields: number
  aliases: number
  directives: number
}

/** The shape of the operations of a document with every use of a fragment counted, in time that grows with its length only. */
export function shapeOf(document: DocumentNode): Shape {
  const known = shapes.get(document) ?? countShape(document)
  shapes.set(document, known)
  return known
}

// Parsed documents are kept for all who send the same again, and so is what is found out of them.
const shapes = new WeakMap<DocumentNode, Shape>()
const costs = new WeakMap<DocumentNode, Map<string, number>>()
const COSTS_OF_DOCUMENT = 100

function countShape({ definitions }: DocumentNode): Shape {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const known = new Map<FragmentDefinitionNode, Shape>()
  const inside = new Set<FragmentDefinitionNode>()

  const ofFragment = (fragment: FragmentDefinitionNode): Shape => {
    const shape = known.get(fragment)
    if (shape) return shape
    // Validation says better what is wrong with a fragment that contains itself.
    if (inside.has(fragment)) return NOTHING
    inside.add(fragment)
    const found = added(ofSelections(fragment.selectionSet), { directives: fragment.directives?.length ?? 0 })
    inside.delete(fragment)
    known.set(fragment, found)
    return found
  }
  const ofSelections = ({ selections }: SelectionSetNode): Shape => {
    let sum = NOTHING
    for (const selection of selections) {
      const directives = selection.directives?.length ?? 0
      if (selection.kind === Kind.FIELD) {
        // What the schema says of itself has a limit of its own in graphql.
        const below = selection.selectionSet ? ofSelections(selection.selectionSet) : NOTHING
        const depth = selection.name.value.startsWith('__') ? 1 : below.depth + 1
        sum = added(sum, { ...below, depth }, { fields: 1, aliases: selection.alias ? 1 : 0, directives })
      } else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : undefined
        const below = selection.kind === Kind.INLINE_FRAGMENT ? ofSelections(selection.selectionSet) : NOTHING
        sum = added(sum, fragment ? ofFragment(fragment) : below, { directives })
      }
    }
    return sum
  }
  const shapes = definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return NOTHING
    const onVariables = definition.variableDefinitions?.flatMap(({ directives = [] }) => directives).length ?? 0
    const directives = (definition.directives?.length ?? 0) + onVariables
    return added(ofSelections(definition.selectionSet), { directives })
  })
  return added(...shapes)
}

const NOTHING: Shape = { depth: 0, fields: 0, aliases: 0, directives: 0 }

/** Counts are added up; the depth is the one of the deepest. */
function added(...shapes: Partial<Shape>[]): Shape {
  const sum = { ...NOTHING }
  for (const { depth = 0, fields = 0, aliases = 0, directives = 0 } of shapes) {
    sum.depth = Math.max(sum.depth, depth)
    sum.fields += fields
    sum.aliases += aliases
    sum.directives += directives
  }
  return sum
}

type ExecutionArgs = Pick<
  Parameters<NonNullable<Plugin<Context>['onExecute']>>[0]['args'],
  'schema' | 'document' | 'operationName' | 'variableValues'
> & { contextValue?: unknown }

/** What an act costs beside its answer; a sign-in, for one, keeps a processor busy for a while. */
const COST_OF_ACT = 500

/** Cost of the operation, the sizes of its pages counted. */
function costOf(args: ExecutionArgs): number {
  const document = args.document as DocumentNode
  const known = costs.get(document) ?? new Map<string, number>()
  costs.set(document, known)
  const operation = countedPart(document, args.operationName)
  const given = args.variableValues as Record<string, unknown> | undefined
  const variables = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable: { name } }) =>
      given && Object.hasOwn(given, name.value) ? [[name.value, given[name.value]]] : [],
    ),
  )
  const asked = keyOf(args.operationName, variables)
  const cost = known.get(asked ?? '') ?? countCost(args, operation, variables)
  if (asked && known.size < COSTS_OF_DOCUMENT) known.set(asked, cost)
  return cost
}

/**
 * The operation with those variables that its cost can depend on. What acts themselves are told is none: an import's
 * thousand rows are looked at once, by the act.
 */
function countedPart(document: DocumentNode, operationName?: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName) as OperationDefinitionNode
  if (operation.operation !== 'mutation') return operation
  const known = counted.get(operation)
  if (known) return known
  const used = new Set<string>()
  const note = {
    enter(node: ASTNode) {
      if (node.kind === Kind.VARIABLE) used.add(node.name.value)
    },
  }
  for (const selection of operation.selectionSet.selections) {
    visit(selection.kind === Kind.FIELD ? { ...selection, arguments: [] } : selection, note)
  }
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) visit(definition, note)
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value))
  const part = { ...operation, variableDefinitions }
  counted.set(operation, part)
  return part
}
const counted = new WeakMap<OperationDefinitionNode, OperationDefinitionNode>()

/** What the cost depends on; undefined for variables that are too large or too deep to be kept. */
function keyOf(operationName: string | null | undefined, variables: object): string | undefined {
  try {
    const key = JSON.stringify([operationName, variables])
    return key.length < 1000 ? key : undefined
  } catch {
    return undefined
  }
}

/** Variables that do not fit cost nothing: they end it. */
function countCost(
  { schema, document, contextValue }: ExecutionArgs,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const fragments = (document as DocumentNode).definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const chosen = { ...document, definitions: [operation, ...fragments] }
  const acts = operation.operation === 'mutation' ? operation.selectionSet.selections.length : 0
  try {
    const { complexity } = complexityFromQuery(chosen, {
      schema,
      ctx: contextValue as object,
      variables,
    })
    return complexity + acts * COST_OF_ACT
  } catch (error) {
    if ((error as GraphQLError).extensions) return 1
    throw error
  }
}
