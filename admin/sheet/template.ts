import type { Cell } from './cells'
import { columnsOf, type Lists } from './columns'
import type { Noun } from './parts'
import { download, type Format, writeFile } from './write'

type Translate = (key: string, options?: object) => string
type Words = Record<string, Cell>

/** A file to fill in: headers, a row that is plainly an example, and in a workbook what the cells may say. */
export async function downloadTemplate(
  noun: Noun,
  format: Format,
  lists: Lists,
  translate: Translate,
  korean: boolean,
) {
  const columns = columnsOf[noun]
  const header = columns.map(({ key }) => translate(`panel.sheet.columns.${key}`))
  const file = writeFile(format)
  file.sheet(translate(`panel.sheet.import_${noun}`), header)
  const example = exampleOf(noun, lists, translate, korean)
  file.rows([columns.map(({ key }) => example[key] ?? null)])
  if (format === 'xlsx') {
    const allowed = allowedValues(noun, lists, translate, korean)
    file.sheet(
      translate('panel.sheet.template_values'),
      allowed.map(({ title }) => title),
    )
    const longest = Math.max(...allowed.map(({ values }) => values.length))
    file.rows(Array.from({ length: longest }, (_, at) => allowed.map(({ values }) => values[at] ?? null)))
  }
  download(await file.end(), `${translate(`panel.sheet.template_name_${noun}`)}.${format}`)
}

function exampleOf(noun: Noun, lists: Lists, translate: Translate, korean: boolean): Words {
  const program = lists.programs.nodes.find(({ viewerCanReport }) => viewerCanReport)?.code ?? '2019-01'
  const note = translate('panel.sheet.template_example')
  if (noun === 'outcomes') {
    const indicator = lists.indicators.nodes.find(({ code }) => code === 'PLACED') ?? lists.indicators.nodes[0]
    return {
      program,
      indicator: indicator ? (korean ? indicator.nameKo : indicator.nameEn) : null,
      asOf: '2019-06-30',
      value: 12,
      note,
    }
  }
  return {
    ...{ number: 'A-001', program, name: korean ? '가상인물' : 'Synthetic Person', birthDate: '1970-03-01' },
    ...{ phone: '010-0000-0000', sex: translate('panel.sheet.sex_values.FEMALE'), stageOn: '2019-03-04', note },
    stage: translate('values.ParticipantStage.APPLIED'),
  }
}

function allowedValues(noun: Noun, lists: Lists, translate: Translate, korean: boolean) {
  const named = ({ nameKo, nameEn }: { nameKo: string; nameEn?: string | null }) =>
    korean ? nameKo : (nameEn ?? nameKo)
  const words = (prefix: string, values: string[]) => values.map((value) => translate(`${prefix}.${value}`))
  const programs = lists.programs.nodes.filter(({ viewerCanReport }) => viewerCanReport)
  const all: Record<string, string[]> = {
    program: programs.map(({ code }) => code),
    title: programs.map(({ titleKo, titleEn }) => (korean ? titleKo : (titleEn ?? titleKo))),
    half: ['1', '2'],
    sex: words('panel.sheet.sex_values', ['FEMALE', 'MALE']),
    targetGroups: lists.targetGroups.nodes.map(named),
    stage: words('values.ParticipantStage', [
      'APPLIED',
      'SELECTED',
      'WAITLISTED',
      'IN_TRAINING',
      'TRAINED',
      'PLACED',
      'RETAINED',
      'LEFT',
    ]),
    indicator: lists.indicators.nodes.map(named),
    dimension: words('panel.sheet.dimension_values', ['SEX', 'AGE_BAND', 'TARGET_GROUP']),
    state: words('values.FigureState', ['PRESENT', 'MISSING', 'NOT_APPLICABLE', 'NOT_DERIVABLE']),
  }
  const keys = ['program', 'title', 'half', ...columnsOf[noun].map(({ key }) => key)]
  return [...new Set(keys)].flatMap((key) =>
    all[key] ? [{ title: translate(`panel.sheet.columns.${key}`), values: all[key] }] : [],
  )
}
