import { readSheet } from "/work/main/lib/transfer/formats/read.ts";
const MAX_BYTES = 5 * 1024 * 1024;
const full = (piece: string, head = "") => head + piece.repeat(Math.floor((MAX_BYTES - head.length) / piece.length));
for (const [name, text] of [
    ["brackets", full("[")],
    ["links in words", full("[a](b)", "Oct 1: ")],
    ["labels", full(", reading: x", "Oct 1: x")],
    ["bars", full("|", "| a | b |\n|--|--|\n")],
    ["nested JSON", full("[", '[{"date":')],
    ["nested JSON2", full('{"a":')],
    ["escapes that are none", `${full("\\[", '[{"date": "')}"}]`],
    ["nested YAML", full("- ", "- date: x\n  title: y\n- date: z\n  more: ")]] as const) for (let i = 0; i < 2; i++) { const a = process.cpuUsage(); const s = readSheet(text); const u = process.cpuUsage(a); console.log(name, Math.round(u.user/1000), Math.round(u.system/1000), s.format, s.problems[0]?.message); }
