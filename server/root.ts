import fs from 'node:fs'
import path from 'node:path'

/** The project's folder, whether this file runs from `server` or compiled from `dist/server`. */
export const root = findRoot(import.meta.dirname)

function findRoot(folder: string): string {
  return fs.existsSync(path.join(folder, 'prisma/schema.prisma')) ? folder : findRoot(path.dirname(folder))
}
