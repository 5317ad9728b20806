import { useEffect, useRef, useState } from 'react'
import { useLogoutIfAccessDenied } from 'react-admin'
import { ask } from './api'
import type { TypedDocumentString } from './gql/graphql'
import { useHeard } from './live/heard'
import { begunAnswer, bodyOf } from './send'

interface Answer<Result> {
  /** The latest answer; that of the question before stays until the next one comes. */
  data: Result | undefined
  error: Error | undefined
  /** Whether the answer to the present question is still to come. */
  pending: boolean
}

interface Known<Result> {
  question?: string
  data?: Result
  error?: Error
}

/** Asks a typed document whenever its variables change; nothing while they are null. What was asked ahead is shown at once. */
export function useAnswer<Result, Variables extends object>(
  operation: TypedDocumentString<Result, Variables>,
  variables: Variables | null,
): Answer<Result> {
  const question = variables && JSON.stringify(variables)
  const [answer, setAnswer] = useState<Known<Result>>(() => {
    const data = question !== null && (begunAnswer(bodyOf(operation, variables)) as Result | undefined)
    return data ? { question, data } : {}
  })
  const leaveIfSignedOut = useLogoutIfAccessDenied()
  const heard = useFresh()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was heard is a reason to ask the same again
  useEffect(() => {
    if (question === null) return
    const controller = new AbortController()
    ask(operation, JSON.parse(question) as Variables, controller.signal).then(
      (data) => setAnswer((known) => (known.question === question && known.data === data ? known : { question, data })),
      async (error: Error) => {
        if (controller.signal.aborted || (await leaveIfSignedOut(error))) return
        setAnswer({ question, error })
      },
    )
    return () => controller.abort()
  }, [operation, question, leaveIfSignedOut, heard])
  return { data: answer.data, error: answer.error, pending: question !== null && answer.question !== question }
}

/** Sums over many records are asked again when any was changed, but not more often than this. */
const EVERY_MS = 15_000

function useFresh(): number {
  const [fresh, setFresh] = useState(0)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(0)
  useHeard(() => {
    waiting.current ??= setTimeout(
      () => {
        waiting.current = undefined
        last.current = Date.now()
        setFresh(last.current)
      },
      Math.max(0, last.current + EVERY_MS - Date.now()),
    )
    return false
  })
  useEffect(() => () => clearTimeout(waiting.current), [])
  return fresh
}
