//! How HTTP is spoken: the bounds of a connection, by version.

use std::time::Duration;

use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::net::TcpStream;

use crate::serve::http::MOST_HEADERS;

/// Without a bound of time: hyper would set a timer for each head.
pub(in crate::serve) fn http1() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.max_headers(MOST_HEADERS).max_buf_size(MOST_BUFFERED);
    builder
}

/// Of one connection, at most this is kept: so many heads, what the windows let in, and a piece of
/// each reply beyond what the client lets out.
pub(super) fn http2() -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(16 << 10)
        .initial_stream_window_size(64 << 10)
        .initial_connection_window_size(256 << 10)
        .max_frame_size(16 << 10)
        .max_send_buf_size(64 << 10)
        // Streams that are reset before we have seen them, and those that we reset ourselves
        // because the client has broken a rule (CVE-2023-44487, CVE-2025-8671). A client that has not read
        // our settings yet may begin with a hundred, of which we refuse what is too much.
        .max_pending_accept_reset_streams(20)
        .max_local_error_reset_streams(128);
    builder
}

/// Whether the client begins with HTTP/2 (RFC 9113, section 3.4): no method of HTTP/1.1 begins so.
/// Reads nothing.
pub(super) async fn begins_with_http2(stream: &TcpStream) -> bool {
    let mut begun = [0; 2];
    loop {
        match stream.peek(&mut begun).await {
            // Half of it: there is more to come, or the patience ends.
            Ok(1) => tokio::time::sleep(Duration::from_millis(10)).await,
            Ok(2) => return begun == *b"PR",
            _ => return false,
        }
    }
}

/// Fewer than the hundred that RFC 9113 would have (section 6.5.2), so that what each takes before anything
/// is known of it adds up to no more than is said of a connection. Clients wait with the others.
const STREAMS: u32 = 32;

/// How much is read at once; a head of HTTP/1.1 is refused when it has so much and no end.
const MOST_BUFFERED: usize = 64 << 10;
