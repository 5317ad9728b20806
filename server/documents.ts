import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql'

/** Characters of all documents together that are kept. */
const MOST_KEPT = 2_000_000

/** The documents that were read last, by their texts: for all who send the same again. */
export class Documents {
  readonly #kept = new Map<string, DocumentNode>()
  readonly #valid = new WeakSet<DocumentNode>()
  #characters = 0

  get = (text: string): DocumentNode | undefined => this.#kept.get(text)

  set = (text: string, document: DocumentNode): void => {
    if (!this.#kept.has(text)) this.#characters += text.length
    this.#kept.set(text, document)
    for (const [oldest] of this.#kept) {
      if (this.#characters <= MOST_KEPT) break
      this.#kept.delete(oldest)
      this.#characters -= oldest.length
    }
  }

  /** The parsed document; undefined where it is not one, or asks for what the schema does not have. */
  read(text: string, schema: GraphQLSchema, maxTokens: number): DocumentNode | undefined {
    try {
      const document = this.get(text) ?? parse(text, { maxTokens })
      if (!this.#valid.has(document)) {
        if (validate(schema, document).length) return undefined
        this.#valid.add(document)
        this.set(text, document)
      }
      return document
    } catch {
      return undefined
    }
  }
}
