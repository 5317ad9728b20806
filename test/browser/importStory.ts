import { expect } from 'vitest'
import type { Visit } from './browser.ts'
import { reach } from './hands.ts'

/** A file as a browser gets it. */
export interface Sheet {
  name: string
  mimeType: string
  buffer: Buffer
}

export const csv = (
  name: string,
  rows: (string | number)[][],
  encode: (text: string) => Buffer = Buffer.from,
): Sheet => ({
  name,
  mimeType: 'text/csv',
  buffer: encode(rows.map((row) => row.join(',')).join('\r\n')),
})

interface Correction {
  line: number
  /** Header of the column in the panel. */
  column: string
  /** What the panel says is wrong with the cell. */
  because: RegExp
  text: string
}

interface Import {
  noun: 'participants' | 'outcomes'
  file: Sheet
  /** What must be corrected before all lines can be imported. */
  corrections?: Correction[]
}

/**
 * In the Korean panel and by keyboard alone: chooses the file, checks it, corrects each mistake in its cell, checks
 * again and imports. Returns what the panel says at the end; a file whose lines are all there is not imported again.
 */
export async function importSpreadsheet(visit: Visit, { noun, file, corrections = [] }: Import): Promise<string> {
  const { page, go, settled } = visit
  await go(`/admin/import/${noun}`)
  await chooseFile(visit, file)
  await press(visit, /^[\d,]+행 점검$/)
  await settled()
  for (const { line, column, because, text } of corrections) {
    const cell = page.getByRole('textbox', { name: new RegExp(`^${line}행 ${column}: `) })
    expect(await cell.getAttribute('aria-label')).toMatch(because)
    await reach(page, cell)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  if (corrections.length) {
    await press(visit, /다시 점검$/)
    await settled()
  }
  const nothing = page.getByText('모두 이미 등록되어 있어')
  if (await nothing.count()) return (await nothing.textContent()) ?? ''
  await press(visit, /행 가져오기$/)
  const done = page.getByText(/행을 가져왔습니다/)
  await done.waitFor()
  await settled()
  return (await done.textContent()) ?? ''
}

export async function chooseFile({ page, settled }: Visit, file: Sheet) {
  const button = page.getByRole('button', { name: /^(파일 선택|다른 파일)$/ })
  await button.waitFor()
  // The browser must know that somebody waits for the choice before it is asked for one.
  const asked = page.waitForEvent('filechooser')
  await settled()
  await reach(page, button)
  await page.keyboard.press('Enter')
  const chooser = await asked
  await chooser.setFiles(file)
  await page.getByText(`${file.name}: `).waitFor()
  await settled()
}

export async function press({ page }: Visit, name: RegExp) {
  const button = page.getByRole('button', { name, disabled: false })
  await button.waitFor()
  await reach(page, button)
  await page.keyboard.press('Enter')
}
