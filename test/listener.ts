import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createApp } from '../server/app.ts'
import type { Product } from '../server/context.ts'
import { readEnv } from '../server/env.ts'
import { createHttpServer } from '../server/server.ts'
import type { Answer, Asker } from './support.ts'

export interface Listening extends Asker {
  /** Where it answers, without a slash at the end. */
  address: string
  fetch(path: string, init?: RequestInit): Promise<Response>
}

/** The product with these settings, over real HTTP on a free port until the test ends. */
export async function listening(product: Product, settings: Record<string, string> = {}): Promise<Listening> {
  const env = { ...readEnv(settings), DATA_DIR: product.env.DATA_DIR }
  const { server, serve } = createHttpServer(env)
  serve(createApp({ ...product, env }).listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    address,
    fetch: (path, init) => fetch(`${address}${path}`, init),
    async ask(query, variables = {}, headers = {}) {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = (await response.json()) as Answer
      return { status: response.status, data, ...(errors && { errors }), headers: response.headers }
    },
  }
}

/** The session cookie of somebody with the account of this name, made by `as`. */
export async function cookieOf(asker: Asker, name: string): Promise<string> {
  const input = { email: `${name}@officers.example`, password: `long enough for ${name}` }
  const { headers } = await asker.ask('mutation ($input: SignInInput!) { signIn(input: $input) { errors { code } } }', {
    input,
  })
  return headers.get('set-cookie')?.split(';')[0] as string
}
