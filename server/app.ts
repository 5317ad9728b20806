import fs from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { GraphQLError } from 'graphql'
import { createYoga, type Plugin, useReadinessCheck as readiness } from 'graphql-yoga'
import sirv from 'sirv'
import { addressOf, type Context, localeOf, type Product } from './context.ts'
import { evidence } from './evidence.ts'
import { root } from './root.ts'
import { schema } from './schema/index.ts'
import { viewerOf } from './session.ts'

export interface App {
  /** Answers a GraphQL, evidence or health request. */
  fetch(request: Request): Promise<Response>
  /** Answers every request that comes in over HTTP: GraphQL, evidence, health, panel and GraphiQL. */
  listener(request: IncomingMessage, response: ServerResponse): void
}

export function createApp(product: Product): App {
  const yoga = createYoga<Connection, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: false,
    cors: false,
    multipart: false,
    batching: false,
    logging: false,
    context: ({ request, req }) => contextOf(product, request, req?.socket.remoteAddress),
    maskedErrors: { maskError: (error) => maskError(error, product) },
    plugins: [
      jsonOnly,
      evidence(product),
      cookies,
      readiness({
        endpoint: '/ready',
        check: async () => void (await product.db.query('SELECT 1')),
      }),
    ],
  })
  const pages = servePages()
  return {
    fetch: async (request) => yoga.fetch(request, {} as never),
    listener(request, response) {
      const isApi = /^\/(graphql|health|ready|evidence\/[\w-]+)(\?|$)/.test(request.url ?? '')
      if (isApi) void yoga(request, response)
      else pages(request, response)
    },
  }
}

/** The Node request behind a request that came in over HTTP. */
interface Connection {
  req?: IncomingMessage
}

async function contextOf(product: Product, request: Request, socketAddress: string | undefined): Promise<Context> {
  const { headers } = request
  return {
    product,
    headers,
    viewer: await viewerOf(product.db.prisma, headers),
    locale: localeOf(headers),
    address: addressOf(headers, socketAddress, product.env.TRUSTED_PROXIES),
    secure: product.env.PUBLIC_URL?.startsWith('https:') ?? false,
    cookies: [],
  }
}

/** Operations come as JSON only: what a form or a link of another site can send is refused. */
const jsonOnly: Plugin = {
  onRequestParse({ request }) {
    const type = request.headers.get('content-type') ?? ''
    if (request.method === 'POST' && !/^application\/(graphql\+)?json\s*(;|$)/i.test(type)) {
      throw new GraphQLError('Send the operation as JSON: content-type must be application/json.', {
        extensions: { code: 'BAD_REQUEST', http: { status: 415 } },
      })
    }
  },
}

/** Sends the cookies that resolvers set. */
const cookies: Plugin<Context> = {
  onExecute({ args }) {
    const context = args.contextValue as Context & { request: Request }
    cookiesOf.set(context.request, context.cookies)
  },
  onResponse({ request, response }) {
    for (const cookie of cookiesOf.get(request) ?? []) response.headers.append('set-cookie', cookie)
    response.headers.set('cache-control', 'no-store')
    response.headers.set('x-content-type-options', 'nosniff')
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
  log.error({ err: cause }, 'unexpected error')
  return new GraphQLError('Something went wrong on the server; it was logged. Try again later.', {
    extensions: { code: 'INTERNAL_SERVER_ERROR', http: { status: 500 } },
  })
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
}

/** The panel and GraphiQL, from the files that the build made. */
function servePages(): Handler {
  const folder = path.join(root, 'dist/admin')
  if (!fs.existsSync(folder))
    return (_request, response) => plain(response, 404, 'The panel is not built: run npm run build.')
  const setHeaders = (response: ServerResponse) => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value)
  }
  const assets = sirv(folder, {
    etag: true,
    gzip: true,
    brotli: true,
    immutable: false,
    setHeaders: (response, file) => {
      setHeaders(response)
      response.setHeader(
        'cache-control',
        file.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/') return redirect(response, '/admin/')
    if (pathname === '/admin') return redirect(response, '/admin/')
    const page = pathname === '/graphiql' ? '/graphiql.html' : pathname.replace(/^\/admin(?=\/)/, '')
    if (pathname !== '/graphiql' && !pathname.startsWith('/admin/'))
      return plain(response, 404, 'There is nothing here.')
    request.url = path.extname(page) ? page : '/index.html'
    assets(request, response, () => plain(response, 404, 'There is nothing here.'))
  }
}

function redirect(response: ServerResponse, location: string) {
  response.writeHead(302, { location }).end()
}

function plain(response: ServerResponse, status: number, text: string) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}
