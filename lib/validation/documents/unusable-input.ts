/** An input that cannot be checked: it does not exist, or it has nothing to check. */
export class UnusableInput extends Error {}
