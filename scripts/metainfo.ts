/** The description of the app for software centers: packaging/linux/io.fleep.settings.metainfo.xml with its gaps filled. */

export interface Release {
  version: string
  /** As 2026-01-31. */
  date: string
  /** The first sentences of its entries in the changelog, in Markdown. */
  changes: string[]
}

/** A software center shows a few lines. The rest is in the changelog. */
const mostChanges = 10
/** The headings of the changelog with what users notice. */
const headings = ['Added', 'Changed', 'Fixed', 'Removed', 'Security']

/**
 * Reads CHANGELOG.md, which has the format of Keep a Changelog.
 *
 * @param next the version and the date of what is under "Unreleased", if anything is
 * @returns the latest release first, as in the changelog
 */
export function readReleases(changelog: string, next: Pick<Release, 'version' | 'date'>): Release[] {
  const sections = changelog.split(/^## /m).slice(1)
  return sections.flatMap((section) => {
    const [heading = '', ...rest] = section.split('\n')
    const text = rest.join('\n')
    const changes = readChanges(text).slice(0, mostChanges)
    if (/^\[?Unreleased\]?/.test(heading)) return text.trim() ? [{ ...next, changes }] : []
    const [, version, date] = /^\[?(\d[^\s\]]*)\]? - (\d{4}-\d{2}-\d{2})\s*$/.exec(heading) ?? []
    if (!version || !date) throw new Error(`CHANGELOG.md has a heading without version and date: ${heading}`)
    return [{ version, date, changes }]
  })
}

function readChanges(section: string): string[] {
  const parts = section.split(/^### /m).slice(1)
  return parts.flatMap((part) => {
    const [heading = '', ...lines] = part.split('\n')
    if (!headings.includes(heading.trim())) throw new Error(`CHANGELOG.md has an unknown heading: ${heading}`)
    const items = lines.join('\n').split(/^- /m).slice(1)
    return items.map((item) => {
      const text =
        item
          .split(/\n {2}- /)[0]
          ?.replace(/\s+/g, ' ')
          .trim() ?? ''
      return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text
    })
  })
}

/**
 * @param description the metainfo file with its gaps
 * @param addresses.screenshots the address of the folder docs/screenshots of this version
 */
export function withReleases(
  description: string,
  releases: Release[],
  addresses: { homepage: string; screenshots: string },
): string {
  return description
    .replace('@HOMEPAGE@', escapeXml(addresses.homepage))
    .replaceAll('@SCREENSHOTS@', escapeXml(addresses.screenshots))
    .replace(/^<!--.*-->\n/m, '')
    .replace('  <releases />', `  <releases>\n${releases.map(releaseElement).join('')}  </releases>`)
}

function releaseElement({ version, date, changes }: Release): string {
  const items = changes.map((change) => `          <li>${markup(change)}</li>\n`).join('')
  const list = items && `      <description>\n        <ul>\n${items}        </ul>\n      </description>\n`
  return `    <release version="${escapeXml(version)}" date="${date}">\n${list}    </release>\n`
}

/** Markdown's links and code, as the few elements that a description may contain. */
function markup(markdown: string): string {
  return escapeXml(markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')).replace(/`([^`]*)`/g, '<code>$1</code>')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
