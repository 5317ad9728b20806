import { useEffect, useState } from 'react'
import { useLogoutIfAccessDenied } from 'react-admin'
import { ask } from './api'
import type { TypedDocumentString } from './gql/graphql'

interface Answer<Result> {
  /** The latest answer; that of the question before stays until the next one comes. */
  data: Result | undefined
  error: Error | undefined
  /** Whether the answer to the present question is still to come. */
  pending: boolean
}

/** Asks a typed document whenever its variables change; nothing while they are null. */
export function useAnswer<Result, Variables extends object>(
  operation: TypedDocumentString<Result, Variables>,
  variables: Variables | null,
): Answer<Result> {
  const question = variables && JSON.stringify(variables)
  const [answer, setAnswer] = useState<{ question?: string; data?: Result; error?: Error }>({})
  const leaveIfSignedOut = useLogoutIfAccessDenied()
  useEffect(() => {
    if (question === null) return
    const controller = new AbortController()
    ask(operation, JSON.parse(question) as Variables, controller.signal).then(
      (data) => setAnswer({ question, data }),
      async (error: Error) => {
        if (controller.signal.aborted || (await leaveIfSignedOut(error))) return
        setAnswer({ question, error })
      },
    )
    return () => controller.abort()
  }, [operation, question, leaveIfSignedOut])
  return { data: answer.data, error: answer.error, pending: question !== null && answer.question !== question }
}
