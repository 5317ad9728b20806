// Builds what is out of date: `node build.mjs` everything, `node build.mjs generate` only what type checks need.
// A step runs again when the content of one of its inputs changed, so that a second start takes no time.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = import.meta.dirname
const bin = (name) => path.join(root, 'node_modules', name)
const generated = /(^|\/)(generated|gql|node_modules)(\/|$)/
process.chdir(root)

/** What is built, from what, into what, and how. */
const steps = [
  {
    name: 'generate',
    from: ['prisma/schema.prisma', 'prisma/prisma.config.ts', 'package-lock.json'],
    to: 'server/generated',
    run: () => tool('prisma/build/index.js', 'generate', '--config', 'prisma/prisma.config.ts'),
  },
  {
    name: 'documents',
    from: ['server/schema.graphql', 'admin', 'package-lock.json'],
    to: 'admin/gql',
    run: () => tool('@graphql-codegen/cli/cjs/bin.js', '--config', 'admin/codegen.ts'),
  },
  {
    name: 'server',
    from: ['server', 'seeds', 'prisma/schema.prisma', 'tsconfig.json', 'package-lock.json'],
    to: 'dist/server',
    run: () => {
      rmSync('dist/server', { recursive: true, force: true })
      rmSync('dist/seeds', { recursive: true, force: true })
      tool('typescript/bin/tsc', '--project', 'tsconfig.json')
    },
  },
  {
    name: 'panel',
    from: ['admin', 'server/schema.graphql', 'package-lock.json'],
    to: 'dist/admin',
    run: () => tool('vite/bin/vite.js', 'build', '--config', 'admin/vite.config.ts', '--logLevel', 'warn'),
  },
]

const stampFile = 'node_modules/.sangsaeng-build.json'
const stamps = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
const wanted = process.argv[2] === 'generate' ? steps.slice(0, 2) : steps

for (const { name, from, to, run } of wanted) {
  const stamp = fingerprint(from)
  if (stamps[name] === stamp && existsSync(to)) continue
  const started = Date.now()
  remember(name, undefined) // what a failed step leaves behind is not fresh
  run()
  remember(name, fingerprint(from))
  console.log(`Built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

function remember(name, stamp) {
  stamps[name] = stamp
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, JSON.stringify(stamps))
}

/** Runs a tool of node_modules quietly; when it fails, says what it said and stops. */
function tool(script, ...args) {
  try {
    // Prisma starts its generators by name.
    const PATH = `${bin('.bin')}${path.delimiter}${process.env.PATH}`
    execFileSync(process.execPath, [bin(script), ...args], {
      stdio: 'pipe',
      env: { ...process.env, PATH, NODE_ENV: 'production' },
    })
  } catch (error) {
    console.error(`${error.stdout}${error.stderr}`)
    process.exit(1)
  }
}

function fingerprint(inputs) {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(filesIn).sort()) hash.update(`${file}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

function filesIn(name) {
  if (generated.test(name) || !existsSync(name)) return []
  if (!statSync(name).isDirectory()) return [name]
  return readdirSync(name).flatMap((entry) => filesIn(`${name}/${entry}`))
}
