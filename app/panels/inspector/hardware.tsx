/** The inspector's views of hardware: units, groups, devices. */
import { useMemo } from 'react';
import {
  attachedHwpt,
  boundObject,
  capabilitiesOf,
  fieldName,
  groupAt,
  groupMembers,
  hex,
  levelsOf,
  refName,
  TRAITS,
  unitOf,
  type Device,
  type DeviceObject,
  type GroupId,
  type State,
  type Unit,
} from '../../../src/index.ts';
import { useKernelState, usePlayground, useRules } from '../../workspace/context.ts';
import { ErrnoChip } from '../../ui/Tags.tsx';
import { CheckIcon } from '../../ui/icons.tsx';
import { attachTargets, reasonOf } from '../../view/targets.ts';
import { kernelFields, References } from './objects.tsx';
import { Probe } from './Probe.tsx';
import { Fields, RefLink, Section } from './parts.tsx';

/** What the hardware has, and what the driver makes of it where that is not the same. */
function offered(has: boolean, can: boolean): string {
  return has === can ? String(has) : `${has}; the driver says ${can}`;
}

export function UnitDetails({ unit }: { readonly unit: Unit }) {
  const { kernel } = useRules();
  const can = capabilitiesOf(kernel, unit);
  return (
    <Section title="Capabilities" aside="iommu_device">
      <Fields
        of={[
          ['driver', unit.driver],
          ['coherent', offered(unit.coherent, can.coherent)],
          ['enforce_cache_coherency', offered(unit.enforceCacheCoherency, can.enforceCacheCoherency)],
          ['dirty_tracking', offered(unit.dirtyTracking, can.dirtyTracking)],
          ['nesting', offered(unit.nesting, can.nesting)],
          ['address_width', `${unit.addressWidth} bit`],
          ...TRAITS[unit.driver].own.map(
            (field) => [fieldName(field), String(field === 'levels' ? levelsOf(unit) : unit[field])] as const,
          ),
        ]}
      />
    </Section>
  );
}

export function GroupDetails({ group }: { readonly group: GroupId }) {
  const state = useKernelState();
  const { hwpt, swMsiStart, attached } = groupAt(state, group);
  const members = groupMembers(state.machine, group);
  return (
    <Section title="Fields" aside="iommufd_group">
      <Fields
        of={[
          ['hwpt', hwpt === null ? 'NULL' : <RefLink key="hwpt" id={hwpt} />],
          [
            'device_list',
            attached.length === 0
              ? '(empty)'
              : attached.map((id) => (
                  <span key={id} className="ml-2">
                    <RefLink id={id} />
                  </span>
                )),
          ],
          ['sw_msi_start', swMsiStart === null ? 'none' : hex(swMsiStart)],
          ['members', members.map((device) => `device ${device.id}`).join(', ')],
          ['isolated MSI', String(members.every((device) => device.isolatedMsi))],
        ]}
      />
    </Section>
  );
}

/** Every target with what the kernel would say: also the way to attach without a pointer. */
function AttachTargets({ state, device }: { readonly state: State; readonly device: Device }) {
  const rules = useRules();
  const run = usePlayground((playground) => playground.run);
  const targets = useMemo(() => attachTargets(rules, state, device.id), [rules, state, device.id]);
  const legal = targets.filter((target) => target.legal).length;
  return (
    <Section title={`Attach device ${device.id} to`} aside={`${legal} legal, ${targets.length - legal} refused`}>
      {targets.length === 0 && <p className="text-small text-text3">There is no page table and no IOAS yet.</p>}
      <ul className="m-0 list-none space-y-1 p-0">
        {targets.map((target) => (
          <li key={target.ref}>
            <button
              type="button"
              onClick={() => {
                run({ op: 'device_attach', device: device.id, ptId: target.id });
              }}
              className="flex w-full items-center justify-between gap-2 rounded-tag border border-line px-2 py-1.5 text-left touch:min-h-11 hover:border-line2 hover:bg-sunken"
            >
              <span className="min-w-0">
                <span className="block text-small font-semibold">{refName(target.ref)}</span>
                <span className="block text-label break-words text-text2">{reasonOf(rules, state, target)}</span>
              </span>
              {target.legal ? (
                <span className="flex shrink-0 items-center gap-1 text-small text-accent">
                  <CheckIcon size={13} aria-hidden /> legal
                </span>
              ) : (
                <ErrnoChip errno={target.answer} predicted />
              )}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface BoundProps {
  readonly state: State;
  readonly object: DeviceObject;
  readonly device: Device;
}

function BoundDetails({ state, object, device }: BoundProps) {
  const { hwpt } = groupAt(state, device.group);
  const attached = attachedHwpt(state, object);
  return (
    <>
      <AttachTargets state={state} device={device} />
      <Section title="Fields" aside="iommufd_device">
        <Fields
          of={[
            ...kernelFields(state, object, ['dev', 'hwpt', 'group_hwpt']),
            ['igroup', `group ${device.group}`],
            ['attached', String(attached !== null)],
            ['igroup->hwpt', hwpt === null ? 'NULL' : <RefLink key="hwpt" id={hwpt} />],
          ]}
        />
      </Section>
      <References object={object} />
    </>
  );
}

function ReservedRegions({ device }: { readonly device: Device }) {
  return (
    <Section title="Reserved regions" aside={String(device.reserved.length)}>
      {device.reserved.length === 0 && <p className="text-small text-text3">None.</p>}
      {device.reserved.map((region) => (
        <div key={`${region.type}:${region.start}`} className="flex justify-between gap-2 font-mono text-label">
          <span>
            {hex(region.start)}–{hex(region.last)}
          </span>
          <span className="text-text2">{region.type}</span>
        </div>
      ))}
      {device.reserved.some((region) => region.type === 'direct-relaxable') && (
        <p className="mt-1 text-label text-text3">iommufd ignores direct-relaxable regions.</p>
      )}
    </Section>
  );
}

export function DeviceDetails({ device }: { readonly device: Device }) {
  const state = useKernelState();
  const { kernel } = useRules();
  const object = boundObject(state, device.id);
  const unit = unitOf(state.machine, device);
  return (
    <>
      {object !== null && <BoundDetails state={state} object={object} device={device} />}
      {object !== null && <Probe key={device.id} device={device} />}
      <ReservedRegions device={device} />
      <Section title="Behind" aside={`unit ${unit.id}`}>
        <Fields
          of={[
            ['enforce_cache_coherency', String(capabilitiesOf(kernel, unit).enforceCacheCoherency)],
            ['isolated MSI', String(device.isolatedMsi)],
          ]}
        />
      </Section>
    </>
  );
}
