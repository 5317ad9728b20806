import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExecutionResult, execute, type GraphQLError, getOperationAST, type OperationTypeNode } from 'graphql'
import { type Begun, leave } from './begun.ts'
import { BROKEN, isJson, operationIn, readOperation, received, receivedFrom } from './body.ts'
import { type Caller, findCaller } from './caller.ts'
import { compiledAnswer } from './compiled/answer.ts'
import { type Context, contextOf, type Product, type RequestHeaders } from './context.ts'
import { Deadline, within } from './deadline.ts'
import type { Documents } from './documents.ts'
import { securityHeaders } from './headers.ts'
import { checkCost, checkDocument, checkText, mostTokens } from './limits.ts'
import { type PublicAnswer, PublicAnswers } from './publicAnswers.ts'
import { pointsOf, type Rates } from './rateLimit.ts'
import { isOfThisSite } from './sameSite.ts'
import { schema } from './schema/index.ts'

/*
 * The usual request is a POST of one query or one act as JSON, or a GET of a query, with nothing wrong in it. It is
 * answered here, by the same rules, limits and headers and in a fraction of the time that yoga's layers take. At the
 * first thing that is unusual or wrong it is left to yoga, which starts from the beginning and says what is wrong: no
 * error is made here.
 */

export interface Usual {
  /** Answers the request; false when it is left. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** The same for a request that came over no network. */
  fetch(request: Request): Promise<Response | undefined>
}

interface Sent {
  method: string | undefined
  path: string | undefined
  headers: RequestHeaders
  host: string
  req?: IncomingMessage
  /** Reads the body. */
  body(): Promise<Uint8Array>
}
interface Answer {
  status: 200 | 304
  text: string
  headers: [name: string, value: string][]
}
interface Operation {
  query: string
  variables?: Record<string, unknown> | null
  operationName?: string | null
}

export function createUsual(
  product: Product,
  { rates, documents, maskError }: { rates: Rates; documents: Documents; maskError(error: unknown): Error },
): Usual {
  const { env } = product
  const maxTokens = mostTokens(env)
  const security = Object.entries(securityHeaders(env))
  const storable = Object.entries({ ...securityHeaders(env), ...STORABLE })
  const publicAnswers = new PublicAnswers(product)

  return {
    async serve(request, response) {
      const { method, url: path, headers } = request
      const sent = { method, path, headers: nodeHeaders(request), host: headers.host ?? '', req: request }
      const answer = await answerFor({ ...sent, body: () => receivedFrom(request, env.LIMIT_BODY_KB) }, request)
      if (!answer) return false
      const { status, text, headers: told } = answer
      const length = status === 200 ? ['content-length', String(Buffer.byteLength(text))] : []
      response.writeHead(status, [...told.flat(), ...length])
      response.end(text)
      return true
    },
    async fetch(request) {
      const { method, headers, body } = request
      const { pathname, search, host } = new URL(request.url)
      const sent = { method, path: pathname + search, headers, host }
      const answer = await answerFor({ ...sent, body: () => received(body ?? [], env.LIMIT_BODY_KB) }, request)
      return answer && new Response(answer.text || null, answer)
    },
  }

  /** The answer; undefined when the request was left. */
  async function answerFor(sent: Sent, request: IncomingMessage | Request): Promise<Answer | undefined> {
    const type = isUsual(sent) && typeOfAnswer(sent.headers.get('accept'))
    if (!type) return undefined
    const isRead = sent.method === 'GET'
    const begun: Begun = { body: isRead ? Promise.resolve(new Uint8Array()) : sent.body() }
    begun.body.catch(() => {}) // said where it is read
    leave(request, begun)
    let caller: Caller
    let operation: Operation | undefined
    try {
      caller = await findCaller(product, sent.headers, sent.req)
      operation = usualOperation(isRead ? operationIn(sent.path as string) : readOperation(await begun.body))
    } catch {
      return undefined
    }
    begun.caller = caller
    if (!operation || rates.waits(caller)) return undefined
    const context = contextOf(product, sent.headers, caller)
    const asked = executable(operation, caller, context)
    if (!asked || (isRead && asked.kind !== 'query')) return undefined
    try {
      begun.rate = await rates.use(caller, pointsOf(context.cost))
    } catch {
      return undefined
    }
    const deadline = new Deadline(env.LIMIT_SECONDS[caller.class])
    const made = await within(deadline, () => answerTo(asked, context, begun))
    if (!made) return undefined
    const { text, etag } = made
    const headers: Answer['headers'] = [
      ['content-type', `${type}; charset=utf-8`],
      ...(isRead && etag ? storable : security),
      ...(begun.rate ? Object.entries(rates.headers(caller, begun.rate)) : []),
      ...context.cookies.map((cookie): [string, string] => ['set-cookie', cookie]),
    ]
    if (etag) headers.push(['etag', etag])
    const isKnown = isRead && etag && sent.headers.get('if-none-match')?.includes(etag)
    return isKnown ? { status: 304, text: '', headers } : { status: 200, text, headers }
  }

  /** The answer; undefined when it has errors, which are yoga's to tell. What nobody in particular asks, many may. */
  async function answerTo(asked: Executable, context: Context, begun: Begun): Promise<Made | undefined> {
    const tell = (result: ExecutionResult) => void Object.assign(begun, { result, cookies: context.cookies })
    const question = asked.kind === 'query' && context.viewer.role === 'ANONYMOUS' && questionOf(asked, context)
    try {
      if (question) return await publicAnswers.find(question, () => run(asked, context, tell))
      const text = await run(asked, context, tell)
      return text === undefined ? undefined : { text }
    } catch (error) {
      tell({ errors: [maskError(error) as GraphQLError] })
    }
  }

  function isUsual({ method, path = '', headers, host }: Sent): boolean {
    return (
      (method === 'POST' ? path === '/graphql' && isJson(headers) : method === 'GET' && path.startsWith('/graphql?')) &&
      (!headers.has('cookie') || isOfThisSite(env.PUBLIC_URL, headers, host)) &&
      // A page of another site must be told that it may read the answer.
      (!env.CORS_ORIGINS.length || !headers.has('origin'))
    )
  }

  /** What to execute, if the caller may ask for it. */
  function executable({ query, variables, operationName }: Operation, caller: Caller, context: Context) {
    try {
      checkText(env, caller.class, query)
      const document = documents.read(query, schema, maxTokens)
      if (!document) return undefined
      checkDocument(env, caller.class, document)
      const kind = getOperationAST(document, operationName)?.operation
      if (!kind || kind === 'subscription') return undefined
      const asked = {
        schema,
        document,
        operationName,
        variableValues: variables ?? {},
        contextValue: context,
        kind,
        query,
      }
      context.cost = checkCost(env, caller.class, asked)
      return asked
    } catch {
      return undefined
    }
  }

  async function run(asked: Asked, context: Context, tell: (result: ExecutionResult) => void) {
    const result = (await compiledAnswer(asked, context)) ?? (await execute(asked))
    if (typeof result === 'string') return `{"data":${result}}`
    if (!result.errors) return JSON.stringify(result)
    // Variables that do not fit: nothing was executed.
    if ('data' in result) tell({ ...result, errors: result.errors.map((error) => maskError(error) as GraphQLError) })
  }
}

type Asked = NonNullable<Parameters<typeof execute>[0]>
type Made = Pick<PublicAnswer, 'text'> & Partial<PublicAnswer>
type Executable = Asked & { kind: OperationTypeNode; query: string }

/** What is asked, as text; undefined for variables that are too deep. */
function questionOf({ query, variableValues, operationName }: Executable, { locale }: Context): string | undefined {
  try {
    return JSON.stringify([query, variableValues, operationName, locale])
  } catch {
    return undefined
  }
}

/** Anybody may keep what anybody may read, and asks before each use whether it is still so. */
const STORABLE = { 'cache-control': 'no-cache', vary: 'accept, accept-language, authorization, cookie' }

/** The media type that the first wish of the caller comes to. */
function typeOfAnswer(accept: string | null): string | undefined {
  const [first = ''] = (accept ?? '*/*').split(/\s*,/)
  return TYPES.get(first)
}
const TYPES = new Map([
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
])

function usualOperation(sent: object): Operation | undefined {
  const { query, variables, operationName, ...more } = sent as Record<string, unknown>
  const isText = (value: unknown) => typeof value === 'string' && !BROKEN.test(value)
  const isNothing = (value: unknown) => value === undefined || value === null
  const fits =
    isText(query) &&
    (isNothing(operationName) || isText(operationName)) &&
    (isNothing(variables) || (typeof variables === 'object' && !Array.isArray(variables))) &&
    !Object.keys(more).length &&
    !/__(schema|type)\b/.test(query as string)
  return fits ? (sent as Operation) : undefined
}

const nodeHeaders = ({ headers }: IncomingMessage): RequestHeaders => ({
  get(name) {
    const value = headers[name]
    return (Array.isArray(value) ? value.join(', ') : value) ?? null
  },
  has: (name) => name in headers,
})
