//! The body of a request: bounded in size and time while it arrives.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body::Body;
use http_body_util::BodyExt;

use super::reply::Failure;

/// The body of a request, as it comes in.
pub(crate) trait RequestBody: Body<Data = Bytes> + Send + Unpin + 'static {}

impl<B: Body<Data = Bytes> + Send + Unpin + 'static> RequestBody for B {}

/// Reads the whole body.
pub(super) async fn read(
    mut body: impl RequestBody,
    max: usize,
    timeout: Duration,
) -> Result<Bytes, Box<Failure>> {
    if body.size_hint().lower() > max as u64 {
        return Err(too_large(body));
    }
    let deadline = tokio::time::Instant::now() + timeout;
    let mut collected = Collected::default();
    loop {
        let frame = tokio::time::timeout_at(deadline, body.frame()).await.map_err(|_| {
            let message = "the body did not arrive in time";
            Failure::new(StatusCode::REQUEST_TIMEOUT, message).closing().audited("slow_body")
        })?;
        match frame {
            None => return Ok(collected.finish()),
            Some(Ok(frame)) => {
                let Ok(data) = frame.into_data() else { continue };
                if collected.len() + data.len() > max {
                    return Err(too_large(body));
                }
                collected.push(data);
            }
            Some(Err(_)) => {
                let message = "the body ended early";
                return Err(Failure::new(StatusCode::BAD_REQUEST, message).closing());
            }
        }
    }
}

/// A body in one frame, as most are, is not copied.
#[derive(Default)]
enum Collected {
    #[default]
    Nothing,
    One(Bytes),
    Many(BytesMut),
}

impl Collected {
    fn len(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::One(bytes) => bytes.len(),
            Self::Many(bytes) => bytes.len(),
        }
    }

    fn push(&mut self, data: Bytes) {
        *self = match std::mem::take(self) {
            Self::Nothing => Self::One(data),
            Self::One(first) => {
                let mut many = BytesMut::from(first);
                many.extend_from_slice(&data);
                Self::Many(many)
            }
            Self::Many(mut many) => {
                many.extend_from_slice(&data);
                Self::Many(many)
            }
        };
    }

    fn finish(self) -> Bytes {
        match self {
            Self::Nothing => Bytes::new(),
            Self::One(bytes) => bytes,
            Self::Many(bytes) => bytes.freeze(),
        }
    }
}

/// Refuses, and reads on for a while without keeping anything: a client that is still sending
/// would see its connection reset before it has read why.
fn too_large(mut body: impl RequestBody) -> Box<Failure> {
    tokio::spawn(async move {
        let drain = async { while let Some(Ok(_)) = body.frame().await {} };
        let _ = tokio::time::timeout(LINGER, drain).await;
    });
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large")
        .closing()
        .audited("body_too_large")
}

const LINGER: Duration = Duration::from_secs(3);
