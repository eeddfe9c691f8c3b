/** undici has no types for its internal files; undici-subset.ts gives their exports the types of the package. */
declare module 'undici/lib/*'
