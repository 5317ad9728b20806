import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** How somebody works a page: with a mouse or a finger, or by the keyboard alone. */
export interface Hands {
  /** Whether there is nothing but the keyboard. */
  keys: boolean
  /** Presses a button, link or box. */
  press(what: Locator): Promise<void>
  /** Puts a text into a field, in place of what is there. */
  write(field: Locator, text: string): Promise<void>
  /** Chooses an option of a list that opens. */
  choose(list: Locator, option: string): Promise<void>
}

export const mouse = (page: Page): Hands => ({
  keys: false,
  press: (what) => what.click(),
  write: (field, text) => field.fill(text),
  async choose(list, option) {
    await list.click()
    await page.getByRole('option', { name: option, exact: true }).click()
  },
})

/** Everything by keys. Whatever works with a pointer, or past the keyboard, throws on this page from now on. */
export function keyboard(page: Page): Hands {
  forbidPointer(page)
  return {
    keys: true,
    async press(what) {
      await reach(page, what)
      await page.keyboard.press((await what.getAttribute('type')) === 'checkbox' ? 'Space' : 'Enter')
    },
    async write(field, text) {
      await reach(page, field)
      await page.keyboard.press('Control+A')
      await page.keyboard.type(text)
    },
    async choose(list, option) {
      await reach(page, list)
      await page.keyboard.press('Enter')
      await page.getByRole('option').first().waitFor()
      await walkTo(page, page.getByRole('option', { name: option, exact: true }))
      await page.keyboard.press('Enter')
    },
  }
}

/** Presses Tab until the keyboard is there, as somebody does who knows where. */
export async function reach(page: Page, what: Locator) {
  await what.waitFor()
  for (let pressed = 0; !(await hasKeyboard(what)); pressed++) {
    expect(pressed, `${what} is not reached by Tab`).toBeLessThan(150)
    await page.keyboard.press('Tab')
  }
}

/** Presses an arrow key until the keyboard is there. */
export async function walkTo(page: Page, what: Locator, key = 'ArrowDown') {
  await what.waitFor()
  for (let pressed = 0; !(await hasKeyboard(what)); pressed++) {
    expect(pressed, `${what} is not reached by ${key}`).toBeLessThan(60)
    await page.keyboard.press(key)
  }
}

const hasKeyboard = (what: Locator) => what.evaluate((element) => element === document.activeElement)

const POINTER = ['click', 'dblclick', 'tap', 'hover', 'dragTo', 'check', 'uncheck', 'setChecked', 'selectOption']
const PAST_KEYS = ['fill', 'focus', 'press', 'pressSequentially', 'dispatchEvent', 'clear']

function forbidPointer(page: Page) {
  const refuse = (name: string) => () => {
    throw new Error(`${name} was used, and this day is done by the keyboard alone`)
  }
  for (const name of ['click', 'dblclick', 'down', 'up', 'move', 'wheel'] as const) {
    page.mouse[name] = refuse(`mouse.${name}`) as never
  }
  page.touchscreen.tap = refuse('touchscreen.tap') as never
  // biome-ignore lint/suspicious/noExplicitAny: methods by name
  const locators = Object.getPrototypeOf(page.locator('body')) as any
  for (const name of [...POINTER, ...PAST_KEYS]) {
    const usual = locators[name]
    locators[name] = function (this: Locator, ...args: unknown[]) {
      if (this.page() === page) refuse(`locator.${name}`)()
      return usual.apply(this, args)
    }
  }
}
