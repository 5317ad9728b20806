export interface FlagshipAwardSeed {
  /** The natural key, with the year. */
  programCode: string
  year: number
  /** YYYY-MM-DD */
  awardedOn: string
  evidence: string
}

/** The flagships that one source names; on which criteria they were chosen is not known. */
export const flagshipAwards: FlagshipAwardSeed[] = [
  { programCode: '2019-02', ...of(2019) },
  { programCode: '2019-05', ...of(2019) },
  { programCode: '2020-01', ...of(2020) },
  { programCode: '2020-02', ...of(2020) },
  { programCode: '2020-03', ...of(2020) },
]

function of(year: number) {
  const evidence =
    `지정일은 ${year + 1}년 1월로만 알려져 그달 1일로 적음 / ` +
    `only January ${year + 1} is known; recorded as the first of the month`
  return { year, awardedOn: `${year + 1}-01-01`, evidence }
}
