import { type AuthProvider, HttpError } from 'react-admin'
import { ask, mistakes } from './api'
import { graphql } from './gql'
import type { ViewerQuery } from './gql/graphql'
import type { AnyNoun } from './noun'

const viewerQuery = graphql(`
  query Viewer {
    viewer { id name email role }
  }
`)
const signIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { user { id } errors { field message code } }
  }
`)
const signOut = graphql(`
  mutation SignOut {
    signOut
  }
`)

type Permissions = Partial<Record<string, boolean>>

/** Sessions are cookies that scripts cannot read, so the server is asked once who is signed in and what they may do. */
export function createAuthProvider(nouns: AnyNoun[]): AuthProvider {
  let viewer: Promise<ViewerQuery['viewer']> | undefined
  let permissions: Promise<Permissions> | undefined
  const forget = () => {
    viewer = permissions = undefined
  }
  const whoIsThere = () => {
    viewer ??= ask(viewerQuery).then(({ viewer }) => viewer)
    viewer.catch(forget)
    return viewer
  }
  const whatIsAllowed = () => {
    const acts = nouns.flatMap(({ acts = {} }) => Object.values(acts))
    permissions ??= ask<{ viewerCan: Permissions }, never>(`{ viewerCan { ${acts.join(' ')} } }`).then(
      (all) => all.viewerCan,
    )
    permissions.catch(forget)
    return permissions
  }

  return {
    async login(input) {
      const { errors } = (await ask(signIn, { input })).signIn
      forget()
      if (errors.length) throw mistakes(errors, {})
    },
    async logout() {
      if (await viewer?.catch(() => null)) await ask(signOut)
      forget()
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
      return { id: someone.id, fullName: someone.name, role: someone.role }
    },
    async canAccess({ resource, action }) {
      if (action === 'list' || action === 'show') return true
      const act = nouns.find(({ name }) => name === resource)?.acts?.[action as 'edit']
      return act !== undefined && (await whatIsAllowed())[act] === true
    },
  }
}
