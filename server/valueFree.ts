import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * Takes the values that the caller sent out of GraphQL's own error messages: what somebody typed does not belong into
 * the logs of a proxy or of a client. The place that the message names stays.
 */
export const valueFree: Plugin = {
  onResultProcess({ result }) {
    for (const answer of [result].flat()) {
      for (const error of ('errors' in answer && answer.errors) || []) {
        if (!(error instanceof GraphQLError)) continue
        error.message = withoutValue(error.message)
        // The answer to a body that is no JSON quotes it. Changed in place: without it the status would be 200.
        const quoted = error.extensions.originalError as { message?: string } | undefined
        if (quoted?.message) quoted.message = 'The body is not JSON.'
      }
    }
  },
}

const withoutValue = (message: string) =>
  message
    .replace(
      /got invalid value [\s\S]*?(?: at ("[\w.[\]]+"))?; /,
      (_, place) => `got an invalid value${place ? ` at ${place}` : ''}; `,
    )
    .replace(/(cannot represent [^:]*): [\s\S]*$/, '$1.')
    .replace(/(Expected (?:value of )?type "[^"]+"), found [\s\S]*$/, '$1.')
    .replace(/Value [\s\S]*? does not exist in ("\w+" enum)[\s\S]*$/, 'This value does not exist in $1.')
    .replace(/^(Enum "\w+" cannot represent[^:]*?) ".*$/s, '$1.')
