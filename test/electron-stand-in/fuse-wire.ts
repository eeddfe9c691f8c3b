/** What comes before the part of the program's second line that @electron/fuses looks for. */
export const wireMark = `// fuses: ${['dL7pKGdnNz796Pbb', 'jQWNKmHXBZaB9tsX'].join('')}`

/** Version 1, nine fuses, and of each whether it is on, as Electron is delivered. */
export const fuseWire = `${wireMark}\u0001\u0009101100011`
