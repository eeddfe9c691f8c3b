/** An answer with an error status and Fleep's error body. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly errorId: string,
    message: string,
  ) {
    super(message)
  }
}

export const invalid = (message: string) => new Failure(400, 'invalid_parameter', message)
export const refused = (errorId: string, message: string) => new Failure(431, errorId, message)
export const sessionEnded = () => new Failure(401, 'not_logged_in', 'Your session has expired. Please log in again.')
