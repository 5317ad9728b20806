import './production.ts'
import cluster from 'node:cluster'
import type { Server } from 'node:http'
import closeWithGrace from 'close-with-grace'
import { type Env, readEnv, StartError } from './env.ts'
import { plainError } from './log.ts'
import { openProduct } from './product.ts'
import { createHttpServer } from './server.ts'
import { keepWorkers, leftToPrimary, workForPrimary } from './workers.ts'

try {
  const env = readEnv()
  if (env.WORKERS > 1 && cluster.isPrimary) keepWorkers(env.WORKERS)
  else await serve(env)
} catch (error) {
  const why = error instanceof StartError ? error.message : JSON.stringify(plainError(error))
  console.error(`Sangsaeng did not start: ${why}`)
  process.exit(1)
}

async function serve(env: Env) {
  const { server, serve } = createHttpServer(env)
  if (cluster.isPrimary) await listen(server, env)
  // The embedded database opens in its thread while this one loads the rest.
  const [{ product, firstPassword }, { createApp }] = await Promise.all([openProduct(env), import('./app.ts')])
  serve(createApp(product).listener)
  // The others serve meanwhile, so nobody is told to wait for one of several.
  if (cluster.isWorker) await listen(server, env)
  const closer = closeWithGrace({ delay: 10_000, logger: false, skip: leftToPrimary }, async ({ err }) => {
    if (err) product.log.fatal({ err }, 'stopped')
    server.close() // whoever comes now is refused, not told of a fault
    server.closeAllConnections()
    await product.db.close()
  })
  if (firstPassword) console.log(`First account: ${env.ADMIN_EMAIL}, password ${firstPassword} (shown only now)`)
  const { port } = server.address() as { port: number }
  const address = env.PUBLIC_URL ?? `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${port}`
  const where = `Panel     ${address}/admin\nGraphiQL  ${address}/graphiql\nAPI       ${address}/graphql`
  if (cluster.isWorker) workForPrimary(where, () => void closer.close())
  else console.log(where)
}

/** Takes the port before the database is opened, so that a start without a port changes nothing. */
async function listen(server: Server, { PORT, HOST }: Env) {
  server.listen(PORT, HOST)
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject)).catch(
    (error) => {
      throw new StartError(
        error.code === 'EADDRINUSE'
          ? `PORT ${PORT} is in use on ${HOST}; set PORT to another one`
          : `HOST ${HOST} with PORT ${PORT}: ${error.message}`,
      )
    },
  )
}
