import { COHERENCY } from './coherency.ts';
import { LIFE } from './life.ts';
import { ORDER } from './order.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario, in the order of the gallery. */
export const SCENARIOS: readonly Scenario[] = [...COHERENCY, ...ORDER, ...LIFE];
