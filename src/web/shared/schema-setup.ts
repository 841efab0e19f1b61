import * as z from "zod";

// Compiled parsers need `eval`; merely trying it is reported as a violation of the content security policy.
z.config({ jitless: true });
