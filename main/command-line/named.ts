/**
 * @param wanted an ID, or a name that may be in other letters of upper or lower case
 * @returns the things that it names. One that has it letter by letter leaves out the others.
 */
export function named<Thing extends { id: string }>(
  things: readonly Thing[],
  wanted: string,
  nameOf: (thing: Thing) => string,
): Thing[] {
  const exact = things.filter((thing) => thing.id === wanted || nameOf(thing) === wanted)
  if (exact.length > 0) return exact
  return things.filter((thing) => nameOf(thing).toLowerCase() === wanted.toLowerCase())
}
