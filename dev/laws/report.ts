// Run as `node dev/laws/report.ts`: how large the files are, folder by folder.
import { folderSizes } from "./sizes.ts";
import { readSourceTree } from "./source-tree.ts";

console.table(folderSizes(readSourceTree()));
