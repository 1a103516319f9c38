/** The errnos that iommufd and the layers below it answer with, as Linux numbers them. */
export const ERRNO = {
  EPERM: { number: 1, meaning: 'Operation not permitted' },
  ENOENT: { number: 2, meaning: 'No such object' },
  EFAULT: { number: 14, meaning: 'Bad address' },
  EBUSY: { number: 16, meaning: 'Object still in use' },
  EEXIST: { number: 17, meaning: 'Already there' },
  ENODEV: { number: 19, meaning: 'Unfit for this device' },
  EINVAL: { number: 22, meaning: 'Invalid argument or incompatible objects' },
  ENOTTY: { number: 25, meaning: 'No such call' },
  ENOSPC: { number: 28, meaning: 'No room left' },
  EOPNOTSUPP: { number: 95, meaning: 'Not offered here' },
  EADDRINUSE: { number: 98, meaning: 'Address range already taken' },
  EOVERFLOW: { number: 75, meaning: 'Value too large' },
} as const satisfies Record<string, { number: number; meaning: string }>;

export type Errno = keyof typeof ERRNO;
