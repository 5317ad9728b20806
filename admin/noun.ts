import type { ComponentType } from 'react'
import type { Query, TypedDocumentString, ViewerCan } from './gql/graphql'

type Field<T> = Exclude<keyof T & string, '__typename'>

/** One noun of the schema as the panel shows it: everything that is particular to it, in one place. */
export interface Noun<Row> {
  /** The schema's list field, which is also the resource's name and address. */
  name: Field<Query>
  /** The schema's type. */
  type: string
  /** The fields that the panel reads. */
  fields: TypedDocumentString<Row, unknown>
  /** What `viewerCan` must say for the buttons: the mutations behind them. */
  acts?: Partial<Record<string, Field<ViewerCan>>>
  /** Field of the answer of `create` that is shown only once. */
  once?: string
  /** Without any of these rules there is nothing to see, and so no place in the menu. */
  sees?: Field<ViewerCan>[]
  icon?: ComponentType
  list?: ComponentType
  show?: ComponentType
  create?: ComponentType
  edit?: ComponentType
  /** How one record is called in titles, links and choices. */
  recordRepresentation: (row: Row) => string
  words: { ko: Words<Row>; en: Words<Row> }
}

// biome-ignore lint/suspicious/noExplicitAny: nouns of any row
export type AnyNoun = Noun<any>

/** What belongs to a record and has no pages of its own, such as an agreement. */
export interface Part<Fields extends string> {
  name: string
  acts: Partial<Record<string, Field<ViewerCan>>>
  words: Record<'ko' | 'en', Pick<Words<object>, 'name' | 'values'> & { fields: Record<Fields, string> }>
}

export type AnyPart = Part<string>

/** The input of the reference `district` is `districtId`, that of `targetGroups` is `targetGroupIds`. */
export const idOf = (field: string) => `${field}Id`
export const idsOf = (field: string) => `${field.replace(/ies$/, 'y').replace(/s$/, '')}Ids`

/** What a noun is called in one language. A reference such as `district` also names its input `districtId`. */
export interface Words<Row> {
  name: string
  /** Shown instead of an empty list. */
  empty: string
  fields: Record<Exclude<keyof Row & string, '__typename' | 'id' | 'version' | 'viewerCanUpdate'>, string> &
    Record<string, string>
  /** Values of enums, by the enum's name. */
  values?: Record<string, Record<string, string>>
}

/** The text of a pair such as titleKo and titleEn in the language of the page. */
export function localized<F extends string>(row: { [K in `${F}Ko` | `${F}En`]?: string | null }, field: F): string {
  const [ko, en] = [row[`${field}Ko`], row[`${field}En`]]
  return (document.documentElement.lang === 'en' ? (en ?? ko) : (ko ?? en)) ?? ''
}
