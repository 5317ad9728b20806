import { picture, type Visit } from './browser.ts'

/** Presses a button and confirms it in the dialog that it opens. */
export async function confirm({ page, settled }: Visit, button: string, fill?: () => Promise<unknown>) {
  await page.getByRole('button', { name: button, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await fill?.()
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })
  await settled()
}

/** Does something with the ticked rows and returns what is said of each. */
export async function together({ page, settled }: Visit, button: string, fill?: () => Promise<unknown>) {
  await page.getByRole('button', { name: button, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await fill?.()
  await dialog.locator('button[type=submit]').click()
  await dialog.getByRole('button', { name: '닫기' }).waitFor()
  await settled()
  const said = await dialog.locator('p').first().textContent()
  const rows = (await dialog.locator('.results li').allTextContents()).map((text) => text.trim())
  await picture(page, `together-${button}`)
  await dialog.getByRole('button', { name: '닫기' }).click()
  await dialog.waitFor({ state: 'detached' })
  await settled()
  return { said, rows }
}
