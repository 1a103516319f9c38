/** What there is to say of a kind of object; the kernel has the same as `iommufd_object_ops`. */
import type { TermId } from '../model/glossary.ts';
import type { ObjectId } from '../model/ids.ts';
import type { ObjectOf, ObjectType, RefKind } from '../model/objects.ts';
import type { State } from '../model/state.ts';
import type { Refers } from '../uapi/fields.ts';
import type { Json } from '../uapi/json.ts';

/** A rule of `destroy` that a reference brings: the object that it points to stays while it is there. */
export interface BusyRule {
  readonly id: string;
  /** What must hold, in general. */
  readonly title: string;
  /** What should hold of the one that is destroyed, behind its name: "has no page tables". */
  readonly asks: string;
  /** Why it can't go: `held` is its name, `by` names those that hold it, `many` of them. */
  readonly why: (held: string, by: string, many: number) => string;
  /** Calls after which the object is held; the destroy that fails; and what lets it succeed. */
  readonly example: {
    readonly setup: readonly string[];
    readonly violates: string;
    readonly passes: readonly string[];
  };
}

/** A reference that an object holds on another one. It counts in the other one's `users`. */
export interface Link<O> {
  readonly id: string;
  to(object: O): ObjectId;
  /** What the holder is for the one that it holds, behind the holder's name: "filled from it". */
  readonly as: string;
  /** The reference as a sentence of an edge: "hwpt 5 filled from ioas 1". */
  words(from: string, to: string): string;
  readonly busy: BusyRule;
}

export interface Kind<T extends ObjectType = ObjectType> {
  readonly type: T;
  /** What its node is called. */
  readonly ref: RefKind;
  /** "an IOAS": what an object of the kind is, for a sentence. */
  readonly what: string;
  /** The kernel's struct. */
  readonly struct: string;
  /** Its word in the glossary. */
  readonly term: TermId;
  /** Which fields of calls may name it, besides those that take any object. */
  readonly namedBy: readonly Refers[];
  /** The references that an object of the kind holds. */
  readonly links: readonly Link<ObjectOf<T>>[];
  /** The object in a list: "nest parent". */
  describe(object: ObjectOf<T>): string;
  /** Its fields as the kernel traces write them, behind id, type and users. */
  toJson(state: State, object: ObjectOf<T>): { readonly [field: string]: Json };
  /** The state without the object, which nothing uses any more. */
  destroy(state: State, object: ObjectOf<T>): State;
  /** What is wrong with the object in the state, as sentences; for tests. */
  faults(state: State, object: ObjectOf<T>): readonly string[];
  /** Its fields that no later answer depends on, or that `alsoSeen` says. All others are part of a state's key. */
  readonly unseen: readonly (keyof ObjectOf<T> & string)[];
  /** What a later answer depends on besides the fields. */
  alsoSeen(state: State, object: ObjectOf<T>): string;
}

/** A kind whose objects are not known to be of one type: what is asked of it fits the object that it was found by. */
export type AnyKind = Omit<Kind, 'unseen'> & { readonly unseen: readonly string[] };
