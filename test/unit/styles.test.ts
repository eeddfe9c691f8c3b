import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type AtRule, type ChildNode, type Declaration, type Document, parse, type Root, type Rule } from 'postcss'
import { expect, test } from 'vitest'

const folder = 'renderer'
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
const styles = names.filter((name) => name.endsWith('.css')).map((name) => ({ name, root: parse(read(name)) }))
const sources = names
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, code: withoutComments(read(name)) }))
const components = sources.filter(({ name }) => name.endsWith('.tsx'))
const tokens = join(folder, 'styles/tokens.css')
const base = join(folder, 'styles/base.css')
const outsideTokens = styles.filter(({ name }) => name !== tokens)

test('every rule is in the layer of its file, and the layers are declared in order first', () => {
  const layers: Record<string, string[]> = { [tokens]: ['tokens, base, components', 'tokens'], [base]: ['base'] }
  for (const { name, root } of styles) {
    expect(root.nodes.filter(isNoComment).map(layerOf), name).toEqual(layers[name] ?? ['components'])
  }
  const imported = importsOf(join(folder, 'main.tsx'))
  expect(imported.slice(0, 2)).toEqual([tokens, base])
})

test('every style sheet is imported, by the component of the same name if there is one', () => {
  const imports = components.flatMap(({ name }) => importsOf(name).map((style) => ({ style, component: name })))
  for (const { name } of styles) {
    const importers = imports.filter(({ style }) => style === name).map(({ component }) => component)
    expect(importers, name).not.toEqual([])
    const beside = name.replace(/\.css$/, '.tsx')
    if (existsSync(beside)) expect(importers).toContain(beside)
  }
})

test('only tokens.css contains colours', () => {
  const found = outsideTokens.flatMap(({ name, root }) =>
    declarationsOf(root)
      .filter((declaration) => namesColour(declaration))
      .map((declaration) => `${name}: ${declaration}`),
  )
  expect(found).toEqual([])
  expect(components.flatMap(({ name, code }) => coloursIn(code).map((colour) => `${name}: ${colour}`))).toEqual([])
})

test('every custom property is defined and used', () => {
  const declarations = styles.flatMap(({ root }) => declarationsOf(root))
  const defined = declarations.map(({ prop }) => prop).filter((prop) => prop.startsWith('--'))
  const set = sources.flatMap(({ code }) => [...code.matchAll(/'(--[\w-]+)'/g)].map(([, property]) => property))
  const used = declarations.flatMap(({ value }) => [...value.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name))
  expect(sorted([...defined, ...set])).toEqual(sorted(used))
})

test('every selector and animation is used', () => {
  const words = new Set(sources.flatMap(({ code }) => wordsIn(code)))
  const page = read(join(folder, 'index.html'))
  const isUsed = (name: string) => words.has(name) || page.includes(`<${name}`) || page.includes(`id="${name}"`)
  for (const { name: file, root } of styles) {
    const unused = rulesOf(root).flatMap(({ selector }) => namesIn(selector).filter((name) => !isUsed(name)))
    expect(unused, file).toEqual([])
    const animated = declarationsOf(root).flatMap(({ prop, value }) => (prop === 'animation' ? value.split(' ') : []))
    const animations = atRulesOf(root, 'keyframes').map(({ params }) => params)
    expect(animations.filter((name) => !animated.includes(name))).toEqual([])
  }
})

test('a distance on the spacing scale uses its custom property', () => {
  const scale = new Map(
    styles
      .flatMap(({ root }) => declarationsOf(root))
      .filter(({ prop }) => prop.startsWith('--space-'))
      .map(({ prop, value }) => [value, prop]),
  )
  expect(scale.size).toBeGreaterThan(5)
  const literal = outsideTokens.flatMap(({ name, root }) =>
    declarationsOf(root)
      .filter(({ prop }) => /^(margin|padding|gap|row-gap|column-gap)/.test(prop))
      .flatMap(({ value }) => value.match(/\b[\d.]+px/g) ?? [])
      .filter((length) => scale.has(length))
      .map((length) => `${name}: ${length} is ${scale.get(length)}`),
  )
  expect(literal).toEqual([])
})

test('there are two breakpoints, both in em', () => {
  const conditions = styles.flatMap(({ root }) => atRulesOf(root, 'media').map(({ params }) => params))
  const widths = conditions.filter((condition) => condition.includes('width'))
  expect(sorted(widths)).toEqual(['(max-width: 20.625em)', '(max-width: 40em)'])
})

test('nothing names left or right, so that a right-to-left language mirrors the layout', () => {
  const found = outsideTokens.flatMap(({ name, root }) =>
    declarationsOf(root)
      .filter(({ prop, value }) => /(^|-)(left|right)(-|$)/.test(prop) || /^(left|right)$/.test(value))
      .map((declaration) => `${name}: ${declaration}`),
  )
  // A ring with a gap turns, so no side of it is a direction.
  expect(found).toEqual(['renderer/panels/smtp/check-steps.css: border-right-color: transparent'])
})

test('text sizes follow the text size of the user', () => {
  const sizes = outsideTokens.flatMap(({ name, root }) =>
    declarationsOf(root)
      .filter(({ prop }) => prop === 'font-size')
      .filter(({ value }) => !/^[\d.]+(rem|em|%)$|^inherit$/.test(value))
      .map((declaration) => `${name}: ${declaration}`),
  )
  // The initials fill a picture of 200 px.
  expect(sizes).toEqual(['renderer/ui/avatar-picture.css: font-size: 67.5px'])
})

test('what moves takes the time of the token, which is none with reduced motion', () => {
  const declarations = styles.flatMap(({ root }) => declarationsOf(root))
  const transitions = declarations.filter(({ prop }) => prop === 'transition').map(({ value }) => value)
  expect(transitions.length).toBeGreaterThan(0)
  for (const value of transitions) expect(value).toMatch(/^[a-z]+ var\(--transition\)$/)
  const moving = declarations.filter(({ prop, value }) => prop === 'animation' && value !== 'none')
  const endless = moving.filter(({ value }) => !/ 0s /.test(value))
  for (const { parent } of endless) {
    expect(String(parent)).toMatch(/@media \(prefers-reduced-motion: reduce\) \{\s*animation: none/)
  }
})

test('progress shows after half a second', () => {
  const delayed = styles
    .flatMap(({ root }) => declarationsOf(root))
    .filter(({ value }) => /(show|hide)-\w+ 0s/.test(value))
  expect(delayed.map(({ value }) => value.split(' ')[2])).toEqual(delayed.map(() => '500ms'))
  expect(delayed.length).toBeGreaterThan(1)
})

test('the border of a control has a contrast of at least 3 to 1, in light and in dark', () => {
  const value = (name: string) =>
    declarationsOf(styles.find((style) => style.name === tokens)?.root ?? parse('')).find(({ prop }) => prop === name)
      ?.value ?? ''
  const colours = (name: string) => value(name).match(/#[\da-f]{6}/gi) ?? []
  for (const ground of ['--card', '--field', '--background']) {
    for (const theme of [0, 1]) {
      const ratio = contrast(colours('--control-border')[theme] ?? '', colours(ground)[theme] ?? '')
      expect(ratio, `${ground} ${theme === 0 ? 'light' : 'dark'}`).toBeGreaterThanOrEqual(3)
    }
  }
})

/** The contrast of two colours such as `#fff000`. Source: WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

test('the built window has one style sheet with the layers in order', () => {
  const built = 'out/renderer'
  const sheets = readdirSync(join(built, 'assets')).filter((name) => name.endsWith('.css'))
  expect(sheets).toHaveLength(1)
  const [sheet = ''] = sheets
  expect(read(join(built, 'index.html'))).toContain(sheet)
  const { nodes } = parse(read(join(built, 'assets', sheet)))
  const declared = nodes.filter(isNoComment).flatMap((node) => layerOf(node).split(/, ?/))
  expect([...new Set(declared)]).toEqual(['tokens', 'base', 'components'])
})

function read(name: string): string {
  return readFileSync(name, 'utf8')
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

function sorted(all: (string | undefined)[]): (string | undefined)[] {
  return [...new Set(all)].sort()
}

const isNoComment = (node: ChildNode) => node.type !== 'comment'

/** @returns the names of a layer rule, and anything else as it is written */
function layerOf(node: ChildNode): string {
  return node.type === 'atrule' && node.name === 'layer' ? node.params : node.toString()
}

/** @returns the styles that a component imports, as paths */
function importsOf(component: string): string[] {
  const code = components.find(({ name }) => name === component)?.code ?? ''
  return [...code.matchAll(/^import '(.+\.css)'$/gm)].map(([, style = '']) => join(dirname(component), style))
}

function declarationsOf(root: Root | Document): Declaration[] {
  const all: Declaration[] = []
  root.walkDecls((declaration) => void all.push(declaration))
  return all
}

function atRulesOf(root: Root | Document, name: string): AtRule[] {
  const all: AtRule[] = []
  root.walkAtRules(name, (rule) => void all.push(rule))
  return all
}

/** Without the steps of animations, which are no selectors. */
function rulesOf(root: Root | Document): Rule[] {
  const all: Rule[] = []
  root.walkRules((rule) => {
    if (!(rule.parent?.type === 'atrule' && (rule.parent as AtRule).name === 'keyframes')) all.push(rule)
  })
  return all
}

/** @returns the elements, classes and ids that a selector names */
function namesIn(selector: string): string[] {
  const plain = selector.replace(/\[[^\]]*\]/g, '').replace(/::?[a-z-]+(\((ltr|rtl)\))?/g, ' ')
  return plain.match(/[a-z][\w-]*/gi) ?? []
}

/** @returns all words in strings and all names of elements */
function wordsIn(code: string): string[] {
  const strings = code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []
  const elements = code.match(/<[a-z][\w-]*/g) ?? []
  return [...strings, ...elements].flatMap((text) => text.match(/[a-z][\w-]*/gi) ?? [])
}

const literalColour = /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|(?:ok)?la[bc]|(?:ok)?lch|color|color-mix|light-dark)\(/i
const takesColour = /^--|color|background|border|outline|shadow|fill|stroke$|decoration|filter|image/
/** Words that are no colours, or that follow the element or the system. */
const plainWords = 'none solid dashed collapse underline line-through transparent currentcolor inherit'.split(' ')
const systemColours = 'canvas canvastext highlight highlighttext'.split(' ')

function namesColour(declaration: Declaration): boolean {
  const { prop, value } = declaration
  if (literalColour.test(value)) return true
  if (!takesColour.test(prop)) return false
  const allowed = isForForcedColours(declaration) ? [...plainWords, ...systemColours] : plainWords
  const words = value.replace(/var\([^)]*\)|[\d.]+[a-z%]*/gi, '').match(/[a-z][a-z-]*(?!\()\b/gi) ?? []
  return words.some((word) => !allowed.includes(word.toLowerCase()))
}

function isForForcedColours({ parent }: Declaration): boolean {
  return parent?.type === 'atrule' && (parent as AtRule).params === '(forced-colors: active)'
}

/** @returns the colours in strings, and in what sets a colour */
function coloursIn(code: string): string[] {
  const strings = code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []
  const set = [...code.matchAll(/\b(?:fill|stroke|background|\w*color)\s*[=:]\s*\{?\s*['"`]([\w-]+)['"`]/gi)]
  const named = set.map(([, colour = '']) => colour).filter((colour) => !plainWords.includes(colour.toLowerCase()))
  return [...strings.filter((text) => literalColour.test(text)), ...named]
}
