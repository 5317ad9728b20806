import { type ExecutionResult, execute, type GraphQLError, parse, validate } from 'graphql'
import type { Context, Product } from '../server/context.ts'
import { schema } from '../server/schema/index.ts'

/**
 * The same schema behind a server that trusts everybody: attacks must succeed on it, or they prove nothing. With
 * `rules: false` it does not even validate.
 */
export function naive(product: Product, { rules = true } = {}) {
  const contextValue: Context = {
    product,
    viewer: { role: 'ANONYMOUS' },
    locale: 'en',
    headers: new Headers(),
    address: '203.0.113.9',
    secure: false,
    cost: 1,
    cookies: [],
  }
  const run = async ({ query, variables }: Operation): Promise<object> => {
    try {
      const document = parse(query)
      const problems = rules ? validate(schema, document) : []
      const answer: ExecutionResult = problems.length
        ? { errors: problems }
        : await execute({ schema, document, contextValue, variableValues: variables ?? {} })
      return {
        ...answer,
        ...(answer.errors && { errors: answer.errors.map(open) }),
        extensions: { tracing: { version: 1 } },
      }
    } catch (error) {
      return { errors: [open(error as GraphQLError)] }
    }
  }
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    if (request.method === 'GET' && request.headers.get('accept')?.includes('text/html')) {
      return new Response('<!doctype html><title>GraphiQL</title>', { headers: { 'content-type': 'text/html' } })
    }
    const headers = {
      'access-control-allow-origin': request.headers.get('origin') ?? '*',
      'access-control-allow-credentials': 'true',
    }
    if (request.method === 'GET')
      return Response.json(await run(Object.fromEntries(url.searchParams) as never), { headers })
    const text = Buffer.from(await request.arrayBuffer()).toString()
    try {
      const isForm = request.headers.get('content-type')?.includes('urlencoded')
      const operation = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text)
      const answer = Array.isArray(operation) ? await Promise.all(operation.map(run)) : await run(operation)
      return Response.json(answer, { headers })
    } catch (error) {
      return new Response(`${(error as Error).stack} in ${text}`, { status: 500, headers })
    }
  }
}

interface Operation {
  query: string
  variables?: Record<string, unknown>
}

/** Told with all that only its developers should see. */
const open = (error: GraphQLError) => ({ message: error.message, stack: error.stack })
