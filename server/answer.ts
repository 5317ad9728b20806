import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { callerOf } from './caller.ts'

const MAX_MESSAGE = 500

/** Makes the errors of an answer fit to be told: no longer than 500 characters, and no hints at names to strangers. */
export const plainErrors: Plugin = {
  onResultProcess({ request, result, setResult }) {
    if (Array.isArray(result) || !('errors' in result) || !result.errors?.length) return
    const stranger = (callerOf(request)?.class ?? 'anonymous') === 'anonymous'
    const errors = result.errors.map((error) => {
      const message = told(error.message, stranger)
      return message === error.message ? error : new GraphQLError(message, { ...error, originalError: undefined })
    })
    setResult({ ...result, errors })
  },
}

function told(message: string, stranger: boolean): string {
  const said = stranger ? message.replace(/ ?Did you mean .*$/s, '').trim() : message
  return said.length > MAX_MESSAGE ? `${said.slice(0, MAX_MESSAGE - 1)}…` : said
}
