import { useCallback, useEffect, useState } from 'react'
import { useLocale } from 'react-admin'
import { ask } from './api'
import type { TypedDocumentString } from './gql/graphql'
import { mentions, useHeard } from './live/heard'

/** What the server answers to a query that is no list of a noun; `again` asks anew. */
export function useAsked<Result, Variables>(query: TypedDocumentString<Result, Variables>, variables: Variables) {
  const locale = useLocale()
  const [answer, setAnswer] = useState<{ data?: Result; error?: string }>({})
  const [round, setRound] = useState(0)
  const key = JSON.stringify([variables, locale, round])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when to ask
  useEffect(() => {
    const stop = new AbortController()
    ask(query, variables, stop.signal)
      .then((data) => setAnswer({ data }))
      .catch((error) => stop.signal.aborted || setAnswer({ error: error.message }))
    return () => stop.abort()
  }, [key])
  const again = useCallback(() => setRound((before) => before + 1), [])
  useHeard((heard) => {
    const is = mentions(answer.data, heard)
    if (is) again()
    return is
  })
  return { ...answer, again }
}
