/** The start of the program's second line. @electron/fuses searches for its end, and the fuses follow it. */
export const wireMark = `// fuses: ${['dL7pKGdnNz796Pbb', 'jQWNKmHXBZaB9tsX'].join('')}`

/** Version 1, nine fuses, and the state of each as in Electron's download. */
export const fuseWire = `${wireMark}\u0001\u0009101100011`
