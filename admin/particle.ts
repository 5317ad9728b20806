import { josa } from 'es-hangul'

type Particle = '은/는' | '이/가' | '을/를' | '으로/로' | '와/과'

/** The name with the particle that its last sound asks for; in English the name alone. */
export const withParticle = (name: string, particle: Particle, locale: string) =>
  locale === 'en' ? name : `${name}${josa.pick(lastSound(name), particle)}`

/** What is read last: not what stands in brackets or is a sign, and digits as they are spoken. */
function lastSound(name: string): string {
  const read = name.replace(/(\s*[([][^()[\]]*[)\]])+\s*$/, '').replace(/[^\p{L}\p{N}]+$/u, '')
  const zeros = /[1-9]\d*?(0+)$/.exec(read)?.[1]?.length ?? 0
  if (zeros) return zeros < 4 ? '백' : zeros < 8 ? '만' : '억'
  const letter = /R$|[LMN]$/i.test(read) && !read.endsWith('r') ? LETTERS[read.slice(-1).toUpperCase()] : undefined
  return letter ?? read.replace(/\d$/, (digit) => DIGITS[Number(digit)] as string)
}

const DIGITS = [...'영일이삼사오육칠팔구']

const LETTERS: Record<string, string> = { L: '엘', M: '엠', N: '엔', R: '알' }
