import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { createYoga, type Plugin, useReadinessCheck as readiness } from 'graphql-yoga'
import { plainErrors } from './answer.ts'
import { begunOf, takeOver } from './begun.ts'
import { jsonBody } from './body.ts'
import { type Caller, type Connection, callerOf, identify } from './caller.ts'
import { type Context, contextOf, type Product } from './context.ts'
import { isOver } from './deadline.ts'
import { Documents } from './documents.ts'
import { broken, timedOut } from './errors.ts'
import { evidence } from './evidence.ts'
import { apiHeaders, cors, securityHeaders } from './headers.ts'
import { introspection } from './introspection.ts'
import { limits } from './limits.ts'
import { openIdConnect } from './oidc.ts'
import { servePages } from './pages.ts'
import { createRates, rateLimit } from './rateLimit.ts'
import { sameSite } from './sameSite.ts'
import { schema } from './schema/index.ts'
import { createUsual } from './usual.ts'
import { valueFree } from './valueFree.ts'

export interface App {
  /** Answers a GraphQL, evidence or health request. */
  fetch(request: Request): Promise<Response>
  /** Answers every request that comes in over HTTP: GraphQL, evidence, health, panel and GraphiQL. */
  listener(request: IncomingMessage, response: ServerResponse): void
}

export function createApp(product: Product): App {
  const rates = createRates(product)
  const documents = new Documents()
  const mask = (error: unknown) => maskError(error, product)
  const contextFor = (request: Request) => contextOf(product, request.headers, callerOf(request) as Caller)
  const usual = createUsual(product, { rates, documents, maskError: mask })
  const yoga = createYoga<Connection, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: false,
    cors: cors(product.env),
    multipart: false,
    batching: false,
    logging: false,
    context: ({ request }) => contextFor(request),
    maskedErrors: { maskError: mask },
    parserAndValidationCache: { documentCache: documents },
    plugins: [
      takeOver,
      sameSite(product.env),
      identify(product),
      limits(product.env),
      rateLimit(rates),
      jsonBody(product.env),
      introspection(product.env),
      plainErrors,
      evidence(product),
      openIdConnect(product, contextFor),
      cookies,
      valueFree,
      readiness({
        endpoint: '/ready',
        check: async () => void (await product.db.query('SELECT 1')),
      }),
      apiHeaders(product.env),
    ],
  })
  const headers = Object.entries(securityHeaders(product.env))
  const pages = servePages(product)
  return {
    fetch: async (request) => (await usual.fetch(request)) ?? yoga.fetch(request, {} as never),
    async listener(request, response) {
      if (await usual.serve(request, response)) return
      for (const [name, value] of headers) response.setHeader(name, value)
      const isApi = /^\/(graphql|health|ready|evidence\/[\w-]+|auth\/oidc(\/callback)?)(\?|$)/.test(request.url ?? '')
      if (isApi) void yoga(request, response)
      else pages(request, response)
    },
  }
}

/** Sends the cookies that resolvers set. */
const cookies: Plugin<Context> = {
  onExecute({ args }) {
    const context = args.contextValue as Context & { request: Request }
    cookiesOf.set(context.request, context.cookies)
  },
  onResponse({ request, response }) {
    for (const cookie of begunOf(request)?.cookies ?? cookiesOf.get(request) ?? [])
      response.headers.append('set-cookie', cookie)
  },
}
const cookiesOf = new WeakMap<Request, string[]>()

/** GraphQL's own errors and those with a code are for the caller; anything else is logged once and told to nobody. */
function maskError(error: unknown, { log }: Product): Error {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  if (error instanceof GraphQLError && (cause instanceof GraphQLError || error.extensions.code)) {
    error.extensions.code ??= 'BAD_USER_INPUT' // a value that does not fit the type of its argument
    return error
  }
  if (isOver()) return timedOut()
  log.error({ err: cause }, 'unexpected error')
  return broken()
}
