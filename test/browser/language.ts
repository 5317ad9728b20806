import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { root } from '../process/launch.ts'

/** What stands in both languages: names of formats, keys and products, units of measure, and the two languages' names. */
const BOTH = [
  '한국어',
  'English',
  '상생',
  'Sangsaeng',
  'GraphiQL',
  'API',
  'CSV',
  'XLSX',
  'Excel',
  'UTF-8',
  'CP949',
  'PDF',
  'PNG',
  'JPEG',
  'HWPX',
  'HWP',
  'MB',
  'YYYY-MM-DD',
  'Ctrl',
  'Enter',
  'Esc',
  'Escape',
  'Tab',
  'Space',
  'Delete',
  'Chrome',
  'Linux',
  'SUPPRESSION_THRESHOLD_SENSITIVE',
  'SUPPRESSION_THRESHOLD',
  'YOUTH',
]

/** Values of enums, which the server sends as names and the panel says in words. */
const enums = new Set(
  [...fs.readFileSync(path.join(root, 'server/schema.graphql'), 'utf8').matchAll(/^enum \w+ \{$([^}]*)/gm)].flatMap(
    ([, values = '']) => values.match(/^ {2}[A-Z_0-9]+$/gm)?.map((value) => value.trim()) ?? [],
  ),
)

/** The words on the page that are of the other language and that the server has not sent; `codes` are data although enums have them too. */
export async function foreignWords(
  page: Page,
  locale: 'ko' | 'en',
  data: Iterable<string>,
  codes: Iterable<string> = [],
): Promise<string[]> {
  const foreign = locale === 'ko' ? /[A-Za-z]{3,}/ : /[가-힣]/
  const sent = new Set([...[...data].filter((text) => !enums.has(text)), ...codes])
  const texts = (await page.evaluate(textsOf)).filter((text) => foreign.test(text) && !sent.has(text))
  if (!texts.length) return []
  // A single syllable is too little to be known by within a text.
  const known = [...sent, ...BOTH]
    .filter((text) => text.length > 1 && foreign.test(text))
    .sort((a, b) => b.length - a.length)
  return texts.map((text) => without(text, known)).filter((text) => foreign.test(text))
}

/** Korean words may have something behind them; others stand alone. */
function without(text: string, known: string[]): string {
  return known.reduce((rest, one) => {
    if (!rest.includes(one)) return rest
    const word = one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return rest.replace(new RegExp(`(?<![A-Za-z])${word}(?![A-Za-z])`, 'g'), ' ')
  }, text)
}

/** In the page: each text and each name that is said instead of one. */
function textsOf(): string[] {
  const texts: string[] = [document.title]
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest('style, script')) texts.push(node.textContent ?? '')
  }
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '')
  }
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean)
}
