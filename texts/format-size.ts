const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/**
 * @param locale that of the system if undefined
 * @returns a file size such as "3.4 MB"
 */
export function formatSize(bytes: number, locale: string | undefined): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power > 1 ? 1 : 0,
  })
  return format.format(bytes / 1000 ** power)
}
