//! [`Fault`]: how an issuer fails.

use std::{io, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{Response, StatusCode, header};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};

use super::exchange::{Answer, full};

/// How an [`AuthorizationServer`](super::AuthorizationServer) fails.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The connection ends without an answer.
    Disconnect,
    /// It never answers.
    Hang,
    /// It answers after so long.
    Slow(Duration),
    /// It answers with this status and no body.
    Status(u16),
    /// It answers with this body.
    Body(Vec<u8>),
    /// It answers with a body that does not end before so many bytes, of white space.
    Large(usize),
    /// It sends one byte each second.
    Drip,
    /// It says that what is asked for is there.
    Redirect(String),
}

impl Fault {
    /// The answer; `None` if the request is answered as usual.
    pub(super) async fn answer(self) -> Option<Result<Answer, io::Error>> {
        let answer = match self {
            Self::Disconnect => return Some(Err(io::Error::other("told to fail"))),
            Self::Hang => std::future::pending().await,
            Self::Slow(delay) => {
                tokio::time::sleep(delay).await;
                return None;
            }
            Self::Status(status) => {
                let mut response = Response::new(full(Bytes::new()));
                *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
                response
            }
            Self::Body(body) => Response::new(full(body)),
            Self::Large(bytes) => {
                let block = Bytes::from_static(&[b' '; BLOCK]);
                let blocks = stream::repeat(block).take(bytes.div_ceil(BLOCK));
                Response::new(BodyExt::boxed_unsync(StreamBody::new(
                    blocks.map(|block| Ok(Frame::data(block))),
                )))
            }
            Self::Drip => {
                let bytes = stream::repeat(Bytes::from_static(b" ")).then(|byte| async {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    Ok(Frame::data(byte))
                });
                Response::new(BodyExt::boxed_unsync(StreamBody::new(bytes)))
            }
            Self::Redirect(location) => {
                let response = Response::builder()
                    .status(StatusCode::TEMPORARY_REDIRECT)
                    .header(header::LOCATION, location);
                return Some(response.body(full(Bytes::new())).map_err(io::Error::other));
            }
        };
        Some(Ok(answer))
    }
}

const BLOCK: usize = 64 << 10;
