import { readFileSync } from 'node:fs'
import { imageSizeFromFile } from 'image-size/fromFile'
import { expect, test } from 'vitest'
import { readReleases, withReleases } from '../../scripts/metainfo'

const template = readFileSync('packaging/linux/io.fleep.settings.metainfo.xml', 'utf8')
const addresses = { homepage: 'https://fleep.io', screenshots: 'https://code.example/raw/v1.0.0/docs/screenshots' }
const next = { version: '2.0.0', date: '2026-11-29' }

test('the releases come from the changelog: the unreleased one with the version that is built', () => {
  const changelog = `# Changelog

## Unreleased

### Added

- Sleep mode, in the window and as \`set sleep-mode=off\`. It ends
  by itself.
- Lists: they have parts.
  - This is a part.

## [1.1.0] - 2026-05-02

### Fixed

- Names with < and & are shown.

## 1.0.0 - 2026-01-31
`
  expect(readReleases(changelog, next)).toEqual([
    { ...next, changes: ['Sleep mode, in the window and as `set sleep-mode=off`.', 'Lists.'] },
    { version: '1.1.0', date: '2026-05-02', changes: ['Names with < and & are shown.'] },
    { version: '1.0.0', date: '2026-01-31', changes: [] },
  ])
  const filled = withReleases(template, readReleases(changelog, next), addresses)
  expect(filled).toContain('<release version="2.0.0" date="2026-11-29">')
  expect(filled).toContain('<li>Sleep mode, in the window and as <code>set sleep-mode=off</code>.</li>')
  expect(filled).toContain('<li>Names with &lt; and &amp; are shown.</li>')
  expect(filled).toContain('<url type="homepage">https://fleep.io</url>')
  expect(filled).not.toMatch(/@[A-Z]/)
})

test('nothing is unreleased right after a release', () => {
  const changelog = '# Changelog\n\n## Unreleased\n\n## 1.0.0 - 2026-01-31\n'
  expect(readReleases(changelog, next)).toEqual([{ version: '1.0.0', date: '2026-01-31', changes: [] }])
})

test.each(['## 1.0.0\n', '## 1.0.0 - soon\n', '## Unreleased\n\n### Noticed\n\n- All.\n'])(
  'a changelog in another format ends the build: %j',
  (section) => {
    expect(() => readReleases(`# Changelog\n\n${section}`, next)).toThrow('CHANGELOG.md')
  },
)

test('the changelog of the app fills a release', () => {
  const [release] = readReleases(readFileSync('CHANGELOG.md', 'utf8'), next)
  expect(release?.changes).toHaveLength(10)
})

// Source: Flathub's documentation, "Quality guidelines".
test('the description follows the quality guidelines of Flathub', async () => {
  const inner = (element: string) => new RegExp(`<${element}>(.*)</${element}>`).exec(template)?.[1] ?? ''
  expect(inner('name').length).toBeLessThan(20)
  for (const [, summary = ''] of template.matchAll(/<summary[^>]*>(.*)<\/summary>/g)) {
    expect(summary.length).toBeLessThanOrEqual(35)
    expect(summary).toMatch(/^(?!An? |The )[A-Z].*[^.]$/)
  }
  const colours = [...template.matchAll(/<color type="primary" scheme_preference="(\w+)">(#[0-9a-f]{6})<\/color>/g)]
  expect(colours.map(([, scheme]) => scheme)).toEqual(['light', 'dark'])
  const icon = await imageSizeFromFile('main/electron/icons/app.png')
  expect(Math.min(icon.width, icon.height)).toBeGreaterThanOrEqual(256)

  const screenshots = template.match(/<screenshot[ >].*?<\/screenshot>/gs) ?? []
  expect(screenshots.length).toBeGreaterThanOrEqual(3)
  for (const screenshot of screenshots) {
    const captions = [...screenshot.matchAll(/<caption[^>]*>(.*)<\/caption>/g)].map(([, caption = '']) => caption)
    expect(captions).toHaveLength(2)
    for (const caption of captions) expect(caption).toMatch(/^[A-Z].*[^.]$/)
    const [, width, height, file] = /width="(\d+)" height="(\d+)">@SCREENSHOTS@\/(.*)<\/image>/.exec(screenshot) ?? []
    const picture = await imageSizeFromFile(`docs/screenshots/${file}`)
    expect([picture.width, picture.height]).toEqual([Number(width), Number(height)])
    expect(Number(width)).toBeLessThanOrEqual(1000)
    expect(Number(height)).toBeLessThanOrEqual(700)
  }
})
