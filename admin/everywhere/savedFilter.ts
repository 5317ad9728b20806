import type { SortPayload } from 'react-admin'

/** A filter and sort as the server keeps them: the arguments of the list, as JSON text. */
export interface Kept {
  filter: string
  orderBy: string | null
}

/** What the list shows now. */
export function presentFilter(filterValues: object, sort: SortPayload): Kept {
  const filled = Object.entries(filterValues).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const orderBy = sort.field === 'id' ? null : [{ field: inCapitals(sort.field), direction: sort.order }]
  return { filter: JSON.stringify(Object.fromEntries(filled)), orderBy: orderBy && JSON.stringify(orderBy) }
}

/** The address of the list with the kept filter and sort, which shows the same to whoever gets it by mail. */
export function addressOf(list: string, { filter, orderBy }: { filter: string; orderBy?: string | null }): string {
  const [first] = orderBy ? (JSON.parse(orderBy) as { field: string; direction: string }[]) : []
  const names = Object.keys(JSON.parse(filter))
  const query = new URLSearchParams({
    filter,
    displayedFilters: JSON.stringify(Object.fromEntries(names.map((name) => [name, true]))),
    page: '1',
    ...(first && { sort: inCamel(first.field), order: first.direction }),
  })
  return `/${list}?${query}`
}

const inCapitals = (name: string) => name.replace(/[A-Z]/g, '_$&').toUpperCase()
const inCamel = (name: string) => name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
