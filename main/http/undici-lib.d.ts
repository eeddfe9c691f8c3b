/** Its types are those of `undici`, in whose place they come. */
declare module 'undici/lib/*'
