import { HttpError } from 'react-admin'
import { pageHeaders, signedInAgain } from '../again/again'

/** What may be stored as evidence, by the ending of the file's name; the server looks at the content. */
export const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  hwp: 'application/x-hwp',
  hwpx: 'application/hwp+zip',
}
const MAX_BYTES = 10 * 1024 * 1024

/** Adds a file to the evidence of a figure. */
export async function upload(outcomeId: string, file: File) {
  const type = TYPES[file.name.split('.').at(-1)?.toLowerCase() ?? '']
  if (!type) throw new HttpError('panel.evidence.bad_type', 415)
  if (file.size > MAX_BYTES) throw new HttpError('panel.evidence.too_large', 413)
  const headers = { 'content-type': type, 'x-sangsaeng': '1', 'accept-language': document.documentElement.lang }
  const send = () =>
    fetch(`/evidence/${outcomeId}?name=${encodeURIComponent(file.name)}`, {
      method: 'PUT',
      headers: { ...headers, ...pageHeaders() },
      body: file,
    }).catch(() => {
      throw new HttpError('panel.evidence.offline', 503)
    })
  for (;;) {
    const response = await send()
    const refusal = (await response.json().catch(() => ({}))).errors?.[0]
    if (response.ok && !refusal) return
    const signedOut = response.status === 401 || refusal?.extensions?.code === 'UNAUTHENTICATED'
    if (signedOut && (await signedInAgain())) continue
    const said = signedOut ? 'errors.UNAUTHENTICATED' : refusal?.message
    throw new HttpError(said ?? 'errors.UNEXPECTED', signedOut ? 401 : response.status)
  }
}
