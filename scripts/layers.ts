/** npm run layers: says which imports break the order of the folders. */
import { layerFaults } from './layer-faults.ts';

const faults = layerFaults(process.cwd());
for (const { file, line, message } of faults) console.error(`${file}:${line}: ${message}`);
process.exitCode = faults.length === 0 ? 0 : 1;
