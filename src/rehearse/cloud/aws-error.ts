/** An API of AWS's refuses a call: with its own error code, and its own words as far as they are documented. */
export class AwsError extends Error {
  public constructor(
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "AwsError";
  }
}
