import polyglotI18nProvider from 'ra-i18n-polyglot'
import type { AnyNoun, Words } from '../noun'
import { en } from './en'
import { ko } from './ko'

/** Korean first. The page's language is the one place where the panel keeps the present language. */
export function createI18nProvider(nouns: AnyNoun[]) {
  return polyglotI18nProvider(
    (locale) => {
      document.documentElement.lang = locale
      const language = locale === 'en' ? 'en' : 'ko'
      return { ...(language === 'en' ? en : ko), ...messagesOf(nouns, language) }
    },
    'ko',
    [
      { locale: 'ko', name: '한국어' },
      { locale: 'en', name: 'English' },
    ],
    { allowMissing: true },
  )
}

const messagesOf = (nouns: AnyNoun[], language: 'ko' | 'en') => ({
  resources: Object.fromEntries(
    nouns.map(({ name, words: { [language]: words } }) => [
      name,
      { name: words.name, empty: words.empty, fields: fieldsOf(words) },
    ]),
  ),
  values: Object.assign({}, ...nouns.map(({ words }) => words[language].values)),
})

/** The input of the reference `district` is `districtId`, that of `targetGroups` is `targetGroupIds`. */
const fieldsOf = ({ fields }: Words<object>) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, label]) => [
      [field, label],
      [`${field}Id`, label],
      [`${field.replace(/s$/, '')}Ids`, label],
    ]),
  )
