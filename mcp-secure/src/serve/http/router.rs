//! The server within an axum application.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{Router, body::Body, extract::ConnectInfo};
use futures_util::future::BoxFuture;
use http::{Request, Response};
use tower_service::Service;

use super::{Connection, Endpoint, METADATA, METADATA_OF_HOST, PATH};

/// The routes of the endpoint; the application's others are left alone.
pub(crate) fn router(endpoint: Arc<Endpoint>) -> Router {
    let authenticates = endpoint.door.verifier.is_some();
    let service = Part(endpoint);
    let router = Router::new().route_service(PATH, service.clone());
    if !authenticates {
        return router;
    }
    router.route_service(METADATA, service.clone()).route_service(METADATA_OF_HOST, service)
}

/// The endpoint as a part of an application, which may know the address of a peer.
#[derive(Clone)]
struct Part(Arc<Endpoint>);

impl Service<Request<Body>> for Part {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let endpoint = Arc::clone(&self.0);
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let ip = peer.map(|ConnectInfo(address)| address.ip().to_canonical());
        let connection = Connection { ip, ..Connection::default() };
        Box::pin(async move { Ok(endpoint.answer(request, &connection).await.map(Body::new)) })
    }
}
