import { type DataProvider, type GetListParams, HttpError, type Identifier, type RaRecord } from 'react-admin'
import { randomWord, signedInAgain } from './again/again'
import { graphql } from './gql'
import type { TypedDocumentString, UserError } from './gql/graphql'
import { type AnyNoun, idOf, idsOf } from './noun'
import { bodyOf, send, takeBegun } from './send'

interface How {
  /** Not in the name of the person whom the page belongs to, as with a sign-in. */
  apart?: boolean
  /** A form that is sent again after a lost answer, perhaps with another content. */
  form?: boolean
  /** A change that comes to the same when it is sent twice, and whose answer is wanted each time. */
  twice?: boolean
}

/**
 * Sends one operation. Refusals of the server and broken connections are thrown as HttpError. When the session has ended
 * the person signs in again first, and the operation goes on.
 */
export async function ask<Result, Variables>(
  operation: TypedDocumentString<Result, Variables> | string,
  variables?: Variables,
  signal?: AbortSignal,
  how: How = {},
): Promise<Result> {
  const query = String(operation)
  const body = bodyOf(operation, variables)
  const begun = await takeBegun(body)
  if (begun) return begun as Result
  const attempt = /^\s*mutation/.test(query) && !how.twice ? attemptOf(how.form ? query : body) : undefined
  for (;;) {
    const headers = { ...(attempt && { 'idempotency-key': attempt.key }) }
    const response = await send(body, headers, signal, how.apart).catch((error) => {
      throw signal?.aborted ? error : (attempt?.lost() ?? new HttpError('errors.OFFLINE', 503))
    })
    const answer = await response.json().catch((error) => {
      if (signal?.aborted) throw error
      // What stands before the server answers when the server does not.
      if (response.ok || response.status > 501) throw attempt?.lost() ?? new HttpError('errors.OFFLINE', 503)
      return { errors: [{}] }
    })
    const refusal = answer.errors?.[0]
    if (!refusal) return answer.data
    const code = refusal.extensions?.code
    if (code === 'UNAUTHENTICATED' && !how.apart && (await signedInAgain())) continue
    throw refused(code, refusal.message, answer)
  }
}

/** Listens to what others change, until the signal. */
export async function listen(signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const response = await send(JSON.stringify({ query: String(changed) }), { accept: 'text/event-stream' }, signal)
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body || !response.ok) {
    const code = (await response.json().catch(() => ({}))).errors?.[0]?.extensions?.code
    throw refused(code, '', undefined)
  }
  return response.body
}

const changed = graphql(`
  subscription Changed {
    changed { type id version }
  }
`)

const unanswered = new Map<string, string>()

/** A change that is sent again after its answer was lost is not made twice. */
function attemptOf(what: string) {
  const key = unanswered.get(what) ?? randomWord()
  unanswered.delete(what)
  return {
    key,
    lost() {
      unanswered.set(what, key)
      const message = 'errors.NO_ANSWER'
      return new HttpError(message, 503, { errors: { root: { serverError: message } } })
    },
  }
}

const statuses: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  SECOND_FACTOR_DUE: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  TIMED_OUT: 503,
}

function refused(code: string | undefined, message: string, answer: unknown): HttpError {
  if (code && code in statuses) return new HttpError(`errors.${code}`, statuses[code], answer)
  return code === 'BAD_USER_INPUT'
    ? new HttpError(message, 400, answer)
    : new HttpError('errors.UNEXPECTED', 500, answer)
}

/** Correctable mistakes, each at its field. What belongs to no field of the form stands above it. */
export function mistakes(errors: readonly UserError[], form: object): HttpError {
  // Both values of a conflict are shown side by side, not at the field.
  const placed = errors.map((error) => ({ error, place: error.code !== 'CONFLICT' && placeOf(error.field, form) }))
  const conflict = errors.find(({ code }) => code === 'CONFLICT')
  const above = conflict ? 'errors.CONFLICT' : placed.find(({ place }) => !place)?.error.message
  const atFields: Nested = {}
  for (const { error, place } of placed) if (place) put(atFields, place, error.message)
  return new HttpError(above ?? 'ra.message.invalid_form', conflict ? 409 : 422, {
    errors: {
      ...atFields,
      ...(above && { root: { serverError: above, ...(conflict && { conflict: conflict.message }) } }),
    },
  })
}

/** Path of the input that a mistake belongs to; none for one about a list of rows as a whole, such as `criteria`. */
function placeOf(field: string, form: object): string[] | undefined {
  const [first = '', ...rest] = field.split('.')
  if (!(first in form) || first === 'version') return undefined
  const value = form[first as never] as unknown
  if (!Array.isArray(value)) return typeof value === 'object' && value ? [first, ...rest] : [first]
  if (typeof value[0] !== 'object') return [first]
  return rest.length > 1 ? [first, ...rest.slice(0, 2)] : undefined
}

interface Nested {
  [key: string]: string | Nested
}

function put(into: Nested, [first = '', ...rest]: string[], message: string) {
  if (!rest.length) into[first] = message
  else {
    if (typeof into[first] !== 'object') into[first] = {}
    put(into[first] as Nested, rest, message)
  }
}

/** Takes a step of a record; what comes back is why it was not taken. */
export async function takeStep(name: string, input: object): Promise<readonly UserError[]> {
  const { done } = await ask<{ done: { errors: UserError[] } }, object>(
    `mutation Step($input: ${capital(name)}Input!) { done: ${name}(input: $input) { errors { field message code } } }`,
    { input },
    undefined,
    { form: true },
  )
  return done.errors
}

export type KeyAct = 'createApiKey' | 'rotateApiKey' | 'revokeApiKey'

/** Makes or ends an API key. The whole key is in this answer only. */
export async function takeKey(name: KeyAct, input: object) {
  type Done = { key: { id: string } | null; secret?: string | null; errors: UserError[] }
  const secret = name === 'revokeApiKey' ? '' : 'secret'
  const { done } = await ask<{ done: Done }, object>(
    `mutation Key($input: ${capital(name)}Input!) { done: ${name}(input: $input) { key: apiKey { id } ${secret} errors { field code message } } }`,
    { input },
  )
  return { id: done.key?.id, secret: done.secret, errors: done.errors }
}

/** The records that react-admin asks for, by the public schema. Names no field of any noun. */
export function createDataProvider(nouns: AnyNoun[]): DataProvider {
  const noun = (resource: string) => nouns.find(({ name }) => name === resource) as AnyNoun
  const list = async (resource: string, { pagination, sort, filter, meta, signal }: Partial<GetListParams>) => {
    const { type, name, fields: usual } = noun(resource)
    const fields: AnyNoun['fields'] = meta?.fields ?? usual
    const { page = 1, perPage = 20 } = pagination ?? {}
    const { rows } = await ask<{ rows: { nodes: Node[]; totalCount: number } }, object>(
      `query List($filter: ${type}Filter, $orderBy: [${type}Order!], $first: Int, $offset: Int) {
        rows: ${name}(filter: $filter, orderBy: $orderBy, first: $first, offset: $offset) { nodes { ...${nameOf(fields)} } totalCount }
      } ${fields}`,
      {
        filter,
        orderBy: sort && sort.field !== 'id' ? [{ field: inCapitals(sort.field), direction: sort.order }] : undefined,
        first: perPage,
        offset: (page - 1) * perPage,
      },
      signal,
    )
    return { data: rows.nodes.map(withReferences), total: rows.totalCount }
  }
  const act = async (resource: string, action: 'create' | 'edit', input: object, form: object) => {
    const { type, acts, fields, once = '' } = noun(resource)
    const shown = action === 'create' ? once : ''
    const name = acts?.[action] as string
    const { done } = await ask<{ done: { row: Node | null; errors: UserError[] } }, object>(
      `mutation Act($input: ${capital(name)}Input!) {
        done: ${name}(input: $input) { row: ${small(type)} { ...${nameOf(fields)} } ${shown} errors { field message code } }
      } ${fields}`,
      { input },
      undefined,
      { form: true },
    )
    if (done.errors.length) throw mistakes(done.errors, form)
    return { data: { ...withReferences(done.row as Node), ...(shown && { [shown]: done[shown as 'row'] }) } }
  }

  const provider: DataProvider<string> = {
    supportAbortSignal: true,
    getList: list as never,
    getOne: async (resource, { id, meta, signal }) => {
      const fields: AnyNoun['fields'] = meta?.fields ?? noun(resource).fields
      const { node } = await ask<{ node: Node | null }, object>(
        `query One($id: ID!) { node(id: $id) { ...${nameOf(fields)} } } ${fields}`,
        { id },
        signal,
      )
      if (!node?.id) throw new HttpError('errors.NOT_FOUND', 404)
      return { data: withReferences(node) as never }
    },
    getMany: async (resource, { ids, signal }) => {
      const { fields } = noun(resource)
      const nodes: (Node | null)[] = []
      for (let from = 0; from < ids.length; from += 100) {
        const some = await ask<{ nodes: (Node | null)[] }, object>(
          `query Many($ids: [ID!]!) { nodes(ids: $ids) { ...${nameOf(fields)} } } ${fields}`,
          { ids: ids.slice(from, from + 100) },
          signal,
        )
        nodes.push(...some.nodes)
      }
      return { data: nodes.flatMap((node) => (node?.id ? [withReferences(node)] : [])) as never }
    },
    getManyReference: (resource, { target, id, filter, ...rest }) =>
      list(resource, { ...rest, filter: { ...filter, [target]: id } }) as never,
    create: (resource, { data }) => act(resource, 'create', given(data), data) as never,
    update: (resource, { id, data, previousData }) =>
      act(resource, 'edit', { ...changes(data, previousData), id, version: data.version }, data) as never,
    updateMany: unsupported,
    delete: unsupported,
    deleteMany: unsupported,
  }
  return provider
}

type Node = RaRecord & { id: Identifier }

/** Adds `districtId` for a `district` and `targetGroupIds` for `targetGroups`: the names that inputs have. */
export function withReferences<Row extends object>(node: Row): Row {
  const ids = Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
    if (Array.isArray(value)) return value.every(isNode) ? [[idsOf(key), value.map(({ id }) => id)]] : []
    return isNode(value) ? [[idOf(key), value.id]] : []
  })
  return { ...node, ...Object.fromEntries(ids) }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'id' in value

/** What was filled in. */
export const given = (data: object) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value != null && value !== ''))

/** What was changed, emptied fields included. */
export const changes = (data: object, before: object) =>
  Object.fromEntries(
    Object.entries(data).filter(
      ([key, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[key as never] ?? null),
    ),
  )

const unsupported = () => Promise.reject(new HttpError('errors.UNEXPECTED', 501))
const nameOf = ({ __meta__ }: AnyNoun['fields']) => __meta__?.fragmentName
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
const small = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
const inCapitals = (name: string) => name.replace(/[A-Z]/g, '_$&').toUpperCase()
