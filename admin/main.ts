import { askEarly } from './early'
import { keptLanguage } from './i18n/language'

void askEarly()
void import('./i18n/ko')
if (keptLanguage() === 'en') void import('./i18n/en')
Promise.all([import('./panel'), import('./inside')]).then(([{ show }, inside]) => show(inside))
