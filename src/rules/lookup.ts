/** The rules of looking an object up by its id: each call has its own two, since each can fail on its own. */
import type { Errno } from '../uapi/errno.ts';
import type { Device } from '../model/machine.ts';
import type { KernelObject } from '../model/objects.ts';
import { kindOf, refOf } from '../kinds/index.ts';
import { vfio, type Example, type Layer, type Rule, type Sources } from './rule.ts';

export interface LookupFacts {
  readonly id: number;
  readonly object: KernelObject | undefined;
}

const typeName = (object: KernelObject): string => kindOf(object).what;

interface LookupSpec {
  /** The prefix of the rule ids. */
  readonly prefix: string;
  /** The field of the call that holds the id. */
  readonly field: string;
  readonly errno: Errno;
  readonly sources: Sources;
  readonly layer?: Layer;
  readonly example: Omit<Example, 'violates'>;
  /** The call with an id that is not there. */
  readonly missing: string;
}

/** The rule that an object with the id is there. */
export function mustExist(spec: LookupSpec): Rule<LookupFacts> {
  return {
    id: `${spec.prefix}_missing`,
    layer: spec.layer ?? 'iommufd',
    errno: spec.errno,
    sources: spec.sources,
    needed: true,
    title: `${spec.field} names an object that is there`,
    asks: (f) => `${spec.field} ${f.id} is there`,
    saw: (f) => (f.object === undefined ? 'no such object' : typeName(f.object)),
    why: (f) => `No object has the id ${f.id}.`,
    violated: (f) => f.object === undefined,
    blame: () => [],
    example: { ...spec.example, violates: spec.missing },
  };
}

/** The rule that the object is of one of the types that the call takes. */
export function mustBe(
  spec: LookupSpec & {
    readonly types: readonly KernelObject['type'][];
    readonly wanted: string;
    readonly wrong: string;
  },
): Rule<LookupFacts> {
  return {
    id: `${spec.prefix}_wrong_type`,
    layer: spec.layer ?? 'iommufd',
    errno: spec.errno,
    sources: spec.sources,
    needed: true,
    title: `${spec.field} names ${spec.wanted}`,
    asks: (f) => `${spec.field} ${f.id} is ${spec.wanted}`,
    saw: (f) => (f.object === undefined ? 'no such object' : typeName(f.object)),
    why: (f) => `Object ${f.id} is ${f.object === undefined ? 'not there' : typeName(f.object)}, not ${spec.wanted}.`,
    violated: (f) => f.object === undefined || !spec.types.includes(f.object.type),
    blame: (f) => (f.object === undefined ? [] : [refOf(f.object)]),
    example: { ...spec.example, violates: spec.wrong },
  };
}

export interface DeviceFacts {
  readonly device: number;
  /** The device of the machine, or undefined when it has none of that number. */
  readonly hardware: Device | undefined;
  /** The id of its object in the iommufd, or null while it is not bound. */
  readonly objectId: number | null;
}

/** The rule that the machine has the device whose file the call is made on. */
export function deviceExists(op: string, example: Example): Rule<DeviceFacts> {
  return {
    id: `${op}.device_missing`,
    layer: 'vfio',
    errno: 'ENOENT',
    sources: vfio('device_cdev.c', 'vfio_device_fops_cdev_open', 'read'),
    needed: true,
    title: 'The machine has the device',
    asks: (f) => `The machine has device ${f.device}`,
    saw: (f) => (f.hardware === undefined ? 'no such device' : `behind unit ${f.hardware.unit}`),
    why: (f) => `The machine has no device ${f.device}, so there is no file to make the call on.`,
    violated: (f) => f.hardware === undefined,
    blame: () => [],
    example,
  };
}

/** The rule that the device is bound to the iommufd. */
export function deviceBound(op: string, fn: string, example: Example): Rule<DeviceFacts> {
  return {
    id: `${op}.not_bound`,
    layer: 'vfio',
    errno: 'EINVAL',
    sources: vfio('device_cdev.c', fn),
    needed: true,
    title: 'The device is bound',
    asks: (f) => `Device ${f.device} is bound`,
    saw: (f) => (f.objectId === null ? 'not bound' : `dev ${f.objectId}`),
    why: (f) => `Device ${f.device} is not bound to this iommufd.`,
    violated: (f) => f.objectId === null,
    blame: (f) => [`device:${f.device}`],
    example,
  };
}
