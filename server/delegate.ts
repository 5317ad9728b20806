import type { Prisma, PrismaClient } from './generated/prisma/client.ts'

/** With a small first letter, as fields and Prisma call what is of a noun. */
export const small = (noun: string) => noun.charAt(0).toLowerCase() + noun.slice(1)

/** The records of a noun in Prisma, typed as if they were programs: the delegates of all models have no common type. */
export const delegate = (client: PrismaClient | Prisma.TransactionClient, noun: string) =>
  client[small(noun) as 'program']
