import type { HomeBoardQueryVariables } from '../gql/graphql'

interface Kept {
  person: string
  question: HomeBoardQueryVariables
}

// What the start screen asked for whoever is signed in, so that the next visit asks it at once. It names no record.
const KEY = 'sangsaeng.start'

export const keptQuestion = (): Kept | null => JSON.parse(localStorage.getItem(KEY) ?? 'null')
export const keepQuestion = (kept: Kept) => localStorage.setItem(KEY, JSON.stringify(kept))
export const forgetQuestion = () => localStorage.removeItem(KEY)
