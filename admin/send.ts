import { pageHeaders } from './again/again'
import type { TypedDocumentString } from './gql/graphql'

export const bodyOf = (operation: { toString(): string }, variables: unknown) =>
  JSON.stringify({ query: String(operation), variables })

export const send = (body: string, headers: Record<string, string>, signal?: AbortSignal, apart?: boolean) =>
  fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      'accept-language': document.documentElement.lang,
      ...pageHeaders(apart),
      ...headers,
    },
    body,
    signal: signal ?? null,
  })

/** What was asked before anybody waited for it. */
const begun = new Map<string, Begun>()
interface Begun {
  at: number
  data: Promise<unknown>
  /** The same, once it is there. */
  come?: unknown
}
const OLD_MS = 10_000

/**
 * Asks ahead, in the name of this person if any: who asks the same next gets this answer. One with errors is dropped:
 * who asks asks anew, and hears of them.
 */
export function begin<Result, Variables>(
  operation: TypedDocumentString<Result, Variables>,
  variables?: Variables,
  person?: string,
): Promise<Result | undefined> {
  const body = bodyOf(operation, variables)
  const data = send(body, person ? { 'sangsaeng-person': person } : {}, undefined, true)
    .then((response) => response.json())
    .then(
      ({ data, errors }) => (errors ? undefined : data),
      () => undefined,
    )
  const one: Begun = { at: Date.now(), data }
  void data.then((come) => {
    one.come = come
  })
  begun.set(body, one)
  return data
}

/** What has come of that already; it is there for who asks. */
export const begunAnswer = (body: string): unknown => freshOf(begun.get(body))?.come

/** The answer to what was asked ahead, once and while it is fresh. */
export async function takeBegun(body: string): Promise<unknown> {
  const found = begun.get(body)
  begun.delete(body)
  return freshOf(found)?.data
}

const freshOf = (one: Begun | undefined) => (one && Date.now() - one.at < OLD_MS ? one : undefined)
