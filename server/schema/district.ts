import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { edit, ordered } from '../edit.ts'
import { DistrictKind } from '../generated/prisma/enums.ts'
import { choice, day, flag, keep, optional, pattern, self, text, version } from '../input.ts'
import { containing, filter, list, one } from '../list.ts'
import { familyOf } from '../statistics/lineage.ts'
import { lineageOf } from './districtEvent.ts'

const Kind = builder.enumType('DistrictKind', {
  description: 'Kind of basic local government.',
  values: {
    [DistrictKind.GU]: { description: 'Autonomous district (자치구).' },
    [DistrictKind.GUN]: { description: 'County (군).' },
  } as const,
})

builder.prismaNode('District', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    kostatCode: t.exposeString('kostatCode'),
    nameKo: t.exposeString('nameKo'),
    nameEn: t.exposeString('nameEn'),
    kind: t.expose('kind', { type: Kind }),
    validFrom: t.expose('validFrom', { type: 'Date', nullable: true }),
    validTo: t.expose('validTo', { type: 'Date', nullable: true }),
    note: t.exposeString('note', { nullable: true }),
  }),
})

list({
  noun: 'District',
  field: 'districts',
  description: 'Districts (군·구), those of today and those that reforms ended.',
  filters: {
    search: filter(text(100, 'Part of a name, also of an earlier one, or a code.'), (part) => ({
      OR: [
        containing(part, ['nameKo', 'nameEn', 'code', 'kostatCode']),
        { cameFrom: { some: containing(part, ['formerNameKo', 'formerNameEn']) } },
      ],
    })),
    family: filter(
      pattern(/^\d{5}$/, '28260', 'Old or new code: the districts that events connect with the one of this code.'),
      async (code, context) => {
        const lineage = await lineageOf(context)
        const found = lineage.districts.find((place) => place.code === code)
        return { id: { in: found ? familyOf(found.id, lineage) : [] } }
      },
    ),
    validOn: filter(day('Only districts that existed on this day.'), (on) => ({
      AND: [
        { OR: [{ validFrom: null }, { validFrom: { lte: on } }] },
        { OR: [{ validTo: null }, { validTo: { gte: on } }] },
      ],
    })),
    current: filter(flag('True: only districts without an end; false: only those that ended.'), (yes) =>
      yes ? { validTo: null } : { validTo: { not: null } },
    ),
  },
  orders: {
    CODE: { by: ['code'], description: 'Administrative code.' },
    NAME_KO: { by: ['nameKo'], description: 'Korean name.' },
    NAME_EN: { by: ['nameEn'], description: 'English name.' },
    VALID_TO: { by: ['validTo'], nullable: true, description: 'Last day of existence.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['CODE', 'ASC'],
})

const fiveDigits = pattern(/^\d{5}$/, '28177')

one('district', 'District', 'The district with this administrative code', {
  code: pattern(/^\d{5}$/, '28177', 'Administrative code, five digits.'),
})

const fields = {
  code: fiveDigits,
  kostatCode: fiveDigits,
  nameKo: text(40),
  nameEn: text(80),
  kind: choice(Kind),
  validFrom: optional(day()),
  validTo: optional(day()),
  note: optional(text(2000)),
}

act('createDistrict', {
  description: 'Enters a district, for example one that a reform makes.',
  noun: 'District',
  input: fields,
  async perform(input, doing) {
    const { id } = await doing.tx.district.create({ data: input })
    return ordered('District', id, 'validFrom', 'validTo', doing)
  },
})

act('updateDistrict', {
  description: 'Corrects a district. A reform is not a correction: it ends one district and starts another.',
  noun: 'District',
  input: { id: self('District'), version, ...keep(fields) },
  async perform(input, doing) {
    const id = await edit('updateDistrict', 'District', input, doing)
    return ordered('District', id, 'validFrom', 'validTo', doing)
  },
})
