/** Every stage and every rule that there is: the one list behind explanations, rule book and tests. */
import { DRIVER_RULES } from '../drivers/index.ts';
import {
  ATTACH_DEVICE,
  ATTACH_GROUP,
  ATTACH_TARGET,
  CC_REQUEST,
  GROUP_ELSEWHERE,
  MSI_REGIONS,
  RESERVE,
} from '../rules/attach.ts';
import { BIND, BIND_STATE, DETACH, UNBIND } from '../rules/device.ts';
import { ENTRY, JOIN, PIN } from '../rules/fill.ts';
import * as hwpt from '../rules/hwpt.ts';
import * as alloc from '../rules/hwpt_alloc.ts';
import * as ioas from '../rules/ioas.ts';
import * as map from '../rules/ioas_map.ts';
import * as machine from '../rules/machine.ts';
import type { Rule, Stage } from '../rules/rule.ts';
import { FORM } from '../rules/uapi.ts';

type AnyStage = Stage<never>;

const DRIVERS: readonly AnyStage[] = Object.values(DRIVER_RULES).flatMap((driver): readonly AnyStage[] => [
  driver.allocPaging,
  driver.allocNested,
  driver.attachNested,
  driver.attach,
  driver.enforce,
  driver.map,
]);

/** In the order in which calls come to them. */
const STAGES: readonly AnyStage[] = [
  FORM,
  BIND_STATE,
  BIND,
  UNBIND,
  DETACH,
  ATTACH_DEVICE,
  ATTACH_TARGET,
  GROUP_ELSEWHERE,
  CC_REQUEST,
  RESERVE,
  MSI_REGIONS,
  ATTACH_GROUP,
  alloc.ALLOC_FORM,
  alloc.ALLOC_DEVICE,
  alloc.ALLOC_TARGET,
  alloc.ALLOC_PAGING,
  alloc.ALLOC_NESTED,
  ...DRIVERS,
  JOIN,
  PIN,
  ENTRY,
  map.MAP_FORM,
  map.MAP_IOAS,
  map.PAGES,
  map.PLACE,
  map.FIXED,
  map.CHOOSE,
  map.ROOM,
  map.PIECE,
  ioas.UNMAP_IOAS,
  ioas.UNMAP_FORM,
  ioas.UNMAP_AREAS,
  ioas.COPY_FORM,
  ioas.COPY_SOURCE,
  ioas.COPY_RANGE,
  ioas.COPY_DESTINATION,
  ioas.RANGES_IOAS,
  ioas.ALLOW_IOAS,
  ioas.ALLOW,
  ioas.OPTION_IOAS,
  ioas.HUGE_PAGES,
  hwpt.DIRTY_HWPT,
  hwpt.DIRTY_TRACKING,
  hwpt.INVALIDATE_HWPT,
  hwpt.INVALIDATE,
  hwpt.DESTROY_OBJECT,
  hwpt.DESTROY,
  hwpt.TRANSLATE_HWPT,
  hwpt.TRANSLATE,
  machine.PLUG_UNIT,
  machine.EDIT_UNIT,
  machine.UNPLUG_UNIT,
  machine.PLUG_DEVICE,
  machine.EDIT_DEVICE,
  machine.UNPLUG_DEVICE,
  machine.ADD_MEMORY,
  machine.REMOVE_MEMORY,
];

/** The stages with their rules, by id. A rule belongs to one stage. */
export const STAGE_RULES: ReadonlyMap<string, readonly Rule[]> = new Map(
  STAGES.map((stage) => [stage.id, stage.rules as readonly unknown[] as readonly Rule[]]),
);

/** Every rule of every rule set, by id. */
export const CATALOG: ReadonlyMap<string, Rule> = collect();

function collect(): Map<string, Rule> {
  const catalog = new Map<string, Rule>();
  for (const rules of STAGE_RULES.values()) {
    for (const rule of rules) {
      if (catalog.has(rule.id)) throw new Error(`two rules are called ${rule.id}`);
      catalog.set(rule.id, rule);
    }
  }
  return catalog;
}
