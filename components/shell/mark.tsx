/** Convene's mark: dots that come together. Decoration beside the name, so it is hidden from readers. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="fill-accent">
      <circle cx="16" cy="16" r="5" />
      <circle cx="16" cy="5" r="2.5" />
      <circle cx="25.5" cy="10.5" r="2.5" />
      <circle cx="25.5" cy="21.5" r="2.5" />
      <circle cx="16" cy="27" r="2.5" />
      <circle cx="6.5" cy="21.5" r="2.5" />
      <circle cx="6.5" cy="10.5" r="2.5" />
    </svg>
  );
}
