import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";

/** The line at the top of every page: whose page this is, and where else one can go. */
export function Header({ title, href, children }: { title: string; href: string; children?: ReactNode }) {
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3">
        <Link
          href={href}
          prefetch={false}
          className="flex items-center gap-2 font-serif text-lg font-semibold text-ink no-underline"
        >
          <Mark />
          {title}
        </Link>
        {children && (
          <nav aria-label="Main" className="ml-auto flex flex-wrap items-center gap-x-5 gap-y-1 text-[0.9375rem]">
            {children}
          </nav>
        )}
      </div>
    </header>
  );
}

export function NavLink({ href, current = false, children }: { href: string; current?: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className={`inline-flex min-h-8 items-center no-underline hover:underline ${current ? "font-semibold text-ink" : "text-quiet"}`}
    >
      {children}
    </Link>
  );
}
