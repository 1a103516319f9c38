/** Hazards and KVM's view where no scenario looks: what is said, and what is rightly not said. */
import { describe, expect, test } from 'vitest';
import { hazardsOf, kvmView } from '../../src/index.ts';
import { play, stateAfter } from '../calls.ts';
import { TWO_UNITS } from '../../src/rules/samples.ts';

const withRegion = (region: string): string[] => [
  'plug_unit unit=0',
  `plug_device device=0 unit=0 group=0 reserved=${region}`,
  'ioas_alloc',
  'device_bind device=0',
];

describe('a reserved window that can be mapped', () => {
  const REFUSED_REPLACE = [
    'plug_unit unit=0 enforce_cache_coherency=no',
    'plug_unit unit=1',
    'plug_device device=0 unit=0 group=0 reserved=msi:0xfee00000-0xfeefffff',
    'plug_device device=1 unit=1 group=1',
    'ioas_alloc',
    'device_bind device=0',
    'device_bind device=1',
    'device_attach device=0 pt_id=1',
    'hwpt_alloc dev_id=3 pt_id=1',
  ];

  test('is none while the region of an attached device is reserved', () => {
    const state = stateAfter([...withRegion('msi:0xfee00000-0xfeefffff'), 'device_attach device=0 pt_id=1']);
    expect(hazardsOf(state)).toEqual([]);
  });

  test('is none for a direct-relaxable region, which the kernel never reserves', () => {
    const state = stateAfter([...withRegion('direct-relaxable:0x1000-0x1fff'), 'device_attach device=0 pt_id=1']);
    expect(hazardsOf(state)).toEqual([]);
  });

  test('is one when a refused replace dropped the reservation', () => {
    const outcome = play(['device_attach device=0 pt_id=5'], undefined, stateAfter(REFUSED_REPLACE)).at(-1);
    expect(outcome?.result).toMatchObject({ ok: false });
    expect(hazardsOf(outcome?.next ?? stateAfter([])).map(({ id, objects }) => [id, objects])).toEqual([
      ['msi-window-mappable', ['device:0', 'ioas:1']],
    ]);
  });
});

test('a device that can enforce on a page table that does not is named with it', () => {
  const state = stateAfter([
    ...TWO_UNITS,
    'hwpt_alloc dev_id=2 pt_id=1',
    'device_unbind device=0',
    'device_attach device=1 pt_id=5',
  ]);
  expect(hazardsOf(state).map(({ id, objects }) => [id, objects])).toEqual([
    ['kvm-told-coherent', ['device:1', 'hwpt:5']],
  ]);
});

describe('what KVM does about wbinvd', () => {
  test('nothing is said while no device is bound', () => {
    expect(kvmView(stateAfter(['plug_unit unit=0', 'plug_device device=0 unit=0 group=0']))).toBeNull();
  });

  test('it emulates while a bound device cannot enforce, and says which', () => {
    expect(kvmView(stateAfter(TWO_UNITS))).toMatchObject({ emulates: true, because: 'device 0 cannot enforce' });
  });

  test('it ignores them when every bound device can enforce', () => {
    expect(kvmView(stateAfter([...TWO_UNITS, 'device_unbind device=0']))).toMatchObject({ emulates: false });
  });
});
