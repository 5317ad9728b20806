/** The final report is due within two months of the end of the round's year: on the last day of February. */
export const reportDueOn = (year: number) => new Date(Date.UTC(year + 1, 2, 0))

/** The latest year whose reports are due on the day or earlier. */
export function lastYearReportedBy(day: Date): number {
  const year = day.getUTCFullYear() - 1
  return reportDueOn(year) <= day ? year : year - 1
}
