const seoul = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' })

/** The day of an instant in Korea. */
export const dayInKorea = (instant: string) => seoul.format(new Date(instant))
export const today = () => seoul.format(new Date())
