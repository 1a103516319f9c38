import { useMemo, type ReactNode } from 'react';
import {
  boundObject,
  capabilitiesOf,
  enforcesCc,
  groupId,
  hazardsOf,
  objectAt,
  objectName,
  parseRef,
  unitOf,
  type KernelId,
  type KernelObject,
  type ObjectRef,
  type State,
} from '../../../src/index.ts';
import { useKernelStateBeside, useRules } from '../../workspace/context.ts';
import {
  CannotIcon,
  EnforcesIcon,
  GroupIcon,
  HazardIcon,
  DisplayIcon,
  MemoryIcon,
  NicIcon,
  UnitIcon,
} from '../../ui/icons.tsx';
import { Tag } from '../../ui/Tags.tsx';
import { OBJECT_ICONS } from '../../ui/objectIcons.tsx';
import { viewOf as kindView } from '../../view/kinds.ts';
import { MEMORY, type ViewRef } from '../../view/refs.ts';
import { CC_WORDS, deviceLine, isDisplay, unitLine } from '../../view/words.ts';
import { DeviceDetails, GroupDetails, UnitDetails } from './hardware.tsx';
import { NothingSelected } from './NothingSelected.tsx';
import { CanDoNow } from './parts.tsx';
import { ManyDetails } from './many.tsx';
import { MemoryDetails } from './memory.tsx';
import { IoasDetails, NestedDetails, ObjectDetails, PagingDetails } from './objects.tsx';

interface View {
  readonly icon: ReactNode;
  readonly filled?: boolean;
  readonly title: string;
  readonly subtitle: string;
  readonly tags: readonly ReactNode[];
  readonly body: ReactNode;
}

function Capability({ can }: { readonly can: boolean }) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-tag border px-2 text-label leading-4.5 ${can ? 'border-transparent bg-cc-soft text-cc-text' : 'border-ctl text-text2'}`}
    >
      {can ? <EnforcesIcon size={12} aria-hidden /> : <CannotIcon size={12} aria-hidden />}
      {can ? 'can enforce CC' : 'cannot enforce CC'}
    </span>
  );
}

function CcTag({ enforces }: { readonly enforces: boolean }) {
  return enforces ? (
    <span className="rounded-tag bg-cc px-2 text-label leading-5 text-on-cc">{CC_WORDS.enforced}</span>
  ) : (
    <span className="rounded-tag border border-ctl px-2 text-label leading-4.5 text-text2">{CC_WORDS.notEnforced}</span>
  );
}

function hardwareView(kernel: KernelId, state: State, kind: 'unit' | 'group' | 'device', id: number): View | null {
  const { machine } = state;
  if (kind === 'unit') {
    const unit = machine.units.get(id);
    if (unit === undefined) return null;
    return {
      icon: <UnitIcon size={18} aria-hidden />,
      title: `unit ${id}`,
      subtitle: unitLine(unit),
      tags: [<Capability key="cc" can={capabilitiesOf(kernel, unit).enforceCacheCoherency} />],
      body: <UnitDetails unit={unit} />,
    };
  }
  if (kind === 'group') {
    return {
      icon: <GroupIcon size={18} aria-hidden />,
      title: `group ${id}`,
      subtitle: 'IOMMU group',
      tags: [],
      body: <GroupDetails group={groupId(id)} />,
    };
  }
  const device = machine.devices.get(id);
  if (device === undefined) return null;
  const object = boundObject(state, id);
  return {
    icon: isDisplay(device) ? <DisplayIcon size={18} aria-hidden /> : <NicIcon size={18} aria-hidden />,
    title: `device ${id}`,
    subtitle: `${deviceLine(device)}${device.name === '' ? '' : ` · behind unit ${device.unit}`}`,
    tags: [
      <Capability key="cc" can={capabilitiesOf(kernel, unitOf(machine, device)).enforceCacheCoherency} />,
      <Tag key="bound">{object === null ? 'not bound' : `bound, id ${object.id}`}</Tag>,
    ],
    body: <DeviceDetails device={device} />,
  };
}

/** What the inspector shows of an object beside what every object has. */
function bodyOf(object: KernelObject): ReactNode {
  switch (object.type) {
    case 'ioas':
      return <IoasDetails ioas={object} />;
    case 'hwpt_nested':
      return <NestedDetails hwpt={object} />;
    case 'hwpt_paging':
      return <PagingDetails hwpt={object} />;
    default:
      return <ObjectDetails object={object} />;
  }
}

function tagsOf(object: KernelObject): readonly ReactNode[] {
  if (object.type === 'hwpt_nested') return [<Tag key="nested">nested</Tag>];
  if (object.type !== 'hwpt_paging') return [];
  return [
    <CcTag key="cc" enforces={enforcesCc(object)} />,
    ...(object.nestParent ? [<Tag key="nest">nest parent</Tag>] : []),
    <Tag key="auto" dashed={object.autoDomain}>
      {object.autoDomain ? 'auto' : 'manual'}
    </Tag>,
  ];
}

function objectView(state: State, id: number): View | null {
  const object = objectAt(state, id);
  if (object === undefined || object.type === 'device') return null;
  const kind = kindView(object);
  const filled = kind.enforces(object) === true;
  return {
    icon: filled ? <EnforcesIcon size={18} aria-hidden /> : OBJECT_ICONS[kind.icon],
    filled,
    title: objectName(object),
    subtitle: kind.subtitle(state, object),
    tags: tagsOf(object),
    body: bodyOf(object),
  };
}

function viewOf(kernel: KernelId, state: State, selection: ViewRef | null): View | null {
  if (selection === null) return null;
  if (selection === MEMORY) {
    return {
      icon: <MemoryIcon size={18} aria-hidden />,
      title: 'memory',
      subtitle: 'user memory of the process',
      tags: [],
      body: <MemoryDetails />,
    };
  }
  const ref = parseRef(selection);
  if (ref === null) return null;
  const { kind, id } = ref;
  return kind === 'unit' || kind === 'group' || kind === 'device'
    ? hardwareView(kernel, state, kind, id)
    : objectView(state, id);
}

/** What is wrong with the selected object, if anything. */
function HazardsOf({ refTo }: { readonly refTo: ObjectRef }) {
  const state = useKernelStateBeside();
  const hazards = useMemo(() => hazardsOf(state).filter(({ objects }) => objects.includes(refTo)), [state, refTo]);
  return hazards.map((hazard) => (
    <div key={hazard.sentence} className="mx-4 mb-3 rounded-card border border-haz bg-haz-soft px-3 py-2 text-small">
      <div className="flex items-center gap-1.5 font-semibold text-haz">
        <HazardIcon size={14} aria-hidden /> {hazard.title}
      </div>
      {hazard.sentence} <span className="text-text2">{hazard.argument}</span>
    </div>
  ));
}

/** What is selected: its fields by their kernel names, who holds it, and what can be done with it now. */
export function Selected({
  selected,
  selection,
}: {
  readonly selected: readonly ViewRef[];
  readonly selection: ViewRef | null;
}) {
  const state = useKernelStateBeside();
  const { kernel } = useRules();
  if (selected.length > 1) {
    return (
      <>
        <h2 className="px-4 pt-4 pb-3 text-head font-semibold">{selected.length} selected</h2>
        <ManyDetails selected={selected} />
      </>
    );
  }
  const view = viewOf(kernel, state, selection);
  if (view === null) return <NothingSelected />;
  return (
    <>
      <header className="flex items-start gap-3 px-4 pt-4 pb-2">
        <span
          className={`flex size-9 shrink-0 items-center justify-center rounded-button ${view.filled === true ? 'bg-cc text-on-cc' : 'bg-sunken text-text2'}`}
        >
          {view.icon}
        </span>
        <div className="min-w-0">
          <h2 className="text-head font-semibold">{view.title}</h2>
          <p className="text-small text-text2">{view.subtitle}</p>
        </div>
      </header>
      <div className="flex flex-wrap gap-1 px-4 pb-3">{view.tags}</div>
      {selection !== null && selection !== MEMORY && <HazardsOf refTo={selection} />}
      {view.body}
      {selection !== null && selection !== MEMORY && <CanDoNow refTo={selection} />}
    </>
  );
}
