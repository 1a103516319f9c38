/** What a field of a call, and what a call hands back, can be. */
import type { Span } from './u64.ts';

/** Reserved IOVAs of a device, as the kernel types them (`enum iommu_resv_type`). */
export type ReservedType = 'msi' | 'sw-msi' | 'reserved' | 'direct-relaxable';

export const RESERVED_TYPES: readonly ReservedType[] = ['msi', 'sw-msi', 'reserved', 'direct-relaxable'];

export interface ReservedRegion extends Span {
  readonly type: ReservedType;
}

/** What an id field must name: it decides completion and the words of a form, not the kernel's answer. */
export type Refers = 'ioas' | 'hwpt' | 'device-object' | 'pt' | 'any';

/** A part of the machine, which has a number of its own. */
export type PartKind = 'device' | 'unit' | 'group';

export type FieldKind =
  | { readonly kind: 'id'; readonly refers: Refers }
  | { readonly kind: 'machine-id'; readonly refers: PartKind }
  | { readonly kind: 'u64'; readonly means: 'address' | 'length' }
  | { readonly kind: 'count' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'ranges' }
  | { readonly kind: 'regions' }
  | { readonly kind: 'text' };

/** A field of a command: its key in TypeScript, its name in the kernel and in text, and what it holds. */
export type FieldSpec = FieldKind & {
  readonly key: string;
  readonly name: string;
  /** What the text form means when the field is left out; without it the field must be written. */
  readonly default?: unknown;
};

/** Something that a successful call hands back. */
export type OutputSpec =
  /** The id of an object, and what the object is called. */
  (
    | { readonly kind: 'id'; readonly called: string }
    | { readonly kind: 'u64'; readonly means: 'address' | 'length' }
    | { readonly kind: 'number' }
    | { readonly kind: 'prot' }
    | { readonly kind: 'flag' }
    | { readonly kind: 'ranges' }
  ) & { readonly key: string; readonly name: string };

interface Values {
  readonly id: number;
  readonly 'machine-id': number;
  readonly u64: bigint;
  readonly count: number;
  readonly number: bigint;
  readonly flag: boolean;
  readonly prot: Prot;
  readonly ranges: readonly Span[];
  readonly regions: readonly ReservedRegion[];
  readonly text: string;
}

export type Prot = '' | 'r' | 'w' | 'rw';
export const PROTS: readonly Prot[] = ['', 'r', 'w', 'rw'];

/** The type of the value that a field or an output of this shape has. */
type ValueOf<S> = S extends { readonly kind: 'choice'; readonly of: readonly (infer Word)[] }
  ? Word
  : S extends { readonly kind: keyof Values }
    ? Values[S['kind']]
    : never;

/** The record that a list of fields, or of outputs, stands for. */
export type RecordOf<List extends readonly { readonly key: string; readonly kind: string }[]> = {
  readonly [Spec in List[number] as Spec['key']]: ValueOf<Spec>;
};

/** `userVa` as the kernel writes it: `user_va`. */
export const fieldName = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The field, or the output, with the kernel's name for its key. */
const named = <const S extends { readonly key: string; readonly kind: string }>(spec: S) => ({
  ...spec,
  name: fieldName(spec.key),
});

/** The id of an object of the iommufd. */
export const id = <const Key extends string>(key: Key, refers: Refers) => named({ key, kind: 'id', refers });

/** The number of a part of the machine. */
export const part = <const Kind extends PartKind>(refers: Kind) => named({ key: refers, kind: 'machine-id', refers });

/** A 64-bit address. */
export const address = <const Key extends string>(key: Key) => named({ key, kind: 'u64', means: 'address' });

/** A 64-bit length in bytes. */
export const length = <const Key extends string>(key: Key) => named({ key, kind: 'u64', means: 'length' });

export const count = <const Key extends string>(key: Key) => named({ key, kind: 'count' });

/** Yes or no; `byDefault` is what it is in text when it is left out. */
export const flag = <const Key extends string>(key: Key, byDefault = false) => ({
  ...named({ key, kind: 'flag' }),
  default: byDefault,
});

/** One of the words. */
export const choice = <const Key extends string, const Word extends string>(
  key: Key,
  of: readonly Word[],
  byDefault: Word,
) => ({ ...named({ key, kind: 'choice' }), of, default: byDefault });

export const ranges = <const Key extends string>(key: Key) => named({ key, kind: 'ranges' });
export const regions = <const Key extends string>(key: Key) => ({ ...named({ key, kind: 'regions' }), default: [] });
export const text = <const Key extends string>(key: Key) => ({ ...named({ key, kind: 'text' }), default: '' });

/** A number that a call hands back. */
export const number = <const Key extends string>(key: Key) => named({ key, kind: 'number' });

/** The id of an object that a call hands back, and what the object is called. */
export const outId = <const Key extends string>(key: Key, called: string) => named({ key, kind: 'id', called });
export const outProt = <const Key extends string>(key: Key) => named({ key, kind: 'prot' });
export const outFlag = <const Key extends string>(key: Key) => named({ key, kind: 'flag' });
