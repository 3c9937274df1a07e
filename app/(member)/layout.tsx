import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";

// It provides and decides nothing: each page proves who is asking.
export default function Layout({ children }: { children: ReactNode }) {
  return <Providers>{children}</Providers>;
}
