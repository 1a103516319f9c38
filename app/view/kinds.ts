/** The twin of the engine's table of kinds: how the objects of a kind look, and what is offered for them. The compiler holds it complete. */
import {
  areaCount,
  enforcesCc,
  kindOf,
  objectName,
  pagingOf,
  U64_MAX,
  type Command,
  type KernelObject,
  type ObjectOf,
  type ObjectType,
  type Op,
  type State,
} from '../../src/index.ts';

/** The columns of the canvas, from left to right. */
export type Lane = 'hardware' | 'nested' | 'paging' | 'ioas' | 'memory';

/** A call on an object. */
export interface Offer {
  readonly label: string;
  readonly command: Command;
}

/** A call on an object that a form asks the rest for. */
export interface FormOffer {
  readonly label: string;
  readonly op: Op;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Offers {
  readonly calls: readonly Offer[];
  readonly forms: readonly FormOffer[];
}

export type ObjectIcon = 'ioas' | 'hwpt' | 'nested' | 'device';

export interface ObjectView<O = KernelObject> {
  /** Where its card stands and which of a geometry's sizes it has; null where something else stands for it. */
  readonly card: { readonly lane: Lane; readonly size: 'ioas' | 'paging' | 'nested' } | null;
  readonly icon: ObjectIcon;
  /** What stands below its name in the inspector. */
  subtitle(state: State, object: O): string;
  /** A word about it in the outline. */
  detail(object: O): string;
  /** Whether it enforces cache coherency itself; null where that is no question. */
  enforces(object: O): boolean | null;
  /** The lines of its card, where it has no card of its own look. */
  lines(state: State, object: O): readonly string[];
  /** What can be done with it, but for destroying it. */
  offers(object: O): Offers;
}

const NOTHING: Offers = { calls: [], forms: [] };

/** `1 area`, `2 areas`. */
export const areasText = (areas: number): string => `${areas} ${areas === 1 ? 'area' : 'areas'}`;

export const OBJECT_VIEWS: { readonly [T in ObjectType]: ObjectView<ObjectOf<T>> } = {
  ioas: {
    card: { lane: 'ioas', size: 'ioas' },
    icon: 'ioas',
    subtitle: () => 'IO address space',
    detail: (ioas) => areasText(areaCount(ioas.areas)),
    enforces: () => null,
    lines: (_, ioas) => [areasText(areaCount(ioas.areas))],
    offers: ({ id, hugePages }) => ({
      calls: [
        { label: 'ioas_iova_ranges', command: { op: 'ioas_iova_ranges', ioas: id } },
        {
          label: `option_huge_pages ${hugePages ? 'off' : 'on'}`,
          command: { op: 'option_huge_pages', ioas: id, value: hugePages ? 0 : 1 },
        },
        { label: 'ioas_unmap everything', command: { op: 'ioas_unmap', ioas: id, iova: 0n, length: U64_MAX } },
      ],
      forms: [
        { label: 'ioas_map …', op: 'ioas_map', fields: { ioas: id } },
        { label: 'ioas_unmap …', op: 'ioas_unmap', fields: { ioas: id } },
        { label: 'ioas_copy from it …', op: 'ioas_copy', fields: { srcIoas: id } },
        { label: 'ioas_allow_iovas …', op: 'ioas_allow_iovas', fields: { ioas: id } },
        { label: 'hwpt_alloc on it …', op: 'hwpt_alloc', fields: { ptId: id } },
      ],
    }),
  },
  hwpt_paging: {
    card: { lane: 'paging', size: 'paging' },
    icon: 'hwpt',
    subtitle: (_, hwpt) => `paging page table${hwpt.nestParent ? ' · stage 2' : ''}`,
    detail: (hwpt) => (hwpt.autoDomain ? 'auto' : ''),
    enforces: enforcesCc,
    lines: () => [],
    offers: ({ id, dirtyEnabled }) => ({
      calls: [
        {
          label: `set_dirty_tracking ${dirtyEnabled ? 'off' : 'on'}`,
          command: { op: 'set_dirty_tracking', hwpt: id, enable: !dirtyEnabled },
        },
      ],
      forms: [
        { label: 'hwpt_alloc on it, nested …', op: 'hwpt_alloc', fields: { ptId: id, data: 'stage1' } },
        { label: 'translate …', op: 'translate', fields: { hwpt: id } },
      ],
    }),
  },
  hwpt_nested: {
    card: { lane: 'nested', size: 'nested' },
    icon: 'nested',
    subtitle: (_, hwpt) => `nested page table · stage 1 on hwpt ${hwpt.parent}`,
    detail: () => 'nested',
    enforces: () => null,
    lines: (state, hwpt) => [`CC: as hwpt ${pagingOf(state, hwpt).id}`],
    offers: ({ id }) => ({
      calls: [{ label: 'hwpt_invalidate', command: { op: 'hwpt_invalidate', hwpt: id, data: 'stage1' } }],
      forms: [],
    }),
  },
  device: {
    card: null,
    icon: 'device',
    subtitle: (_, object) => `device ${object.device}, bound`,
    detail: (object) => `id ${object.id}`,
    enforces: () => null,
    lines: () => [],
    offers: () => NOTHING,
  },
};

/** How an object looks, when its type is not known. */
export function viewOf(object: KernelObject): ObjectView {
  return OBJECT_VIEWS[object.type];
}

/** What can be done with an object: what its kind offers, and to destroy it. */
export function objectOffers(object: KernelObject): Offers {
  const { calls, forms } = viewOf(object).offers(object);
  return { calls: [...calls, { label: 'destroy', command: { op: 'destroy', id: object.id } }], forms };
}

/** The sentence of an object's card for a screen reader, where the card says nothing else. */
export function objectLabel(state: State, object: KernelObject): string {
  return [objectName(object), kindOf(object).describe(object), ...viewOf(object).lines(state, object)].join(', ');
}
