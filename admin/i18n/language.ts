/** Where a visitor's choice of language is kept, by react-admin. */
const KEPT = 'RaStoresangsaeng.locale'

export const keptLanguage = () => (localStorage.getItem(KEPT) === '"en"' ? 'en' : 'ko')
