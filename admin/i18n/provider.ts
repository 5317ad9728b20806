import polyglotI18nProvider from 'ra-i18n-polyglot'
import type { TranslationMessages } from 'react-admin'
import { type AnyNoun, type AnyPart, idOf, idsOf, type Words } from '../noun'
import { keptLanguage } from './language'

type Nouns = (AnyNoun | AnyPart)[]

/**
 * Korean first; English is loaded for those who read it. The page's language is the one place where the panel keeps the
 * present language.
 */
export async function createI18nProvider(nouns: Nouns) {
  const korean: TranslationMessages = { ...(await import('./ko')).ko, ...messagesOf(nouns, 'ko') }
  let english = keptLanguage() === 'en' ? await inEnglish(nouns) : undefined
  const load = async () => {
    english ??= await inEnglish(nouns)
    return english
  }
  return polyglotI18nProvider(
    (locale) => {
      document.documentElement.lang = locale
      return locale === 'en' ? (english ?? load()) : korean
    },
    'ko',
    [
      { locale: 'ko', name: '한국어' },
      { locale: 'en', name: 'English' },
    ],
    { allowMissing: true },
  )
}

const inEnglish = async (nouns: Nouns): Promise<TranslationMessages> => ({
  ...(await import('./en')).en,
  ...messagesOf(nouns, 'en'),
})

const messagesOf = (nouns: Nouns, language: 'ko' | 'en') => ({
  resources: Object.fromEntries(
    nouns.map(({ name, words: { [language]: words } }) => [
      name,
      { name: words.name, empty: (words as Words<object>).empty, fields: fieldsOf(words) },
    ]),
  ),
  values: Object.assign({}, ...nouns.map(({ words }) => words[language].values)),
})

const fieldsOf = ({ fields }: Pick<Words<object>, 'fields'>) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, label]) => [
      [field, label],
      [idOf(field), label],
      [idsOf(field), label],
    ]),
  )
