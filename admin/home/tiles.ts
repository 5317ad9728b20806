/** Where the districts are, roughly: column and row of a grid of 4 × 4, and over how many rows. By administrative code. */
export const places: Record<string, { column: number; row: number; rows?: number }> = {
  '28710': { column: 1, row: 1 }, // 강화군
  '28720': { column: 1, row: 3 }, // 옹진군
  '28245': { column: 4, row: 1 }, // 계양구
  '28237': { column: 4, row: 2 }, // 부평구
  '28200': { column: 4, row: 3 }, // 남동구
  '28177': { column: 3, row: 3 }, // 미추홀구
  '28185': { column: 3, row: 4 }, // 연수구
  // until 2026-06-30
  '28260': { column: 3, row: 1, rows: 2 }, // 서구
  '28110': { column: 2, row: 2 }, // 중구
  '28140': { column: 2, row: 3 }, // 동구
  // since 2026-07-01
  '28290': { column: 3, row: 1 }, // 검단구
  '28275': { column: 3, row: 2 }, // 서해구
  '28155': { column: 2, row: 2 }, // 영종구
  '28125': { column: 2, row: 3 }, // 제물포구
}
