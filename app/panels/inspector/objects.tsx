/** The inspector's views of kernel objects: IOAS, paging and nested page tables. */
import type { ReactNode } from 'react';
import {
  areaCount,
  areaList,
  bytes,
  enforcesCc,
  entryBit,
  entrySnoops,
  hex,
  holdersOf,
  iovaAlignment,
  kindOf,
  linksOf,
  mustIoas,
  objectAt,
  objectName,
  objectToJson,
  pagingOf,
  type Holder,
  type HwptNested,
  type HwptPaging,
  type Ioas,
  type KernelObject,
  type State,
} from '../../../src/index.ts';
import { useKernelState } from '../../workspace/context.ts';
import { Tag } from '../../ui/Tags.tsx';
import { Fields, RefLink, Section } from './parts.tsx';
import { Ruler } from './Ruler.tsx';

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The fields that the kernel traces write, without those that stand elsewhere. */
export function kernelFields(state: State, object: KernelObject, without: readonly string[]): [string, ReactNode][] {
  return Object.entries(objectToJson(state, object))
    .filter(([name]) => !['id', 'type', 'users', ...without].includes(name))
    .map(([name, value]) => [name, text(value)]);
}

function holderText(state: State, object: KernelObject, holder: Holder): string {
  switch (holder.kind) {
    case 'own-id':
      return 'its own id';
    case 'driver':
      return `the file of device ${holder.device}`;
    case 'attachment':
      return `device ${holder.device}, attached`;
    case 'link': {
      const by = objectAt(state, holder.by);
      const link = by === undefined ? undefined : linksOf(by).find((one) => one.to === object.id);
      return by === undefined ? `object ${holder.by}` : `${objectName(by)}, ${link?.link.as ?? ''}`;
    }
  }
}

/** The reference count, broken down into who holds it. */
export function References({ object }: { readonly object: KernelObject }) {
  const state = useKernelState();
  const holders = holdersOf(state, object);
  return (
    <Section title="References" aside={`users = ${holders.length}`}>
      <ul className="m-0 flex list-none flex-wrap gap-1 p-0">
        {holders.map((holder) => (
          <li key={JSON.stringify(holder)}>
            <Tag>1 · {holderText(state, object, holder)}</Tag>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The most entries that are listed. */
const MOST_ENTRIES = 100;

function EntryTable({ hwpt }: { readonly hwpt: HwptPaging }) {
  const bit = entryBit(hwpt);
  const state = useKernelState();
  const areas = areaList(mustIoas(state, hwpt.ioas).areas);
  return (
    <table className="w-full border-collapse font-mono text-label">
      <thead>
        <tr className="text-left text-text2">
          <th className="font-normal">iova</th>
          <th className="text-right font-normal">length</th>
          <th className="px-2 text-right font-normal">prot</th>
          {bit !== null && <th className="text-right font-normal">{bit}</th>}
        </tr>
      </thead>
      <tbody>
        {areas.slice(0, MOST_ENTRIES).map((area) => {
          const snoops = entrySnoops(hwpt, area.made);
          return (
            <tr key={area.start.toString()}>
              <td className="py-0.5">{hex(area.start)}</td>
              <td className="text-right">{bytes(area.last - area.start + 1n)}</td>
              <td className="px-2 text-right">{area.prot}</td>
              {bit !== null && (
                <td className="text-right">
                  <span className={`rounded-tag px-1.5 ${snoops ? 'bg-cc text-on-cc' : 'border border-line2'}`}>
                    {snoops ? 1 : 0}
                  </span>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Entries({ hwpt }: { readonly hwpt: HwptPaging }) {
  const state = useKernelState();
  const entries = areaCount(mustIoas(state, hwpt.ioas).areas);
  return (
    <Section title="Entries" aside={String(entries)}>
      {entries === 0 ? (
        <p className="text-small text-text3">None: nothing is mapped in ioas {hwpt.ioas}.</p>
      ) : (
        <EntryTable hwpt={hwpt} />
      )}
      {entries > MOST_ENTRIES && <p className="text-label text-text3">The first {MOST_ENTRIES} are listed.</p>}
    </Section>
  );
}

/** What there is to see of any object: its fields under their kernel names, and who holds it. */
export function ObjectDetails({ object }: { readonly object: KernelObject }) {
  const state = useKernelState();
  return (
    <>
      <Section title="Fields" aside={kindOf(object).struct}>
        <Fields of={kernelFields(state, object, [])} />
      </Section>
      <References object={object} />
    </>
  );
}

export function PagingDetails({ hwpt }: { readonly hwpt: HwptPaging }) {
  const state = useKernelState();
  return (
    <>
      <Section title="Fields" aside="iommufd_hwpt_paging">
        <Fields of={[...kernelFields(state, hwpt, ['ioas']), ['ioas', <RefLink key="ioas" id={hwpt.ioas} />]]} />
        <p className="mt-1.5 text-label text-text3">
          Made for a device behind unit {hwpt.unit}. It {enforcesCc(hwpt) ? 'enforces' : 'does not enforce'} CC
          {hwpt.cc.length > 1 ? ' since a later attach asked it to.' : ' since it was allocated.'}
        </p>
      </Section>
      <References object={hwpt} />
      <Entries hwpt={hwpt} />
      <Ruler key={hwpt.ioas} ioas={mustIoas(state, hwpt.ioas)} title={`IOVA space of ioas ${hwpt.ioas}`} />
    </>
  );
}

export function NestedDetails({ hwpt }: { readonly hwpt: HwptNested }) {
  const state = useKernelState();
  const parent = pagingOf(state, hwpt);
  return (
    <>
      <Section title="Fields" aside="iommufd_hwpt_nested">
        <Fields
          of={[
            ['parent', <RefLink key="parent" id={hwpt.parent} />],
            ['parent enforces CC', String(enforcesCc(parent))],
          ]}
        />
      </Section>
      <References object={hwpt} />
    </>
  );
}

export function IoasDetails({ ioas }: { readonly ioas: Ioas }) {
  const allowed = ioas.allowed.map((span) => `${hex(span.start)}–${hex(span.last)}`).join(', ');
  return (
    <>
      <Section title="Fields" aside="iommufd_ioas">
        <Fields
          of={[
            ['iova_alignment', String(iovaAlignment(ioas))],
            ['huge_pages', String(ioas.hugePages)],
            ['areas', String(areaCount(ioas.areas))],
            [
              'hwpt_list',
              ioas.hwpts.length === 0
                ? '(empty)'
                : ioas.hwpts.map((id) => (
                    <span key={id} className="ml-2">
                      <RefLink id={id} />
                    </span>
                  )),
            ],
            ['allowed', allowed === '' ? '(anything)' : allowed],
          ]}
        />
      </Section>
      <References object={ioas} />
      <Ruler key={ioas.id} ioas={ioas} title="IOVA space" />
    </>
  );
}
