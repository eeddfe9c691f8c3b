declare module '*.png?inline' {
  /** The picture as a data URL. */
  const url: string
  export default url
}
