import { attachedHwpt, groupAt, mustDevice, withoutObject } from '../model/state.ts';
import type { Kind } from './kind.ts';

export const DEVICE: Kind<'device'> = {
  type: 'device',
  ref: 'device',
  what: 'a device',
  struct: 'iommufd_device',
  term: 'device',
  namedBy: ['device-object'],
  // Its reference on a page table is an attachment: see references.ts.
  links: [],
  describe: (object) => `device ${object.device}`,
  toJson: (state, object) => {
    const device = mustDevice(state, object.id);
    return {
      dev: device.id,
      enforce_cache_coherency: object.enforceCacheCoherency,
      hwpt: attachedHwpt(state, object),
      group_hwpt: groupAt(state, device.group).hwpt,
    };
  },
  destroy: (state, object) => withoutObject(state, object.id),
  faults: (state, object) =>
    state.machine.devices.has(object.device) ? [] : [`object ${object.id}: there is no such device`],
  unseen: ['born'],
  alsoSeen: () => '',
};
