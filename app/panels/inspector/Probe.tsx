import { useEffect, useMemo, useRef, useState } from 'react';
import {
  attachedHwpt,
  boundObject,
  hwptAt,
  parseCommand,
  probe,
  readStage1,
  type Access,
  type Device,
} from '../../../src/index.ts';
import { useKernelState, usePlayground } from '../../workspace/context.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckIcon, FailedIcon } from '../../ui/icons.tsx';
import { MEMORY } from '../../view/refs.ts';
import { Section } from './parts.tsx';

const CONTROL = 'mt-0.5 w-full rounded-button border border-line2 bg-panel px-2 font-mono text-small';

/** A 64-bit address as the command line reads it, or null. */
function readAddress(text: string): bigint | null {
  const parsed = parseCommand(`translate hwpt=1 iova=${text.trim()}`);
  return parsed.ok && parsed.command.op === 'translate' ? parsed.command.iova : null;
}

/** The text, not longer than that. */
const shorten = (text: string, most = 40): string => (text.length <= most ? text : `${text.slice(0, most)}…`);

/** Walks one access of the device to user memory or to the fault, and lights the way on the canvas. */
export function Probe({ device }: { readonly device: Device }) {
  const state = useKernelState();
  const light = usePlayground((playground) => playground.light);
  const [iova, setIova] = useState('0x10000');
  const [write, setWrite] = useState(true);
  const [stage1, setStage1] = useState('');
  /** The access that was asked for, or what is wrong with how it was written. */
  const [asked, setAsked] = useState<{ readonly access: Access } | { readonly error: string } | null>(null);
  const output = useRef<HTMLDivElement>(null);
  const object = boundObject(state, device.id);
  const hwptId = object === null ? null : attachedHwpt(state, object);
  const nested = hwptId !== null && hwptAt(state, hwptId)?.type === 'hwpt_nested';

  // Walked anew when a call changes what it would meet.
  const walk = useMemo(() => (asked !== null && 'access' in asked ? probe(state, asked.access) : null), [state, asked]);
  useEffect(() => {
    light(walk === null ? [] : [...walk.hops.map((hop) => hop.ref), ...(walk.userVa === null ? [] : [MEMORY])]);
  }, [walk, light]);
  useEffect(() => {
    if (asked !== null) output.current?.scrollIntoView({ block: 'nearest' });
  }, [asked]);

  const ask = (): void => {
    const address = readAddress(iova);
    const entries = readStage1(nested ? stage1 : '');
    if (address === null) setAsked({ error: `"${shorten(iova)}" is no 64-bit address.` });
    else if ('error' in entries) setAsked({ error: shorten(entries.error, 200) });
    else setAsked({ access: { device: device.id, iova: address, write, stage1: entries.entries } });
  };

  return (
    <Section title="DMA probe" aside="one access, walked">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <div className="flex items-end gap-2">
          <label className="min-w-0 flex-1 text-label text-text2">
            IOVA
            <input
              value={iova}
              onChange={(event) => {
                setIova(event.target.value);
              }}
              spellCheck={false}
              className={`${CONTROL} h-8`}
            />
          </label>
          <label className="text-label text-text2">
            Access
            <select
              value={write ? 'write' : 'read'}
              onChange={(event) => {
                setWrite(event.target.value === 'write');
              }}
              className={`${CONTROL} h-8`}
            >
              <option>write</option>
              <option>read</option>
            </select>
          </label>
          <Button type="submit">Walk</Button>
        </div>
        {nested && (
          <label className="mt-2 block text-label text-text2">
            The guest's stage 1; empty is identity
            <textarea
              rows={2}
              value={stage1}
              placeholder="0x0-0xffff→0x10000"
              onChange={(event) => {
                setStage1(event.target.value);
              }}
              spellCheck={false}
              className={`${CONTROL} py-1`}
            />
          </label>
        )}
      </form>
      <div role="status" ref={output}>
        {asked !== null && 'error' in asked && (
          <p className="mt-2 text-small break-words text-ref-text">{asked.error}</p>
        )}
        {walk !== null && (
          <ol className="m-0 mt-2 list-none space-y-1 p-0 text-small">
            {walk.hops.map((hop) => (
              <li key={hop.sentence} className={`flex gap-2 ${hop.ok ? '' : 'rounded-tag bg-ref-soft p-1.5'}`}>
                {hop.ok ? (
                  <CheckIcon size={13} className="mt-0.5 shrink-0 text-text2" aria-hidden />
                ) : (
                  <FailedIcon size={13} className="mt-0.5 shrink-0 text-ref-text" aria-label="fault" />
                )}
                <span className="min-w-0 break-words">{hop.sentence}</span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Section>
  );
}
