import { type InputProps, TextInput, useLocale, useTranslate } from 'react-admin'
import { useWatch } from 'react-hook-form'

/** An amount as it is read: 16억 8,000만원. Nothing is rounded; the digits stand in the hint and go to the clipboard. */
export function Won({ is }: { is: number | null | undefined }) {
  const locale = useLocale()
  if (is === null || is === undefined) return <span className="none">–</span>
  return (
    <span
      className="won"
      title={`${is.toLocaleString(locale)} ${locale === 'en' ? 'won' : '원'}`}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', String(is))
        event.preventDefault()
      }}
    >
      {readable(is, locale)}
    </span>
  )
}

const units = [
  [1e12, '조'],
  [1e8, '억'],
  [1e4, '만'],
  [1, ''],
] as const

function readable(won: number, locale: string): string {
  if (locale === 'en') return `₩${won.toLocaleString('en')}`
  let rest = Math.abs(won)
  const parts = units.flatMap(([size, unit]) => {
    const count = Math.floor(rest / size)
    rest %= size
    return count ? [`${count.toLocaleString('ko')}${unit}`] : []
  })
  return `${won < 0 ? '−' : ''}${parts.join(' ') || '0'}원`
}

/** An amount in won as an exact integer; 1,000,000 and 1000000 are the same. Below it stands how it is read. */
export function WonInput({ source, ...props }: { source: string } & Partial<InputProps>) {
  const locale = useLocale()
  const translate = useTranslate()
  const value = useWatch({ name: source })
  const whole = (typed: unknown) =>
    typed === null || typed === undefined || typed === '' || Number.isSafeInteger(typed) ? undefined : 'panel.bad_won'
  return (
    <TextInput
      source={source}
      parse={digits}
      format={(amount) => amount ?? ''}
      validate={whole}
      helperText={typeof value === 'number' ? readable(value, locale) : translate('panel.won_hint')}
      slotProps={{ htmlInput: { inputMode: 'numeric' } }}
      {...props}
    />
  )
}

/** A number when it is one, else what was typed. */
function digits(text: string): number | string | null {
  const plain = text.replace(/[,\s]|원$/g, '')
  if (!plain) return null
  return /^\d{1,15}$/.test(plain) ? Number(plain) : text
}
