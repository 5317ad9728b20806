import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { root } from '../process/launch.ts'

// What a browser must load before the panel shows anything, and what it loads later, chunk by chunk. GraphiQL, a page for
// developers, brings a whole editor and is not counted.

const KB = 1000
const ENTRY = 300 * KB
const CHUNK = 120 * KB
const folder = path.join(root, 'dist/admin')

test('the entry of the panel is at most 300 kB and a lazy chunk at most 120 kB, compressed', () => {
  const { entry, lazy } = loadedBy('index.html')
  const sizes = (files: string[]) => files.map((file) => ({ file, size: sizeOf(file) }))
  const first = sizes(entry).reduce((sum, { size }) => sum + size, 0)
  console.log(
    `entry ${Math.round(first / KB)} kB; lazy ${lazy.map((file) => `${file} ${Math.round(sizeOf(file) / KB)} kB`).join(', ')}`,
  )
  expect(entry.length).toBeGreaterThan(1)
  expect(entry.some((file) => file.startsWith('panel-'))).toBe(true)
  expect(lazy.some((file) => file.startsWith('inside-'))).toBe(true)
  expect(first).toBeLessThanOrEqual(ENTRY)
  expect(sizes(lazy).filter(({ size }) => size > CHUNK)).toEqual([])
})

/** The scripts that a page loads at once, and those that these load later. */
function loadedBy(page: string): { entry: string[]; lazy: string[] } {
  const html = fs.readFileSync(path.join(folder, page), 'utf8')
  const entry = [...html.matchAll(/(?:src|href)="\/admin\/assets\/([^"]+\.js)"/g)].map(([, file]) => file as string)
  const all = new Set(entry)
  for (const file of all) for (const name of scriptsIn(file)) all.add(name)
  return { entry, lazy: [...all].filter((file) => !entry.includes(file)) }
}

const scripts = () => fs.readdirSync(path.join(folder, 'assets')).filter((file) => file.endsWith('.js'))
const textOf = (file: string) => fs.readFileSync(path.join(folder, 'assets', file))
const sizeOf = (file: string) => gzipSync(textOf(file)).length

function scriptsIn(file: string): string[] {
  const text = textOf(file).toString()
  return scripts().filter((other) => other !== file && text.includes(`${other}`))
}
