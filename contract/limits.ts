/** The largest file that the user can choose as a picture, in bytes. */
export const largestPictureFile = 100 * 1024 * 1024

/** The side of the largest uploaded picture, in pixels: twice Fleep's largest thumbnail, 575 pixels. */
export const largestAvatarSide = 1150

/** The largest uploaded picture, in bytes. */
export const largestUpload = 16 * 1024 * 1024

/** The largest picture that is decoded, in pixels. A decoded pixel takes four bytes, so this is 256 megabytes. */
export const maxPicturePixels = 64_000_000
