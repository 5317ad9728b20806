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

const start = (folder: string) => PGlite.create({ fs: new FolderFS(folder), startParams: [...durable, ...lean] })

// PGlite starts PostgreSQL with -F (no fsync), and its file system has no fsync: both are given back here, so that a
// committed write is on disk before it is acknowledged.
const durable = [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync']
// All of it is taken at the start; what is not in it comes from the system's cache, which costs no measurable time.
const lean = ['-c', 'shared_buffers=32MB']

class FolderFS extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS['init']>) {
    const { emscriptenOpts } = await super.init(pglite, options)
    const extend = (module: unknown) => {
      const { NODEFS } = module as { NODEFS: FileSystem }
      addSync(NODEFS)
      keepSizes(NODEFS)
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), extend] } }
  }
}

/** What Emscripten calls for files in the folder. */
interface FileSystem {
  node_ops: { setattr: Operation<[node: object, changes: object]> }
  stream_ops: {
    setattr: Operation<[stream: Stream, changes: object]>
    write: Operation<[stream: Stream, ...unknown[]]>
    llseek: Operation<[stream: Stream, offset: number, whence: number], number>
    fsync?: Operation<[stream: Stream], number>
  }
}
type Operation<Args extends unknown[], Result = unknown> = (...args: Args) => Result
interface Stream {
  node: object
  /** The descriptor in Node. */
  nfd: number
}

function addSync({ stream_ops }: FileSystem) {
  stream_ops.fsync = ({ nfd }) => {
    fs.fsyncSync(nfd)
    return 0
  }
}

/**
 * PostgreSQL looks for the end of a table at each start of a scan, a hundred times in some statements, and Node asks the
 * system each time. Nobody else changes the files, so a size is known until they are written.
 */
function keepSizes({ node_ops, stream_ops }: FileSystem) {
  const sizes = new WeakMap<object, number>()
  const { llseek, write, setattr } = stream_ops
  const { setattr: setattrOfNode } = node_ops
  stream_ops.llseek = (stream, offset, whence) => {
    if (whence !== FROM_END) return llseek(stream, offset, whence)
    const size = sizes.get(stream.node) ?? llseek(stream, 0, whence)
    sizes.set(stream.node, size)
    return size + offset
  }
  stream_ops.write = (stream, ...args) => {
    sizes.delete(stream.node)
    return write(stream, ...args)
  }
  stream_ops.setattr = (stream, changes) => {
    sizes.delete(stream.node)
    return setattr(stream, changes)
  }
  node_ops.setattr = (node, changes) => {
    sizes.delete(node)
    return setattrOfNode(node, changes)
  }
}
/** SEEK_END of POSIX. */
const FROM_END = 2
