// Values of the Kubernetes API that people write as text in a manifest.
import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkedString } from '../private/checked-values';
import { invalid } from '../private/errors';
import { parseQuantity } from '../validation/parse-quantity';

/** Quantities are parsed as billionths. */
const ONE = 10n ** 9n;
const MILLI = 10n ** 6n;

export function cpuOf(text: string, property: string, where: string): kplus.Cpu {
  const amount = quantityOf(text, property, where, 'use one such as 500m or 2');
  if (amount % MILLI !== 0n) {
    throw invalid(where, property, text, 'is finer than a thousandth of a CPU', 'round it up to 1m or more');
  }
  return kplus.Cpu.millis(Number(amount / MILLI));
}

export function sizeOf(text: string, property: string, where: string): Size {
  const amount = quantityOf(text, property, where, 'use one such as 128Mi or 1.5Gi');
  if (amount % ONE !== 0n) {
    throw invalid(where, property, text, 'is not in whole bytes', 'use a unit such as Mi; m is a thousandth of a byte');
  }
  return Size.kibibytes(Number(amount / ONE) / 1024);
}

/** The text, its digits, and a percent sign or nothing. */
export function numberOrPercent(text: string, where: string): RegExpExecArray {
  const remedy = 'use one such as 1 or 25%';
  const found = /^(\d+)(%?)$/.exec(checkedString(text, 'text', where, remedy));
  if (found === null) {
    throw invalid(where, 'text', text, 'is not a whole number or percentage', remedy);
  }
  return found;
}

export function quantity(text: string | undefined, property: string, where: string): kplus.k8s.Quantity {
  quantityOf(text ?? '', property, where, 'use one such as 500m or 10');
  // As cdk8s-plus writes whole numbers.
  return /^\d+$/.test(text ?? '')
    ? kplus.k8s.Quantity.fromNumber(Number(text))
    : kplus.k8s.Quantity.fromString(text ?? '');
}

function quantityOf(text: string, property: string, where: string, remedy: string): bigint {
  const amount = parseQuantity(checkedString(text, property, where, remedy));
  if (amount === undefined) {
    throw invalid(where, property, text, 'is not a quantity', remedy);
  }
  if (amount < 0n) {
    throw invalid(where, property, text, 'must not be negative', remedy);
  }
  return amount;
}

/** The value of an enum that a manifest has. */
export function constant<T extends string>(
  values: { readonly [name: string]: T },
  text: T | string,
  property: string,
  where: string,
): T {
  return oneOf(Object.values(values), text, property, where);
}

export function oneOf<T extends string>(values: readonly T[], text: string, property: string, where: string): T {
  const found = values.find((value) => value === text);
  if (found === undefined) {
    throw invalid(where, property, text, `is not one of ${values.join(', ')}`, 'use one of them');
  }
  return found;
}
