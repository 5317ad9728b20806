/** What a test file opened and has not closed yet; setup.ts closes it after the last test of the file. */
export const closing: (() => Promise<void>)[] = []
