"""For operators: is it alive, is it ready, and the figures."""

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from adapters.web.metrics import CONTENT_TYPE, Metrics
from adapters.web.site import Site


def operator_routes(site: Site, metrics: Metrics) -> APIRouter:
    """Return /healthz, /readyz and /metrics."""
    router = APIRouter(include_in_schema=False)

    def healthz() -> Response:
        """Tell that the process serves."""
        return JSONResponse({"status": "ok"})

    def readyz() -> Response:
        """Tell whether questions can be answered, and why not."""
        hosted = site.keeper.current
        if hosted is None:
            return JSONResponse({"status": "not ready", "reason": site.keeper.reason}, 503)
        return JSONResponse({"status": "ready", "generation": hosted.generation})

    def figures() -> Response:
        """Return the metrics in Prometheus' text format."""
        hosted = site.keeper.current
        return Response(metrics.exposition(hosted.generation if hosted else None), media_type=CONTENT_TYPE)

    def favicon() -> Response:
        """Browsers ask for this where a page names no icon, as with Markdown."""
        return Response(status_code=204, headers={"Cache-Control": "public, max-age=86400"})

    router.get("/favicon.ico")(favicon)
    router.get("/healthz")(healthz)
    router.get("/readyz")(readyz)
    router.get("/metrics")(figures)
    return router
