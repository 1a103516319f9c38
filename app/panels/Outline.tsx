import { memo, type ReactNode } from 'react';
import { ui } from '../store/ui.ts';
import {
  enforcesCc,
  groupMembers,
  refOf,
  type KernelObject,
  type ObjectRef,
  type Op,
  type State,
  boundObject,
} from '../../src/index.ts';
import { useKernelState, usePlayground } from '../store/context.ts';
import {
  EnforcesIcon,
  GroupIcon,
  HwptIcon,
  IoasIcon,
  LinkIcon,
  MemoryIcon,
  NestedIcon,
  NicIcon,
  NotEnforcingIcon,
  UnitIcon,
} from '../ui/icons.tsx';
import { partName } from '../view/words.ts';

/** Made once, so that an item whose words stay the same does not render again. */
const ICONS = {
  UnitIcon: <UnitIcon size={14} aria-hidden />,
  GroupIcon: <GroupIcon size={14} aria-hidden />,
  NicIcon: <NicIcon size={14} aria-hidden />,
  IoasIcon: <IoasIcon size={14} aria-hidden />,
  HwptIcon: <HwptIcon size={14} aria-hidden />,
  NestedIcon: <NestedIcon size={14} aria-hidden />,
  enforces: <EnforcesIcon size={14} className="text-cc-text" aria-label="enforces CC" />,
  notEnforcing: <NotEnforcingIcon size={14} aria-label="not enforcing" />,
} as const;

interface ItemProps {
  readonly refTo: ObjectRef;
  readonly level: number;
  readonly icon: ReactNode;
  readonly name: string;
  readonly detail: ReactNode;
}

const Item = memo(({ refTo, level, icon, name, detail }: ItemProps) => {
  const selected = usePlayground((state) => state.selection === refTo);
  const select = usePlayground((state) => state.select);
  return (
    <li>
      <button
        type="button"
        aria-pressed={selected}
        onClick={() => {
          select(refTo);
        }}
        style={{ paddingLeft: 12 + level * 16 }}
        className={`flex h-7 w-full items-center gap-2 border-l-3 pr-3 text-left text-small ${
          selected ? 'border-accent bg-accent-soft' : 'border-transparent hover:bg-sunken'
        }`}
      >
        <span className="shrink-0 text-text2">{icon}</span>
        <span className="truncate">{name}</span>
        <span className="ml-auto shrink-0 font-mono text-label text-text2">{detail}</span>
      </button>
    </li>
  );
});
Item.displayName = 'Item';

function MachineTree({ state }: { readonly state: State }) {
  return [...state.machine.units.values()].flatMap((unit) => {
    const groups = [
      ...new Set(
        [...state.machine.devices.values()].filter((device) => device.unit === unit.id).map((device) => device.group),
      ),
    ];
    return [
      <Item
        key={`unit:${unit.id}`}
        refTo={`unit:${unit.id}`}
        level={0}
        icon={ICONS.UnitIcon}
        name={`unit ${unit.id}`}
        detail={partName(unit.name)}
      />,
      ...groups.flatMap((group) => {
        const members = groupMembers(state.machine, group);
        const hwpt = state.groups.get(group)?.hwpt ?? null;
        return [
          <Item
            key={`group:${group}`}
            refTo={`group:${group}`}
            level={1}
            icon={ICONS.GroupIcon}
            name={`group ${group}`}
            detail={hwpt === null ? '' : `on hwpt ${hwpt}`}
          />,
          ...members.map((device) => {
            const object = boundObject(state, device.id);
            return (
              <Item
                key={`device:${device.id}`}
                refTo={`device:${device.id}`}
                level={2}
                icon={ICONS.NicIcon}
                name={`device ${device.id}`}
                detail={object === null ? 'unbound' : `id ${object.id}`}
              />
            );
          }),
        ];
      }),
    ];
  });
}

function objectItem(object: KernelObject, level: number): ReactNode {
  const ref = refOf(object);
  if (object.type === 'ioas') {
    const areas = object.areas === null ? 0 : object.areas.size;
    return (
      <Item
        key={ref}
        refTo={ref}
        level={level}
        icon={ICONS.IoasIcon}
        name={`ioas ${object.id}`}
        detail={`${areas} ${areas === 1 ? 'area' : 'areas'}`}
      />
    );
  }
  if (object.type === 'hwpt_paging') {
    const enforces = enforcesCc(object);
    return (
      <Item
        key={ref}
        refTo={ref}
        level={level}
        icon={ICONS.HwptIcon}
        name={`hwpt ${object.id}`}
        detail={enforces ? ICONS.enforces : ICONS.notEnforcing}
      />
    );
  }
  return (
    <Item key={ref} refTo={ref} level={level} icon={ICONS.NestedIcon} name={`hwpt ${object.id}`} detail="nested" />
  );
}

function ObjectTree({ state }: { readonly state: State }) {
  return state.objects.flatMap((ioas) => {
    if (ioas?.type !== 'ioas') return [];
    const tables = ioas.hwpts.flatMap((id) => {
      const hwpt = state.objects[id];
      if (hwpt === undefined) return [];
      const nested = state.objects.filter((other) => other?.type === 'hwpt_nested' && other.parent === id);
      return [objectItem(hwpt, 1), ...nested.flatMap((other) => (other === undefined ? [] : [objectItem(other, 2)]))];
    });
    return [objectItem(ioas, 0), ...tables];
  });
}

const ADD: readonly (readonly [label: string, op: Op, icon: ReactNode])[] = [
  ['Unit', 'plug_unit', <UnitIcon key="i" size={14} aria-hidden />],
  ['Device', 'plug_device', <NicIcon key="i" size={14} aria-hidden />],
  ['IOAS', 'ioas_alloc', <IoasIcon key="i" size={14} aria-hidden />],
  ['Map', 'ioas_map', <MemoryIcon key="i" size={14} aria-hidden />],
  ['HWPT', 'hwpt_alloc', <HwptIcon key="i" size={14} aria-hidden />],
  ['Bind', 'device_bind', <LinkIcon key="i" size={14} aria-hidden />],
];

function AddPalette() {
  return (
    <section aria-label="Add" className="shrink-0 border-t border-line p-3">
      <h2 className="mb-2 text-small font-semibold text-text2">Add</h2>
      <div className="grid grid-cols-2 gap-2">
        {ADD.map(([label, op, icon]) => (
          <button
            key={op}
            type="button"
            onClick={() => {
              ui.getState().fillIn(op);
            }}
            className="flex h-8 items-center gap-2 rounded-button border border-line2 bg-panel px-2 text-small font-medium hover:bg-sunken"
          >
            {icon}
            {label}
          </button>
        ))}
      </div>
    </section>
  );
}

/** The machine and the objects as a tree, with the same selection as the canvas. */
export function Outline() {
  const state = useKernelState();
  const empty = state.objects.every((object) => object === undefined || object.type === 'device');
  return (
    <div className="flex h-full flex-col">
      <nav aria-label="Outline" className="min-h-0 flex-1 overflow-y-auto py-3">
        <h2 className="px-4 pb-1 text-small font-semibold text-text2">Machine</h2>
        <ul className="m-0 list-none p-0">
          <MachineTree state={state} />
        </ul>
        {state.machine.units.size === 0 && <p className="px-4 text-small text-text3">No units yet.</p>}
        <h2 className="px-4 pt-4 pb-1 text-small font-semibold text-text2">Objects</h2>
        <ul className="m-0 list-none p-0">
          <ObjectTree state={state} />
        </ul>
        {empty && <p className="px-4 text-small text-text3">None yet. ioas_alloc makes the first.</p>}
      </nav>
      <AddPalette />
    </div>
  );
}
