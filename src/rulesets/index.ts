/** The rule sets that can be chosen: a kernel, series laid on it, and a patch of one's own. */
import { isKernelId, KERNEL_IDS, KERNELS } from '../kernels/index.ts';
import type { KernelId, Rule, RuleSet } from '../rules/rule.ts';
import { bad, good, type Json, type Read } from '../uapi/json.ts';
import { isRecord, show } from '../uapi/validate.ts';
import { STAGE_RULES } from './catalog.ts';
import { compose } from './compose.ts';
import { overlayOf, patchFromJson, patchToJson, type Patch } from './patch.ts';
import { isSeriesId, SERIES, SERIES_IDS, type Series, type SeriesId } from './series.ts';

/** What a document stands on. */
export interface RuleChoice {
  readonly kernel: KernelId;
  /** The series laid on it, in the order of {@link SERIES_IDS}; at most one of those about the same thing. */
  readonly series: readonly SeriesId[];
  readonly patch: Patch | null;
}

/** A kernel with series laid on it, and no patch. Series are put in order. */
export function choiceOf(kernel: KernelId, ...series: readonly SeriesId[]): RuleChoice {
  return { kernel, series: SERIES_IDS.filter((id) => series.includes(id)), patch: null };
}

export const DEFAULT_RULES: RuleChoice = choiceOf('linux-6.12');

/** The choice with a series in the place of the others about the same thing, or with none of them for null. */
export function withSeries(choice: RuleChoice, about: Series['about'], id: SeriesId | null): RuleChoice {
  const others = choice.series.filter((one) => SERIES[one].about !== about);
  return { ...choice, series: SERIES_IDS.filter((one) => one === id || others.includes(one)) };
}

/** The series of a choice about something, or null. */
export function seriesAbout({ series }: RuleChoice, about: Series['about']): SeriesId | null {
  return series.find((id) => SERIES[id].about === about) ?? null;
}

/** The same text for the same choice. */
export function choiceKey({ kernel, series, patch }: RuleChoice): string {
  return [kernel, ...series, ...(patch === null ? [] : [JSON.stringify(patchToJson(patch))])].join('+');
}

/** `Linux 6.12 + v4-redirect`: the choice in words. */
export function choiceTitle({ kernel, series, patch }: RuleChoice): string {
  return [KERNELS[kernel].title, ...series, ...(patch === null ? [] : [patch.name])].join(' + ');
}

/** The choice as JSON; what is empty is not written. */
export function choiceToJson({ kernel, series, patch }: RuleChoice): Json {
  return {
    kernel,
    ...(series.length === 0 ? {} : { series }),
    ...(patch === null ? {} : { patch: patchToJson(patch) }),
  };
}

/** A choice from parsed JSON. */
export function choiceFromJson(value: unknown): Read<RuleChoice> {
  if (!isRecord(value)) return bad(`rules must be an object, not ${show(value)}`);
  const { kernel, series = [], patch } = value;
  if (!isKernelId(kernel)) return bad(`rules.kernel must be one of ${KERNEL_IDS.join(', ')}, not ${show(kernel)}`);
  if (!Array.isArray(series)) return bad(`rules.series must be a list, not ${show(series)}`);
  const chosen: SeriesId[] = [];
  for (const id of series) {
    if (!isSeriesId(id)) return bad(`rules.series must be of ${SERIES_IDS.join(', ')}, not ${show(id)}`);
    const other = chosen.find((one) => SERIES[one].about === SERIES[id].about);
    if (other !== undefined)
      return bad(`rules.series has both ${other} and ${id}; one of them can be laid on a kernel`);
    chosen.push(id);
  }
  const read = patch === undefined ? good(null) : patchFromJson(patch);
  if (!read.ok) return bad(`rules.patch: ${read.error}`);
  const choice: RuleChoice = { ...choiceOf(kernel, ...chosen), patch: read.value };
  const clash = clashOf(choice);
  return clash === null ? good(choice) : bad(`rules.patch: ${clash}`);
}

/** Why the patch can't be laid on the kernel and series, or null. */
export function clashOf(choice: RuleChoice): string | null {
  if (choice.patch === null) return null;
  try {
    rulesFor(choice);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const OLD_NAMES = ['mainline', 'attach-upgrade', 'v4', 'v4-redirect', 'v4-paging-only'] as const;

/**
 * A choice as the first format and the kernel traces write it: `cc` names mainline or a series, and `driverRefusesMappedDomain` says whether
 * the intel driver has its check of mapped page tables.
 */
export function choiceFromTrace(value: unknown): Read<RuleChoice> {
  if (!isRecord(value)) return bad(`rules must be an object, not ${show(value)}`);
  const { cc, driverRefusesMappedDomain } = value;
  const name = OLD_NAMES.find((one) => one === cc);
  if (name === undefined) return bad(`rules.cc must be one of ${OLD_NAMES.join(', ')}, not ${show(cc)}`);
  if (typeof driverRefusesMappedDomain !== 'boolean') {
    return bad(`rules.driverRefusesMappedDomain must be true or false, not ${show(driverRefusesMappedDomain)}`);
  }
  const attach: readonly SeriesId[] = name === 'mainline' ? [] : [name];
  return good(choiceOf('linux-6.12', ...attach, ...(driverRefusesMappedDomain ? [] : (['maps-later'] as const))));
}

const composed = new Map<string, RuleSet>();
/** Patches come and go while someone writes one; so many rule sets are kept. */
const MOST_COMPOSED = 60;

/** The rule set of a choice; the same object for the same choice. Throws for a patch that does not fit. */
export function rulesFor(choice: RuleChoice): RuleSet {
  const key = choiceKey(choice);
  let rules = composed.get(key);
  if (rules === undefined) {
    const overlays = choice.series.map((id) => SERIES[id].overlay);
    rules = compose(key, choice.kernel, choice.patch === null ? overlays : [...overlays, overlayOf(choice.patch)]);
    if (composed.size >= MOST_COMPOSED) composed.delete(composed.keys().next().value ?? '');
    composed.set(key, rules);
  }
  return rules;
}

/** Every rule of every kernel and series, by id: the one list behind explanations, rule book and tests. */
export const CATALOG: ReadonlyMap<string, Rule> = collect();

function collect(): Map<string, Rule> {
  const catalog = new Map<string, Rule>();
  const put = (rule: Rule): void => {
    if (catalog.has(rule.id)) throw new Error(`two rules are called ${rule.id}`);
    catalog.set(rule.id, rule);
  };
  for (const rules of STAGE_RULES.values()) rules.forEach(put);
  for (const { overlay } of Object.values(SERIES)) {
    for (const { rule } of overlay.add ?? []) put(rule);
    for (const { id, by } of overlay.replace ?? []) if (by.id !== id) put(by);
  }
  return catalog;
}
