import { askEarly } from './early'
import { keptLanguage } from './i18n/language'
import { fetchTypeface } from './typeface'

void askEarly()
// After the first question is on its way: what a browser keeps, it reads from the disk.
document.documentElement.lang = keptLanguage()
void import('./i18n/ko')
if (keptLanguage() === 'en') void import('./i18n/en')
Promise.all([import('./panel'), import('./inside')]).then(([{ show }, inside]) => show(inside))
fetchTypeface()
