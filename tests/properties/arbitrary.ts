/** Arbitrary commands: mostly sensible ones, so that sequences get somewhere, and hostile ones. */
import fc from 'fast-check';
import {
  choiceOf,
  OPS,
  SERIES,
  SERIES_IDS,
  specOf,
  type Command,
  type FieldSpec,
  type Op,
  type RuleChoice,
} from '../../src/index.ts';

const smallId = fc.nat({ max: 12 });
const address = fc.oneof(
  fc.bigInt(0n, 40n).map((page) => page * 0x1000n),
  fc.bigInt(0n, 2n ** 64n - 1n),
  fc.constantFrom(
    0xfee0_0000n,
    0x800_0000n,
    2n ** 48n,
    2n ** 39n,
    2n ** 64n - 1n,
    2n ** 64n - 4096n,
    0x200n,
    0x1000_0000_0000n,
  ),
);
const length = fc.oneof(
  fc.bigInt(0n, 16n).map((page) => page * 0x1000n),
  fc.constantFrom(0x200n, 0x800n, 2n ** 21n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n - 4096n),
);
const span = fc
  .tuple(address, length)
  .map(([start, size]) => ({ start, last: (start + (size === 0n ? 0n : size - 1n)) & 0xffff_ffff_ffff_ffffn }));
const region = fc
  .tuple(fc.constantFrom('msi', 'sw-msi', 'reserved', 'direct-relaxable'), span)
  .map(([type, range]) => ({ type, start: range.start, last: range.last < range.start ? range.start : range.last }));

function field(spec: FieldSpec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case 'id':
      return smallId;
    case 'machine-id':
      return fc.nat({ max: 4 });
    case 'u64':
      if (spec.name === 'user_va')
        return fc.oneof(
          fc.bigInt(0n, 64n).map((page) => 0x1000_0000_0000n + page * 0x1000n),
          address,
        );
      return spec.means === 'length' ? length : address;
    case 'count':
      return spec.name === 'address_width' ? fc.constantFrom(12, 39, 48, 57, 64, 65) : fc.nat({ max: 3 });
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...spec.of);
    case 'text':
      return fc.constantFrom('', 'dmar0', 'NIC_01:00.0');
    case 'ranges':
      return fc.array(span, { maxLength: 4 });
    case 'regions':
      return fc.array(region, { maxLength: 3 });
  }
}

function commandOf(op: Op): fc.Arbitrary<Command> {
  const { fields } = specOf(op);
  const shape: Record<string, fc.Arbitrary<unknown>> = { op: fc.constant(op) };
  for (const spec of fields) shape[spec.key] = field(spec);
  return fc.record(shape).map((value) => value as unknown as Command);
}

const KERNEL_OPS = OPS.filter((op) => !op.startsWith('unplug') && !op.startsWith('edit'));

/** A command whose fields all fit their types. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  ...OPS.map(commandOf),
  // Heavier on what makes objects, or sequences rarely get past the lookups.
  ...KERNEL_OPS.filter((op) => /attach|alloc|bind|map|plug_device/.test(op)).map(commandOf),
);

/** Every kernel with one series, several about different things, or none. */
export const anyChoice: fc.Arbitrary<RuleChoice> = fc
  .subarray([...SERIES_IDS])
  .map((ids) =>
    choiceOf(
      'linux-6.12',
      ...ids.filter((id, at) => ids.findIndex((one) => SERIES[one].about === SERIES[id].about) === at),
    ),
  );

/** A value that may look like a command, with fields of any type, size and kind. */
export const hostileCommand: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }),
  fc
    .tuple(
      anyCommand,
      fc.string(),
      fc.oneof(
        fc.anything({ withBigInt: true }),
        fc.constantFrom(-1, 1.5, NaN, Infinity, 2 ** 53, -1n, 2n ** 64n, '5', null, undefined, [], {}),
      ),
    )
    .map(([command, name, value]) => {
      const keys = Object.keys(command);
      return { ...command, [keys[name.length % keys.length] ?? 'op']: value };
    }),
  fc.constantFrom(
    { op: '__proto__' },
    { op: 'constructor' },
    { op: 'toString' },
    JSON.parse('{"__proto__":{"op":"ioas_alloc"}}') as unknown,
  ),
);

/** Calls that build a machine with two intel units, an SMMU and an AMD unit, for sequences to begin with. */
export const MACHINE = [
  'add_memory start=0x100000000000 last=0x10000003ffff',
  'plug_unit unit=0 enforce_cache_coherency=no',
  'plug_unit unit=1 address_width=39',
  'plug_unit unit=2 driver=smmuv3',
  'plug_unit unit=3 driver=amd nesting=no',
  'plug_device device=0 unit=0 group=0 reserved=msi:0xfee00000-0xfeefffff',
  'plug_device device=1 unit=1 group=1 reserved=msi:0xfee00000-0xfeefffff',
  'plug_device device=2 unit=1 group=1',
  'plug_device device=3 unit=2 group=2 reserved=sw-msi:0x8000000-0x80fffff',
  'plug_device device=4 unit=3 group=3',
  'device_bind device=0',
  'device_bind device=1',
  'device_bind device=2',
  'device_bind device=3',
  'device_bind device=4',
  'ioas_alloc',
];
