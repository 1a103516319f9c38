import { refName } from '../../../src/index.ts';
import { usePlayground } from '../../workspace/context.ts';
import { ChevronDown } from '../../ui/icons.tsx';
import type { ContainerRef } from '../../view/layout.ts';

interface ToggleProps {
  readonly container: ContainerRef;
  readonly collapsed: boolean;
  readonly className: string;
}

/** Shows or hides what is in a container. */
export function Toggle({ container, collapsed, className }: ToggleProps) {
  const name = refName(container);
  const toggle = usePlayground((state) => state.toggle);
  return (
    <button
      type="button"
      aria-expanded={!collapsed}
      aria-label={collapsed ? `Show the devices in ${name}` : `Hide the devices in ${name}`}
      onClick={(event) => {
        event.stopPropagation();
        toggle(container);
      }}
      className={`nodrag absolute flex size-6 items-center justify-center rounded-tag text-text2 hover:bg-panel hover:text-text ${className}`}
    >
      <ChevronDown size={14} className={collapsed ? '-rotate-90' : ''} aria-hidden />
    </button>
  );
}
