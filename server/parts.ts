/** The list in parts of at most so many. */
export const inParts = <One>(all: One[], most: number): One[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, part) => all.slice(part * most, (part + 1) * most))
