import { Link, useCreatePath, useTranslate } from 'react-admin'
import type { RecordHistoryQuery } from '../gql/graphql'
import { nouns } from '../nouns'
import { momentInKorea } from '../value'
import { Won } from '../won'

type Field = NonNullable<RecordHistoryQuery['history']>['changes'][number]['fields'][number]
type Value = Field['old'][number]

/** One changed field: its label, what it was and what it became. */
export function ChangedField({ resource, change }: { resource: string; change: Field }) {
  const translate = useTranslate()
  const { field, erased } = change
  return (
    <div>
      <dt>
        {translate(`resources.${resource}.fields.${field}`, {
          _: translate(`everywhere.fields.${field}`, { _: field }),
        })}
      </dt>
      <dd>
        {erased ? (
          <span className="none">{translate('everywhere.erased')}</span>
        ) : (
          <>
            <del>
              <Values of={change.old} />
            </del>{' '}
            <span aria-hidden="true">→</span>{' '}
            <ins>
              <Values of={change.new} />
            </ins>
          </>
        )}
      </dd>
    </div>
  )
}

function Values({ of }: { of: Value[] }) {
  const translate = useTranslate()
  if (!of.length) return <span className="none">{translate('everywhere.nothing')}</span>
  return of.map((value, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: values have no names, and their order never changes
    <span key={index}>
      {index > 0 && ' · '}
      <OneValue {...value} />
    </span>
  ))
}

function OneValue({ type, text, name }: Value) {
  const translate = useTranslate()
  const createPath = useCreatePath()
  const noun = nouns.find((one) => one.type === type)
  if (name) {
    return noun?.show ? <Link to={createPath({ resource: noun.name, type: 'show', id: text })}>{name}</Link> : name
  }
  if (!text) return <span className="none">{translate('everywhere.hidden')}</span>
  if (type === 'Won') return <Won is={Number(text)} />
  if (type === 'Boolean') return translate(`ra.boolean.${text}`)
  if (type === 'DateTime' && text.includes('T')) return momentInKorea(text)
  if (type === 'Int' || type === 'Decimal') return Number(text).toLocaleString()
  return translate(`values.${type}.${text}`, { _: text })
}
