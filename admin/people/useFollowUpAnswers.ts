import { useState } from 'react'
import { useLogoutIfAccessDenied, useTranslate } from 'react-admin'
import { ask } from '../api'
import { graphql } from '../gql'
import type { FollowUpResult } from '../gql/graphql'
import type { Answered, Due } from './followUpRow'

const recordFollowUp = graphql(`
  mutation RecordFollowUp($input: RecordFollowUpInput!) {
    recordFollowUp(input: $input) { errors { field code message } }
  }
`)

/** What was answered on this screen, the latest last; what could not be saved is told at its row. */
export function useFollowUpAnswers(on: string) {
  const translate = useTranslate()
  const signInAgain = useLogoutIfAccessDenied()
  const [answers, setAnswers] = useState<Record<string, Answered>>({})
  const put = (key: string, told: Answered) =>
    setAnswers(({ [key]: before, ...others }) => ({ ...others, [key]: { result: before?.result, ...told } }))

  const record = async ({ key, months, participant: { id } }: Due, result: FollowUpResult): Promise<boolean> => {
    put(key, { saving: result })
    try {
      const { errors } = (await ask(recordFollowUp, { input: { id, months, result, on } })).recordFollowUp
      const problem = errors.map(({ message }) => message).join(' ')
      put(key, problem ? { problem } : { result })
      return !problem
    } catch (error) {
      const { message } = error as Error
      put(key, { problem: translate(message, { _: message }) })
      await signInAgain(error)
      return false
    }
  }
  return { answers, record }
}
