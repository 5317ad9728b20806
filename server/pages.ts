import fs from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import sirv from 'sirv'
import { isOfficer } from './access.ts'
import type { Product } from './context.ts'
import { PAGE_POLICY } from './headers.ts'
import { isTold } from './introspection.ts'
import { root } from './root.ts'
import { viewerOf } from './session.ts'

const NOBODY = { role: 'ANONYMOUS' } as const

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** The panel and GraphiQL, from the files that the build made. */
export function servePages(product: Product): Handler {
  const { env } = product
  const folder = path.join(root, 'dist/admin')
  const assets = fs.existsSync(folder) ? filesOf(folder) : undefined
  const mayExplore = async ({ headers }: IncomingMessage) =>
    isTold(env, false) ||
    (isTold(env, true) &&
      isOfficer(await viewerOf(product, new Headers({ cookie: headers.cookie ?? '' })).catch(() => NOBODY)))
  return async (request, response) => {
    const pathname = pathOf(request)
    if (!pathname) return plain(response, 404, 'There is nothing here.')
    if (/^(\/graphiql|\/admin\/graphiql\.html)$/.test(pathname) && !(await mayExplore(request)))
      return plain(response, 403, 'Sign in to the panel first. / 먼저 관리 화면에 로그인하세요.')
    if (pathname === '/') return redirect(response, '/admin/')
    if (pathname === '/admin') return redirect(response, '/admin/')
    const page = pathname === '/graphiql' ? '/graphiql.html' : pathname.replace(/^\/admin(?=\/)/, '')
    if (pathname !== '/graphiql' && !pathname.startsWith('/admin/'))
      return plain(response, 404, 'There is nothing here.')
    if (!assets) return plain(response, 404, 'The panel is not built: run npm run build.')
    request.url = path.extname(page) ? page : '/index.html'
    // Also with a 304, from which browsers take the policy anew.
    response.setHeader('content-security-policy', PAGE_POLICY)
    assets(request, response, () => plain(response, 404, 'There is nothing here.'))
  }
}

const filesOf = (folder: string) =>
  sirv(folder, {
    etag: true,
    gzip: true,
    brotli: true,
    immutable: false,
    setHeaders: (response, file) => {
      response.setHeader(
        'cache-control',
        file.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })

/** The decoded path of the address; undefined when it is no address. */
function pathOf({ url }: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(`http://localhost${url}`).pathname)
  } catch {
    return undefined
  }
}

function redirect(response: ServerResponse, location: string) {
  response.writeHead(302, { location }).end()
}

function plain(response: ServerResponse, status: number, text: string) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}
