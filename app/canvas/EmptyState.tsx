import { Panel } from '@xyflow/react';
import { useKernelState, useUi } from '../workspace/context.ts';
import { Button } from '../ui/Button.tsx';

/** On a machine with nothing in it: what to do first. */
export function EmptyState() {
  const state = useKernelState();
  const fillIn = useUi((open) => open.fillIn);
  const show = useUi((open) => open.show);
  if (state.machine.units.size > 0) return null;
  return (
    <Panel position="top-center" className="!top-1/4 w-100 max-w-[90%] text-center">
      <h2 className="text-title font-semibold">An empty machine</h2>
      <p className="mt-1 text-body text-text2">
        Add an IOMMU unit, a device behind it, and an IOAS. Then bind the device and drag it onto the IOAS.
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <Button
          look="primary"
          onClick={() => {
            fillIn('plug_unit');
          }}
        >
          Add a unit
        </Button>
        <Button
          onClick={() => {
            show('gallery');
          }}
        >
          Start from a machine or a scenario
        </Button>
      </div>
    </Panel>
  );
}
