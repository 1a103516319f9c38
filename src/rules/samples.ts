/** Calls that the examples of many rules begin with. */

const MSI = 'reserved=msi:0xfee00000-0xfeefffff';
const SW_MSI = 'reserved=sw-msi:0x8000000-0x80fffff';

/** The memory of the process that the maps of examples use. */
const MEMORY = 'add_memory start=0x100000000000 last=0x100000ffffff';

/** An empty IOAS, 1. */
export const IOAS_ONLY = [MEMORY, 'ioas_alloc'];

/** One intel unit with one device. */
export const ONE_DEVICE = [MEMORY, 'plug_unit unit=0', `plug_device device=0 unit=0 group=0 ${MSI}`];

/** Device 0 behind unit 0, which can't enforce; devices 1 and 2 behind unit 1, which can. All bound, as 2, 3, 4. */
export const TWO_UNITS = [
  MEMORY,
  'plug_unit unit=0 enforce_cache_coherency=no',
  'plug_unit unit=1',
  `plug_device device=0 unit=0 group=0 ${MSI}`,
  `plug_device device=1 unit=1 group=1 ${MSI}`,
  `plug_device device=2 unit=1 group=2 ${MSI}`,
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
  'device_bind device=2',
];

/** One intel unit and its device, bound as 2, beside IOAS 1. */
export const BOUND = [...ONE_DEVICE, 'ioas_alloc', 'device_bind device=0'];

/** One intel unit with two devices of one group, bound as 2 and 3, beside IOAS 1. */
export const GROUP_OF_TWO = [
  'plug_unit unit=0',
  'plug_device device=0 unit=0 group=0',
  'plug_device device=1 unit=0 group=0',
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
];

/** As {@link BOUND}, with page table 3 on the IOAS. */
export const WITH_HWPT = [...BOUND, 'hwpt_alloc dev_id=2 pt_id=1'];

/** As {@link BOUND}, with nest parent 3 and the nested page table 4 on it. */
export const WITH_NESTED = [
  ...BOUND,
  'hwpt_alloc dev_id=2 pt_id=1 nest_parent',
  'hwpt_alloc dev_id=2 pt_id=3 data=stage1',
];

/** Two SMMUs with a device each, bound as 2 and 3, beside IOAS 1. */
export const TWO_SMMUS = [
  'plug_unit unit=0 driver=smmuv3',
  'plug_unit unit=1 driver=smmuv3',
  `plug_device device=0 unit=0 group=0 ${SW_MSI}`,
  `plug_device device=1 unit=1 group=1 ${SW_MSI}`,
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
];

/** Two units with these fields and a device each, bound as 2 and 3, beside IOAS 1. */
export const unitEach = (first: string, second: string): readonly string[] => [
  `plug_unit unit=0 ${first}`.trim(),
  `plug_unit unit=1 ${second}`.trim(),
  'plug_device device=0 unit=0 group=0',
  'plug_device device=1 unit=1 group=1',
  'ioas_alloc',
  'device_bind device=0',
  'device_bind device=1',
];

/** An intel and an AMD unit, as {@link unitEach}. */
export const TWO_VENDORS = unitEach('', 'driver=amd nesting=no');

/** {@link TWO_UNITS} with page table 5, which enforces: unit 1 can. */
export const CC_ON_UNIT_1 = [...TWO_UNITS, 'hwpt_alloc dev_id=3 pt_id=1'];

/** {@link TWO_UNITS} with page table 5, which does not enforce, and an empty IOAS 6. */
export const PLAIN_ON_UNIT_0 = [...TWO_UNITS, 'hwpt_alloc dev_id=2 pt_id=1', 'ioas_alloc'];
