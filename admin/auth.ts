import { type AuthProvider, HttpError } from 'react-admin'
import { belongsTo } from './again/again'
import { ask, mistakes } from './api'
import { graphql } from './gql'
import type { ViewerQuery } from './gql/graphql'
import { forgetQuestion } from './home/kept'
import type { AnyNoun, AnyPart } from './noun'
import { forgetFiles } from './sheet/kept'
import { viewerQuery } from './viewer'

export const signIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    done: signIn(input: $input) { needsCode errors { field message code } }
  }
`)
export const enterCode = graphql(`
  mutation EnterCode($input: EnterCodeInput!) {
    done: enterCode(input: $input) { needsCode errors { field message code } }
  }
`)
export const openIdProvider = graphql(`
  query OpenIdProvider {
    openIdProvider
  }
`)
const signOut = graphql(`
  mutation SignOut {
    signOut
  }
`)

/** The message of what `login` throws when the password was right and a code must follow. */
export const needsCode = 'panel.code_title'

type Permissions = Partial<Record<string, boolean>>

/** Sessions are cookies that scripts cannot read, so the server is asked once who is signed in and what they may do. */
export function createAuthProvider(nouns: (AnyNoun | AnyPart)[]): AuthProvider {
  let viewer: Promise<ViewerQuery['viewer']> | undefined
  let permissions: Promise<Permissions> | undefined
  const forget = () => {
    viewer = permissions = undefined
  }
  const whoIsThere = () => {
    viewer ??= ask(viewerQuery, undefined, undefined, { apart: true }).then(({ viewer }) => {
      belongsTo(viewer)
      return viewer
    })
    viewer.catch(forget)
    return viewer
  }
  const whatIsAllowed = () => {
    const acts = nouns.flatMap(({ acts = {}, ...noun }) => [...Object.values(acts), ...seesOf(noun)])
    permissions ??= ask<{ viewerCan: Permissions }, never>(`{ viewerCan { ${acts.join(' ')} } }`).then(
      (all) => all.viewerCan,
    )
    permissions.catch(forget)
    return permissions
  }

  // Both are asked on every page; the answers come while the page is made.
  whoIsThere()
  whatIsAllowed()

  return {
    async login(input) {
      const { done } = await ('code' in input
        ? ask(enterCode, { input }, undefined, { apart: true })
        : ask(signIn, { input }, undefined, { apart: true }))
      forget()
      if (done.errors.length) throw mistakes(done.errors, {})
      if (done.needsCode) throw new HttpError(needsCode, 401)
    },
    async logout() {
      if (await viewer?.catch(() => null)) {
        forgetFiles()
        forgetQuestion()
        await ask(signOut, undefined, undefined, { apart: true })
      }
      forget()
      belongsTo(null)
    },
    async checkAuth() {
      if (!(await whoIsThere())) throw new HttpError('ra.auth.auth_check_error', 401)
    },
    async checkError(error) {
      if (error.status !== 401) return
      forget()
      throw error
    },
    async getIdentity() {
      const someone = await whoIsThere()
      if (!someone) throw new HttpError('ra.auth.auth_check_error', 401)
      return { id: someone.id, fullName: someone.name, role: someone.role, secondFactorDue: someone.secondFactorDue }
    },
    async canAccess({ resource, action }) {
      const noun = nouns.find(({ name }) => name === resource)
      if (action === 'list' || action === 'show') {
        const sees = noun ? seesOf(noun) : []
        if (!sees.length) return true
        const allowed = await whatIsAllowed()
        return sees.some((rule) => allowed[rule])
      }
      const act = noun?.acts?.[action]
      return act !== undefined && (await whatIsAllowed())[act] === true
    },
  }
}

const seesOf = (noun: object): string[] => ('sees' in noun && (noun.sees as string[])) || []
