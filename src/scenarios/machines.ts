/** Ready-made machines to start from. */
import { deviceId, groupId, unitId } from '../model/ids.ts';
import { machineOf, type Device, type Machine, type Unit } from '../model/machine.ts';
import type { ReservedRegion } from '../uapi/fields.ts';
import type { Span } from '../uapi/u64.ts';

const MEMORY: readonly Span[] = [{ start: 0x1000_0000_0000n, last: 0x1000_00ff_ffffn }];
const MSI: ReservedRegion = { type: 'msi', start: 0xfee0_0000n, last: 0xfeef_ffffn };
const SW_MSI: ReservedRegion = { type: 'sw-msi', start: 0x800_0000n, last: 0x80f_ffffn };

/** The addresses that every AMD machine keeps for itself. */
const HYPERTRANSPORT: ReservedRegion = { type: 'reserved', start: 0xfd_0000_0000n, last: 0xff_ffff_ffffn };

/** An AMD unit reaches every address. */
const AMD = { driver: 'amd', nesting: false, addressWidth: 64 } as const;

const unit = (id: number, name: string, rest: Partial<Unit> = {}): Unit => ({
  id: unitId(id),
  driver: 'intel',
  coherent: true,
  enforceCacheCoherency: true,
  dirtyTracking: true,
  nesting: true,
  addressWidth: 48,
  scalableMode: true,
  levels: 0,
  name,
  ...rest,
});

const device = (id: number, behind: number, group: number, name: string, rest: Partial<Device> = {}): Device => ({
  id: deviceId(id),
  unit: unitId(behind),
  group: groupId(group),
  isolatedMsi: true,
  reserved: [MSI],
  name,
  ...rest,
});

export interface ReadyMachine {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly machine: Machine;
}

export const LAPTOP: ReadyMachine = {
  id: 'laptop',
  title: 'Laptop',
  summary: 'Intel; the unit of the iGPU cannot enforce',
  machine: machineOf(
    [unit(0, 'dmar0', { enforceCacheCoherency: false, dirtyTracking: false }), unit(1, 'dmar1')],
    [
      device(0, 0, 0, 'iGPU_00:02.0', {
        reserved: [{ type: 'direct-relaxable', start: 0x8d80_0000n, last: 0x8fff_ffffn }, MSI],
      }),
      device(1, 1, 1, 'NIC_01:00.0'),
      device(2, 1, 1, 'NIC_01:00.1'),
    ],
    MEMORY,
  ),
};

export const READY_MACHINES: readonly ReadyMachine[] = [
  LAPTOP,
  {
    id: 'server',
    title: 'Two-socket server',
    summary: 'Intel; two units that enforce, three groups',
    machine: machineOf(
      [unit(0, 'dmar0'), unit(1, 'dmar1')],
      [
        device(0, 0, 0, 'NIC_17:00.0'),
        device(1, 0, 1, 'NVMe_18:00.0'),
        device(2, 1, 2, 'GPU_b1:00.0'),
        device(3, 1, 2, 'GPU_b1:00.1'),
      ],
      MEMORY,
    ),
  },
  {
    id: 'amd',
    title: 'AMD server',
    summary: 'Always enforces; offers no nesting',
    machine: machineOf(
      [unit(0, 'ivhd0', AMD), unit(1, 'ivhd1', AMD)],
      [
        device(0, 0, 0, 'NIC_41:00.0', { reserved: [MSI, HYPERTRANSPORT] }),
        device(1, 1, 1, 'GPU_c1:00.0', { reserved: [MSI, HYPERTRANSPORT] }),
      ],
      MEMORY,
    ),
  },
  {
    id: 'arm',
    title: 'Arm server',
    summary: 'Two SMMUs; a software MSI window',
    machine: machineOf(
      [
        unit(0, 'smmu0', { driver: 'smmuv3', dirtyTracking: false }),
        unit(1, 'smmu1', { driver: 'smmuv3', enforceCacheCoherency: false }),
      ],
      [
        device(0, 0, 0, 'NIC_01:00.0', { reserved: [SW_MSI] }),
        device(1, 0, 1, 'NVMe_02:00.0', { reserved: [SW_MSI] }),
        device(2, 1, 2, 'GPU_81:00.0', { reserved: [SW_MSI] }),
      ],
      MEMORY,
    ),
  },
];

/** One unit that cannot enforce, one that can; three devices, each in a group of its own. */
export const THREE_GROUPS: Machine = machineOf(
  [unit(0, 'dmar0', { enforceCacheCoherency: false }), unit(1, 'dmar1')],
  [device(0, 0, 0, 'iGPU_00:02.0'), device(1, 1, 1, 'NIC_01:00.0'), device(2, 1, 2, 'NVMe_02:00.0')],
  MEMORY,
);

/** An intel unit before a device with a software MSI window. */
export const SOFTWARE_MSI: Machine = machineOf(
  [unit(0, 'dmar0')],
  [device(0, 0, 0, 'NIC_01:00.0', { reserved: [SW_MSI] })],
  MEMORY,
);

/** A wide and a narrow unit. */
export const TWO_WIDTHS: Machine = machineOf(
  [unit(0, 'dmar0', { addressWidth: 39 }), unit(1, 'dmar1')],
  [device(0, 0, 0, 'NIC_01:00.0'), device(1, 1, 1, 'NIC_02:00.0')],
  MEMORY,
);

/** No units and no devices, but memory to map. */
export const BLANK: ReadyMachine = {
  id: 'blank',
  title: 'Blank',
  summary: 'No units, no devices',
  machine: machineOf([], [], MEMORY),
};
