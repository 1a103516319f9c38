import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Failure } from './Failure.tsx';
import { PartNotLoaded } from './errors.ts';
import { PlainDialog } from './PlainDialog.tsx';

interface BoundaryProps {
  /** What is inside, as the beginning of a sentence: "The outline". */
  readonly name: string;
  /** Closes what is inside. With it the failure is said in a dialog of its own, as what lies over the page has no place in it. */
  readonly onClose?: (() => void) | undefined;
  /** The whole page is inside. */
  readonly whole?: boolean;
  /** Puts the message into what its place asks for, such as an item of a list. */
  readonly frame?: ((message: ReactNode) => ReactNode) | undefined;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failure: { readonly error: unknown; readonly components: string } | null;
}

/** Holds a failure in its own place: what is inside is replaced by a message, and everything around goes on. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: { error, components: '' } };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ failure: { error, components: componentStack ?? '' } });
  }

  /** Whoever opens a part anew has it loaded anew. */
  override componentWillUnmount(): void {
    this.forget();
  }

  private forget(): void {
    const error = this.state.failure?.error;
    if (error instanceof PartNotLoaded) error.again();
  }

  private readonly retry = (): void => {
    this.forget();
    this.setState({ failure: null });
  };

  override render(): ReactNode {
    const { name, onClose, whole = false, frame, children } = this.props;
    const { failure } = this.state;
    if (failure === null) return children;
    const message = <Failure name={name} {...failure} whole={whole} onRetry={this.retry} />;
    if (onClose !== undefined)
      return (
        <PlainDialog title="Something failed" onClose={onClose}>
          {message}
        </PlainDialog>
      );
    return frame === undefined ? message : frame(message);
  }
}
