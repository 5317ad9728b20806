import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

const generated = path.join(import.meta.dirname, 'gql/graphql.ts')

/**
 * Puts each operation and fragment into the module that asks it. The generated module has all of them, so with it the
 * sign-in page would wait for the documents of every screen.
 */
export const documentsInPlace: Plugin = {
  name: 'documents-in-place',
  enforce: 'pre',
  transform(code, id) {
    if (id === generated)
      return code.replaceAll('= new TypedDocumentString(', '= /*#__PURE__*/ new TypedDocumentString(')
    if (!id.startsWith(import.meta.dirname) || !code.includes('graphql(`')) return undefined
    const all = documents()
    const inPlace = code.replace(
      /graphql\(`\s*(query|mutation|subscription|fragment) (\w+)[^`]*`\)/g,
      (_, kind, name) => {
        const made = all.get(`${name}${kind === 'fragment' ? 'FragmentDoc' : 'Document'}`)
        if (!made) throw new Error(`${id}: ${name} is not in ${generated}; run node build.mjs generate`)
        return `/*#__PURE__*/ new TypedDocumentString(${made})`
      },
    )
    const from = path.relative(path.dirname(id), generated).replace(/^(?!\.)/, './')
    return `import { TypedDocumentString } from '${from}'\n${inPlace.replace(/import \{ graphql \} from '[./]+gql'\n/, '')}`
  },
}

/** What is in the brackets of each generated document, by its name. */
function documents(): Map<string, string> {
  const made = /export const (\w+) = new TypedDocumentString\(((?:`[^`]*`)(?:, \{[^}]*\})?)\)/g
  return new Map(
    [...readFileSync(generated, 'utf8').matchAll(made)].map(([, name, inside]) => [name as string, inside as string]),
  )
}
