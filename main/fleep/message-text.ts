import { XMLParser } from 'fast-xml-parser'

const parser = new XMLParser({ preserveOrder: true, trimValues: false, parseTagValue: false, htmlEntities: true })

type Node = Record<string, unknown>

/** Elements that end a line. */
const blocks = new Set(['p', 'br', 'li', 'div', 'q', 'pre', 'tr'])

/**
 * @param xml a message's body, as in `<msg><p>text</p></msg>`. Source: ref-info
 * @returns the text without its elements; text that is not XML is returned unchanged
 */
export function messageText(xml: string): string {
  try {
    const text = textOf(parser.parse(xml, true))
    return text.replace(/\n{3,}/g, '\n\n').trim()
  } catch {
    return xml
  }
}

function textOf(nodes: Node[]): string {
  return nodes
    .map((node) => {
      if ('#text' in node) return String(node['#text'])
      const [name = '', children] = Object.entries(node).find(([key]) => key !== ':@') ?? []
      const text = Array.isArray(children) ? textOf(children) : ''
      return blocks.has(name) ? `${text}\n` : text
    })
    .join('')
}
