/** The only public door of the engine. */
export * from './uapi/commands.ts';
export { ERRNO, type Errno } from './uapi/errno.ts';
export { commandFromJson, commandToJson, type Json, type Read } from './uapi/json.ts';
export { bytes, hex, overlaps, PAGE_SIZE, U64_MAX, type Span } from './uapi/u64.ts';
export { formOf, isOp } from './uapi/validate.ts';
export { areaBytes, areaCount, areaList, eachArea, firstAreaIn, type Area } from './address/areas.ts';
export { chooseIova } from './address/choose.ts';
export { holesBetween } from './address/spans.ts';
export {
  EMPTY_MACHINE,
  groupMembers,
  machineOf,
  unitOf,
  type Device,
  type Machine,
  type Unit,
} from './model/machine.ts';
export * from './model/state.ts';
export { attachedDevices, groupsOn, holdersOf, usersOf, type Holder } from './model/references.ts';
export { invariantFaults } from './model/invariants.ts';
export { machineFromJson, machineToJson, objectToJson, stateToJson } from './model/codec.ts';
export { GLOSSARY, type Term, type TermId } from './model/glossary.ts';
export { DRIVER_RULES } from './drivers/index.ts';
export type { Check, Example, Layer, ObjectRef, Rule, RuleSet } from './rules/rule.ts';
export type { Attempt, Decision, Outcome } from './ops/context.ts';
export { CATALOG, STAGE_RULES } from './rulesets/catalog.ts';
export { compose, without, type Amendment } from './rulesets/compose.ts';
export * from './rulesets/index.ts';
export { replay, step, steps } from './engine/step.ts';
export * from './engine/trace.ts';
export * from './engine/names.ts';
export { touchedBy } from './engine/touched.ts';
export { diffStates, type Change } from './engine/diff.ts';
export * from './engine/explain.ts';
export * from './engine/hazards.ts';
export * from './engine/document.ts';
export { ALIASES } from './text/words.ts';
export { printCommand, printMachine } from './text/print.ts';
export { parseCommand, wordsOf, type Parsed, type TextError } from './text/parse.ts';
export { completions, describe, type Suggestion } from './text/complete.ts';
export { BLANK, READY_MACHINES, type ReadyMachine } from './scenarios/machines.ts';
export { scenarioDocument, type Scenario } from './scenarios/scenario.ts';
export { REFUSED } from './scenarios/refused.ts';
export { SCENARIOS } from './scenarios/index.ts';
export { repairs, type Repair } from './engine/repairs.ts';
export { callsToMarkdown, type Made } from './text/markdown.ts';
export { probe, readStage1, type Access, type Hop, type Stage1Entry, type Walk } from './engine/probe.ts';
