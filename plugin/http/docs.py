"""The API's own page: Swagger UI, served from here, since a browser may have no way to anywhere else."""

from pathlib import Path
from typing import Final

import fastapi_offline
from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse

from homing.domain.errors import NotFoundError
from plugin.http.backend import Backend

_FILES: Final = Path(fastapi_offline.__file__).parent / "static"
_SERVED: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}


def docs_routes(_: Backend) -> APIRouter:
    """``GET /docs``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def page() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="Homing API",
            swagger_js_url="/docs/swagger-ui-bundle.js",
            swagger_css_url="/docs/swagger-ui.css",
            swagger_favicon_url="/docs/favicon.png",
            swagger_ui_parameters={
                "defaultModelsExpandDepth": 0,
                "docExpansion": "list",
                "persistAuthorization": True,
                "tryItOutEnabled": True,
            },
        )

    @router.get("/docs/{file}")
    async def served(file: str) -> FileResponse:
        if file not in _SERVED:
            raise NotFoundError("page")
        return FileResponse(
            _FILES / file, media_type=_SERVED[file], headers={"Cache-Control": "public, max-age=86400"}
        )

    return router
