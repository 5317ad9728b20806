const seoul = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' })

/** The day of an instant in Korea. */
export const dayInKorea = (instant: string) => seoul.format(new Date(instant))
export const today = () => seoul.format(new Date())

/** The last days of the months of a year. */
export const monthEnds = (year: number) =>
  Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10))
