import { isVimeoProvider, isYouTubeProvider, type MediaProviderAdapter } from "@vidstack/react";

/** The language that captions are asked for in; the players fall back on what there is. */
const LANGUAGE = "en";

/**
 * Asks another site's player to show or hide its captions, in the messages that the two players take (YouTube's IFrame
 * API, Vimeo's player.js). They do not say whether a video has any.
 */
export function askForeign(provider: MediaProviderAdapter | null, show: boolean): void {
  if (isYouTubeProvider(provider)) {
    const command = (func: string, args: unknown[]) => provider.postMessage({ event: "command", func, args });
    if (show) {
      command("loadModule", ["captions"]);
      command("setOption", ["captions", "track", { languageCode: LANGUAGE }]);
    } else command("unloadModule", ["captions"]);
  } else if (isVimeoProvider(provider)) {
    if (show) provider.postMessage({ method: "enableTextTrack", value: { language: LANGUAGE, kind: "subtitles" } });
    else provider.postMessage({ method: "disableTextTrack" });
  }
}
