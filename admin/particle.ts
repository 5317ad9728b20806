import { josa } from 'es-hangul'

/** The name with the particle that its last letter asks for; in English the name alone. */
export const withParticle = (name: string, particle: '은/는' | '이/가' | '을/를', locale: string) =>
  locale === 'en' ? name : josa(name, particle)
