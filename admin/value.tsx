import { Chip, type ChipProps, Link } from '@mui/material'
import { useLocale, useTranslate } from 'react-admin'

/** A value of an enum in words. */
export function Value({ of, is }: { of: string; is: string }) {
  return useTranslate()(`values.${of}.${is}`)
}

/** A value of an enum as a chip; the color repeats what the word says. */
export const ValueChip = ({ of, is, color }: { of: string; is: string; color?: ChipProps['color'] }) => (
  <Chip color={color} label={<Value of={of} is={is} />} component="span" />
)

/** The values of an enum as choices. */
export const choicesOf = (name: string, values: Record<string, string>) =>
  Object.keys(values).map((id) => ({ id, name: `values.${name}.${id}` }))

/** A moment as a clock in Korea shows it. */
export function When({ at }: { at: string }) {
  const locale = useLocale()
  const form = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Seoul' })
  return <time dateTime={at}>{form.format(new Date(at))}</time>
}

const minute = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'short' })

/** The minute of an instant in Korea. */
export const momentInKorea = (instant: string) => minute.format(new Date(instant))

/** A web address as a link that opens beside the panel; an article number as it is. */
export const Address = ({ address }: { address: string }) =>
  /^https?:\/\//.test(address) ? (
    <Link href={address} target="_blank" rel="noreferrer">
      {address}
    </Link>
  ) : (
    address
  )
