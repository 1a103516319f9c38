/** The only public door of the engine. */
export * from './uapi/commands.ts';
export {
  fieldName,
  PROTS,
  RESERVED_TYPES,
  type FieldSpec,
  type OutputSpec,
  type Prot,
  type Refers,
  type ReservedRegion,
  type ReservedType,
} from './uapi/fields.ts';
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
  levelsOf,
  machineOf,
  unitOf,
  type Capabilities,
  type Device,
  type Machine,
  type Unit,
} from './model/machine.ts';
export * from './model/state.ts';
export * from './model/ids.ts';
export * from './model/objects.ts';
export { capabilityText, entryBit, entrySnoops, TRAITS, unitHas } from './model/traits.ts';
export { attachedDevices, groupsOn } from './model/attachments.ts';
export { machineFromJson, machineToJson } from './model/codec.ts';
export * from './kinds/index.ts';
export type { AnyKind, Kind, Link } from './kinds/kind.ts';
export { holdersOf, linkedTo, usersOf, type Holder } from './kinds/references.ts';
export { invariantFaults } from './kinds/invariants.ts';
export { objectToJson, stateToJson } from './kinds/codec.ts';
export { GLOSSARY, type Term, type TermId } from './model/glossary.ts';
export { capabilitiesOf, DRIVER_RULES } from './drivers/index.ts';
export {
  ruleOf,
  type Check,
  type Evidence,
  type Example,
  type KernelId,
  type Layer,
  type Rule,
  type RuleSet,
  type Source,
} from './rules/rule.ts';
export { answerOf, type Attempt, type Decision, type Outcome } from './ops/context.ts';
export { stagesOf, STAGE_RULES } from './rulesets/catalog.ts';
export { compose, without, type Overlay } from './rulesets/compose.ts';
export { patchFromJson, patchToJson, type Patch } from './rulesets/patch.ts';
export { isSeriesId, SERIES, SERIES_IDS, type Series, type SeriesId } from './rulesets/series.ts';
export { KERNEL_IDS, KERNELS } from './kernels/index.ts';
export type { Kernel } from './kernels/kernel.ts';
export * from './rulesets/index.ts';
export { replay, step, steps } from './engine/step.ts';
export * from './engine/trace.ts';
export { intentOf, doneSentence, shortOut } from './engine/words.ts';
export { keyOf } from './engine/key.ts';
export { packPlain, unpackPlain } from './engine/plain.ts';
export { touchedBy } from './engine/touched.ts';
export { diffStates, type Change } from './engine/diff.ts';
export * from './engine/explain.ts';
export * from './engine/hazards.ts';
export * from './engine/document.ts';
export * from './engine/frames.ts';
export { mergeDocuments } from './engine/merge.ts';
export { ALIASES } from './text/words.ts';
export { printCommand, printMachine } from './text/print.ts';
export { parseCommand, wordsOf, type Parsed, type TextError } from './text/parse.ts';
export { completions, type Suggestion } from './text/complete.ts';
export { BLANK, READY_MACHINES, type ReadyMachine } from './scenarios/machines.ts';
export { scenarioDocument, type Scenario } from './scenarios/scenario.ts';
export { REFUSED } from './scenarios/refused.ts';
export { SCENARIOS } from './scenarios/index.ts';
export { repairs, type Repair } from './engine/repairs.ts';
export { callsToMarkdown, type Made } from './text/markdown.ts';
export { probe, readStage1, type Access, type Hop, type Stage1Entry, type Walk } from './engine/probe.ts';
