import type { Plugin } from 'vite'

/** Tells browsers of the panel's frame in the page itself, so that they fetch it beside the script that asks for it. */
export const announced: Plugin = {
  name: 'announced',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {}, path }) {
      const frame = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'panel')
      if (!path.endsWith('/index.html') || frame?.type !== 'chunk') return []
      const files = [frame.fileName, ...frame.imports].filter((file) => !html.includes(file))
      return files.map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/admin/${file}` },
        injectTo: 'head',
      }))
    },
  },
}
