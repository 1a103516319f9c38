import { Pages } from '../panels/Pages.tsx';
import { Workbench } from '../panels/Workbench.tsx';
import { useWidth } from '../ui/width.ts';

/** Building a machine and making calls on it: the canvas with all that stands around it. */
export function Build() {
  const width = useWidth();
  return width === 'narrow' ? <Pages /> : <Workbench roomy={width === 'full'} />;
}
