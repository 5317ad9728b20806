/** A day, YYYY-MM-DD, is stored as midnight UTC of that day. */
export const day = (text: string) => new Date(`${text}T00:00:00Z`)
