// Generating needs no engine; without this line Prisma would try to download one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

import { defineConfig } from 'prisma/config'

export default defineConfig({ schema: 'schema.prisma', migrations: { path: 'migrations' } })
