/**
 * The part of electron-builder's configuration that depends on who builds. electron-builder.yml extends it, because
 * electron-builder replaces variables of the environment in few of its values, and not in this one.
 * scripts/dist.mjs explains MAINTAINER.
 *
 * @returns {import('electron-builder').Configuration}
 */
export default function environment() {
  const { MAINTAINER: maintainer } = process.env
  return maintainer ? { linux: { maintainer } } : {}
}
