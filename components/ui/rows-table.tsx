import type { ReactNode } from "react";

interface Props {
  label: string;
  columns: readonly string[];
  children: ReactNode;
}

/** A table that becomes a list on a narrow screen, where each cell names its column by `data-label`. */
export function RowsTable({ label, columns, children }: Props) {
  return (
    <table className="rows" aria-label={label}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
