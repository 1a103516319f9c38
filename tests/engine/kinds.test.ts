/** Kinds of objects: their names and references, what fields may name them, and their JSON. */
import { describe, expect, test } from 'vitest';
import {
  describe as described,
  deviceOfRef,
  fits,
  fitting,
  KIND_LIST,
  objectAt,
  objectName,
  objectsOf,
  objectToJson,
  parseRef,
  refName,
  refOf,
  refOfId,
  stateToJson,
  type KernelObject,
} from '../../src/index.ts';
import { CC_ON_UNIT_1, WITH_NESTED } from '../../src/rules/samples.ts';
import { MAINLINE, play, stateAfter } from '../calls.ts';

const STATE = stateAfter([
  ...WITH_NESTED,
  'ioas_map ioas=1 iova=0x10000 length=0x2000 user_va=0x100000005000 prot=rw',
  'ioas_allow_iovas ioas=1 ranges=0x3000-0x3fff',
  'device_attach device=0 pt_id=4',
]);
const each = <T>(what: (object: KernelObject) => T): T[] => objectsOf(STATE).map(what);

describe('a reference', () => {
  test.each([
    ['hwpt:5', { kind: 'hwpt', id: 5 }],
    ['unit:0', { kind: 'unit', id: 0 }],
    ['group:12', { kind: 'group', id: 12 }],
    ['ioas:4294967295', { kind: 'ioas', id: 4_294_967_295 }],
    ['device:0', { kind: 'device', id: 0 }],
  ])('is read: %s', (text, ref) => {
    expect(parseRef(text)).toEqual(ref);
  });

  test.each([
    null,
    '',
    'hwpt',
    'hwpt:',
    ':5',
    'hwpt:x',
    'hwpt:5 ',
    ' hwpt:5',
    'hwpt:5:6',
    'hwpt:12345678901',
    'HWPT:5',
    'panel:5',
  ])('is not: %j', (text) => {
    expect(parseRef(text)).toBeNull();
  });

  test('has words, and a device number where it is one to a device', () => {
    expect(refName('hwpt:5')).toBe('hwpt 5');
    expect(['device:7', 'hwpt:7', 'nonsense', null].map(deviceOfRef)).toEqual([7, null, null, null]);
  });
});

describe('an object', () => {
  test('has a node, a name and a description', () => {
    expect(each(refOf)).toEqual(['ioas:1', 'device:0', 'hwpt:3', 'hwpt:4']);
    expect([1, 2, 3, 4, 5].map((id) => refOfId(STATE, id))).toEqual(['ioas:1', 'device:0', 'hwpt:3', 'hwpt:4', null]);
    expect(each(objectName)).toEqual(['ioas 1', 'device object 2', 'hwpt 3', 'hwpt 4']);
    expect(each(described)).toEqual(['IOAS', 'device 0', 'nest parent', 'nested on hwpt 3']);
  });

  test('that is a page table is described by how it came to be', () => {
    const state = stateAfter([...CC_ON_UNIT_1, 'device_attach device=0 pt_id=1']);
    const texts = [5, 6].map((id) => {
      const object = objectAt(state, id);
      return object === undefined ? '' : described(object);
    });
    expect(texts).toEqual(['page table', 'page table, auto']);
  });

  test('fits the fields that are meant for it', () => {
    const idsFor = (refers: Parameters<typeof fitting>[1]): number[] => fitting(STATE, refers).map(({ id }) => id);
    expect(idsFor('any')).toEqual([1, 2, 3, 4]);
    expect(idsFor('ioas')).toEqual([1]);
    expect(idsFor('device-object')).toEqual([2]);
    expect(idsFor('hwpt')).toEqual([3, 4]);
    expect(idsFor('pt')).toEqual([1, 3, 4]);
    expect(each((object) => fits('hwpt', object))).toEqual([false, false, true, true]);
  });

  test('is of one kind', () => {
    expect(KIND_LIST.map(({ type }) => type)).toEqual(['ioas', 'hwpt_paging', 'hwpt_nested', 'device']);
  });
});

test('the object table is written as the kernel has it', () => {
  expect(stateToJson(STATE)).toEqual([
    {
      id: 1,
      type: 'ioas',
      users: 2,
      iova_alignment: 4096,
      huge_pages: true,
      areas: [{ iova: '0x10000', last: '0x11fff', va: '0x100000005000', prot: 'rw' }],
      reserved: [
        ['0xfee00000', '0xfeefffff'],
        ['0x1000000000000', '0xffffffffffffffff'],
      ],
      allowed: [['0x3000', '0x3fff']],
      hwpts: [3],
    },
    { id: 2, type: 'device', users: 3, dev: 0, enforce_cache_coherency: true, hwpt: 4, group_hwpt: 4 },
    {
      id: 3,
      type: 'hwpt_paging',
      users: 2,
      ioas: 1,
      auto_domain: false,
      enforce_cache_coherency: true,
      nest_parent: true,
      msi_cookie: false,
      dirty_tracking: false,
      mapped_pages: 2,
    },
    { id: 4, type: 'hwpt_nested', users: 2, parent: 3 },
  ]);
  const [ioas] = objectsOf(STATE);
  expect(ioas === undefined ? null : objectToJson(STATE, ioas)).toEqual(stateToJson(STATE)[0]);
});

describe('destroying', () => {
  test('takes a page table out of both lists of its IOAS, with what it reserved', () => {
    const two = [...CC_ON_UNIT_1, 'hwpt_alloc dev_id=3 pt_id=1'];
    const before = stateAfter(two);
    const reserved = { start: 1n << 48n, last: 0xffff_ffff_ffff_ffffn };
    const ofHwpt = (hwpt: number) => ({ ...reserved, owner: { kind: 'hwpt', hwpt } });
    expect(objectAt(before, 1)).toMatchObject({ hwpts: [5, 6], domains: [5, 6], reserved: [ofHwpt(5), ofHwpt(6)] });
    const after = play(['destroy id=5'], MAINLINE, before).at(-1)?.next ?? before;
    expect(objectAt(after, 5)).toBeUndefined();
    expect(objectAt(after, 1)).toMatchObject({ hwpts: [6], domains: [6], reserved: [ofHwpt(6)] });
    expect(objectAt(before, 1)).toMatchObject({ hwpts: [5, 6], domains: [5, 6] });
  });

  test.each([
    [1, 'hwpt 4 is nested on hwpt 3 and holds a reference to it.'],
    [2, 'hwpt 4 and hwpt 5 are nested on hwpt 3 and hold a reference to it.'],
  ])('says who stands on a parent: %i', (many, why) => {
    const nested = KIND_LIST.find(({ type }) => type === 'hwpt_nested')?.links[0]?.busy;
    const by = ['hwpt 4', 'hwpt 5'].slice(0, many).join(' and ');
    expect(nested?.why('hwpt 3', by, many)).toBe(why);
  });
});
