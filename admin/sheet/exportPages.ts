import type { RaRecord } from 'react-admin'
import { ask } from '../api'
import type { AnyNoun } from '../noun'

interface Asked {
  noun: AnyNoun
  fields: AnyNoun['fields']
  filter: object
  sort: { field: string; order: string }
  signal: AbortSignal
  /** Called with each page and how many rows there are in all. */
  page(rows: RaRecord[], all: number): void
}

const PAGE = 100

/** The whole list, page by page from cursor to cursor: rows that come and go meanwhile shift nothing. */
export async function exportPages({ noun, fields, filter, sort, signal, page }: Asked) {
  const { type, name } = noun
  const rows = `${name}(filter: $filter, orderBy: $orderBy, first: $first, after: $after)`
  const fragment = fields.__meta__?.fragmentName
  const select = (more: string) =>
    `query Export($filter: ${type}Filter, $orderBy: [${type}Order!], $first: Int, $after: String) {
      rows: ${rows} { nodes { ...${fragment} } pageInfo { hasNextPage endCursor } ${more} } } ${fields}`
  const orderBy =
    sort.field === 'id'
      ? undefined
      : [{ field: sort.field.replace(/[A-Z]/g, '_$&').toUpperCase(), direction: sort.order }]
  let all = 0
  let after: string | null = null
  do {
    const answer: Answer = await ask<Answer, object>(
      select(after ? '' : 'totalCount'),
      { filter, orderBy, first: PAGE, after },
      signal,
    )
    const { nodes, pageInfo, totalCount } = answer.rows
    all = totalCount ?? all
    page(nodes, all)
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after)
}

interface Answer {
  rows: { nodes: RaRecord[]; totalCount?: number; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
}
