/** A plan, an approval or a run that is refused: the message says what is wrong, where, and the mend. */
export class DeliveryError extends Error {}
