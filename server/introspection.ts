import { NoSchemaIntrospectionCustomRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { callerOf } from './caller.ts'
import type { Context } from './context.ts'
import type { Env } from './env.ts'
import { noIntrospection } from './errors.ts'

/** Who may ask for the schema: anybody, those who are known, or nobody. */
export const isTold = ({ INTROSPECTION }: Env, known: boolean) =>
  INTROSPECTION === 'open' || (INTROSPECTION === 'signed-in' && known)

/** Keeps the schema from those who may not ask for it. */
export const introspection = (env: Env): Plugin<Context> => ({
  onValidate({ context, addValidationRule }) {
    if (isTold(env, callerOf(context.request)?.class !== 'anonymous')) return
    addValidationRule(NoSchemaIntrospectionCustomRule)
    return ({ result, setResult }) => {
      if (result.some(({ message }) => message.includes('introspection'))) setResult([noIntrospection()])
    }
  },
})
