import { useEffect, useState } from 'preact/hooks';
import { watchPermissions } from '../../src/platform/credentials-url.ts';

/** Whether the browser lets Precall do what `ask` asks about `what`; undefined until it has said. */
export function usePermission(what: string, ask: () => Promise<boolean>): boolean | undefined {
  const [allowed, setAllowed] = useState<boolean>();
  useEffect(() => {
    let wanted = true;
    const look = (): void => {
      ask().then(
        (answer) => wanted && setAllowed(answer),
        (error: unknown) => console.error('Precall: the permissions cannot be read.', error),
      );
    };
    const end = watchPermissions(look);
    look();
    return () => {
      wanted = false;
      end();
    };
  }, [what]);
  return allowed;
}
