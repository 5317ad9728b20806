import { interimReport, newspimReport, type SourceSeed, targetReport } from './source.ts'

export interface TargetStatementSeed {
  /** The natural key, with the text. */
  programCode: string
  text: string
  source: SourceSeed
}

/** Whom the programs are for, in the words of the sources. Three disagree about the coaches of 부평구. */
export const targetStatements: TargetStatementSeed[] = [
  { programCode: '2019-04', text: '북한이탈주민', source: interimReport },
  { programCode: '2019-05', text: '경력단절 중장년 여성', source: interimReport },
  { programCode: '2019-05', text: '50세 미만', source: newspimReport },
  { programCode: '2019-05', text: '50대', source: targetReport },
  { programCode: '2019-06', text: '결혼이주여성', source: interimReport },
  { programCode: '2019-07', text: '신중년, 어르신', source: interimReport },
  { programCode: '2019-09', text: '여성, 노인', source: interimReport },
]
