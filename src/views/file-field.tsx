import type { JSX } from 'preact';

interface FileFieldProps {
  readonly label: string;
  readonly accept: string;
  readonly onFile: (file: File) => Promise<void>;
  readonly disabled?: boolean;
}

/** Looks like the buttons beside it: the browser's own control speaks the browser's language, and names a file that is read already. */
export function FileField({ label, accept, onFile, disabled = false }: FileFieldProps): JSX.Element {
  return (
    <label class="button file">
      {label}
      <input
        type="file"
        class="visually-hidden"
        accept={accept}
        disabled={disabled}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) void onFile(file);
          // The same file may be chosen again after it was corrected.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
