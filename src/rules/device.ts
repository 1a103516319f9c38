/** `device_bind`, `device_unbind` and `device_detach`: what the VFIO cdev and `iommufd_device_bind` check. */
import type { Capabilities, Device, Unit } from '../model/machine.ts';
import { iommufd, list, stage, vfio, type Rule } from './rule.ts';
import { deviceBound, deviceExists, type DeviceFacts } from './lookup.ts';
import { BOUND, ONE_DEVICE } from './samples.ts';

const alreadyBound: Rule<DeviceFacts> = {
  id: 'device_bind.already_bound',
  layer: 'vfio',
  errno: 'EINVAL',
  sources: vfio('device_cdev.c', 'vfio_df_ioctl_bind_iommufd'),
  title: 'The device is not bound yet',
  asks: (f) => `Device ${f.device} is not bound yet`,
  saw: (f) => (f.objectId === null ? 'not bound' : `dev ${f.objectId}`),
  why: (f) => `Device ${f.device} is bound already, as object ${f.objectId}.`,
  violated: (f) => f.objectId !== null,
  blame: (f) => [`device:${f.device}`],
  example: {
    setup: BOUND,
    violates: 'device_bind device=0',
    passes: ['device_unbind device=0', 'device_bind device=0'],
  },
};

export const BIND_STATE = stage<DeviceFacts>('device_bind.state', [
  deviceExists('device_bind', {
    setup: ONE_DEVICE,
    violates: 'device_bind device=7',
    passes: ['device_bind device=0'],
  }),
  alreadyBound,
]);

export interface BindFacts {
  readonly device: Device;
  readonly unit: Unit;
  readonly can: Capabilities;
  /** The devices of its group whose interrupts are not isolated. */
  readonly unsafe: readonly number[];
}

const notCoherent: Rule<BindFacts> = {
  id: 'device_bind.unit_not_coherent',
  layer: 'iommufd',
  errno: 'EINVAL',
  sources: iommufd('device.c', 'iommufd_device_bind'),
  title: 'The unit keeps ordinary DMA cache coherent',
  asks: (f) => `Unit ${f.unit.id} is cache coherent`,
  saw: (f) => `IOMMU_CAP_CACHE_COHERENCY = ${f.can.coherent ? 1 : 0}`,
  why: (f) =>
    `Unit ${f.unit.id} does not offer IOMMU_CAP_CACHE_COHERENCY, and iommufd maps everything as coherent: userspace could not repair it.`,
  violated: (f) => !f.can.coherent,
  blame: (f) => [`unit:${f.unit.id}`],
  example: {
    setup: [
      'plug_unit unit=0 driver=smmuv3 coherent=no',
      'plug_unit unit=1 driver=smmuv3',
      'plug_device device=0 unit=0 group=0',
      'plug_device device=1 unit=1 group=1',
    ],
    violates: 'device_bind device=0',
    passes: ['device_bind device=1'],
  },
};

const unsafeMsi: Rule<BindFacts> = {
  id: 'device_bind.msi_not_isolated',
  layer: 'iommufd',
  errno: 'EPERM',
  sources: iommufd('device.c', 'iommufd_device_bind'),
  title: 'Every device of the group has isolated interrupts',
  asks: (f) => `Group ${f.device.group} has isolated MSI`,
  saw: (f) => (f.unsafe.length === 0 ? 'isolated' : `device ${list(f.unsafe.map(String))}: not isolated`),
  why: (f) =>
    `Device ${list(f.unsafe.map(String))} of group ${f.device.group} has no isolated MSI: a DMA write could raise an interrupt outside this iommufd.`,
  violated: (f) => f.unsafe.length > 0,
  blame: (f) => [`group:${f.device.group}`, ...f.unsafe.map((id) => `device:${id}` as const)],
  example: {
    setup: [
      'plug_unit unit=0',
      'plug_device device=0 unit=0 group=0',
      'plug_device device=1 unit=0 group=0 isolated_msi=no',
      'plug_device device=2 unit=0 group=1',
    ],
    violates: 'device_bind device=0',
    passes: ['device_bind device=2'],
  },
};

export const BIND = stage<BindFacts>('device_bind', [notCoherent, unsafeMsi]);

export const UNBIND = stage<DeviceFacts>('device_unbind', [
  deviceExists('device_unbind', {
    setup: BOUND,
    violates: 'device_unbind device=7',
    passes: ['device_unbind device=0'],
  }),
  deviceBound('device_unbind', 'vfio_df_unbind_iommufd', {
    setup: ONE_DEVICE,
    violates: 'device_unbind device=0',
    passes: ['device_bind device=0', 'device_unbind device=0'],
  }),
]);

export const DETACH = stage<DeviceFacts>('device_detach', [
  deviceExists('device_detach', {
    setup: BOUND,
    violates: 'device_detach device=7',
    passes: ['device_detach device=0'],
  }),
  deviceBound('device_detach', 'vfio_df_ioctl_detach_pt', {
    setup: ONE_DEVICE,
    violates: 'device_detach device=0',
    passes: ['device_bind device=0', 'device_detach device=0'],
  }),
]);
