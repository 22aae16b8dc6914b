/** An input that cannot be looked at at all: not there, too large, nested too deep. */
export class UnusableInput extends Error {}
