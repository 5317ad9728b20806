import type { IncomingMessage } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import { begunOf } from './begun.ts'
import type { RequestHeaders } from './context.ts'
import type { Env } from './env.ts'
import { badRequest, bodyTooLarge } from './errors.ts'

/**
 * Reads the operation of a POST: one, as JSON, in UTF-8, of a limited size. What a form or a link of another site can
 * send is refused, and nothing of a body that cannot be read is told back.
 */
export function jsonBody({ LIMIT_BODY_KB }: Env): Plugin {
  const max = LIMIT_BODY_KB * 1024
  return {
    onRequestParse({ request, setRequestParser }) {
      if (request.method === 'GET') return setRequestParser(({ url }) => operationIn(url))
      if (request.method !== 'POST') return
      if (!isJson(request.headers)) {
        throw badRequest('Send the operation as JSON: content-type must be application/json.', 415)
      }
      if (Number(request.headers.get('content-length')) > max) throw bodyTooLarge(`${LIMIT_BODY_KB} kB`)
      const read = begunOf(request)?.body
      setRequestParser(async ({ body }) => readOperation(await (read ?? received(body ?? [], LIMIT_BODY_KB))))
    },
    onParams({ params: { query, operationName } }) {
      if ([query, operationName].some((text) => typeof text === 'string' && BROKEN.test(text))) {
        throw badRequest('Remove NUL and halves of surrogate pairs from the operation.')
      }
    },
  }
}

export const isJson = (headers: RequestHeaders) =>
  /^application\/(graphql\+)?json\s*(;|$)/i.test(headers.get('content-type') ?? '')

export function readOperation(bytes: Uint8Array): object {
  const operation = readJson(bytes)
  if (Array.isArray(operation)) throw badRequest('Send one operation per request.')
  if (typeof operation !== 'object' || operation === null) throw badRequest('The body must be a JSON object.')
  return operation
}

/** The operation of a GET. */
export function operationIn(url: string): object {
  const { variables, extensions, ...asked } = Object.fromEntries(new URL(url, 'http://any').searchParams)
  return { ...asked, ...inJson({ variables, extensions }) }
}

function inJson(parameters: Record<string, string | undefined>): object {
  const given = Object.entries(parameters).filter(([, text]) => text)
  return Object.fromEntries(
    given.map(([name, text]) => {
      try {
        return [name, JSON.parse(text as string)]
      } catch {
        throw badRequest(`The parameter ${name} is not JSON.`)
      }
    }),
  )
}

/** The whole body, if it is no larger than so many kilobytes. */
export async function received(body: AsyncIterable<Uint8Array> | [], maxKb: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxKb * 1024) throw bodyTooLarge(`${maxKb} kB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The same of a request as Node has it. It is read to its end: left before, its connection is closed without an answer. */
export function receivedFrom(request: IncomingMessage, maxKb: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let size = 0
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length
      if (size > maxKb * 1024) reject(bodyTooLarge(`${maxKb} kB`))
      else chunks.push(chunk)
    })
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => {
      if (!request.readableEnded) reject(badRequest('The body of the request is not complete.'))
    })
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw badRequest('The body is not JSON in UTF-8.')
  }
}

// Variables are looked at one by one, where an input knows its name; see input.ts.
export const BROKEN = /\0|\p{Surrogate}/u
