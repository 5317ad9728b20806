/** What every page of the panel needs, and its sign-in does not: it comes as one. */
export { PanelLayout } from './layout'
export { nouns, parts } from './nouns'
export { default as Start } from './start'
