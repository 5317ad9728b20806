import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)]
const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT }

/** Lays the compressed forms of each text beside it, which the server sends to browsers that take them. */
export const compressed: Plugin = {
  name: 'compressed',
  async writeBundle({ dir = '' }, bundle) {
    const texts = Object.keys(bundle).filter((file) => /\.(js|css|html|svg|ttf)$/.test(file))
    await Promise.all(
      texts.map(async (name) => {
        const file = path.join(dir, name)
        const text = await readFile(file)
        await Promise.all([
          toBrotli(text, { params }).then((small) => writeFile(`${file}.br`, small)),
          toGzip(text, { level: 9 }).then((small) => writeFile(`${file}.gz`, small)),
        ])
      }),
    )
  },
}
