/** Where the board of a program, or of one of its intakes, is. */
export const boardOf = (program: string, cohort?: string) =>
  `/people/board?${new URLSearchParams({ program, ...(cohort && { cohort }) })}`
