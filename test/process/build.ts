import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { launch, root, served } from './launch.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder after its first start and a clean stop; tests work on copies. */
    filled: string
  }
}

/** Builds what is out of date and makes the filled data folder, once before all files. */
export default async function setup(project: TestProject) {
  execFileSync(process.execPath, [path.join(root, 'build.mjs')], { stdio: 'inherit' })
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-filled-'))
  const remove = () => fs.rmSync(folder, { recursive: true, force: true })
  try {
    const { code } = await (await served(launch({ settings: { DATA_DIR: folder } }))).stop()
    if (code !== 0) throw new Error(`The first start ended with ${code}`)
    project.provide('filled', folder)
    return remove
  } catch (error) {
    remove()
    throw error
  }
}
