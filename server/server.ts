import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Env } from './env.ts'
import { securityHeaders } from './headers.ts'

/** How long a client may take, in milliseconds. An upload of evidence must be through within the time of a request. */
const patience = {
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 5000,
  // Node looks only every 30 s unless told.
  connectionsCheckingInterval: 2000,
}
const MAX_CONNECTIONS = 1000

/** A server that does not wait for slow clients. Until it has a `request` listener of its own it says that it starts. */
export function createHttpServer(env: Env): { server: Server; serve(listener: Listener): void } {
  const headers = securityHeaders(env)
  let listener: Listener = (_request, response) => {
    response.writeHead(503, { ...headers, 'content-type': 'text/plain', 'retry-after': '1' })
    response.end('Starting; ask again in a second.')
  }
  const server = createServer(patience, (request, response) => listener(request, response))
  server.maxConnections = MAX_CONNECTIONS
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(
      `HTTP/1.1 ${statuses[error.code ?? ''] ?? '400 Bad Request'}\r\n${lines.join('')}connection: close\r\n\r\n`,
    )
  })
  return {
    server,
    serve(next) {
      listener = next
    },
  }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

const statuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
