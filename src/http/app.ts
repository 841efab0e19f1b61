import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { logError } from "../platform/log.ts";
import { API_ALIAS, API_BASE } from "../protocol/api/endpoint.ts";
import { UPLOAD_MAX_BYTES } from "../protocol/upload.ts";
import type { AppEnv } from "./context.ts";
import type { HttpDeps, RequestFacts } from "./deps.ts";
import { identifyCaller } from "./middleware/caller.ts";
import { crossOrigin } from "./middleware/cross-origin.ts";
import { requestId } from "./middleware/request-id.ts";
import { requestLog } from "./middleware/request-log.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { openApi } from "./openapi.ts";
import { fetchPage, servePage } from "./pages.ts";
import { problem } from "./problem.ts";
import { mount } from "./route.ts";
import { healthRoutes } from "./routes/health.ts";
import { apiKeyRoutes } from "./routes/api-keys.ts";
import { assignRoutes } from "./routes/assign.ts";
import { auditRoutes } from "./routes/audit.ts";
import { historyRoutes } from "./routes/history.ts";
import { geofenceRoutes } from "./routes/geofences.ts";
import { liveRegionRoutes } from "./routes/live-regions.ts";
import { liveRoutes, mountSockets } from "./routes/live.ts";
import { deferredWriteRoutes } from "./routes/deferred-writes.ts";
import { documentRoutes } from "./routes/documents.ts";
import { queueRoutes } from "./routes/queues.ts";
import { paymentRoutes } from "./routes/payments.ts";
import { proofRoutes } from "./routes/proofs.ts";
import { offerRoutes } from "./routes/offers.ts";
import { positionRoutes } from "./routes/positions.ts";
import { mountTrackers, trackerRoutes } from "./routes/trackers.ts";
import { mountHelpPage } from "./routes/help-page.ts";
import { mountTrackPage } from "./routes/track-page.ts";
import { mountTrackSocket } from "./routes/track-socket.ts";
import { trackRoutes } from "./routes/track.ts";
import { invitationRoutes } from "./routes/invitations.ts";
import { locationViewRoutes } from "./routes/location-views.ts";
import { meRoutes } from "./routes/me.ts";
import { peopleRoutes } from "./routes/people.ts";
import { dutyRoutes } from "./routes/duty.ts";
import { factorRoutes } from "./routes/factors.ts";
import { regionRoutes } from "./routes/regions.ts";
import { routeRoutes } from "./routes/routes.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { shipmentBatchRoutes } from "./routes/shipment-batches.ts";
import { shipmentImportRoutes } from "./routes/shipment-import.ts";
import { shipmentRoutes } from "./routes/shipments.ts";
import { demoRoutes } from "./routes/demo-window.ts";
import { systemRoutes } from "./routes/system.ts";
import { tileRoutes } from "./routes/tiles.ts";
import { sosRoutes } from "./routes/sos.ts";
import { tripRoutes } from "./routes/trips.ts";
import { trackingLinkRoutes } from "./routes/tracking-links.ts";
import { vehicleRoutes } from "./routes/vehicles.ts";

/** JSON bodies only; files have a limit of their own. The largest honest one, 500 shipments, is about 400 KiB. */
const BODY_MAX_BYTES = 1024 * 1024;

export const ROUTES = [
  ...healthRoutes,
  ...systemRoutes,
  ...demoRoutes,
  ...signInRoutes,
  ...sessionRoutes,
  ...factorRoutes,
  ...meRoutes,
  ...peopleRoutes,
  ...dutyRoutes,
  ...vehicleRoutes,
  ...regionRoutes,
  ...settingsRoutes,
  ...geofenceRoutes,
  ...invitationRoutes,
  ...apiKeyRoutes,
  ...trackingLinkRoutes,
  ...auditRoutes,
  ...liveRoutes,
  ...liveRegionRoutes,
  ...positionRoutes,
  ...trackerRoutes,
  ...trackRoutes,
  ...historyRoutes,
  ...shipmentBatchRoutes,
  ...shipmentImportRoutes,
  ...shipmentRoutes,
  ...deferredWriteRoutes,
  ...assignRoutes,
  ...offerRoutes,
  ...sosRoutes,
  ...tripRoutes,
  ...routeRoutes,
  ...locationViewRoutes,
  ...proofRoutes,
  ...paymentRoutes,
  ...documentRoutes,
  ...queueRoutes,
  ...tileRoutes,
];

export interface AppOptions {
  allowedOrigins: ReadonlySet<string>;
  makeDeps: (facts: RequestFacts) => HttpDeps;
  /** Where our pages send files, if not to us. */
  uploadOrigin?: string | undefined;
}

/** A day's recording at a point in nine seconds, in the most long-winded GPX that was seen. */
const RECORDING_MAX_BYTES = 8 * 1024 * 1024;
const UPLOAD = /^\/api(?:\/v1)?\/uploads\/[^/]+$/;
const RECORDING = /^\/api(?:\/v1)?\/drivers\/[^/]+\/gpx$/;

const onError = (c: Context<AppEnv>): Response => problem(c.var.requestId, { tag: "body-too-large" });
const limitJson = bodyLimit({ maxSize: BODY_MAX_BYTES, onError });
const limitRecording = bodyLimit({ maxSize: RECORDING_MAX_BYTES, onError });
const limitUpload = bodyLimit({ maxSize: UPLOAD_MAX_BYTES, onError });
const limitBody: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (UPLOAD.test(c.req.path)) return limitUpload(c, next);
  return (RECORDING.test(c.req.path) ? limitRecording : limitJson)(c, next);
};

/** Builds the app; the order of the lines is the order in which a request passes. */
export function createApp({ allowedOrigins, makeDeps, uploadOrigin }: AppOptions): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(requestId);
  app.use(async (c, next) => {
    const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
    const deps = makeDeps({ requestId: c.var.requestId, request: c.req.raw, later });
    c.set("deps", deps);
    c.set("log", deps.log);
    await next();
  });
  app.use(requestLog);
  app.use(securityHeaders(uploadOrigin));
  for (const paths of [`${API_ALIAS}/*`, "/tiles/*"]) app.use(paths, crossOrigin(allowedOrigins));
  app.use(limitBody);
  app.use(`${API_ALIAS}/*`, identifyCaller);
  mount(app, ROUTES);
  const document = openApi(ROUTES.map(({ endpoint }) => endpoint));
  for (const base of [API_BASE, API_ALIAS]) {
    app.get(`${base}/openapi.json`, (c) => c.json(document));
    app.get(`${base}/docs`, (c) => fetchPage(c, "/docs/"));
  }
  mountSockets(app);
  mountTrackSocket(app);
  mountTrackPage(app);
  mountHelpPage(app);
  mountTrackers(app);
  app.all("/ws/*", (c) => problem(c.var.requestId, { tag: "not-found" }));
  app.all(`${API_ALIAS}/*`, (c) => problem(c.var.requestId, { tag: "not-found" }));
  app.all("*", servePage);
  app.onError((error, c) => {
    logError(c.var.log, c.req.method, error);
    return problem(c.var.requestId, { tag: "internal" });
  });
  return app;
}
