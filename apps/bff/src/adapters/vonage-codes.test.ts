import { describe, expect, test } from 'vitest';
import { faultOfAnswer, faultOfReceipt, OPERATOR_LINES } from './vonage-codes.ts';

describe('scenario 24: a receipt’s code becomes a failure with a sentence of its own', () => {
  test.each([
    ['1190', 'invalid-number'],
    ['1210', 'filtered'],
    ['1240', 'recipient-refuses'],
    ['1250', 'destination-blocked'],
    ['1360', 'expired'],
    ['1470', 'destination-blocked'],
    ['1220', 'unreachable'],
    ['1472', 'throttled'],
    ['1330', 'provider'],
    ['1130', 'provider'],
    ['9999', 'provider'],
    [undefined, 'provider'],
  ])('%s is %s', (code, failure) => {
    expect(faultOfReceipt(code)).toEqual({ failure, operator: null });
  });

  test.each([
    ['1120', 'sender'],
    ['1070', 'balance'],
    ['1160', 'demo-account'],
    ['1060', 'credentials'],
  ] as const)('%s is the operator’s: %s', (code, operator) => {
    expect(faultOfReceipt(code)).toEqual({ failure: 'provider', operator });
    expect(OPERATOR_LINES[operator]).toMatch(/^operator: /);
  });
});

describe('numbers that mean something else in an answer', () => {
  test.each([
    ['110', 'invalid-number'],
    ['1130', 'invalid-number'],
    ['1060', 'provider'],
    ['1100', 'provider'],
    ['1140', 'provider'],
    ['1150', 'provider'],
  ])('%s is %s', (code, failure) => {
    expect(faultOfAnswer(code)).toEqual({ failure, operator: null });
  });
});
