import type { useTranslate } from 'react-admin'
import type { RecordHistoryQuery } from '../gql/graphql'

type Author = Pick<NonNullable<RecordHistoryQuery['history']>['changes'][number], 'byName' | 'byRole'>

/** Who made a change: the name for those who may see accounts, else the role. */
export const authorOf = ({ byName, byRole }: Author, translate: ReturnType<typeof useTranslate>): string =>
  byName ?? translate(byRole ? `everywhere.roles.${byRole}` : 'everywhere.nobody')
