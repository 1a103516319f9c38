/** What can't even be said to the kernel. Everything that `step` is given passes here first. */
import { iommufd, NO_BLAME, stage, type Rule } from './rule.ts';

export interface FormFacts {
  readonly op: string;
  /** What is wrong with a field, or null. */
  readonly fault: string | null;
  readonly known: boolean;
}

const BOUND_ONCE = ['plug_unit unit=0', 'plug_device device=0 unit=0 group=0'];

const unknownCall: Rule<FormFacts> = {
  id: 'uapi.unknown_call',
  layer: 'uapi',
  errno: 'ENOTTY',
  sources: iommufd('main.c', 'iommufd_fops_ioctl', 'read'),
  needed: true,
  title: 'The call is one that iommufd has',
  asks: (f) => `${f.op} is a call`,
  saw: (f) => (f.known ? 'known' : 'unknown'),
  why: (f) => `iommufd has no call named ${f.op}.`,
  violated: (f) => !f.known,
  blame: () => NO_BLAME,
  example: { setup: [], violates: '{"op":"ioas_dance"}', passes: ['ioas_alloc'], avoids: true },
};

const malformed: Rule<FormFacts> = {
  id: 'uapi.malformed_field',
  layer: 'uapi',
  errno: 'EINVAL',
  sources: {},
  title: 'Every field fits the type that the uAPI gives it',
  asks: (f) => `The fields of ${f.op} have their types`,
  saw: (f) => f.fault ?? 'yes',
  why: (f) => `The call can't be made: ${f.fault ?? 'a field does not fit'}.`,
  violated: (f) => f.fault !== null,
  blame: () => NO_BLAME,
  example: {
    setup: BOUND_ONCE,
    violates: '{"op":"destroy","id":1.5}',
    passes: ['ioas_alloc', 'destroy id=1'],
    avoids: true,
  },
};

export const FORM = stage<FormFacts>('uapi', [unknownCall, malformed]);
