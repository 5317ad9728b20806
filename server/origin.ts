/** Whether a text is a web origin as browsers send it: scheme, host in lower case, and a port that is not the usual one. */
export const isOrigin = (text: string) =>
  /^https?:\/\/[a-z0-9.[\]:-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text
