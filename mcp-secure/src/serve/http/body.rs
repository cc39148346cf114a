//! The body of a request: bounded in size and time while it arrives.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body::Body;
use http_body_util::BodyExt;
use tokio::sync::Semaphore;

use super::{
    budget::{Budget, Share},
    reply::Failure,
};

/// The body of a request, as it comes in.
pub(crate) trait RequestBody: Body<Data = Bytes> + Send + Unpin + 'static {}

impl<B: Body<Data = Bytes> + Send + Unpin + 'static> RequestBody for B {}

/// What a body may take.
pub(super) struct Bounds<'a, 'b> {
    /// How large it may be, in bytes.
    pub(super) most: usize,
    /// How long it may take to arrive.
    pub(super) timeout: Duration,
    /// Whether a client that is refused may go on sending for a while.
    pub(super) lingers: bool,
    /// What it is taken from.
    pub(super) share: &'b mut Share<&'a Budget>,
}

/// Reads the whole body.
pub(super) async fn read(
    mut body: impl RequestBody,
    bounds: Bounds<'_, '_>,
) -> Result<Bytes, Box<Failure>> {
    let Bounds { most, timeout, lingers, share } = bounds;
    let refuse = |body, failure: Box<Failure>| {
        if lingers {
            linger(body);
        }
        Err(failure.closing())
    };
    if body.size_hint().lower() > most as u64 {
        return refuse(body, too_large());
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
                if collected.len() + data.len() > most {
                    return refuse(body, too_large());
                }
                if !share.grow(data.len()) {
                    return refuse(body, no_room());
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

fn too_large() -> Box<Failure> {
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large").audited("body_too_large")
}

/// All that bodies may take is taken.
pub(super) fn no_room() -> Box<Failure> {
    let message = "the server is busy, try again";
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, message).retrying(1).audited(NO_ROOM)
}

/// In the audit record.
pub(super) const NO_ROOM: &str = "no_room_for_body";

/// Reads on without keeping anything: a client that is still sending would see its connection
/// reset before it has read why.
fn linger(mut body: impl RequestBody) {
    let Ok(place) = LINGERING.try_acquire() else { return };
    tokio::spawn(async move {
        let mut left = MOST_LINGERED;
        let drain = async {
            while let Some(Ok(frame)) = body.frame().await {
                let Some(rest) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else {
                    return;
                };
                left = rest;
            }
        };
        let _ = tokio::time::timeout(LINGER, drain).await;
        drop(place);
    });
}

/// For how long, and how much, a refused client may go on sending; and how many may at once. Over
/// it, connections are reset.
const LINGER: Duration = Duration::from_secs(3);
const MOST_LINGERED: usize = 256 << 20;
static LINGERING: Semaphore = Semaphore::const_new(64);
