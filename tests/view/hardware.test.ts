/** Units, groups and devices: each inside the one that it belongs to, with the room that the geometry asks for. */
import { describe, expect, test } from 'vitest';
import { EMPTY_MACHINE } from '../../src/index.ts';
import { COMPACT, hardwareBoxes, STACKED, WIDE, type UnitBox } from '../../app/view/layout.ts';
import { stateAfter } from '../calls.ts';

/** A machine of its own for each caller: the boxes of one are worked out once. */
const freshMachine = () =>
  stateAfter([
    'plug_unit unit=0 driver=intel',
    'plug_unit unit=1 driver=intel',
    'plug_unit unit=2 driver=intel',
    'plug_device device=0 unit=0 group=0',
    'plug_device device=1 unit=0 group=0',
    'plug_device device=2 unit=0 group=1',
    'plug_device device=3 unit=2 group=2',
  ]).machine;

/** The numbers of the groups and devices that a unit draws. */
const inside = ({ groups }: UnitBox) =>
  groups.map(({ group, devices }) => [group, devices.map((one) => one.device.id)]);

describe.each([WIDE, STACKED, COMPACT])('hardware, $name', (geometry) => {
  const boxes = () => hardwareBoxes(freshMachine(), geometry);

  test('every unit has its own groups, and every group its own devices', () => {
    expect(boxes().map(({ unit }) => unit)).toEqual([0, 1, 2]);
    expect(boxes().map(inside)).toEqual([
      [
        [0, [0, 1]],
        [1, [2]],
      ],
      [],
      [[2, [3]]],
    ]);
  });

  test('units stand in the hardware lane, one below the other with a gap', () => {
    let top = 0;
    for (const box of boxes()) {
      expect(box).toMatchObject({ x: geometry.lanes.hardware, y: top, width: geometry.unit.width });
      top = box.y + box.height + geometry.unit.gap;
    }
  });

  test('groups begin below the header, a padding apart, and the unit ends a padding below the last', () => {
    const { header, padding, width } = geometry.unit;
    for (const unit of boxes().filter(({ groups }) => groups.length > 0)) {
      let top = header;
      for (const group of unit.groups) {
        expect(group).toMatchObject({ x: padding, y: top, width: width - padding - padding });
        top = group.y + group.height + padding;
      }
      expect(unit.height).toBe(top);
    }
  });

  test('devices stand in the middle of their group, one below the other, and all fit in', () => {
    const { header, padding } = geometry.group;
    const { width, height, gap } = geometry.device;
    for (const group of boxes().flatMap(({ groups }) => groups)) {
      let top = header;
      for (const { box } of group.devices) {
        expect(box).toMatchObject({ y: top, width, height });
        expect(box.x + box.width + box.x).toBe(group.width);
        top = box.y + height + gap;
      }
      expect(group.height).toBe(top + padding);
    }
  });

  test('a unit without devices has room for its header and a little more', () => {
    expect(boxes()[1]?.height).toBe(geometry.unit.header + 12);
  });

  test('a collapsed unit draws nothing inside, and what stands below it moves up', () => {
    const collapsed = hardwareBoxes(freshMachine(), geometry, new Set(['unit:0']));
    expect(collapsed.map(inside)).toEqual([[], [], [[2, [3]]]]);
    expect(collapsed[0]?.height).toBe(geometry.unit.header + 12);
    expect(collapsed[1]?.y).toBe(geometry.unit.header + 12 + geometry.unit.gap);
  });

  test('a collapsed group keeps its header, and the others keep their devices', () => {
    const [first] = hardwareBoxes(freshMachine(), geometry, new Set(['group:0']));
    expect(first === undefined ? [] : inside(first)).toEqual([
      [0, []],
      [1, [2]],
    ]);
    expect(first?.groups[0]?.height).toBe(geometry.group.header + geometry.group.padding);
  });
});

describe('the boxes of a machine', () => {
  const machine = freshMachine();

  test('are the very same while machine and geometry are', () => {
    expect(hardwareBoxes(machine)).toBe(hardwareBoxes(machine, WIDE));
    expect(hardwareBoxes(machine, COMPACT)).toBe(hardwareBoxes(machine, COMPACT));
    expect(hardwareBoxes(machine, COMPACT)).not.toEqual(hardwareBoxes(machine, WIDE));
  });

  test('open again after something was collapsed', () => {
    const before = hardwareBoxes(machine, WIDE);
    hardwareBoxes(machine, WIDE, new Set(['unit:0']));
    expect(hardwareBoxes(machine, WIDE)).toBe(before);
  });

  test('are none without units', () => {
    expect(hardwareBoxes(EMPTY_MACHINE)).toEqual([]);
  });
});
