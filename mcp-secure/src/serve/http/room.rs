//! [`Room`]: what a request takes before its body does, where many of them come at once over one connection.

use std::sync::Arc;

use http::{HeaderMap, Response};

use super::{
    Connection, Endpoint, Payload, body,
    budget::{Budget, Share},
};
use crate::call::Origin;

/// The room of one request among many of a connection, until it is dropped.
pub(crate) struct Room(
    #[expect(dead_code, reason = "it is there to be dropped")] Share<Arc<Budget>>,
);

impl Room {
    /// From what the connection has of its own, or what all share; `None` if neither has as much.
    fn take(
        own: &Arc<Budget>,
        server: &Arc<Budget>,
        address: Option<&Arc<Budget>>,
    ) -> Option<Self> {
        let share = Share::new(Arc::clone(server), address.cloned());
        let mut share = share.with_own(Some(Arc::clone(own)));
        share.grow(REQUEST).then_some(Self(share))
    }
}

impl Endpoint {
    /// The room for one more request of a connection of HTTP/2.
    pub(in crate::serve) fn room(&self, connection: &Connection) -> Option<Room> {
        Room::take(connection.requests.as_ref()?, &self.bodies, connection.bodies.as_ref())
    }

    /// Answers a request for which there is no room.
    pub(in crate::serve) fn busy(
        &self,
        headers: &HeaderMap,
        connection: &Connection,
    ) -> Response<Payload> {
        let failure = body::no_room();
        let ip = connection.ip.map(|peer| self.proxies.client(peer, headers));
        self.refused(Origin::Http(ip), body::NO_ROOM, &failure.message);
        self.finished(failure.into())
    }
}

/// Its head, its task, and a small reply.
pub(crate) const REQUEST: usize = 10 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_takes_of_its_connections_own_and_then_of_all() {
        let [own, server, address] = [REQUEST, 2 * REQUEST, REQUEST].map(Budget::new);
        let take = || Room::take(&own, &server, Some(&address));
        let (first, second) = (take(), take());
        assert!(first.is_some() && second.is_some());
        assert!(take().is_none(), "the address has no more");
        assert_eq!([&own, &server, &address].map(|it| it.left()), [0, REQUEST, 0]);
        drop(first);
        assert!(take().is_some(), "its own is back");
        drop(second);
        let left = [&own, &server, &address].map(|it| it.left());
        assert_eq!(left, [REQUEST, 2 * REQUEST, REQUEST]);
    }
}
