import { Alert, Button, LinearProgress } from '@mui/material'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocale, useLogoutIfAccessDenied, useTranslate } from 'react-admin'
import { ask } from '../api'
import { graphql } from '../gql'
import type { TypedDocumentString } from '../gql/graphql'

interface Options<Result, Variables> {
  enabled?: boolean
  /** Whether what was shown stays until the new answer is there. */
  keep?: boolean
  /** How it is asked, where one request is not enough. */
  by?(variables: Variables, signal: AbortSignal): Promise<Result>
}

/** Asks the API for what a screen shows, again when the variables or the language change. */
export function useAnswer<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  { enabled = true, keep = false, by }: Options<Result, Variables> = {},
) {
  const locale = useLocale()
  const signInAgain = useLogoutIfAccessDenied()
  const answer = useQuery({
    queryKey: ['figures', String(document), variables, locale],
    queryFn: ({ signal }) => (by ? by(variables, signal) : ask(document, variables, signal)),
    enabled,
    retry: false,
    placeholderData: keep ? keepPreviousData : undefined,
  })
  useEffect(() => {
    if (answer.error) void signInAgain(answer.error)
  }, [answer.error, signInAgain])
  return answer
}

type Answer = Pick<ReturnType<typeof useAnswer>, 'data' | 'error' | 'isFetching' | 'refetch'>

/** Says that an answer is on its way, or why it did not come. */
export function Waiting({ for: { data, error, isFetching, refetch } }: { for: Answer }) {
  const translate = useTranslate()
  if (error) {
    return (
      <Alert severity="error" action={<Button onClick={() => refetch()}>{translate('panel.again')}</Button>}>
        {translate(error.message, { _: error.message })}
      </Alert>
    )
  }
  return isFetching && !data ? <LinearProgress aria-label={translate('ra.page.loading')} /> : null
}

const viewerQuery = graphql(`
  query FiguresViewer {
    viewer { id name role districts { id nameKo nameEn } }
    viewerCan {
      recordOutcome approveOutcome supersedeOutcome citeSource attachEvidence createSource
      openConflict resolveConflict lockPeriod
    }
  }
`)

/** Who is signed in, and what they may do with figures. */
export function useViewer() {
  const { data } = useAnswer(viewerQuery, {})
  return { viewer: data?.viewer, can: data?.viewerCan }
}
