/** The largest file that may be chosen as a picture, in bytes. */
export const largestPictureFile = 100 * 1024 * 1024

/** The side of the largest picture that is uploaded, in pixels: twice the largest size in which one is shown. */
export const largestAvatarSide = 1150

/** The largest picture that is uploaded, in bytes. */
export const largestUpload = 16 * 1024 * 1024

/** The most pixels of a picture that is decoded. Each takes four bytes, so these take 256 megabytes. */
export const mostPicturePixels = 64_000_000
