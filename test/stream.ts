import type { App } from '../server/app.ts'

export interface Told {
  type: string
  id: string
  version: number | null
}
export interface Listener {
  status: number
  contentType: string | null
  /** The next change, or `undefined` when the stream has ended. */
  next(): Promise<Told | undefined>
  /** Everything until the change of this record has been told, that one included. */
  until(id: string): Promise<Told[]>
  /** Passes over what is still told, until the stream ends. */
  end(): Promise<void>
  /** Errors instead of a stream. */
  errors(): Promise<{ code: string }[]>
  close(): Promise<void>
}

/** Somebody who listens for changes by server-sent events. */
export async function listenTo(
  fetch: App['fetch'],
  cookie?: string,
  headers: Record<string, string> = {},
  address = 'http://localhost',
): Promise<Listener> {
  const stop = new AbortController()
  const response = await fetch(
    new Request(`${address}/graphql`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'text/event-stream' },
        ...(cookie && { cookie }),
        ...headers,
      },
      body: JSON.stringify({ query: 'subscription { changed { type id version } }' }),
      signal: stop.signal,
    }),
  )
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .getReader()
  let text = ''
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any shape
  const answer = async (): Promise<any> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const event = text.slice(0, end)
        text = text.slice(end + 2)
        if (event.startsWith('event: complete')) return undefined
        if (event.startsWith('event: next')) return JSON.parse(event.slice(event.indexOf('data: ') + 6))
        continue
      }
      const { done, value } = await reader.read()
      if (done) return undefined
      text += value
    }
  }
  const next = async () => (await answer())?.data.changed as Told | undefined
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    next,
    async until(id) {
      const told: Told[] = []
      while (told.at(-1)?.id !== id) {
        const one = await next()
        if (!one) throw new Error(`ended before ${id}: ${JSON.stringify(told)}`)
        told.push(one)
      }
      return told
    },
    async end() {
      while (await next());
    },
    errors: async () =>
      (await answer()).errors.map(({ extensions }: { extensions: { code: string } }) => ({ code: extensions.code })),
    async close() {
      await reader.cancel()
      stop.abort()
    },
  }
}
