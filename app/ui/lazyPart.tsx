import { Suspense, use, type ComponentType, type ReactNode } from 'react';
import { Boundary } from './Boundary.tsx';
import { PartNotLoaded } from './errors.ts';

/** How long a part that could not be loaded is left alone before it is tried once more, in milliseconds. */
const PAUSE_MS = 500;

/**
 * Loads a module, and once more when that fails. Older browsers remember that an address could not be loaded, so the second time it is asked
 * for under another one, which the message of Chromium and Firefox names.
 */
export async function loadTwice<M>(load: () => Promise<M>, round = 1): Promise<M> {
  try {
    return await load();
  } catch (error) {
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
    try {
      return await load();
    } catch {
      const address = /https?:\S+\.js/.exec(String(error))?.[0];
      if (address === undefined) throw error;
      return (await import(/* @vite-ignore */ `${address}?again=${round}`)) as M;
    }
  }
}

/** The property of dialogs and menus that closes them. */
function closeOf(props: object): (() => void) | undefined {
  return 'onClose' in props && typeof props.onClose === 'function' ? (props.onClose as () => void) : undefined;
}

interface LazyPart<M, P> {
  /** What it is, as the beginning of a sentence: "The gallery". */
  readonly name: string;
  /** Imports its module. */
  readonly load: () => Promise<M>;
  /** The component in the module. */
  readonly pick: (module: M) => ComponentType<P>;
  /** What stands in its place until it is there. Nothing by default. */
  readonly waiting?: (props: P) => ReactNode;
  /** Puts the message that it failed into what its place asks for. */
  readonly frame?: (message: ReactNode, props: P) => ReactNode;
}

/**
 * A component whose code is loaded when it is first shown. A part that can't be loaded is tried once more by itself, and then says so in its
 * own place, where it can be tried again; with an `onClose` it says so in a dialog that closes the part.
 */
export function lazyPart<M, P extends object>({ name, load, pick, waiting, frame }: LazyPart<M, P>): ComponentType<P> {
  let round = 0;
  let loading: Promise<ComponentType<P>> | null = null;
  const again = (): void => {
    loading = null;
  };
  const part = async (): Promise<ComponentType<P>> => {
    try {
      return pick(await loadTwice(load, (round += 1)));
    } catch (error) {
      throw new PartNotLoaded(name, error, again);
    }
  };
  const Loaded = (props: P): ReactNode => {
    const Part = use((loading ??= part()));
    return <Part {...props} />;
  };
  return function LazyPart(props: P): ReactNode {
    return (
      <Boundary
        name={name}
        onClose={closeOf(props)}
        frame={frame === undefined ? undefined : (message) => frame(message, props)}
      >
        <Suspense fallback={waiting?.(props) ?? null}>
          <Loaded {...props} />
        </Suspense>
      </Boundary>
    );
  };
}
