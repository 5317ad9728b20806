/** Says that the browser has the typeface from an earlier visit. */
const KEPT = 'sangsaeng.typeface'

/**
 * Fetches the typeface: at once where the browser keeps it, else when the first screen has been drawn in one of its
 * own, as a typeface takes an eighth of the time until then.
 */
export function fetchTypeface() {
  if (localStorage.getItem(KEPT)) void fetchNow()
  else addEventListener('load', () => setTimeout(fetchNow, AFTER_THE_FIRST_SCREEN), { once: true })
}

/** Milliseconds after the page has been read. */
const AFTER_THE_FIRST_SCREEN = 2500

async function fetchNow() {
  try {
    await import('./pretendard')
    localStorage.setItem(KEPT, 'yes')
  } catch {} // the page stays in a typeface of the browser
}
