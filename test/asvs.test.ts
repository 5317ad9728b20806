import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const folder = import.meta.dirname
const rows = fs
  .readFileSync(path.join(folder, 'asvs.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| V'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, requirements = '', , cover = '']) => ({ requirements, cover }))

/** The requirements behind a cell such as `V1.1.1-2, V1.2.4`. */
const listed = (cell: string) =>
  cell.split(', ').flatMap((part) => {
    const [, section, first, last = first] = /^(V\d+\.\d+)\.(\d+)(?:-(\d+))?$/.exec(part) ?? []
    if (!section) throw new Error(`${part} is no requirement`)
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `${section}.${Number(first) + at}`)
  })

/** The text of a test file, wherever below `test` it is; two files of one name count together. */
const textOf = (name: string) =>
  (fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
    .filter((file) => path.basename(file) === name)
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'))
    .join('\n')

test('every requirement of levels 1 and 2 of ASVS 5.0 is listed once', () => {
  const all = rows.flatMap(({ requirements }) => listed(requirements))
  expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([])
  // The standard has 70 of level 1 and 183 of level 2.
  expect(all).toHaveLength(253)
})

test('every test that is named exists, and what has no test has a reason', () => {
  const missing = rows.filter(({ cover }) => {
    const [, file, title] = /^`([\w.]+)` "(.+)"$/.exec(cover) ?? []
    if (!file || !title) return !/^(not applicable|operation|open)(\b.*)?$/.test(cover)
    return !textOf(file).includes(title)
  })
  expect(missing).toEqual([])
  const tested = rows.filter(({ cover }) => cover.startsWith('`')).flatMap(({ requirements }) => listed(requirements))
  const open = rows.filter(({ cover }) => cover.startsWith('open')).flatMap(({ requirements }) => listed(requirements))
  console.info(`asvs: 253 requirements, ${tested.length} with a test, ${open.length} open.`)
})
