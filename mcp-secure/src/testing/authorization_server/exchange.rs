//! Requests and responses.

use std::{io, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited, combinators::UnsyncBoxBody};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinSet};

use super::{Shared, clients, metadata, token};

pub(super) type Answer = Response<UnsyncBoxBody<Bytes, io::Error>>;

/// Ends with the task; so do its connections.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        let service = service_fn(move |request| {
            let shared = Arc::clone(&shared);
            async move { answer(request, &shared).await }
        });
        connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        while connections.try_join_next().is_some() {}
    }
}

pub(super) fn full(body: impl Into<Bytes>) -> UnsyncBoxBody<Bytes, io::Error> {
    Full::new(body.into()).map_err(|never| match never {}).boxed_unsync()
}

pub(super) fn json(status: StatusCode, value: &Value) -> Answer {
    let mut response = Response::new(full(value.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

async fn answer(request: Request<Incoming>, shared: &Shared) -> Result<Answer, io::Error> {
    let path = request.uri().path().to_owned();
    let fault = {
        let mut state = shared.lock();
        *state.requests.entry(path.clone()).or_default() += 1;
        state.faults.iter().rev().find(|(begin, _)| path.starts_with(begin)).cloned()
    };
    if let Some((_, fault)) = fault
        && let Some(answer) = fault.answer().await
    {
        return answer;
    }
    let (parts, body) = request.into_parts();
    let own = path.strip_prefix(shared.path());
    Ok(match (&parts.method, own) {
        (&Method::GET, _) if metadata::is_metadata(&path, shared.path()) => {
            metadata::answer(shared)
        }
        (&Method::GET, Some("/jwks")) => metadata::keys(shared),
        (&Method::GET, Some("/authorize")) => {
            clients::authorize(shared, parts.uri.query().unwrap_or_default())
        }
        (&Method::POST, Some("/token")) => {
            let form = Limited::new(body, MAX_FORM).collect().await.map_err(io::Error::other)?;
            token::answer(shared, authorization(&parts.headers), &form.to_bytes())
        }
        _ => json(StatusCode::NOT_FOUND, &Value::Null),
    })
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()
}

const MAX_FORM: usize = 16 << 10;
