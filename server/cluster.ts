import fs from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** Opens the database in the folder; makes it when there is none. */
export async function openCluster(folder: string): Promise<PGlite> {
  if (!fs.existsSync(path.join(folder, 'PG_VERSION'))) await makeCluster(folder)
  return start(folder)
}

/** A new database is a thousand files: they are written beside their place, so that a crash leaves all of them or none. */
async function makeCluster(folder: string) {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length) throw new Error(`${folder} is not empty and no database`)
  const draft = `${folder}.tmp`
  fs.rmSync(draft, { recursive: true, force: true })
  await (await start(draft)).close()
  for (const name of ['', ...fs.readdirSync(draft, { recursive: true, encoding: 'utf8' })]) sync(path.join(draft, name))
  fs.renameSync(draft, folder)
  sync(path.dirname(folder))
}

function sync(name: string) {
  const descriptor = fs.openSync(name, 'r')
  fs.fsyncSync(descriptor)
  fs.closeSync(descriptor)
}

const start = (folder: string) => PGlite.create({ fs: new SyncedFS(folder), startParams: [...durable, ...lean] })

// PGlite starts PostgreSQL with -F (no fsync), and its file system has no fsync: both are given back here, so that a
// committed write is on disk before it is acknowledged.
const durable = [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync']
// All of it is taken at the start; what is not in it comes from the system's cache, which costs no measurable time.
const lean = ['-c', 'shared_buffers=32MB']

class SyncedFS extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS['init']>) {
    const { emscriptenOpts } = await super.init(pglite, options)
    type Module = { NODEFS: { stream_ops: Record<string, unknown> } }
    const addSync = (module: unknown) => {
      const { stream_ops } = (module as Module).NODEFS
      stream_ops.fsync = (stream: { nfd: number }) => {
        fs.fsyncSync(stream.nfd)
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] } }
  }
}
